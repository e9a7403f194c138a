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
 * NULL, so {@code n} has a value in all rows that fulfil the condition. The expressions are columns, and other
 * expressions that must have a value for the condition to be true.
 */
public final class NullRejection {
    private NullRejection() {}

    /** Returns the expressions that are not NULL where the condition is true. */
    public static List<Expression> findRejectedWhereTrue(Expression condition) {
        List<Expression> rejectedExpressions = new ArrayList<>();
        addRejectedIfTrue(condition.unwrap(), rejectedExpressions);
        return rejectedExpressions;
    }

    /** Returns the expressions that are not NULL where the condition is false or NULL. */
    static List<Expression> findRejectedWhereNotTrue(Expression condition) {
        List<Expression> rejectedExpressions = new ArrayList<>();
        addRejectedIfNotTrue(condition, rejectedExpressions);
        return rejectedExpressions;
    }

    private static void addRejectedIfNotTrue(Expression writtenExpression, List<Expression> rejectedExpressions) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary && binary.operator().canonicalOperator() == Operator.OR) {
            addRejectedIfNotTrue(binary.left(), rejectedExpressions);
            addRejectedIfNotTrue(binary.right(), rejectedExpressions);
        } else if (condition instanceof Expression.IsNull nullTest && !nullTest.isNegated()) {
            addWithStrictOperands(nullTest.value(), rejectedExpressions);
        } else if (condition instanceof Call call && CallRewrites.rewrite(call) instanceof Expression.IsNull nullTest) {
            addRejectedIfNotTrue(nullTest, rejectedExpressions);
        }
    }

    /** Adds the expressions that are not NULL where the condition is true. */
    private static void addRejectedIfTrue(Expression writtenExpression, List<Expression> rejectedExpressions) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary) {
            switch (binary.operator().canonicalOperator()) {
                case AND -> {
                    addRejectedIfTrue(binary.left(), rejectedExpressions);
                    addRejectedIfTrue(binary.right(), rejectedExpressions);
                }
                case OR ->
                    addCommonExpressions(
                            findRejectedWhereTrue(binary.left()),
                            findRejectedWhereTrue(binary.right()),
                            rejectedExpressions);
                case EQUAL_FOR_NULL -> {
                    if (isNonNullLiteral(binary.right())) {
                        addWithStrictOperands(binary.left(), rejectedExpressions);
                    } else if (isNonNullLiteral(binary.left())) {
                        addWithStrictOperands(binary.right(), rejectedExpressions);
                    }
                }
                default -> addWithStrictOperands(binary, rejectedExpressions);
            }
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            addRejectedIfFalse(unary.operand(), rejectedExpressions);
        } else if (condition instanceof Expression.IsNull nullTest) {
            if (nullTest.isNegated()) {
                addWithStrictOperands(nullTest.value(), rejectedExpressions);
            }
        } else if (condition instanceof Expression.Between between && !between.isNegated()) {
            addWithStrictOperands(between.value(), rejectedExpressions);
            addWithStrictOperands(between.lowerBound(), rejectedExpressions);
            addWithStrictOperands(between.upperBound(), rejectedExpressions);
        } else if (condition instanceof Expression.InQuery inPredicate) {
            // NOT IN is true for NULL if the subquery has no rows.
            if (!inPredicate.isNegated()) {
                addWithStrictOperands(inPredicate.value(), rejectedExpressions);
            }
        } else if (condition instanceof Call call && CallRewrites.rewrite(call) instanceof Expression.IsNull nullTest) {
            addRejectedIfTrue(nullTest, rejectedExpressions);
        } else {
            addWithStrictOperands(condition, rejectedExpressions);
        }
    }

    /** Adds the expressions that are not NULL where the condition is false. */
    private static void addRejectedIfFalse(Expression writtenExpression, List<Expression> rejectedExpressions) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary && binary.operator().canonicalOperator() == Operator.OR) {
            addRejectedIfFalse(binary.left(), rejectedExpressions);
            addRejectedIfFalse(binary.right(), rejectedExpressions);
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            addRejectedIfTrue(unary.operand(), rejectedExpressions);
        } else if (condition instanceof Expression.IsNull nullTest) {
            if (!nullTest.isNegated()) {
                addWithStrictOperands(nullTest.value(), rejectedExpressions);
            }
        } else if (!(condition instanceof Expression.InQuery)) {
            addWithStrictOperands(condition, rejectedExpressions);
        }
    }

    private static void addCommonExpressions(
            List<Expression> left, List<Expression> right, List<Expression> rejectedExpressions) {
        Set<Expression> rightExpressions = new HashSet<>(right);
        for (Expression expression : left) {
            if (rightExpressions.contains(expression)) {
                rejectedExpressions.add(expression);
            }
        }
    }

    private static boolean isNonNullLiteral(Expression expression) {
        Expression bareExpression = expression.unwrap();
        return bareExpression instanceof Expression.Number
                || bareExpression instanceof Expression.Text
                || bareExpression instanceof Expression.Bool
                || bareExpression instanceof Expression.DateText;
    }

    /** Adds an expression, and the operands that make the expression NULL if they are NULL. */
    private static void addWithStrictOperands(Expression writtenExpression, List<Expression> rejectedExpressions) {
        Expression expression = writtenExpression.unwrap();
        if (expression instanceof Expression.Reference) {
            rejectedExpressions.add(expression);
        } else if (expression instanceof Binary binary) {
            addWithStrictOperands(binary, rejectedExpressions);
        } else if (expression instanceof Expression.Unary unary) {
            addWithStrictOperands(unary.operand(), rejectedExpressions);
        } else if (expression instanceof Expression.Like likePredicate) {
            addWithStrictOperands(likePredicate.value(), rejectedExpressions);
            addWithStrictOperands(likePredicate.pattern(), rejectedExpressions);
        } else if (expression instanceof Expression.In inPredicate) {
            addWithStrictOperands(inPredicate.value(), rejectedExpressions);
        } else if (expression instanceof Expression.Between between) {
            addWithStrictOperands(between.value(), rejectedExpressions);
        } else if (expression instanceof Expression.Match match) {
            addWithStrictOperands(match.value(), rejectedExpressions);
        } else if (expression instanceof Expression.Cast cast) {
            rejectedExpressions.add(cast);
            addWithStrictOperands(cast.value(), rejectedExpressions);
        } else if (expression instanceof Expression.Extract
                || expression instanceof Expression.Interval
                || expression instanceof Expression.Tuple) {
            expression.children().forEach(subexpression -> addWithStrictOperands(subexpression, rejectedExpressions));
        } else if (expression instanceof Call call) {
            addWithStrictOperands(call, rejectedExpressions);
        } else if (!(expression instanceof Expression.SingleTokenLiteral)) {
            rejectedExpressions.add(expression);
        }
    }

    private static void addWithStrictOperands(Binary binary, List<Expression> rejectedExpressions) {
        switch (binary.operator().canonicalOperator()) {
            case AND, OR -> {
                List<Expression> leftExpressions = new ArrayList<>();
                List<Expression> rightExpressions = new ArrayList<>();
                addWithStrictOperands(binary.left(), leftExpressions);
                addWithStrictOperands(binary.right(), rightExpressions);
                addCommonExpressions(leftExpressions, rightExpressions, rejectedExpressions);
            }
            case EQUAL_FOR_NULL -> {}
            default -> {
                rejectedExpressions.add(binary);
                addWithStrictOperands(binary.left(), rejectedExpressions);
                addWithStrictOperands(binary.right(), rejectedExpressions);
            }
        }
    }

    private static void addWithStrictOperands(Call call, List<Expression> rejectedExpressions) {
        Expression rewrittenCall = CallRewrites.rewrite(call);
        if (rewrittenCall instanceof Binary binary) {
            addWithStrictOperands(binary, rejectedExpressions);
        } else if (rewrittenCall instanceof Call plainCall) {
            rejectedExpressions.add(call);
            FunctionEntry function = BuiltinFunctions.resolveEntry(plainCall);
            if (function.hasTrait(FunctionTrait.STRICT) || function.hasTrait(FunctionTrait.DIVIDES)) {
                plainCall.arguments().forEach(argument -> addWithStrictOperands(argument, rejectedExpressions));
            }
        }
    }
}
