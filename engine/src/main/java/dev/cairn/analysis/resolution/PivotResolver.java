package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.BoundPivot;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.QueryUsageRecorder;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.Pivot;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Resolves PIVOT. The output has the columns that PIVOT does not mention, and one column for each combination of a
 * value and an aggregate function.
 */
final class PivotResolver {
    private final QueryResolver queryResolver;
    private final EnclosingScope enclosingScope;

    PivotResolver(QueryResolver queryResolver, EnclosingScope enclosingScope) {
        this.queryResolver = queryResolver;
        this.enclosingScope = enclosingScope;
    }

    /** Returns the output columns, and records the PIVOT with the expressions of its cells in the bindings. */
    RelationFields resolve(Pivot pivot, RelationFields fromFields) {
        QueryScope scope = queryResolver.createScope(fromFields, enclosingScope.queryScope());
        ExpressionTyping typing = queryResolver.createTyping(scope, enclosingScope.commonTables());
        List<RelationField> measureFields = new ArrayList<>();
        for (SelectItem.Value aggregate : pivot.aggregates()) {
            measureFields.add(resolveMeasure(aggregate, typing));
        }
        List<ExpressionType> columnTypes = new ArrayList<>();
        for (Name column : pivot.columns()) {
            Expression.Reference reference = Expression.Reference.of(column, column.span());
            columnTypes.add(typing.determineType(reference));
            RelationField field = queryResolver.usage().bindings().findColumn(reference);
            if (field != null) {
                queryResolver.usage().bindings().recordColumns(column, List.of(field));
            }
        }
        List<RelationField> keyFields = resolveGroupingKeys(pivot, fromFields);
        List<RelationField> cellFields = new ArrayList<>();
        List<Expression> aggregates = new ArrayList<>();
        for (Pivot.PivotValue value : pivot.values()) {
            requireCastable(value, columnTypes, typing);
            for (SelectItem.Value aggregate : pivot.aggregates()) {
                requireNoGroupConcat(aggregate.value());
                Expression restrictedAggregate = pivot.createRestrictedAggregate(aggregate.value(), value);
                typing.determineType(restrictedAggregate);
                aggregates.add(restrictedAggregate);
            }
            for (RelationField measureField : measureFields) {
                String title = renderColumnTitle(value);
                String columnName = measureFields.size() == 1 ? title : title + "_" + measureField.name();
                cellFields.add(
                        RelationField.ofComputed(columnName, measureField.expressionType(), measureField.origins()));
            }
        }
        BoundRelation pivotRelation = BoundRelation.ofColumns(new RelationFields(cellFields));
        queryResolver.usage().bindings().recordPivot(pivot, new BoundPivot(keyFields, pivotRelation, aggregates));
        List<RelationField> fields = new ArrayList<>(keyFields);
        fields.addAll(pivotRelation.fields().fields());
        return new RelationFields(fields, fromFields.hasMergedColumns());
    }

    private RelationField resolveMeasure(SelectItem.Value aggregate, ExpressionTyping typing) {
        QueryUsageRecorder.TracedResult<ExpressionType> tracedType =
                queryResolver.usage().traceUsedColumns(() -> typing.determineType(aggregate.value()));
        if (!RestrictedExpression.AGGREGATE.matches(aggregate.value())) {
            throw Refusal.ofAnalysis(
                    aggregate.span(),
                    CommonRule.REQUIREMENT_MISSING,
                    "PIVOT",
                    "an aggregate function for each measure");
        }
        String measureName = aggregate.alias() == null
                ? DerivedColumnNameWriter.render(
                        queryResolver.profile(),
                        aggregate.value(),
                        NameQualificationRules.ofAll(queryResolver.usage().bindings()))
                : aggregate.alias().text();
        return RelationField.ofComputed(measureName, tracedType.result(), tracedType.usedColumns());
    }

    private static void requireCastable(
            Pivot.PivotValue value, List<ExpressionType> columnTypes, ExpressionTyping typing) {
        for (int i = 0; i < Math.min(columnTypes.size(), value.values().size()); i++) {
            Expression expression = value.values().get(i);
            Type valueType = typing.determineType(expression).type();
            Type columnType = columnTypes.get(i).type();
            if (valueType != null && columnType != null && !CastRules.isPossible(valueType, columnType)) {
                throw Refusal.ofAnalysis(
                        expression.span(),
                        QueryRule.TYPES_INCOMPATIBLE,
                        "The values and the column of PIVOT",
                        TypeFormat.formatForMessages(valueType),
                        TypeFormat.formatForMessages(columnType));
            }
        }
    }

    private static void requireNoGroupConcat(Expression aggregate) {
        Call call = aggregate instanceof AggregateCall aggregateCall ? aggregateCall.call() : (Call) aggregate;
        if (call.function().lastPart().equalsIgnoreCase("group_concat")) {
            throw Refusal.ofAnalysis(
                    Span.NONE, FunctionRule.INVALID_ARGUMENTS, "group_concat", "one argument before ORDER BY");
        }
    }

    private String renderColumnTitle(Pivot.PivotValue value) {
        if (value.alias() != null) {
            return value.alias().text();
        }
        return value.values().size() == 1
                ? renderColumnTitle(value.values().get(0))
                : value.values().stream().map(this::renderColumnTitle).collect(Collectors.joining(",", "{", "}"));
    }

    private String renderColumnTitle(Expression value) {
        return DerivedColumnNameWriter.render(queryResolver.profile(), value, NameQualificationRules.NONE);
    }

    /**
     * Returns the columns that neither the aggregate functions nor FOR mention, and records their use; PIVOT groups the
     * rows by these columns.
     */
    private List<RelationField> resolveGroupingKeys(Pivot pivot, RelationFields fromFields) {
        List<RelationField> keyFields = new ArrayList<>();
        for (RelationField field : fromFields.fields()) {
            if (!pivot.mentions(field.name())) {
                queryResolver.usage().recordColumnUse(field);
                keyFields.add(field);
            }
        }
        return keyFields;
    }
}
