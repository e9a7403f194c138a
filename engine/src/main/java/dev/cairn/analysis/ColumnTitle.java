package dev.cairn.analysis;

import dev.cairn.sql.Expression;
import dev.cairn.sql.Sql;

/** How the server names a column that the query does not name. */
final class ColumnTitle {
    private ColumnTitle() {}

    static String of(Expression expression) {
        return expression instanceof Expression.Reference reference
                ? reference.name().last().text()
                : Sql.render(expression);
    }
}
