package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.Aggregates;
import dev.cairn.analysis.function.Parts;
import dev.cairn.analysis.source.Field;
import dev.cairn.analysis.source.Fields;
import dev.cairn.analysis.source.Uses;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.Typed;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** PIVOT: the columns that it says nothing of, then one for each value and each of its aggregate functions. */
final class PivotResolution {
    private final QueryResolution resolution;
    private final Surroundings around;

    PivotResolution(QueryResolution resolution, Surroundings around) {
        this.resolution = resolution;
        this.around = around;
    }

    Fields of(Pivot pivot, Fields from) {
        QueryScope scope = resolution.scope(from, around.scope());
        ExpressionTyping typing = resolution.typing(scope, around.tables());
        List<Field> measures = new ArrayList<>();
        for (Item.Value aggregate : pivot.aggregates()) {
            measures.add(measure(aggregate, scope, typing));
        }
        List<Typed> columns = new ArrayList<>();
        for (Name column : pivot.columns()) {
            columns.add(typing.of(new Expression.Reference(new QualifiedName(List.of(column)), column.span())));
        }
        List<Field> fields = kept(pivot, from);
        for (Pivot.Value value : pivot.values()) {
            requireCast(value, columns, typing);
            for (Field measure : measures) {
                String title = title(value);
                String name = measures.size() == 1 ? title : title + "_" + measure.name();
                fields.add(Field.calculated(name, measure.typed(), measure.origins()));
            }
        }
        return new Fields(fields, from.merged());
    }

    private Field measure(Item.Value aggregate, QueryScope scope, ExpressionTyping typing) {
        Uses.Traced<Typed> traced = resolution.uses().traced(() -> typing.of(aggregate.value()));
        resolution.uses().add(traced.cells());
        if (!Aggregates.isAggregate(aggregate.value())) {
            throw Refusal.analysis(aggregate.span(), "Measure expression in PIVOT must use aggregate function");
        }
        String name = aggregate.alias() == null
                ? ColumnTitle.of(resolution.profile(), aggregate.value(), new FoundNames(scope))
                : aggregate.alias().text();
        return Field.calculated(name, traced.result(), traced.cells());
    }

    private static void requireCast(Pivot.Value value, List<Typed> columns, ExpressionTyping typing) {
        for (int i = 0; i < Math.min(columns.size(), value.values().size()); i++) {
            Expression expression = value.values().get(i);
            Type given = typing.of(expression).type();
            Type expected = columns.get(i).type();
            if (given != null && expected != null && !Casts.isPossible(given, expected)) {
                throw Refusal.analysis(
                        expression.span(),
                        "Pivot value type " + TypeText.named(given) + " is not compatible with pivot column type "
                                + TypeText.named(expected));
            }
        }
    }

    private String title(Pivot.Value value) {
        if (value.alias() != null) {
            return value.alias().text();
        }
        return value.values().size() == 1
                ? title(value.values().get(0))
                : value.values().stream().map(this::title).collect(Collectors.joining(",", "{", "}"));
    }

    private String title(Expression value) {
        return ColumnTitle.of(resolution.profile(), value, ColumnTitle.Meanings.NONE);
    }

    /** The columns that neither the functions nor FOR name: by them the rows are grouped. */
    private List<Field> kept(Pivot pivot, Fields from) {
        Set<String> used = new HashSet<>();
        pivot.columns().forEach(column -> used.add(column.text().toLowerCase(Locale.ROOT)));
        for (Item.Value aggregate : pivot.aggregates()) {
            for (Expression part : Parts.of(aggregate.value())) {
                addColumn(part, used);
            }
        }
        List<Field> kept = new ArrayList<>();
        for (Field field : from.all()) {
            if (!used.contains(field.name().toLowerCase(Locale.ROOT))) {
                resolution.uses().note(field);
                kept.add(field);
            }
        }
        return kept;
    }

    /** The server sees a column that is an argument, but none that is deeper in one. */
    private static void addColumn(Expression argument, Set<String> into) {
        if (Parts.bare(argument) instanceof Expression.Reference reference) {
            into.add(reference.name().last().text().toLowerCase(Locale.ROOT));
        }
    }
}
