package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.RelationTranslation.FromClause;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
        for (TranslatedField field : kept(from)) {
            String column = TranslatedQuery.column(items.size());
            fields.add(TranslatedField.of(field.relation(), field.name(), field.type(), duckDbName + "." + column));
            items.add(field.sql() + " AS " + column);
            keys.add(field.sql());
        }
        for (Pivot.Value value : pivot.values()) {
            for (Item.Value aggregate : pivot.aggregates()) {
                String column = TranslatedQuery.column(items.size());
                Value cell = expressions.of(restricted(aggregate.value(), value));
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

    /** Returns the columns that neither FOR nor an argument is. */
    private List<TranslatedField> kept(FromClause from) {
        Set<String> used = new HashSet<>();
        pivot.columns().forEach(column -> used.add(column.text().toLowerCase(Locale.ROOT)));
        for (Item.Value aggregate : pivot.aggregates()) {
            for (Expression part : aggregate.value().parts()) {
                if (part.unwrapped() instanceof Expression.Reference reference) {
                    used.add(reference.name().last().text().toLowerCase(Locale.ROOT));
                }
            }
        }
        return from.fields().stream()
                .filter(field -> field.shown() && !used.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Returns the aggregate of the rows of one value. The server keeps only its function and its first argument. */
    private Expression restricted(Expression aggregate, Pivot.Value value) {
        Call call = aggregate instanceof Aggregated aggregated ? aggregated.call() : (Call) aggregate;
        Expression rows = equal(pivot.columns().get(0), value.values().get(0));
        for (int i = 1; i < pivot.columns().size(); i++) {
            Expression next = equal(pivot.columns().get(i), value.values().get(i));
            rows = new Expression.Binary(Operator.AND, rows, next, Span.NONE);
        }
        Expression argument = call.arguments().isEmpty()
                ? new Expression.Number("1", Expression.Number.Kind.INTEGER, Span.NONE)
                : call.arguments().get(0);
        Expression choice = new Expression.Case(null, List.of(new Expression.When(rows, argument)), null, Span.NONE);
        return Call.of(call.function().last().text(), List.of(choice), call.span());
    }

    private static Expression equal(Name column, Expression value) {
        return new Expression.Binary(Operator.EQUAL, Expression.Reference.of(column, column.span()), value, Span.NONE);
    }
}
