package dev.cairn.engine.advice;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Determines whether a query returns at most one row, for example because it compares the whole key of a table, or
 * because it aggregates without GROUP BY.
 */
final class SingleRowAnalysis {
    private final Bindings bindings;
    private final Function<BoundRelation, @Nullable Table> tableFinder;

    /** @param tableFinder returns the table of a relation; null if the relation is not a table */
    SingleRowAnalysis(Bindings bindings, Function<BoundRelation, @Nullable Table> tableFinder) {
        this.bindings = bindings;
        this.tableFinder = tableFinder;
    }

    /** The number of rows that a query can return. */
    enum RowBound {
        /** At most one row. */
        AT_MOST_ONE,
        /** More than one row is possible. */
        SEVERAL,
        /** The analysis can't determine the number, for example because the key of a relation is not known. */
        UNKNOWN
    }

    /**
     * The outputs of a query that are assumed to have one value in all rows.
     *
     * @param outputIndexes the indexes of the outputs
     * @param expressions expressions with one value that are not known to be outputs
     */
    private record ConstantOutputs(Set<Integer> outputIndexes, List<Expression> expressions) {
        static final ConstantOutputs NONE = new ConstantOutputs(Set.of(), List.of());

        boolean isEmpty() {
            return outputIndexes.isEmpty() && expressions.isEmpty();
        }
    }

    /** Returns how many rows a query can return. */
    RowBound determineRowBound(Query query) {
        return determineRowBound(query, ConstantOutputs.NONE);
    }

    /** Returns how many rows can be equal in ORDER BY; at most one means that the order of all rows is determined. */
    RowBound determineRowBoundByOrder(Query query) {
        return query.body() instanceof Select select
                ? determineRowBound(select, collectSortedOutputs(query))
                : RowBound.UNKNOWN;
    }

    /** Returns how many rows can have the same value of an output. */
    RowBound determineRowBoundByOutput(Query query, int outputIndex) {
        return determineRowBound(query, new ConstantOutputs(Set.of(outputIndex), List.of()));
    }

    private ConstantOutputs collectSortedOutputs(Query query) {
        Set<Integer> outputIndexes = new HashSet<>();
        List<Expression> expressions = new ArrayList<>();
        for (SortItem item : bindings.orderBy(query)) {
            Expression value = item.value().unwrap();
            Long position = value.integerValue();
            if (position != null) {
                outputIndexes.add((int) (position - 1));
            } else if (value instanceof Expression.Reference reference
                    && bindings.findResolvedName(reference) instanceof ResolvedName.ResolvedOutput output
                    && output.path().isEmpty()) {
                outputIndexes.add(output.index());
            } else {
                expressions.add(bindings.resolveReplacement(value));
            }
        }
        return new ConstantOutputs(outputIndexes, expressions);
    }

    private RowBound determineRowBound(Query query, ConstantOutputs constantOutputs) {
        Long limit = query.limit() == null ? null : query.limit().count().integerValue();
        if (limit != null && limit <= 1) {
            return RowBound.AT_MOST_ONE;
        }
        if (query.body() instanceof Query.NestedQuery nestedQuery) {
            return determineRowBound(nestedQuery.query(), constantOutputs);
        }
        if (query.body() instanceof Select select) {
            return determineRowBound(select, constantOutputs);
        }
        boolean isUnion = query.body() instanceof Query.SetOperation operation
                && operation.kind() == Query.SetOperation.Kind.UNION;
        return isUnion && constantOutputs.isEmpty() ? RowBound.SEVERAL : RowBound.UNKNOWN;
    }

    private RowBound determineRowBound(Select select, ConstantOutputs constantOutputs) {
        if (select.qualify() != null || select.pivot() != null) {
            return RowBound.UNKNOWN;
        }
        Grouping grouping = select.groupBy();
        if (grouping == null && isAggregated(select)) {
            return RowBound.AT_MOST_ONE;
        }
        List<SelectOutput> outputs = SelectOutput.of(select, bindings);
        ConstantColumns constantColumns = new ConstantColumns(select, bindings);
        List<Expression> constantExpressions = new ArrayList<>(constantOutputs.expressions());
        for (int outputIndex : constantOutputs.outputIndexes()) {
            if (outputIndex >= outputs.size()) {
                return RowBound.UNKNOWN;
            }
            markAsConstant(outputs.get(outputIndex), constantColumns, constantExpressions);
        }
        for (Expression value : constantOutputs.expressions()) {
            RelationField column = bindings.findWholeColumn(value);
            if (column != null) {
                constantColumns.markAsConstant(column);
            }
        }
        RowBound relationBound = determineRelationBounds(constantColumns).rowBound();
        if (grouping != null) {
            boolean hasAtMostOneRow = !grouping.plainItems().isEmpty()
                    && grouping.plainItems().stream()
                            .allMatch(group -> isConstant(group, outputs, constantColumns, constantExpressions));
            return hasAtMostOneRow || (relationBound == RowBound.AT_MOST_ONE && grouping.kind() == Grouping.Kind.PLAIN)
                    ? RowBound.AT_MOST_ONE
                    : relationBound == RowBound.UNKNOWN ? RowBound.UNKNOWN : RowBound.SEVERAL;
        }
        boolean isDistinctConstant = select.quantifier() == Quantifier.DISTINCT
                && outputs.stream().allMatch(output -> isConstant(output, constantColumns, constantExpressions));
        return isDistinctConstant ? RowBound.AT_MOST_ONE : relationBound;
    }

