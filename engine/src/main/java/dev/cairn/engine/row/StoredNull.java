package dev.cairn.engine.row;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * The literal NULL as the value of a column that is NOT NULL. The server accepts the statement, and then refuses or drops each row
 * with it.
 */
public record StoredNull(Expression value, Column column) {
    /** Returns all values of this kind in a statement that changes rows. */
    public static List<StoredNull> findAll(Bindings bindings) {
        List<StoredNull> nulls = new ArrayList<>();
        bindings.visit(new Query.QueryVisitor() {
            @Override
            public void visitExpression(Expression expression) {
                Column column = bindings.assignedColumn(expression);
                if (column != null && !column.isNullable() && expression.unwrap() instanceof Expression.Null) {
                    nulls.add(new StoredNull(expression, column));
                }
            }
        });
        return nulls;
    }
}
