package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.ComparisonRenderer;
import dev.cairn.embedded.translate.value.NestedComparisonRenderer;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates conditions that AND, OR and NOT combine, comparisons, and the conditions of joins. */
record ConditionTranslator(ExpressionTranslator expressionTranslator) {
    /** @param operator AND, OR or a comparison */
    String translate(Operator operator, Expression.Binary binary) {
        return operator == Operator.AND || operator == Operator.OR
                ? new ConditionChain(this, operator, collectChainOperands(binary, operator))
                        .combine(expressionTranslator::translateCondition)
                : translateComparison(operator, binary);
    }

    /** Returns the operands of a chain, such as {@code a AND b AND c}, which the parser combines in pairs. */
    private List<Expression> collectChainOperands(Expression.Binary binary, Operator operator) {
        List<Expression> operands = new ArrayList<>();
        addOperandsTo(operands, binary.left(), operator);
        addOperandsTo(operands, binary.right(), operator);
        return operands;
    }

    private void addOperandsTo(List<Expression> operands, Expression expression, Operator operator) {
        if (expression instanceof Expression.Binary binary
                && binary.operator().canonicalOperator() == operator
                && !expressionTranslator.isReplaced(binary)
                && !expressionTranslator.hasBoundValue(binary)) {
            addOperandsTo(operands, binary.left(), operator);
            addOperandsTo(operands, binary.right(), operator);
        } else {
            operands.add(expression);
        }
    }

    private String translateComparison(Operator operator, Expression.Binary binary) {
        Optional<Expression.Binary> movedOperand =
                moveShiftToConstant(binary).or(() -> moveZeroDivisorToConstant(binary));
        if (movedOperand.isPresent()) {
            return translateComparison(operator, movedOperand.get());
        }
        List<String> operands =
                expressionTranslator.translateComparedOperands(binary, List.of(binary.left(), binary.right()));
        Type type = expressionTranslator.operandTypes(binary).get(0);
        return ComparisonRenderer.renderComparison(operator, operands.get(0), operands.get(1), type);
    }

    /**
     * Moves months or years that are added on one side of a comparison to a constant on its other side, as frontends
     * do; empty if the comparison has no such sides.
     */
    private Optional<Expression.Binary> moveShiftToConstant(Expression.Binary comparison) {
        Expression left = comparison.left();
        Expression right = comparison.right();
        return expressionTranslator
                .findComparedShift(left, right)
                .map(shift -> new Expression.Binary(
                        comparison.operator(), shift.time(), shift.shiftBack(right), comparison.span()))
                .or(() -> expressionTranslator
                        .findComparedShift(right, left)
                        .map(shift -> new Expression.Binary(
                                comparison.operator(), shift.shiftBack(left), shift.time(), comparison.span())));
    }

    /**
     * Multiplies the constant in a comparison by the divisor 0 on its other side, as frontends do: {@code x / 0 = 5}
     * becomes {@code x = 5 * 0}. The result is empty if the comparison has no such sides, or if a decimal is divided.
     */
    private Optional<Expression.Binary> moveZeroDivisorToConstant(Expression.Binary comparison) {
        Expression left = comparison.left();
        Expression right = comparison.right();
        if (divisionByZero(left) != null && expressionTranslator.isConstant(right)) {
            Expression.Binary division = Objects.requireNonNull(divisionByZero(left));
            return Optional.of(new Expression.Binary(
                    comparison.operator(), division.left(), multiply(right, division), comparison.span()));
        }
        if (divisionByZero(right) != null && expressionTranslator.isConstant(left)) {
            Expression.Binary division = Objects.requireNonNull(divisionByZero(right));
            return Optional.of(new Expression.Binary(
                    comparison.operator(), multiply(left, division), division.left(), comparison.span()));
        }
        return Optional.empty();
    }

    private static Expression multiply(Expression constant, Expression.Binary division) {
        return new Expression.Binary(Operator.TIMES, constant, division.right(), constant.span());
    }

    /** Returns an expression if it divides an integer or a floating-point number by the literal 0; otherwise null. */
    private Expression.@Nullable Binary divisionByZero(Expression expression) {
        return expression.unwrap() instanceof Expression.Binary division
                        && division.operator().canonicalOperator() == Operator.DIVIDE
                        && isZero(division.right())
                        && isIntegerOrFloatingPoint(division.left())
                        && !expressionTranslator.isConstant(division.left())
                ? division
                : null;
    }

    private static boolean isZero(Expression divisor) {
        Long value = divisor.unwrap().integerValue();
        return value != null && value == 0;
    }

    private boolean isIntegerOrFloatingPoint(Expression expression) {
        PrimitiveType type = PrimitiveType.of(expressionTranslator.requireType(expression));
        return type.isFixedPoint() || type.isFloatingPoint();
    }

