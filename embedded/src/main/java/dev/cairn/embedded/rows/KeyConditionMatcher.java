package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.HashSet;
import java.util.Locale;
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

    static boolean isLiteral(Expression value) {
        return value instanceof Expression.NullLiteral
                || value instanceof Expression.BooleanLiteral
                || value instanceof Expression.NumberLiteral
                || value instanceof Expression.StringLiteral;
    }

    /**
     * Returns the relation of a query that only selects columns of one relation, possibly with a condition; empty for
     * any other query.
     */
    static Optional<Relation.Named> findOnlyRelation(Query query) {
        boolean isPlain = query.commonTables().isEmpty()
                && query.orderBy().isEmpty()
                && query.limit() == null
                && query.body() instanceof Query.Select select
                // The comparison covers all other clauses of SELECT, including those that may be added to it.
                && select.equals(Query.Select.of(select.items(), select.from(), select.where(), select.span()))
                && select.items().stream().allMatch(KeyConditionMatcher::isColumnOrStar);
        return isPlain
                        && query.body() instanceof Query.Select select
                        && select.from().size() == 1
                        && select.from().get(0) instanceof Relation.Named relation
                        && relation.equals(new Relation.Named(
                                relation.name(),
                                Relation.ReadTime.NOW,
                                Relation.TableSection.WHOLE,
                                relation.alias(),
                                relation.hint(),
                                relation.span()))
                ? Optional.of(relation)
                : Optional.empty();
    }

    /**
     * Returns whether a query only reads columns of a table: it selects columns, and its condition uses no other
     * column.
     */
    static boolean isScan(Query query) {
        if (findOnlyRelation(query).isEmpty() || !(query.body() instanceof Query.Select select)) {
            return false;
        }
        if (select.where() == null || select.items().stream().anyMatch(item -> item instanceof Query.SelectItem.Star)) {
            return true;
        }
        Set<String> selectedNames = new HashSet<>();
        select.items().stream()
                .filter(Query.SelectItem.Value.class::isInstance)
                .map(item -> ((Query.SelectItem.Value) item).value())
                .forEach(value -> addColumnNamesTo(value, selectedNames));
        Set<String> usedNames = new HashSet<>();
        addColumnNamesTo(select.where(), usedNames);
        return selectedNames.containsAll(usedNames);
    }

    private static void addColumnNamesTo(Expression expression, Set<String> names) {
        expression.visit(subexpression -> {
            if (subexpression instanceof Expression.Reference reference) {
                names.add(reference.name().lastPart().text().toLowerCase(Locale.ROOT));
            }
        });
    }

    private static boolean isColumnOrStar(Query.SelectItem item) {
        return item instanceof Query.SelectItem.Star
                || (item instanceof Query.SelectItem.Value value && value.value() instanceof Expression.Reference);
    }
}
