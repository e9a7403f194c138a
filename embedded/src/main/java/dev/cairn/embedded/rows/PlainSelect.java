package dev.cairn.embedded.rows;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A query that only selects columns of one relation, possibly with a condition. */
record PlainSelect(Select select, Relation.Named relation) {
    /** Returns the select of a query; empty if the query does anything else. */
    static Optional<PlainSelect> find(Query query) {
        boolean isPlain = query.commonTables().isEmpty()
                && query.orderBy().isEmpty()
                && query.limit() == null
                && query.body() instanceof Select select
                // The comparison covers all other clauses of SELECT, including those that may be added to it.
                && select.equals(Select.of(select.items(), select.from(), select.where(), select.span()))
                && select.items().stream().allMatch(PlainSelect::isColumnOrStar);
        return isPlain
                        && query.body() instanceof Select select
                        && select.from().size() == 1
                        && select.from().get(0) instanceof Relation.Named relation
                        && relation.equals(new Relation.Named(
                                relation.name(),
                                Relation.ReadTime.NOW,
                                Relation.TableSection.WHOLE,
                                relation.alias(),
                                relation.hint(),
                                relation.span()))
                ? Optional.of(new PlainSelect(select, relation))
                : Optional.empty();
    }

    private static boolean isColumnOrStar(SelectItem item) {
        return item instanceof SelectItem.Star
                || (item instanceof SelectItem.Value value && value.value() instanceof Expression.Reference);
    }

    /** Returns whether the condition uses only selected columns. */
    boolean isScan() {
        Set<String> selectedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.Star) {
                return true;
            }
            selectedNames.addAll(((SelectItem.Value) item).value().collectReferenceNames());
        }
        return select.where() == null
                || selectedNames.containsAll(select.where().collectReferenceNames());
    }
}
