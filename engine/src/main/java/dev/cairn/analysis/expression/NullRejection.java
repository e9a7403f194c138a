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
 * NULL, so {@code n} has a value in all rows that fulfil it. The found expressions are columns, and other expressions
 * without whose value the condition is not true.
 */
public final class NullRejection {
    private NullRejection() {}

    /** Returns the expressions that are not NULL where the condition is true. */
    public static List<Expression> findRejected(Expression condition) {
        List<Expression> rejected = new ArrayList<>();
        addTrue(condition.unwrap(), rejected);
        return rejected;
    }

    /** Returns the expressions that are not NULL where the condition is false or NULL. */
    static List<Expression> findRejectedWhereNotTrue(Expression condition) {
        List<Expression> rejected = new ArrayList<>();
        addNotTrue(condition, rejected);
        return rejected;
    }

    private static void addNotTrue(Expression writtenExpression, List<Expression> target) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary && binary.operator().canonicalOperator() == Operator.OR) {
            addNotTrue(binary.left(), target);
            addNotTrue(binary.right(), target);
        } else if (condition instanceof Expression.IsNull isNull && !isNull.negated()) {
            addStrict(isNull.value(), target);
        } else if (condition instanceof Call call && CallRewrites.rewrite(call) instanceof Expression.IsNull isNull) {
            addNotTrue(isNull, target);
        }
    }

    /** Adds the expressions that are not NULL where the condition is true. */
    private static void addTrue(Expression writtenExpression, List<Expression> target) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary) {
            switch (binary.operator().canonicalOperator()) {
                case AND -> {
                    addTrue(binary.left(), target);
                    addTrue(binary.right(), target);
                }
                case OR -> addCommon(findRejected(binary.left()), findRejected(binary.right()), target);
                case EQUAL_FOR_NULL -> {
                    if (isValue(binary.right())) {
                        addStrict(binary.left(), target);
                    } else if (isValue(binary.left())) {
                        addStrict(binary.right(), target);
                    }
                }
                default -> addStrict(binary, target);
            }
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            addFalse(unary.operand(), target);
        } else if (condition instanceof Expression.IsNull isNull) {
            if (isNull.negated()) {
                addStrict(isNull.value(), target);
            }
        } else if (condition instanceof Expression.Between between && !between.negated()) {
            addStrict(between.value(), target);
            addStrict(between.lowerBound(), target);
            addStrict(between.upperBound(), target);
        } else if (condition instanceof Expression.InQuery in) {
            // NOT IN is true for NULL if the subquery has no rows.
            if (!in.negated()) {
                addStrict(in.value(), target);
            }
        } else if (condition instanceof Call call && CallRewrites.rewrite(call) instanceof Expression.IsNull isNull) {
            addTrue(isNull, target);
        } else {
            addStrict(condition, target);
        }
    }

    /** Adds the expressions that are not NULL where the condition is false. */
    private static void addFalse(Expression writtenExpression, List<Expression> target) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary && binary.operator().canonicalOperator() == Operator.OR) {
            addFalse(binary.left(), target);
            addFalse(binary.right(), target);
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().canonicalOperator() == Operator.NOT) {
            addTrue(unary.operand(), target);
        } else if (condition instanceof Expression.IsNull isNull) {
            if (!isNull.negated()) {
                addStrict(isNull.value(), target);
            }
        } else if (!(condition instanceof Expression.InQuery)) {
            addStrict(condition, target);
        }
    }

    private static void addCommon(List<Expression> left, List<Expression> right, List<Expression> target) {
        Set<Expression> common = new HashSet<>(right);
        for (Expression expression : left) {
            if (common.contains(expression)) {
                target.add(expression);
            }
        }
    }

    private static boolean isValue(Expression expression) {
        Expression bareExpression = expression.unwrap();
        return bareExpression instanceof Expression.Number
                || bareExpression instanceof Expression.Text
                || bareExpression instanceof Expression.Bool
                || bareExpression instanceof Expression.DateText;
    }

    /** Adds an expression, and those of its operands that make it NULL if they are NULL. */
    private static void addStrict(Expression writtenExpression, List<Expression> target) {
        Expression expression = writtenExpression.unwrap();
        if (expression instanceof Expression.Reference) {
            target.add(expression);
        } else if (expression instanceof Binary binary) {
            addStrict(binary, target);
        } else if (expression instanceof Expression.Unary unary) {
            addStrict(unary.operand(), target);
        } else if (expression instanceof Expression.Like like) {
            addStrict(like.value(), target);
            addStrict(like.pattern(), target);
        } else if (expression instanceof Expression.In in) {
            addStrict(in.value(), target);
        } else if (expression instanceof Expression.Between between) {
            addStrict(between.value(), target);
        } else if (expression instanceof Expression.Match match) {
            addStrict(match.value(), target);
        } else if (expression instanceof Expression.Cast cast) {
            target.add(cast);
            addStrict(cast.value(), target);
        } else if (expression instanceof Expression.Extract
                || expression instanceof Expression.Interval
                || expression instanceof Expression.Tuple) {
            expression.children().forEach(part -> addStrict(part, target));
        } else if (expression instanceof Call call) {
            addStrict(call, target);
        } else if (!(expression instanceof Expression.SingleTokenLiteral)) {
            target.add(expression);
        }
    }

    private static void addStrict(Binary binary, List<Expression> target) {
        switch (binary.operator().canonicalOperator()) {
            case AND, OR -> {
                List<Expression> left = new ArrayList<>();
                List<Expression> right = new ArrayList<>();
                addStrict(binary.left(), left);
                addStrict(binary.right(), right);
                addCommon(left, right, target);
            }
            case EQUAL_FOR_NULL -> {}
            default -> {
                target.add(binary);
                addStrict(binary.left(), target);
                addStrict(binary.right(), target);
            }
        }
    }

    private static void addStrict(Call call, List<Expression> target) {
        Expression meaning = CallRewrites.rewrite(call);
        if (meaning instanceof Binary binary) {
            addStrict(binary, target);
        } else if (meaning instanceof Call plainCall) {
            target.add(call);
            FunctionEntry function = BuiltinFunctions.entryOf(plainCall);
            if (function.is(FunctionTrait.STRICT) || function.is(FunctionTrait.DIVIDES)) {
                plainCall.arguments().forEach(argument -> addStrict(argument, target));
            }
        }
    }
}
