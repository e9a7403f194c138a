package dev.cairn.embedded.query;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the names in an expression mean, in one row.
 *
 * @param aliases what the SELECT calls by a name: it goes before a column of the same name
 */
record RowScope(InMemoryRelation relation, List<@Nullable Object> row, Map<String, Expression> aliases) {
    static final RowScope NONE = new RowScope(InMemoryRelation.ONE_ROW, List.of());

    RowScope(InMemoryRelation relation, List<@Nullable Object> row) {
        this(relation, row, Map.of());
    }

    /** The expression that a name stands for, or null. */
    @Nullable
    Expression alias(Expression.Reference reference) {
        return reference.name().parts().size() > 1
                ? null
                : aliases.get(reference.name().last().text());
    }

    RowScope withoutAliases() {
        return new RowScope(relation, row);
    }

    @Nullable
    Object column(Expression.Reference reference) {
        String qualifier = reference.name().qualifier().map(Name::text).orElse(null);
        int column = relation.column(qualifier, reference.name().last().text());
        if (column < 0) {
            throw Refusal.located(
                    reference.span(), reference.span(), "Column '" + Sql.render(reference) + "' cannot be resolved");
        }
        return row.get(column);
    }
}
