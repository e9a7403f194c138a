package dev.cairn.engine.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.analysis.source.Source;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables that contain the values of an output column. These are the tables from which the column is read, in
 * each query of a set operation, and the tables with a column that a join condition compares with it. The search
 * includes subqueries, common tables and views, as on the server.
 */
final class ValueTableFinder {
    private final Bindings bindings;

    private final List<Comparison> comparisons = new ArrayList<>();

    private final Set<Query> visitedQueries = Collections.newSetFromMap(new IdentityHashMap<>());

    private ValueTableFinder(BoundQuery query) {
        this.bindings = query.bindings();
        collectComparisons(query.query());
    }

    /**
     * A comparison in a join. The server treats the compared columns as equal, regardless of the operator.
     *
     * @param columns the columns of both sides
     */
    private record Comparison(List<ColumnExpression> columns) {}

    /**
     * A column of a table, or a call with the column as an argument.
     *
     * @param callText the text of the nested functions with their other arguments; empty for the column itself
     */
    private record ColumnExpression(BoundRelation relation, int columnIndex, String callText) {
        ColumnExpression withCall(String outerCallText) {
            return new ColumnExpression(relation, columnIndex, outerCallText + callText);
        }

        boolean hasSameColumn(ColumnExpression other) {
            return relation == other.relation && columnIndex == other.columnIndex;
        }

        /**
         * Returns the text of the calls that lead from the other expression to this one: an empty text if both are
         * equal, and an empty optional if no calls lead there.
         */
        Optional<String> callTextFrom(ColumnExpression other) {
            return hasSameColumn(other) && callText.endsWith(other.callText)
                    ? Optional.of(callText.substring(0, callText.length() - other.callText.length()))
                    : Optional.empty();
        }
    }

    /**
     * Returns the tables that contain the values of an output column, or of a call with the column; a table is returned
     * once for each relation of the query.
     *
     * @param columnIndex the index of the output column
     * @param expression the output column or a call with it, which names no other columns
     */
    static List<Source> findTables(BoundQuery query, int columnIndex, Expression expression) {
        ValueTableFinder finder = new ValueTableFinder(query);
        Set<ColumnExpression> outputColumns =
                finder.findOutputColumns(query.query().body(), columnIndex);
        Set<ColumnExpression> relatedColumns = new LinkedHashSet<>(outputColumns);
        if (expression instanceof Expression.Call call) {
            outputColumns.forEach(column -> relatedColumns.add(column.withCall(describeCall(call))));
        }
        finder.extendByComparisons(relatedColumns);
        Set<ColumnExpression> columns = new LinkedHashSet<>();
        relatedColumns.forEach(column -> columns.add(new ColumnExpression(column.relation, column.columnIndex, "")));
        return columns.stream()
                .map(column -> column.relation.source())
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Adds the columns that comparisons relate to the columns in the set. A column is added only once, because the
     * search would otherwise not end for a comparison of a column with a call of itself, such as {@code a = f(a)}.
     */
    private void extendByComparisons(Set<ColumnExpression> relatedColumns) {
        int previousCount;
        do {
            previousCount = relatedColumns.size();
            for (Comparison comparison : comparisons) {
                List<String> callTexts = comparison.columns().stream()
                        .flatMap(compared ->
                                relatedColumns.stream().flatMap(column -> column.callTextFrom(compared).stream()))
                        .toList();
                for (String callText : callTexts) {
                    comparison.columns().stream()
                            .filter(column -> relatedColumns.stream().noneMatch(column::hasSameColumn))
                            .forEach(column -> relatedColumns.add(column.withCall(callText)));
                }
            }
        } while (relatedColumns.size() > previousCount);
    }

    private void collectComparisons(Query query) {
        if (!visitedQueries.add(query)) {
            return;
        }
        query.visit(new Query.QueryVisitor() {
            @Override
            public void visitRelation(Relation relation) {
                if (relation instanceof Relation.Join join) {
                    addComparisonsOf(join);
                }
                BoundRelation boundRelation = bindings.findBoundRelation(relation);
                Query definingQuery = boundRelation == null ? null : boundRelation.query();
                if (definingQuery != null) {
                    collectComparisons(definingQuery);
                }
            }
        });
    }

    private void addComparisonsOf(Relation.Join join) {
        for (Name name : join.using()) {
            comparisons.add(new Comparison(bindings.columns(name).stream()
                    .flatMap(column -> findColumns(column).stream())
                    .toList()));
        }
        addComparisonsOf(join.on());
    }

    /** Adds the comparisons that a condition connects by AND; ignores any other condition. */
    private void addComparisonsOf(@Nullable Expression condition) {
        if (condition != null && condition.unwrap() instanceof Expression.Binary binary) {
            Operator operator = binary.operator().canonicalOperator();
            if (operator == Operator.AND) {
                addComparisonsOf(binary.left());
                addComparisonsOf(binary.right());
            } else if (operator.isComparison()) {
                comparisons.add(new Comparison(Stream.of(binary.left(), binary.right())
                        .flatMap(side -> findComputedColumns(side).stream())
                        .toList()));
            }
        }
    }

    /**
     * Returns the columns from which calls compute an expression, each with these calls, or the column that the
     * expression is; none for any other expression.
     */
    private Set<ColumnExpression> findComputedColumns(Expression expression) {
        RelationField column = bindings.findWholeColumn(expression.unwrap());
        if (column != null) {
            return findColumns(column);
        }
        if (!(bindings.resolveReplacement(expression.unwrap()) instanceof Expression.Call call)) {
            return Set.of();
        }
        return call.arguments().stream()
                .flatMap(argument -> findComputedColumns(argument).stream())
                .map(argumentColumn -> argumentColumn.withCall(describeCall(call)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the name of a function with those of its arguments that read no column, in lower case. */
    private static String describeCall(Expression.Call call) {
        String constants = call.arguments().stream()
                .filter(argument -> argument.collectReferenceNames().isEmpty())
                .map(Sql::render)
                .collect(Collectors.joining(","));
        return (call.function() + "(" + constants + ")").toLowerCase(Locale.ROOT);
    }

    private Set<ColumnExpression> findColumns(RelationField field) {
        Set<ColumnExpression> columns = new LinkedHashSet<>();
        for (BoundColumn baseColumn : field.baseColumns()) {
            BoundRelation relation = baseColumn.relation();
            Query definingQuery = relation.query();
            if (definingQuery == null) {
                columns.add(new ColumnExpression(relation, baseColumn.index(), ""));
            } else if (relation.commonTable() == null || !bindings.isRecursive(relation.commonTable())) {
                columns.addAll(findOutputColumns(definingQuery.body(), baseColumn.index()));
            }
        }
        return columns;
    }

    private Set<ColumnExpression> findOutputColumns(Query.Body body, int columnIndex) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            return findOutputColumns(nestedQuery.query().body(), columnIndex);
        }
        if (body instanceof Query.SetOperation operation) {
            Set<ColumnExpression> columns = new LinkedHashSet<>(findOutputColumns(operation.left(), columnIndex));
            columns.addAll(findOutputColumns(operation.right(), columnIndex));
            return columns;
        }
        if (!(body instanceof Query.Select select)) {
            return Set.of();
        }
        List<SelectOutput> outputs = SelectOutput.of(select, bindings);
        if (columnIndex >= outputs.size()) {
            return Set.of();
        }
        SelectOutput output = outputs.get(columnIndex);
        if (output.column() != null) {
            return findColumns(output.column());
        }
        return output.expression() == null ? Set.of() : findComputedColumns(output.expression());
    }
}