    /**
     * Negates a condition as the server does: it negates the comparisons inside the condition. This makes a difference
     * for arrays with NULL elements, which are neither equal nor unequal, but have an order.
     */
    String translateNegation(Expression operand) {
        Expression interpretedOperand = expressionTranslator.interpret(operand);
        if (interpretedOperand instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            return expressionTranslator.translateCondition(unary.operand());
        }
        if (interpretedOperand instanceof Expression.In inPredicate) {
            return "("
                    + new PredicateTranslator(expressionTranslator).translateIn(inPredicate, !inPredicate.isNegated())
                    + ")";
        }
        if (interpretedOperand instanceof Expression.InSubquery inPredicate) {
            return "("
                    + new PredicateTranslator(expressionTranslator)
                            .translateInQuery(inPredicate, !inPredicate.isNegated())
                    + ")";
        }
        if (interpretedOperand instanceof Expression.Binary binary) {
            Operator operator = binary.operator().canonicalOperator();
            if (operator == Operator.AND || operator == Operator.OR) {
                Operator dualOperator = operator == Operator.AND ? Operator.OR : Operator.AND;
                return new ConditionChain(this, dualOperator, collectChainOperands(binary, operator))
                        .combineNegated(this::translateNegation);
            }
            Optional<Operator> negatedComparison = operator.findNegatedComparison();
            if (negatedComparison.isPresent()) {
                return translateComparison(negatedComparison.get(), binary);
            }
        }
        return "(NOT " + expressionTranslator.translateCondition(operand) + ")";
    }

    /** A comparison of a value with a constant, which are converted to the type in which they are compared. */
    record ConstantComparison(Operator operator, String value, String constant, Type type) {
        String render() {
            return ComparisonRenderer.renderComparison(operator, value, constant, type);
        }
    }

    /**
     * Returns a condition that compares a value with a constant by = or !=; empty for any other condition, and for
     * types that DuckDB does not compare as the server does.
     *
     * @param isNegated whether to negate the condition
     */
    Optional<ConstantComparison> findConstantComparison(Expression condition, boolean isNegated) {
        if (!(expressionTranslator.interpret(condition) instanceof Expression.Binary binary)
                || expressionTranslator.hasBoundValue(binary)) {
            return Optional.empty();
        }
        Operator writtenOperator = binary.operator().canonicalOperator();
        Operator operator =
                isNegated ? writtenOperator.findNegatedComparison().orElse(writtenOperator) : writtenOperator;
        boolean isConstantFirst = expressionTranslator.isConstant(binary.left());
        if ((operator != Operator.EQUAL && operator != Operator.NOT_EQUAL)
                || isConstantFirst == expressionTranslator.isConstant(binary.right())
                || moveShiftToConstant(binary).isPresent()) {
            return Optional.empty();
        }
        Type type = expressionTranslator.operandTypes(binary).get(0);
        if (!ComparisonRenderer.comparesLikeServer(type)) {
            return Optional.empty();
        }
        List<String> operands = expressionTranslator.translateOperands(binary, List.of(binary.left(), binary.right()));
        return Optional.of(new ConstantComparison(
                operator, operands.get(isConstantFirst ? 1 : 0), operands.get(isConstantFirst ? 0 : 1), type));
    }

    /**
     * Translates a condition of WHERE or of a join. If it requires that values of two relations are equal, the values
     * are keys of a hash join, in which elements that are NULL are equal, too.
     */
    String translateJoinCondition(Expression condition) {
        if (expressionTranslator.interpret(condition) instanceof Expression.Binary binary
                && binary.operator().canonicalOperator() == Operator.AND) {
            return translateJoinConditions(collectChainOperands(binary, Operator.AND));
        }
        Expression.Binary equality = findEquality(condition);
        if (equality != null
                && expressionTranslator.operandTypes(equality).get(0).isNested()
                && areNonEmptyAndDisjoint(
                        expressionTranslator.collectReferencedRelations(equality.left()),
                        expressionTranslator.collectReferencedRelations(equality.right()))) {
            List<String> operands =
                    expressionTranslator.translateOperands(equality, List.of(equality.left(), equality.right()));
            Type type = expressionTranslator.operandTypes(equality).get(0);
            return NestedComparisonRenderer.renderKeyEquality(operands.get(0), operands.get(1), type);
        }
        return expressionTranslator.translateCondition(condition);
    }

    /** Translates conditions that AND combines. If there are many, those that do not join relations form groups. */
    private String translateJoinConditions(List<Expression> conditions) {
        List<String> joiningConditions = new ArrayList<>();
        List<Expression> otherConditions = new ArrayList<>();
        for (Expression condition : conditions) {
            boolean mayBeInGroup = conditions.size() > ConditionChain.MAX_COMBINED_CONDITIONS
                    && !RestrictedExpression.QUERY.isIn(condition)
                    && expressionTranslator
                                    .collectReferencedRelations(condition)
                                    .size()
                            <= 1;
            if (mayBeInGroup) {
                otherConditions.add(condition);
            } else {
                joiningConditions.add(translateJoinCondition(condition));
            }
        }
        if (!otherConditions.isEmpty()) {
            joiningConditions.add(
                    new ConditionChain(this, Operator.AND, otherConditions).combine(this::translateJoinCondition));
        }
        return "(" + String.join(" AND ", joiningConditions) + ")";
    }

    /** Returns the comparison that requires equal operands: = or a negated !=; null for any other condition. */
    private Expression.@Nullable Binary findEquality(Expression condition) {
        Expression interpretedCondition = expressionTranslator.interpret(condition);
        boolean isNegated = interpretedCondition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT;
        Expression comparison = isNegated
                ? expressionTranslator.interpret(((Expression.Unary) interpretedCondition).operand())
                : interpretedCondition;
        return comparison instanceof Expression.Binary binary
                        && binary.operator().canonicalOperator() == (isNegated ? Operator.NOT_EQUAL : Operator.EQUAL)
                ? binary
                : null;
    }

    private static boolean areNonEmptyAndDisjoint(Set<BoundRelation> leftRelations, Set<BoundRelation> rightRelations) {
        return !leftRelations.isEmpty()
                && !rightRelations.isEmpty()
                && Collections.disjoint(leftRelations, rightRelations);
    }
}
