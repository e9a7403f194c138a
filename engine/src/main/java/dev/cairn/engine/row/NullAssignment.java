package dev.cairn.engine.row;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * An assignment of the literal NULL to a column that is NOT NULL. The server accepts the statement, and then refuses or
 * drops each row with the NULL.
 */
public record NullAssignment(Expression value, Column column) {
    /** Returns all such assignments in a bound statement. */
    public static List<NullAssignment> findAll(Bindings bindings) {
        List<NullAssignment> assignments = new ArrayList<>();
        bindings.visit(new Query.QueryVisitor() {
            @Override
            public void visitExpression(Expression expression) {
                Column column = bindings.findAssignedColumn(expression);
                if (column != null && !column.isNullable() && expression.unwrap() instanceof Expression.NullLiteral) {
                    assignments.add(new NullAssignment(expression, column));
                }
            }
        });
        return assignments;
    }
}
