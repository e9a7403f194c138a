package dev.cairn.engine.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationColumn;
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
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tables that contain the values of an output column. These are the tables from which the column is read, in
 * each query of a set operation, and the tables with a column that a join condition compares with it. The search
 * includes subqueries, common tables and views, as on the server.
 */
final class ComparedColumnFinder {
    /** The operators of a comparison; the server treats the compared columns as equal, regardless of the operator. */
    private static final Set<Operator> COMPARISON_OPERATORS = EnumSet.range(Operator.EQUAL, Operator.GREATER_OR_EQUAL);

    private final Bindings bindings;

    /** The two sides of each comparison. */
    private final List<List<Set<TableColumn>>> comparisons = new ArrayList<>();

    private final Set<Query> visitedQueries = Collections.newSetFromMap(new IdentityHashMap<>());

    private ComparedColumnFinder(BoundQuery query) {
        this.bindings = query.bindings();
        addComparisons(query.query());
    }

    /**
     * A column of a table, or a call with the column as an argument.
     *
     * @param callText the text of the nested functions with their other arguments; empty for the column itself
     */
    private record TableColumn(BoundRelation relation, int columnIndex, String callText) {
        TableColumn withCall(String outerCallText) {
            return new TableColumn(relation, columnIndex, outerCallText + callText);
        }

        boolean isSameColumn(TableColumn other) {
            return relation == other.relation && columnIndex == other.columnIndex;
        }

        /**
         * Returns the text of the calls that compute this column from the other one; an empty text if both are equal.
         * The optional is empty if this is not a call with the other column.
         */
        Optional<String> findCallText(TableColumn other) {
            return isSameColumn(other) && callText.endsWith(other.callText)
                    ? Optional.of(callText.substring(0, callText.length() - other.callText.length()))
                    : Optional.empty();
        }
    }

    /**
     * Returns the tables that contain the values of an output column, or of a call with the column.
     *
     * @param columnIndex the index of the output column
     * @param expression the output column or a call with it, which names no other columns
     */
    static Set<Source> findSources(BoundQuery query, int columnIndex, Expression expression) {
        ComparedColumnFinder finder = new ComparedColumnFinder(query);
        Set<TableColumn> outputColumns = finder.findOutputColumns(query.query().body(), columnIndex);
        Set<TableColumn> relatedColumns = new LinkedHashSet<>(outputColumns);
        if (expression instanceof Expression.Call call) {
            outputColumns.forEach(column -> relatedColumns.add(column.withCall(describeCall(call))));
        }
        finder.addComparedColumns(relatedColumns);
        Set<Source> sources = new LinkedHashSet<>();
        for (TableColumn column : relatedColumns) {
            if (column.relation.source() != null) {
                sources.add(column.relation.source());
            }
        }
        return sources;
    }

    /**
     * Adds the columns that comparisons relate to the columns in the set. Each column is added only once, with the
     * first calls that are found, because a column may be compared with a call of itself.
     */
    private void addComparedColumns(Set<TableColumn> relatedColumns) {
        int previousCount;
        do {
            previousCount = relatedColumns.size();
            for (List<Set<TableColumn>> sides : comparisons) {
                List<String> callTexts = sides.stream()
                        .flatMap(Set::stream)
                        .flatMap(side -> relatedColumns.stream().flatMap(column -> column.findCallText(side).stream()))
                        .toList();
                for (String callText : callTexts) {
                    sides.stream()
                            .flatMap(Set::stream)
                            .filter(column -> relatedColumns.stream().noneMatch(column::isSameColumn))
                            .forEach(column -> relatedColumns.add(column.withCall(callText)));
                }
            }
        } while (relatedColumns.size() > previousCount);
    }

    private void addComparisons(Query query) {
        if (!visitedQueries.add(query)) {
            return;
        }
        query.visit(new Query.QueryVisitor() {
            @Override
            public void visitRelation(Relation relation) {
                if (relation instanceof Relation.Join join) {
                    addComparisons(join);
                }
                BoundRelation boundRelation = bindings.findBoundRelation(relation);
                Query definingQuery = boundRelation == null ? null : boundRelation.query();
                if (definingQuery != null) {
                    addComparisons(definingQuery);
                }
            }
        });
    }

    private void addComparisons(Relation.Join join) {
        for (Name name : join.using()) {
            comparisons.add(
                    bindings.columns(name).stream().map(this::findColumns).toList());
        }
        addComparisons(join.on());
    }

    private void addComparisons(@Nullable Expression condition) {
        if (condition != null && condition.unwrap() instanceof Expression.Binary binary) {
            Operator operator = binary.operator().canonicalOperator();
            if (operator == Operator.AND) {
                addComparisons(binary.left());
                addComparisons(binary.right());
            } else if (COMPARISON_OPERATORS.contains(operator)) {
                comparisons.add(List.of(findColumns(binary.left()), findColumns(binary.right())));
            }
        }
    }

    private Set<TableColumn> findColumns(Expression expression) {
        RelationField column = bindings.findWholeColumn(expression.unwrap());
        if (column != null) {
            return findColumns(column);
        }
        if (!(bindings.resolveReplacement(expression.unwrap()) instanceof Expression.Call call)) {
            return Set.of();
        }
        return call.arguments().stream()
                .flatMap(argument -> findColumns(argument).stream())
                .map(tableColumn -> tableColumn.withCall(describeCall(call)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String describeCall(Expression.Call call) {
        String constants = call.arguments().stream()
                .filter(argument -> argument.collectReferenceNames().isEmpty())
                .map(Sql::render)
                .collect(Collectors.joining(","));
        return (call.function() + "(" + constants + ")").toLowerCase(Locale.ROOT);
    }

    private Set<TableColumn> findColumns(RelationField field) {
        Set<TableColumn> columns = new LinkedHashSet<>();
        for (RelationColumn baseColumn : field.baseColumns()) {
            BoundRelation relation = baseColumn.relation();
            Query definingQuery = relation.query();
            if (definingQuery == null) {
                columns.add(new TableColumn(relation, baseColumn.index(), ""));
            } else if (relation.commonTable() == null || !bindings.isRecursive(relation.commonTable())) {
                columns.addAll(findOutputColumns(definingQuery.body(), baseColumn.index()));
            }
        }
        return columns;
    }

    private Set<TableColumn> findOutputColumns(Query.Body body, int columnIndex) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            return findOutputColumns(nestedQuery.query().body(), columnIndex);
        }
        if (body instanceof Query.SetOperation operation) {
            Set<TableColumn> columns = new LinkedHashSet<>(findOutputColumns(operation.left(), columnIndex));
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
        return output.expression() == null ? Set.of() : findColumns(output.expression());
    }
}
