package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Finds the SELECTs with aggregates into which a server moves a condition of an enclosing query. A server moves each
 * condition on the columns of a single subquery. From an equality, such as {@code WHERE day = (SELECT max(day) FROM
 * t)}, it derives that neither operand is NULL, and moves this condition into the SELECTs of both operands.
 */
public final class FilteredAggregations implements Query.QueryVisitor {
    private final Bindings bindings;
    private final Set<Select> selects = Collections.newSetFromMap(new IdentityHashMap<>());

    private FilteredAggregations(Bindings bindings) {
        this.bindings = bindings;
    }

    /** Finds the SELECTs in a statement and in the views that it reads. */
    public static FilteredAggregations of(Bindings bindings) {
        FilteredAggregations aggregations = new FilteredAggregations(bindings);
        bindings.visit(aggregations);
        return aggregations;
    }

    public boolean contains(Select select) {
        return selects.contains(select);
    }

    @Override
    public void visitRelation(Relation relation) {
        if (relation instanceof Relation.Join join) {
            visitJoin(join);
        }
        BoundRelation boundRelation = bindings.findBoundRelation(relation);
        if (boundRelation != null
                && boundRelation.source() != null
                && boundRelation.source().viewQuery() != null) {
            boundRelation.source().viewQuery().query().visit(this);
        }
    }

    @Override
    public void visitSelect(Select select) {
        if (select.where() != null) {
            select.where().conjuncts().forEach(this::addFilter);
        }
        if (select.having() != null) {
            select.having().conjuncts().stream()
                    .filter(conjunct -> !RestrictedExpression.AGGREGATE.isIn(conjunct))
                    .forEach(this::addFilter);
        }
    }

    private void visitJoin(Relation.Join join) {
        boolean keepsUnmatchedRows = switch (join.kind()) {
            case JOIN, INNER_JOIN, CROSS, CROSS_JOIN, LEFT_SEMI_JOIN, RIGHT_SEMI_JOIN -> false;
            default -> true;
        };
        if (join.on() != null) {
            for (Expression conjunct : join.on().conjuncts()) {
                if (!keepsUnmatchedRows || !isEquality(conjunct)) {
                    addFilter(conjunct);
                }
            }
        }
        if (!keepsUnmatchedRows) {
            for (Name columnName : join.using()) {
                bindings.columns(columnName).forEach(this::addColumn);
            }
        }
    }

    private static boolean isEquality(Expression expression) {
        return expression.unwrap() instanceof Expression.Binary binary
                && binary.operator().canonicalOperator() == Operator.EQUAL;
    }

    /** Adds the SELECTs into which a server moves a condition, or another one that follows from it. */
    private void addFilter(Expression conjunct) {
        List<RelationField> columns = new ArrayList<>();
        List<Query> subqueries = new ArrayList<>();
        conjunct.visit(part -> {
            if (part instanceof Expression.Reference reference) {
                RelationField column = bindings.findColumn(reference);
                if (column != null) {
                    columns.add(column);
                }
            } else if (part instanceof Expression.Subquery subquery) {
                subqueries.add(subquery.query());
            }
        });
        boolean isMembership = conjunct.unwrap() instanceof Expression.InSubquery inQuery && !inQuery.isNegated();
        if (isMembership) {
            subqueries.add(((Expression.InSubquery) conjunct.unwrap()).query());
        }
        long relationCount = columns.stream()
                .flatMap(column -> column.baseColumns().stream())
                .map(BoundColumn::relation)
                .distinct()
                .count();
        if (relationCount + subqueries.size() == 1 || isEquality(conjunct) || isMembership) {
            columns.forEach(this::addColumn);
            subqueries.forEach(subquery ->
                    SingleSelectOutput.find(subquery, 0, bindings).ifPresent(output -> addOutput(output, "")));
        }
    }

    private void addColumn(RelationField column) {
        addColumn(column, "");
    }

    /**
     * Adds the SELECTs that calculate a column by aggregation.
     *
     * @param mergedFunctionName the aggregate function that reads the column; empty for any condition on the column
     */
    private void addColumn(RelationField column, String mergedFunctionName) {
        for (BoundColumn baseColumn : column.baseColumns()) {
            SingleSelectOutput.find(baseColumn, bindings).ifPresent(output -> addOutput(output, mergedFunctionName));
        }
    }

    /** Adds the SELECT that calculates an output by aggregation. */
    private void addOutput(SingleSelectOutput selectOutput, String mergedFunctionName) {
        SelectOutput output = selectOutput.output();
        if (selectOutput.isLimited()) {
            return;
        }
        if (output.expression() != null) {
            addOutput(selectOutput.select(), output.expression(), mergedFunctionName);
        } else if (output.column() != null) {
            addColumn(output.column(), mergedFunctionName);
        }
    }

    private void addOutput(Select select, Expression output, String mergedFunctionName) {
        String functionName = output instanceof Expression.Call call ? CallRewrites.lowerCaseName(call) : "";
        if (RestrictedExpression.AGGREGATE.matches(output)) {
            if (mergedFunctionName.isEmpty() || mergedFunctionName.equals(functionName)) {
                selects.add(select);
                // A server merges an aggregation of the same function below this one.
                output.children().forEach(argument -> addColumn(argument, functionName));
            }
        } else if (RestrictedExpression.AGGREGATE.isIn(output)) {
            selects.add(select);
        } else {
            output.visit(part -> addColumn(part, mergedFunctionName));
        }
    }

    private void addColumn(Expression expression, String mergedFunctionName) {
        RelationField column = bindings.resolveReplacement(expression) instanceof Expression.Reference reference
                ? bindings.findColumn(reference)
                : null;
        if (column != null) {
            addColumn(column, mergedFunctionName);
        }
    }
}
