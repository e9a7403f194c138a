package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.AggregateCalls;
import dev.cairn.analysis.function.Subexpressions;
import dev.cairn.analysis.source.QueryUsage;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionType;
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
    private final OuterScope around;

    PivotResolution(QueryResolution resolution, OuterScope around) {
        this.resolution = resolution;
        this.around = around;
    }

    RelationFields of(Pivot pivot, RelationFields from) {
        QueryScope scope = resolution.scope(from, around.scope());
        ExpressionTyping typing = resolution.typing(scope, around.tables());
        List<RelationField> measures = new ArrayList<>();
        for (Item.Value aggregate : pivot.aggregates()) {
            measures.add(measure(aggregate, scope, typing));
        }
        List<ExpressionType> columns = new ArrayList<>();
        for (Name column : pivot.columns()) {
            columns.add(typing.of(new Expression.Reference(new QualifiedName(List.of(column)), column.span())));
        }
        List<RelationField> fields = kept(pivot, from);
        for (Pivot.Value value : pivot.values()) {
            requireCast(value, columns, typing);
            for (RelationField measure : measures) {
                String title = title(value);
                String name = measures.size() == 1 ? title : title + "_" + measure.name();
                fields.add(RelationField.calculated(name, measure.typed(), measure.origins()));
            }
        }
        return new RelationFields(fields, from.merged());
    }

    private RelationField measure(Item.Value aggregate, QueryScope scope, ExpressionTyping typing) {
        QueryUsage.Traced<ExpressionType> traced = resolution.uses().traced(() -> typing.of(aggregate.value()));
        resolution.uses().add(traced.cells());
        if (!AggregateCalls.isAggregate(aggregate.value())) {
            throw Refusal.analysis(aggregate.span(), "Measure expression in PIVOT must use aggregate function");
        }
        String name = aggregate.alias() == null
                ? ColumnTitle.of(resolution.profile(), aggregate.value(), new ResolvedNames(scope))
                : aggregate.alias().text();
        return RelationField.calculated(name, traced.result(), traced.cells());
    }

    private static void requireCast(Pivot.Value value, List<ExpressionType> columns, ExpressionTyping typing) {
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
    private List<RelationField> kept(Pivot pivot, RelationFields from) {
        Set<String> used = new HashSet<>();
        pivot.columns().forEach(column -> used.add(column.text().toLowerCase(Locale.ROOT)));
        for (Item.Value aggregate : pivot.aggregates()) {
            for (Expression part : Subexpressions.of(aggregate.value())) {
                addColumn(part, used);
            }
        }
        List<RelationField> kept = new ArrayList<>();
        for (RelationField field : from.all()) {
            if (!used.contains(field.name().toLowerCase(Locale.ROOT))) {
                resolution.uses().note(field);
                kept.add(field);
            }
        }
        return kept;
    }

    /** The server sees a column that is an argument, but none that is deeper in one. */
    private static void addColumn(Expression argument, Set<String> into) {
        if (Subexpressions.bare(argument) instanceof Expression.Reference reference) {
            into.add(reference.name().last().text().toLowerCase(Locale.ROOT));
        }
    }
}
