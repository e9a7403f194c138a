package dev.cairn.engine;

import dev.cairn.sql.ColumnDefinition;
import dev.cairn.sql.Expression;
import dev.cairn.sql.Name;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;

/** Parts of statements as SHOW CREATE TABLE prints them. */
final class ShownTexts {
    private static final String BEFORE = "`c` AS ";

    private ShownTexts() {}

    static String of(Expression expression) {
        ColumnDefinition column = new ColumnDefinition(
                Name.of("c"), null, null, false, null, null, null, false, expression, null, Span.NONE);
        return Sql.render(column).substring(BEFORE.length());
    }
}
