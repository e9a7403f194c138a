package dev.cairn.embedded.rows;

import dev.cairn.sql.Expression;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Query;
import dev.cairn.sql.Relation;
import dev.cairn.sql.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query for the rows of a table that a statement changes. */
final class TargetQuery {
    private TargetQuery() {}

    /** Over the table and the relations beside it. */
    static Query of(
            List<Query.CommonTable> with,
            QualifiedName target,
            List<Query.Item> items,
            List<Relation> beside,
            @Nullable Expression where) {
        Span at = target.span();
        List<Relation> from = new ArrayList<>();
        from.add(new Relation.Named(
                target, null, null, List.of(), List.of(), List.of(), null, null, List.of(), null, at));
        from.addAll(beside);
        Query.Select select = new Query.Select(List.of(), null, items, from, false, null, where, null, null, null, at);
        return new Query(false, with, select, List.of(), null, at);
    }

    /** A column of the table, whatever stands beside it. */
    static Expression column(QualifiedName target, String column, Span at) {
        List<Name> parts = new ArrayList<>(target.parts());
        parts.add(Name.of(column));
        return new Expression.Reference(new QualifiedName(parts), at);
    }
}
