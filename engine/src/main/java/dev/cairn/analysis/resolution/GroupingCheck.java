package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionMessageWriter;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.resolution.ExpressionNormalForm.MarkedColumn;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.WindowCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Checks that expressions over grouped rows have one value per group. It examines the normal form of an expression; the
 * expression as written is only for messages.
 */
final class GroupingCheck {
    private final QueryScope scope;
    private final Map<Object, List<Expression>> groupKeysByLookupKey = new HashMap<>();
    private final Set<MarkedColumn> groupedColumns = new HashSet<>();
    private final boolean checksOrderBy;
    private final @Nullable UngroupedColumnReplacer columnReplacer;

    /**
     * Creates a check of the expressions in a scope.
     *
     * @param scope the scope of FROM, or the scope of ORDER BY, which searches the outputs first
     * @param groupKeys the expressions that the rows are grouped by, in normal form
     * @param columnReplacer replaces the columns outside of GROUP BY; null if they are refused
     */
    GroupingCheck(QueryScope scope, List<Expression> groupKeys, @Nullable UngroupedColumnReplacer columnReplacer) {
        this.scope = scope;
        this.columnReplacer = columnReplacer;
        this.checksOrderBy = scope.isOrderByScope();
        for (Expression groupKey : groupKeys) {
            this.groupKeysByLookupKey
                    .computeIfAbsent(createLookupKey(groupKey), ignored -> new ArrayList<>(1))
                    .add(groupKey);
            MarkedColumn column = groupKey instanceof Expression.Reference reference
                    ? ExpressionNormalForm.findColumn(reference)
                    : null;
            if (column != null) {
                groupedColumns.add(column);
            }
        }
    }

    /** Returns a key that equal expressions share, so only expressions with the same key have to be compared. */
    private static Object createLookupKey(Expression expression) {
        if (expression instanceof Expression.Call call) {
            return call.function();
        }
        if (expression instanceof Expression.Binary binary) {
            return binary.operator();
        }
        return expression instanceof Expression.Reference reference ? reference : expression.getClass();
    }

    private boolean isGroupKey(Expression expression) {
        return groupKeysByLookupKey
                .getOrDefault(createLookupKey(expression), List.of())
                .contains(expression);
    }

    /**
     * Requires that an expression has one value per group, or gives it one by replacing its columns.
     *
     * @param normalization returns the normal form of the expression, or of a part of it
     */
    void requireGrouped(Expression writtenExpression, UnaryOperator<Expression> normalization) {
        if (columnReplacer == null) {
            requireGrouped(writtenExpression, normalization.apply(writtenExpression));
        } else {
            columnReplacer.replaceIn(writtenExpression, this, normalization);
        }
    }

    /**
     * Requires that an expression has one value per group.
     *
     * @param writtenExpression the expression as written, for the message
     */
    void requireGrouped(Expression writtenExpression, Expression normalForm) {
        if (!isConstantInGroup(normalForm)) {
            Expression bareExpression = writtenExpression.unwrap();
            throw Refusal.ofAnalysisAt(
                    bareExpression,
                    QueryRule.NOT_GROUPED,
                    new ExpressionMessageWriter(scope).renderQuoted(bareExpression));
        }
    }

    private boolean areConstantInGroup(List<Expression> expressions) {
        for (Expression expression : expressions) {
            if (!isConstantInGroup(expression)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether an expression has one value per group.
     *
     * @throws Refusal if the expression contains nested aggregations, an invalid grouping function, a column of {@code
     *     *}, or an operator whose operands the server does not check
     */
    boolean isConstantInGroup(Expression expression) {
        if (isGroupKey(expression)) {
            return true;
        }
        if (expression instanceof Expression.Reference reference) {
            return isGroupedColumn(reference);
        }
        if (RestrictedExpression.AGGREGATE.matches(expression)) {
            requireNoNestedAggregation(expression);
            return true;
        }
        if (RestrictedExpression.GROUPING.matches(expression)) {
            checkGroupingFunction(expression);
            return true;
        }
        if (expression instanceof WindowCall) {
            return areConstantInGroup(RestrictedExpression.operands(expression));
        }
        if (RestrictedExpression.QUERY.matches(expression)) {
            return isQueryConstantInGroup(expression);
        }
        // The server checks only the left side of LIKE, MATCH and a subscript.
        if (expression instanceof Expression.Like likePredicate) {
            return isConstantInGroup(likePredicate.value());
        }
        if (expression instanceof Expression.Match match) {
            return isConstantInGroup(match.value());
        }
        if (expression instanceof Expression.Subscript subscript) {
            return isConstantInGroup(subscript.base());
        }
        if (expression instanceof Expression.MapLiteral || expression instanceof Expression.FieldAccess) {
            // The server accepts these operators only as a whole group key, whatever their operands are.
            throw Refusal.ofAnalysisAt(expression, QueryRule.NOT_GROUPED, renderForMessage(expression));
        }
        return areConstantInGroup(expression.children());
    }

    private String renderForMessage(Expression normalForm) {
        return Sql.render(ExpressionNormalForm.restoreColumnNames(normalForm, scope));
    }

    private static void requireNoNestedAggregation(Expression aggregate) {
        for (Expression subexpression : aggregate.children()) {
            if (RestrictedExpression.AGGREGATE.isIn(subexpression)) {
                throw Refusal.ofAnalysisAt(
                        aggregate, QueryRule.NESTED_FUNCTION, "An aggregate function", "another one");
            }
            if (RestrictedExpression.WINDOW_FUNCTION.isIn(subexpression)) {
                throw Refusal.ofAnalysisAt(
                        aggregate, QueryRule.NESTED_FUNCTION, "A window function", "an aggregate function");
            }
        }
    }

    private void checkGroupingFunction(Expression groupingFunction) {
        if (checksOrderBy) {
            throw Refusal.ofAnalysisAt(
                    groupingFunction, CommonRule.UNSUPPORTED, "ORDER BY", renderForMessage(groupingFunction));
        }
        if (!groupingFunction.children().stream().allMatch(this::isGroupKey)) {
            throw Refusal.ofAnalysisAt(groupingFunction, QueryRule.GROUPING_ARGUMENT_NOT_GROUPED);
        }
    }

    /**
     * Returns whether a subquery has one value per group: it may only refer to columns that the rows are grouped by.
     */
    private boolean isQueryConstantInGroup(Expression expression) {
        QueryScope sourceScope = checksOrderBy && scope.enclosingScope() != null ? scope.enclosingScope() : scope;
        String scopeMark = ExpressionNormalForm.createScopeMark(sourceScope);
        for (int index : sourceScope.columnIndexesReferencedBy(Objects.requireNonNull(expression.query()))) {
            if (!groupedColumns.contains(new MarkedColumn(scopeMark, String.valueOf(index)))) {
                return false;
            }
        }
        return areConstantInGroup(expression.children());
    }

    private boolean isGroupedColumn(Expression.Reference reference) {
        if (ExpressionNormalForm.isFromStar(reference)) {
            throw Refusal.ofAnalysis(reference.span(), QueryRule.NOT_GROUPED, renderForMessage(reference));
        }
        MarkedColumn column = ExpressionNormalForm.findColumn(reference);
        if (column == null) {
            return true; // a parameter of a lambda function, or a name that could not be resolved
        }
        return (checksOrderBy && column.scopeMark().equals(ExpressionNormalForm.createScopeMark(scope)))
                || groupedColumns.contains(column);
    }
}
