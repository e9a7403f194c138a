package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.resolution.SelectList.SelectOutputColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and checks ORDER BY: positions must exist, and the types of the sort keys must have an order. A name in
 * the ORDER BY of a SELECT refers to an output before it refers to a column of FROM.
 */
final class OrderByResolution {
    private final QueryResolution resolution;
    private final OuterScope outer;
    private final QueryScope source;
    private final SelectList selectList;
    private final boolean distinct;
    private final QueryScope scope;

    OrderByResolution(
            QueryResolution resolution,
            OuterScope outerScope,
            QueryScope source,
            SelectList list,
            boolean distinct,
            boolean needed) {
        this.resolution = resolution;
        this.outer = outerScope;
        this.source = source;
        this.selectList = list;
        this.distinct = distinct;
        this.scope = needed ? createNamedOutputScope() : source.withOutputs(RelationFields.NONE, List.of());
    }

    QueryScope scope() {
        return scope;
    }

    /** Returns the scope of the outputs that have a name; an output that is selected twice occurs only once in it. */
    private QueryScope createNamedOutputScope() {
        List<RelationField> named = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        int index = 0;
        Map<String, List<SelectOutputColumn>> before = new HashMap<>();
        for (SelectOutputColumn output : selectList.outputs()) {
            if (distinct || output.named()) {
                List<SelectOutputColumn> alike =
                        before.computeIfAbsent(output.field().name(), unseen -> new ArrayList<>(1));
                if (alike.stream().noneMatch(other -> isSame(output, other))) {
                    named.add(output.field());
                    indexes.add(index);
                    alike.add(output);
                }
            }
            index++;
        }
        return source.withOutputs(new RelationFields(named), indexes);
    }

    private boolean isSame(SelectOutputColumn one, SelectOutputColumn other) {
        Expression left = one.expression();
        Expression right = other.expression();
        if (left == null || right == null) {
            return one.field().origins().size() == 1
                    && one.field().origins().equals(other.field().origins());
        }
        return NormalForm.normalize(left, source).equals(NormalForm.normalize(right, source));
    }

    /**
     * Returns the expressions of ORDER BY. Positions of outputs are left out, since a valid position needs no further
     * check.
     */
    List<Expression> checkItems(List<SortItem> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        List<Expression> expressions = new ArrayList<>();
        ExpressionTyping typing = resolution.typing(scope, outer.tables());
        for (SortItem item : items) {
            Expression expression = item.value();
            if (expression instanceof Expression.AllColumns all) {
                checkAll(all, items.size());
                continue;
            }
            RestrictedExpression.GROUPING.refuseIn(expression, "ORDER BY");
            RestrictedExpression.QUERY.refuseIn(expression, "ORDER BY");
            Long ordinal = expression.integerValue();
            if (ordinal == null) {
                check(expression, typing);
                expressions.add(expression);
            } else {
                checkOrdinal(expression, ordinal);
            }
        }
        return expressions;
    }

    private void checkAll(Expression.AllColumns all, int items) {
        if (items > 1) {
            throw Refusal.analysisAt(all, CommonRule.UNSUPPORTED, "ORDER BY", "ALL together with other elements");
        }
        for (SelectOutputColumn output : selectList.outputs()) {
            Expression expression = output.expression();
            if (expression != null) {
                RestrictedExpression.GROUPING.refuseIn(expression, "ORDER BY");
                RestrictedExpression.QUERY.refuseIn(expression, "ORDER BY");
                Long ordinal = expression.integerValue();
                if (ordinal != null) { // the server takes an integer for a position
                    requireOrdinal(
                            all,
                            ordinal,
                            selectList.outputs().size(),
                            selectList.fields().mayHaveOthers());
                }
            }
            requireOrder(resolution, all, output.field().expressionType().type());
        }
    }

    private void checkOrdinal(Expression expression, long ordinal) {
        List<SelectOutputColumn> outputs = selectList.outputs();
        requireOrdinal(expression, ordinal, outputs.size(), selectList.fields().mayHaveOthers());
        if (ordinal <= outputs.size()) {
            requireOrder(
                    resolution,
                    expression,
                    outputs.get((int) ordinal - 1).field().expressionType().type());
        }
    }

    private void check(Expression expression, ExpressionTyping typing) {
        ExpressionType expressionType = typing.determineType(expression);
        List<Expression> aggregates = new ArrayList<>();
        RestrictedExpression.AGGREGATE.collect(expression, aggregates);
        if (distinct && !aggregates.isEmpty()) {
            throw Refusal.analysisAt(
                    expression, CommonRule.UNSUPPORTED, "ORDER BY", "expressions that SELECT DISTINCT does not select");
        }
        ExpressionTyping ofSource = resolution.typing(source, outer.tables());
        aggregates.forEach(ofSource::determineType);
        requireOrder(resolution, expression, expressionType.type());
    }

    void check(GroupingCheck check, List<Expression> expressions) {
        for (Expression expression : expressions) {
            check.requireGrouped(expression, NormalForm.normalize(expression, scope));
        }
    }

    /** Checks ORDER BY after a set operation or a query in parentheses; it can only refer to output columns. */
    static void checkOutput(
            QueryResolution resolution, List<SortItem> items, RelationFields output, OuterScope outerScope) {
        if (items.isEmpty()) {
            return;
        }
        List<Integer> indexes = IntStream.range(0, output.size()).boxed().toList();
        QueryScope outputs = resolution.createScope(RelationFields.NONE, null).withOutputs(output, indexes);
        ExpressionTyping typing = resolution.typing(outputs, outerScope.tables());
        for (SortItem item : items) {
            Expression expression = item.value();
            RestrictedExpression.GROUPING.refuseIn(expression, "ORDER BY");
            Long ordinal = expression.integerValue();
            if (ordinal != null) {
                requireOrdinal(expression, ordinal, output.size(), output.mayHaveOthers());
                requireOrder(
                        resolution,
                        expression,
                        output.mayHaveOthers()
                                ? null
                                : output.get(ordinal.intValue() - 1)
                                        .expressionType()
                                        .type());
            } else if (expression instanceof Expression.AllColumns) {
                throw Refusal.analysis(
                        expression.span(), QueryRule.POSITION, "ORDER BY", 0); // ALL has no position here
            } else {
                requireOrder(
                        resolution, expression, typing.determineType(expression).type());
            }
        }
    }

    private static void requireOrdinal(Expression expression, long ordinal, int columns, boolean open) {
        if (ordinal < 1 || (ordinal > columns && !open)) {
            throw Refusal.analysis(expression.span(), QueryRule.POSITION, "ORDER BY", ordinal);
        }
    }

    private static void requireOrder(QueryResolution resolution, Expression expression, @Nullable Type type) {
        if (type != null && !TypeTraits.canOrder(type, resolution.profile().version())) {
            throw Refusal.analysis(
                    expression.span(),
                    TypeRule.TYPE_UNSUPPORTED,
                    "ORDER BY",
                    "percentile, hll, bitmap, json, struct or map");
        }
    }
}
