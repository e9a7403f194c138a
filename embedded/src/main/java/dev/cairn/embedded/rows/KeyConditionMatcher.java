package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes conditions such as {@code id = 1 AND day = '2026-01-01'}, which compare each key column of a table with a
 * literal and so select at most one row. An equivalent condition in another form is not recognized.
 */
record KeyConditionMatcher(Table table) {
    /** Returns whether a condition compares each key column with a literal, and nothing else; false if it is null. */
    boolean matches(@Nullable Expression condition) {
        if (condition == null) {
            return false;
        }
        Set<Column> comparedColumns = new HashSet<>();
        for (Expression conjunct : condition.conjuncts()) {
            Optional<Column> comparedColumn = findComparedColumn(conjunct.unwrap());
            if (comparedColumn.isEmpty()) {
                return false;
            }
            comparedColumns.add(comparedColumn.get());
        }
        return comparedColumns.size() == table.keyColumns().size();
    }

    /** Returns the key column that a condition compares with a literal; empty for any other condition. */
    private Optional<Column> findComparedColumn(Expression condition) {
        return condition instanceof Expression.Binary comparison
                        && comparison.operator() == Operator.EQUAL
                        && comparison.left() instanceof Expression.Reference reference
                        && reference.name().parts().size() == 1
                        && isLiteral(comparison.right())
                ? table.findColumn(reference.name().lastPart().text()).filter(Column::isKey)
                : Optional.empty();
    }

    /** Returns whether an expression is an unsigned number, a string, a boolean or NULL. */
    static boolean isLiteral(Expression value) {
        return value instanceof Expression.NullLiteral
                || value instanceof Expression.BooleanLiteral
                || value instanceof Expression.NumberLiteral
                || value instanceof Expression.StringLiteral;
    }
}
