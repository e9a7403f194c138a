package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the expressions in which a condition rejects NULL: {@code n > 1} is not true for a row in which {@code n} is
 * NULL, so {@code n} has a value in all rows for which the condition is true. The results contain columns and other
 * expressions. They may be incomplete, and may contain an expression several times.
 */
public final class NullRejection {
    private NullRejection() {}

    /** Returns the expressions that are not NULL where the condition is true. */
    public static List<Expression> findNonNullWhereTrue(Expression condition) {
        List<Expression> nonNullExpressions = new ArrayList<>();
        addNonNullWhereTrue(condition.unwrap(), nonNullExpressions);
        return nonNullExpressions;
    }

    /** Returns the expressions that are not NULL where the condition is false or NULL. */
    static List<Expression> findNonNullWhereNotTrue(Expression condition) {
        List<Expression> nonNullExpressions = new ArrayList<>();
        addNonNullWhereNotTrue(condition, nonNullExpressions);
        return nonNullExpressions;
    }

    /** Adds the expressions that are not NULL where the condition is false or NULL. */
    private static void addNonNullWhereNotTrue(Expression writtenExpression, List<Expression> nonNullExpressions) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary && binary.operator().canonicalOperator() == Operator.OR) {
            addNonNullWhereNotTrue(binary.left(), nonNullExpressions);
            addNonNullWhereNotTrue(binary.right(), nonNullExpressions);
        } else if (condition instanceof Expression.IsNull nullTest && !nullTest.isNegated()) {
            addWithStrictOperands(nullTest.value(), nonNullExpressions);
        } else if (condition instanceof Call call && CallRewrites.rewrite(call) instanceof Expression.IsNull nullTest) {
            addNonNullWhereNotTrue(nullTest, nonNullExpressions);
        }
    }

    /** Adds the expressions that are not NULL where the condition is true. */
    private static void addNonNullWhereTrue(Expression writtenExpression, List<Expression> nonNullExpressions) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary) {
            switch (binary.operator().canonicalOperator()) {
                case AND -> {
                    addNonNullWhereTrue(binary.left(), nonNullExpressions);
                    addNonNullWhereTrue(binary.right(), nonNullExpressions);
                }
                case OR ->
                    addCommonExpressions(
                            findNonNullWhereTrue(binary.left()),
                            findNonNullWhereTrue(binary.right()),
                            nonNullExpressions);
                case NULL_SAFE_EQUAL -> {
                    if (isNonNullLiteral(binary.right())) {
                        addWithStrictOperands(binary.left(), nonNullExpressions);
                    } else if (isNonNullLiteral(binary.left())) {
                        addWithStrictOperands(binary.right(), nonNullExpressions);
                    }
                }
                default -> addWithStrictOperands(binary, nonNullExpressions);
            }
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            addNonNullWhereFalse(unary.operand(), nonNullExpressions);
        } else if (condition instanceof Expression.IsNull nullTest) {
            if (nullTest.isNegated()) {
                addWithStrictOperands(nullTest.value(), nonNullExpressions);
            }
        } else if (condition instanceof Expression.Between between && !between.isNegated()) {
            addWithStrictOperands(between.value(), nonNullExpressions);
            addWithStrictOperands(between.lowerBound(), nonNullExpressions);
            addWithStrictOperands(between.upperBound(), nonNullExpressions);
        } else if (condition instanceof Expression.InSubquery inPredicate) {
            // NOT IN is true for NULL if the subquery has no rows.
            if (!inPredicate.isNegated()) {
                addWithStrictOperands(inPredicate.value(), nonNullExpressions);
            }
        } else if (condition instanceof Call call && CallRewrites.rewrite(call) instanceof Expression.IsNull nullTest) {
            addNonNullWhereTrue(nullTest, nonNullExpressions);
        } else {
            addWithStrictOperands(condition, nonNullExpressions);
        }
    }

    /** Adds the expressions that are not NULL where the condition is false. */
    private static void addNonNullWhereFalse(Expression writtenExpression, List<Expression> nonNullExpressions) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary && binary.operator().canonicalOperator() == Operator.OR) {
            addNonNullWhereFalse(binary.left(), nonNullExpressions);
            addNonNullWhereFalse(binary.right(), nonNullExpressions);
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            addNonNullWhereTrue(unary.operand(), nonNullExpressions);
        } else if (condition instanceof Expression.IsNull nullTest) {
            if (!nullTest.isNegated()) {
                addWithStrictOperands(nullTest.value(), nonNullExpressions);
            }
        } else if (!(condition instanceof Expression.InSubquery)) {
            addWithStrictOperands(condition, nonNullExpressions);
        }
    }

    private static void addCommonExpressions(
            List<Expression> left, List<Expression> right, List<Expression> nonNullExpressions) {
        Set<Expression> rightExpressions = new HashSet<>(right);
        for (Expression expression : left) {
            if (rightExpressions.contains(expression)) {
                nonNullExpressions.add(expression);
            }
        }
    }

    private static boolean isNonNullLiteral(Expression expression) {
        Expression bareExpression = expression.unwrap();
        return bareExpression instanceof Expression.NumberLiteral
                || bareExpression instanceof Expression.StringLiteral
                || bareExpression instanceof Expression.BooleanLiteral
                || bareExpression instanceof Expression.DateLiteral;
    }

    /** Adds an expression, and the operands that make the expression NULL if they are NULL. */
    private static void addWithStrictOperands(Expression writtenExpression, List<Expression> nonNullExpressions) {
        Expression expression = writtenExpression.unwrap();
        if (expression instanceof Expression.Reference) {
            nonNullExpressions.add(expression);
        } else if (expression instanceof Binary binary) {
            addWithStrictOperands(binary, nonNullExpressions);
        } else if (expression instanceof Expression.Unary unary) {
            addWithStrictOperands(unary.operand(), nonNullExpressions);
        } else if (expression instanceof Expression.Like likePredicate) {
            addWithStrictOperands(likePredicate.value(), nonNullExpressions);
            addWithStrictOperands(likePredicate.pattern(), nonNullExpressions);
        } else if (expression instanceof Expression.In inPredicate) {
            addWithStrictOperands(inPredicate.value(), nonNullExpressions);
        } else if (expression instanceof Expression.Between between) {
            addWithStrictOperands(between.value(), nonNullExpressions);
        } else if (expression instanceof Expression.Match match) {
            addWithStrictOperands(match.value(), nonNullExpressions);
        } else if (expression instanceof Expression.Cast cast) {
            nonNullExpressions.add(cast);
            addWithStrictOperands(cast.value(), nonNullExpressions);
        } else if (expression instanceof Expression.Extract
                || expression instanceof Expression.Interval
                || expression instanceof Expression.Tuple) {
            expression.children().forEach(subexpression -> addWithStrictOperands(subexpression, nonNullExpressions));
        } else if (expression instanceof Call call) {
            addWithStrictOperands(call, nonNullExpressions);
        } else if (!(expression instanceof Expression.SingleTokenLiteral)) {
            nonNullExpressions.add(expression);
        }
    }

    private static void addWithStrictOperands(Binary binary, List<Expression> nonNullExpressions) {
        switch (binary.operator().canonicalOperator()) {
            case AND, OR -> {
                List<Expression> leftExpressions = new ArrayList<>();
                List<Expression> rightExpressions = new ArrayList<>();
                addWithStrictOperands(binary.left(), leftExpressions);
                addWithStrictOperands(binary.right(), rightExpressions);
                addCommonExpressions(leftExpressions, rightExpressions, nonNullExpressions);
            }
            case NULL_SAFE_EQUAL -> {}
            default -> {
                nonNullExpressions.add(binary);
                addWithStrictOperands(binary.left(), nonNullExpressions);
                addWithStrictOperands(binary.right(), nonNullExpressions);
            }
        }
    }

    private static void addWithStrictOperands(Call call, List<Expression> nonNullExpressions) {
        Expression rewrittenCall = CallRewrites.rewrite(call);
        if (rewrittenCall instanceof Binary binary) {
            addWithStrictOperands(binary, nonNullExpressions);
        } else if (rewrittenCall instanceof Call plainCall) {
            nonNullExpressions.add(call);
            FunctionEntry function = BuiltinFunctions.resolveEntry(plainCall);
            if (function.hasTrait(FunctionTrait.STRICT) || function.hasTrait(FunctionTrait.DIVIDES)) {
                plainCall.arguments().forEach(argument -> addWithStrictOperands(argument, nonNullExpressions));
            }
        }
    }
}