    private static boolean isAggregated(Select select) {
        return select.having() != null
                || select.items().stream()
                        .anyMatch(item -> item instanceof SelectItem.Value value
                                && RestrictedExpression.AGGREGATE.isIn(value.value()));
    }

    private static void markAsConstant(
            SelectOutput output, ConstantColumns constantColumns, List<Expression> constantExpressions) {
        if (output.column() != null) {
            constantColumns.markAsConstant(output.column());
        } else if (output.expression() != null) {
            constantExpressions.add(output.expression());
        }
    }

    private static boolean isConstant(
            SelectOutput output, ConstantColumns constantColumns, List<Expression> constantExpressions) {
        RelationField column = output.column();
        return column != null
                ? constantColumns.isConstant(column)
                : output.expression() != null
                        && (constantExpressions.contains(output.expression())
                                || constantColumns.isConstant(output.expression()));
    }

    private boolean isConstant(
            Expression group,
            List<SelectOutput> outputs,
            ConstantColumns constantColumns,
            List<Expression> constantExpressions) {
        Long position = group.integerValue();
        if (position != null && position >= 1 && position <= outputs.size()) {
            return isConstant(outputs.get((int) (position - 1)), constantColumns, constantExpressions);
        }
        return constantExpressions.contains(bindings.resolveReplacement(group)) || constantColumns.isConstant(group);
    }

    /**
     * How many rows a SELECT reads from its relations.
     *
     * @param singleRowRelations the relations from which the SELECT reads at most one row
     * @param rowBound the number of rows of the SELECT before they are grouped
     */
    private record RelationBounds(Set<BoundRelation> singleRowRelations, RowBound rowBound) {}

    /** Returns the relations from which a SELECT reads at most one row. */
    Set<BoundRelation> findSingleRowRelations(Select select) {
        return determineRelationBounds(new ConstantColumns(select, bindings)).singleRowRelations();
    }

    private RelationBounds determineRelationBounds(ConstantColumns constantColumns) {
        Set<BoundRelation> singleRowRelations = new HashSet<>();
        boolean hasNewSingleRowRelation;
        boolean hasUnknownBound;
        do {
            constantColumns.inferConstants();
            hasNewSingleRowRelation = false;
            hasUnknownBound = !constantColumns.interpretsAllJoins();
            for (BoundRelation relation : constantColumns.visibleRelations()) {
                RowBound bound = singleRowRelations.contains(relation)
                        ? RowBound.AT_MOST_ONE
                        : determineRowBound(relation, constantColumns);
                hasUnknownBound |= bound == RowBound.UNKNOWN;
                if (bound == RowBound.AT_MOST_ONE && singleRowRelations.add(relation)) {
                    constantColumns.markAsConstant(relation);
                    hasNewSingleRowRelation = true;
                }
            }
        } while (hasNewSingleRowRelation);
        boolean hasOnlySingleRowRelations =
                singleRowRelations.size() == constantColumns.visibleRelations().size();
        return new RelationBounds(
                singleRowRelations,
                hasOnlySingleRowRelations
                        ? RowBound.AT_MOST_ONE
                        : hasUnknownBound ? RowBound.UNKNOWN : RowBound.SEVERAL);
    }

    private RowBound determineRowBound(BoundRelation relation, ConstantColumns constantColumns) {
        Table table = tableFinder.apply(relation);
        if (table != null) {
            boolean hasAtMostOneRow = RowUniqueness.hasUniqueKey(table)
                    && table.keyColumns().stream()
                            .allMatch(keyColumn -> isConstant(relation, keyColumn, constantColumns));
            return hasAtMostOneRow ? RowBound.AT_MOST_ONE : RowBound.SEVERAL;
        }
        Query query = relation.query();
        boolean isRecursive = relation.commonTable() != null && bindings.isRecursive(relation.commonTable());
        if (query != null && !isRecursive) {
            List<RelationField> fields = relation.fields().fields();
            Set<Integer> outputIndexes = new HashSet<>();
            for (int i = 0; i < fields.size(); i++) {
                if (constantColumns.isConstant(fields.get(i))) {
                    outputIndexes.add(i);
                }
            }
            return determineRowBound(query, new ConstantOutputs(outputIndexes, List.of()));
        }
        if (relation.relation() instanceof Relation.Values values) {
            return values.rows().size() <= 1 ? RowBound.AT_MOST_ONE : RowBound.SEVERAL;
        }
        return relation.relation() instanceof Relation.TableFunction ? RowBound.SEVERAL : RowBound.UNKNOWN;
    }

    private static boolean isConstant(BoundRelation relation, Column keyColumn, ConstantColumns constantColumns) {
        return relation.fields().fields().stream()
                .anyMatch(field -> keyColumn.isNamed(field.name()) && constantColumns.isConstant(field));
    }
}
