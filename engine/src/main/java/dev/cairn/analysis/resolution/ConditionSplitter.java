package dev.cairn.analysis.resolution;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Splits conditions into the parts that the planner of the server handles one by one.
 *
 * @param usesEnclosingColumn whether an expression uses a column of an enclosing query
 */
record ConditionSplitter(Bindings bindings, Predicate<Expression> usesEnclosingColumn) {
    /** Splits a condition at these operators. */
    List<Expression> splitAtOperators(Expression condition, Set<Operator> operators) {
        List<Expression> operands = new ArrayList<>();
        addOperands(condition, operators, operands);
        return operands;
    }

    private void addOperands(Expression writtenCondition, Set<Operator> operators, List<Expression> operands) {
        Expression condition = bindings.resolveReplacement(writtenCondition);
        if (operators.stream().anyMatch(operator -> isOperation(condition, operator))) {
            condition.children().forEach(operand -> addOperands(operand, operators, operands));
        } else {
            operands.add(condition);
        }
    }

    /** Splits a condition of WHERE or HAVING at AND, after moving each NOT to the comparisons. */
    Collection<Condition> splitConditions(Expression expression) {
        return collectConditions(expression, false).values();
    }

    /** Returns the parts of a condition without repetitions, which the server drops, too. */
    private Map<ConditionKey, Condition> collectConditions(Expression expression, boolean isNegated) {
        Map<ConditionKey, Condition> conditions = new LinkedHashMap<>();
        addConditions(expression, isNegated, conditions);
        return conditions;
    }

    private void addConditions(
            Expression writtenExpression, boolean isNegated, Map<ConditionKey, Condition> conditions) {
        Expression expression = withoutBooleanCast(writtenExpression);
        if (isOperation(expression, Operator.NOT)) {
            addConditions(((Expression.Unary) expression).operand(), !isNegated, conditions);
        } else if (isOperation(expression, isNegated ? Operator.OR : Operator.AND)) {
            expression.children().forEach(operand -> addConditions(operand, isNegated, conditions));
        } else if (isOperation(expression, isNegated ? Operator.AND : Operator.OR)) {
            addAlternatives(expression, isNegated, conditions);
        } else {
            addCondition(new Condition(expression, isNegated), conditions);
        }
    }

    private static void addCondition(Condition condition, Map<ConditionKey, Condition> conditions) {
        conditions.putIfAbsent(condition.key(), condition);
    }

    /**
     * Adds the conditions that all operands of a chain of ORs have in common, as the server extracts them. The OR
     * itself is added, too, if it contains a subquery, or if not all of its conditions on enclosing columns are common.
     */
    private void addAlternatives(Expression alternatives, boolean isNegated, Map<ConditionKey, Condition> conditions) {
        List<Map<ConditionKey, Condition>> conditionsOfAlternatives = new ArrayList<>();
        addConditionsOfAlternatives(alternatives, isNegated, conditionsOfAlternatives);
        Map<ConditionKey, Condition> commonConditions = new LinkedHashMap<>(conditionsOfAlternatives.get(0));
        conditionsOfAlternatives.forEach(
                alternative -> commonConditions.keySet().retainAll(alternative.keySet()));
        commonConditions.forEach(conditions::putIfAbsent);
        boolean usesCommonColumnsOnly = conditionsOfAlternatives.stream()
                .flatMap(alternative -> alternative.entrySet().stream())
                .filter(entry -> usesEnclosingColumn.test(entry.getValue().expression()))
                .allMatch(entry -> commonConditions.containsKey(entry.getKey()));
        if (!usesCommonColumnsOnly || RestrictedExpression.QUERY.isIn(alternatives)) {
            addCondition(new Condition(alternatives, isNegated), conditions);
        }
    }

    private void addConditionsOfAlternatives(
            Expression writtenExpression, boolean isNegated, List<Map<ConditionKey, Condition>> alternatives) {
        Expression expression = withoutBooleanCast(writtenExpression);
        if (isOperation(expression, Operator.NOT)) {
            addConditionsOfAlternatives(((Expression.Unary) expression).operand(), !isNegated, alternatives);
        } else if (isOperation(expression, isNegated ? Operator.AND : Operator.OR)) {
            expression.children().forEach(operand -> addConditionsOfAlternatives(operand, isNegated, alternatives));
        } else {
            alternatives.add(collectConditions(expression, isNegated));
        }
    }

    private Expression withoutBooleanCast(Expression writtenExpression) {
        Expression expression = bindings.resolveReplacement(writtenExpression);
        return expression instanceof Expression.Cast cast && cast.type().equals(TypeConstants.BOOLEAN)
                ? withoutBooleanCast(cast.value())
                : expression;
    }

    private static boolean isOperation(Expression expression, Operator operator) {
        return (expression instanceof Expression.Binary binary
                        && binary.operator().canonicalOperator() == operator)
                || (expression instanceof Expression.Unary unary
                        && unary.operator().canonicalOperator() == operator);
    }

    /**
     * A part of a condition that AND does not split further.
     *
     * @param isNegated whether the expression has to be false
     */
    record Condition(Expression expression, boolean isNegated) {
        private ConditionKey key() {
            return isEquality()
                    ? new ConditionKey(
                            expression.children().stream().map(Sql::render).toList(), false)
                    : new ConditionKey(List.of(Sql.render(expression)), isNegated);
        }

        boolean isEquality() {
            return isOperation(expression, isNegated ? Operator.NOT_EQUAL : Operator.EQUAL)
                    || (expression instanceof Expression.In inPredicate
                            && inPredicate.candidates().size() == 1
                            && inPredicate.isNegated() == isNegated);
        }
    }

    /**
     * What conditions with the same meaning have in common.
     *
     * @param texts the two operands of an equality, or the text of any other condition
     */
    private record ConditionKey(List<String> texts, boolean isNegated) {}
}
