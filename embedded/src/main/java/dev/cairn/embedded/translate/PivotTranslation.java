package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.RelationTranslation.FromClause;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Pivot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates PIVOT: the rows are grouped by the columns that it does not mention, and each combination of a value and
 * an aggregate function is a further column.
 */
record PivotTranslation(QueryTranslation queries, @Nullable TranslationScope outer, Pivot pivot) {
    FromClause of(FromClause from) {
        String duckDbName = queries.state().next("r");
        ExpressionTranslation expressions =
                new ExpressionTranslation(queries, new TranslationScope(from.fields(), outer));
        List<TranslatedField> fields = new ArrayList<>();
        List<String> items = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (TranslatedField field : from.fields()) {
            if (!field.shown() || pivot.mentions(field.name())) {
                continue;
            }
            String column = TranslatedQuery.column(items.size());
            fields.add(TranslatedField.of(field.relation(), field.name(), field.type(), duckDbName + "." + column));
            items.add(field.sql() + " AS " + column);
            keys.add(field.sql());
        }
        for (Pivot.Value value : pivot.values()) {
            for (Item.Value aggregate : pivot.aggregates()) {
                String column = TranslatedQuery.column(items.size());
                Value cell = expressions.of(pivot.restricted(aggregate.value(), value));
                fields.add(
                        TranslatedField.of(List.of(), name(value, aggregate), cell.type(), duckDbName + "." + column));
                items.add(cell.sql() + " AS " + column);
            }
        }
        String sql = "(SELECT " + String.join(", ", items) + " FROM " + from.sql()
                + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys)) + ") AS " + duckDbName;
        return new FromClause(sql, fields);
    }

    private String name(Pivot.Value value, Item.Value aggregate) {
        String name = value.alias() == null
                ? value.values().stream().map(Sql::render).collect(Collectors.joining(","))
                : value.alias().text();
        if (pivot.aggregates().size() == 1) {
            return name;
        }
        return name + "_"
                + (aggregate.alias() == null
                        ? Sql.render(aggregate.value())
                        : aggregate.alias().text());
    }
}
