package dev.cairn.embedded.query;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names in an expression for one row.
 *
 * @param aliases the aliases of the SELECT, which take precedence over columns of the same name
 */
record RowScope(InMemoryRelation relation, List<@Nullable Object> row, Map<String, Expression> aliases) {
    static final RowScope NONE = new RowScope(InMemoryRelation.ONE_ROW, List.of());

    RowScope(InMemoryRelation relation, List<@Nullable Object> row) {
        this(relation, row, Map.of());
    }

    /** Returns the expression of an alias; null if the name is not an alias. */
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
                    reference.span(), reference.span(), EmbeddedRule.COLUMN_NOT_FOUND, Sql.render(reference));
        }
        return row.get(column);
    }
}
