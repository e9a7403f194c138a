package dev.cairn.engine;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;

/** Prints parts of statements as SHOW CREATE TABLE does. */
public final class ShownTexts {
    private static final String COLUMN_PREFIX = "`c` AS ";

    private ShownTexts() {}

    /** Returns an expression as SHOW CREATE TABLE prints it in a generated column. */
    public static String ofExpression(Expression expression) {
        ColumnDefinition column =
                ColumnDefinition.of(Name.of("c"), null, Span.NONE).withGeneratedValue(expression);
        return Sql.render(column).substring(COLUMN_PREFIX.length());
    }
}
