package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.embedded.translate.query.FrontendConstants;
import dev.cairn.embedded.translate.query.TranslatedCommonTable;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The DuckDB expressions of the columns and parameters to which the names in an analyzed query refer. Relations are
 * added in the order in which they are translated; their names in DuckDB are unique, so that subqueries and lateral
 * relations can refer to them.
 *
 * @param bindings the meanings of the names
 * @param valueByExpression the values of expressions that are known before they are translated: calls within a lambda
 *     that are evaluated before the lambda, aggregates that the partitions of a table determine, and those of a correlated
 *     subquery
 */
record BoundValues(
        Bindings bindings,
        FrontendConstants frontendConstants,
        Map<BoundRelation, BoundColumns> columnsByRelation,
        IdentityHashMap<Query.CommonTable, TranslatedCommonTable> translationByCommonTable,
        IdentityHashMap<Expression.Lambda, List<DuckDbExpression>> parametersByLambda,
        IdentityHashMap<Expression, DuckDbExpression> valueByExpression) {
    BoundValues(Bindings bindings) {
        this(
                bindings,
                new FrontendConstants(bindings),
                new HashMap<>(),
                new IdentityHashMap<>(),
                new IdentityHashMap<>(),
                new IdentityHashMap<>());
    }

    /** The columns of a relation. */
    @FunctionalInterface
    interface BoundColumns {
        DuckDbExpression column(int index);

        /** Returns the columns of a query that has this name in DuckDB. */
        static BoundColumns of(String duckDbName, List<TranslatedQuery.QueryColumn> columns) {
            return index -> {
                TranslatedQuery.QueryColumn column = columns.get(index);
                return new DuckDbExpression(
                        duckDbName + "." + TranslatedQuery.columnName(index),
                        column.type(),
                        column.state(),
                        column.isFolded(),
                        null);
            };
        }
    }

    /** Returns the expression of a column or of a parameter of a lambda. */
    DuckDbExpression resolve(ResolvedName resolvedName, Span span) {
        DuckDbExpression value;
        if (resolvedName instanceof ResolvedName.ResolvedColumn column) {
            value = translateColumn(column.field(), span);
        } else if (resolvedName instanceof ResolvedName.LambdaParameter parameter) {
            value = Objects.requireNonNull(parametersByLambda.get(parameter.lambda()))
                    .get(parameter.index());
        } else {
            throw UnsupportedFeatureRefusals.createQueryRefusal("an output within a subquery", span);
        }
        return accessFields(value, resolvedName.path(), span);
    }

    /**
     * Returns the value of a field of a struct, which may be within another struct; the struct itself if the path is
     * empty.
     */
    static DuckDbExpression accessFields(DuckDbExpression base, List<String> path, Span span) {
        DuckDbExpression value = base;
        for (String fieldName : path) {
            value = value.findField(fieldName)
                    .orElseThrow(() -> UnsupportedFeatureRefusals.createQueryRefusal("the field " + fieldName, span));
        }
        return value;
    }

    /**
     * Returns a column of FROM. A column that FULL JOIN merges by USING has the value of the side that has a row.
     *
     * <p>A column that is unknown, or whose type is unknown, is refused.
     */
    DuckDbExpression translateColumn(RelationField field, Span span) {
        if (field.isWildcard() || field.baseColumns().isEmpty()) {
            throw UnsupportedFeatureRefusals.createQueryRefusal("the column " + field.name(), span);
        }
        if (field.baseColumns().size() == 1) {
            DuckDbExpression column = requireColumn(field.baseColumns().get(0));
            return field.optionalSides().isEmpty() ? column : column.asUnfolded();
        }
        Type type = field.expressionType().type();
        if (type == null) {
            throw UnsupportedFeatureRefusals.createQueryRefusal("USING (" + field.name() + ")", span);
        }
        List<String> sideValues = new ArrayList<>();
        for (BoundColumn baseColumn : field.baseColumns()) {
            sideValues.add(requireColumn(baseColumn).castTo(type).sql());
        }
        return new DuckDbExpression("coalesce(" + String.join(", ", sideValues) + ")", type);
    }

    private DuckDbExpression requireColumn(BoundColumn boundColumn) {
        return Objects.requireNonNull(columnsByRelation.get(boundColumn.relation()))
                .column(boundColumn.index());
    }
}
