package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.analysis.source.Source;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Finds the SELECTs whose result a server calculates from the values of partitions instead of rows: all aggregates are
 * MIN or MAX of the partition column of one table, which the query reads without conditions, groups and limits. The
 * column may pass through subqueries, views and common tables that do the same, or whose groups the server merges. See
 * {@code PartitionColumnMinMaxRewriteRule} of the server.
 */
public record PartitionExtremesFinder(Bindings bindings, TranslationContext context) {
    /** The session variable that makes a server read the rows if it is false. */
    private static final String REWRITE_VARIABLE = "enable_rewrite_partition_column_minmax";

    private static final String MIN_FUNCTION = "min";
    private static final String MAX_FUNCTION = "max";

    /**
     * Returns the values of all aggregates of a SELECT, which then needs no FROM clause; an empty map if the server
     * reads rows.
     */
    public IdentityHashMap<Expression, DuckDbExpression> findAggregateValues(Select select, List<SortItem> orderBy) {
        if (!readsAllRows(select) || select.groupBy() != null) {
            return new IdentityHashMap<>();
        }
        List<Expression> aggregates = new ArrayList<>();
        select.expressions()
                .forEach(expression -> RestrictedExpression.AGGREGATE.addOutermostExpressions(expression, aggregates));
        orderBy.forEach(item -> RestrictedExpression.AGGREGATE.addOutermostExpressions(item.value(), aggregates));
        if (aggregates.isEmpty() || context.sessionVariable(REWRITE_VARIABLE).equals("0")) {
            return new IdentityHashMap<>();
        }
        IdentityHashMap<Expression, DuckDbExpression> values = new IdentityHashMap<>();
        for (Expression aggregate : aggregates) {
            Expression resolvedAggregate = bindings.resolveReplacement(aggregate);
            Optional<DuckDbExpression> value = findValue(resolvedAggregate, select);
            if (value.isEmpty()) {
                return new IdentityHashMap<>();
            }
            values.put(resolvedAggregate, value.get());
        }
        return FilteredAggregations.of(bindings).contains(select) ? new IdentityHashMap<>() : values;
    }

    /** Returns whether a SELECT reads all rows of one relation; it may group them. */
    private static boolean readsAllRows(Select select) {
        return select.from().size() == 1 && select.isUnfiltered();
    }

    private Optional<DuckDbExpression> findValue(Expression aggregate, Select select) {
        if (!(aggregate instanceof Call call) || call.arguments().size() != 1) {
            return Optional.empty();
        }
        String functionName = CallRewrites.lowerCaseName(call);
        Expression argument = call.arguments().get(0);
        return switch (functionName) {
            case MIN_FUNCTION ->
                findExtremes(functionName, argument, select).map(RelationRows.PartitionExtremes::least);
            case MAX_FUNCTION ->
                findExtremes(functionName, argument, select).map(RelationRows.PartitionExtremes::greatest);
            default -> Optional.empty();
        };
    }

    /**
     * Returns the extremes of an expression over the relation of a SELECT; empty if the expression is not a column, or
     * if the server reads rows.
     */
    private Optional<RelationRows.PartitionExtremes> findExtremes(
            String functionName, Expression expression, Select select) {
        Expression bareExpression = bindings.resolveReplacement(expression);
        if (bareExpression instanceof Expression.Cast cast
                && cast.type().equals(bindings.findValueType(cast.value()))) {
            return findExtremes(functionName, cast.value(), select);
        }
        RelationField column = bindings.findWholeColumn(bareExpression);
        return column == null ? Optional.empty() : findExtremes(functionName, column, select);
    }

    private Optional<RelationRows.PartitionExtremes> findExtremes(
            String functionName, RelationField column, Select select) {
        Relation relation = unwrap(select.from().get(0));
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        if (boundRelation == null || column.baseColumns().size() != 1) {
            return Optional.empty();
        }
        BoundColumn baseColumn = column.baseColumns().get(0);
        return baseColumn.relation().equals(boundRelation)
                ? findExtremes(functionName, boundRelation, relation, baseColumn.index())
                : Optional.empty();
    }

    private static Relation unwrap(Relation relation) {
        return relation instanceof Relation.Parenthesized parenthesized
                        && parenthesized.relations().size() == 1
                ? unwrap(parenthesized.relations().get(0))
                : relation;
    }

    private Optional<RelationRows.PartitionExtremes> findExtremes(
            String functionName, BoundRelation boundRelation, Relation relation, int columnIndex) {
        Query query = boundRelation.query();
        if (query != null) {
            // A server replaces a common table that is read once by its query.
            boolean isInlined = boundRelation.commonTable() == null
                    || bindings.countReferences(boundRelation.commonTable(), bindings::visit) == 1;
            return isInlined
                    ? SingleSelectOutput.find(query, columnIndex, bindings)
                            .flatMap(output -> findExtremes(functionName, output))
                    : Optional.empty();
        }
        Source source = boundRelation.source();
        boolean isWholeTable = relation instanceof Relation.Named namedRelation
                && namedRelation.section().equals(Relation.TableSection.WHOLE)
                && namedRelation.time().equals(Relation.ReadTime.NOW)
                && namedRelation.hint().isEmpty();
        if (!isWholeTable || source == null || source.catalog() != null) {
            return Optional.empty();
        }
        QualifiedName name = new QualifiedName(List.of(
                Name.of(source.database()), ((Relation.Named) relation).name().lastPart()));
        return context.tableResolver()
                .findPartitionExtremes(
                        name, boundRelation.fields().get(columnIndex).name());
    }

    /** Returns the extremes of an output of a query that reads all rows of one relation; it may group them. */
    private Optional<RelationRows.PartitionExtremes> findExtremes(
            String functionName, SingleSelectOutput selectOutput) {
        Select select = selectOutput.select();
        boolean mergesGroups = !selectOutput.isLimited()
                && readsAllRows(select)
                && (select.groupBy() == null || select.groupBy().kind() == Query.Grouping.Kind.PLAIN);
        if (!mergesGroups) {
            return Optional.empty();
        }
        SelectOutput output = selectOutput.output();
        if (output.expression() != null) {
            return findOutputExtremes(functionName, output.expression(), select);
        }
        return output.column() == null ? Optional.empty() : findExtremes(functionName, output.column(), select);
    }

    /** Returns the extremes of an output: a column, or the same function of a column. */
    private Optional<RelationRows.PartitionExtremes> findOutputExtremes(
            String functionName, Expression output, Select select) {
        return output instanceof Call call
                        && call.arguments().size() == 1
                        && CallRewrites.lowerCaseName(call).equals(functionName)
                ? findExtremes(functionName, call.arguments().get(0), select)
                : findExtremes(functionName, output, select);
    }
}
