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
 * Finds the expressions in which a condition rejects NULL: {@code n > 1} is not true for a row in which {@code n} is NULL,
 * so that the rows that fulfil it have a value there. All references are returned, and all other expressions whose value
 * the condition needs.
 */
public final class NullRejection {
    private NullRejection() {}

    /** Returns the expressions that are not NULL where the condition is true. */
    public static List<Expression> of(Expression condition) {
        List<Expression> rejected = new ArrayList<>();
        addTrue(condition.unwrap(), rejected);
        return rejected;
    }

    /** Returns the expressions that are not NULL where the condition is false or NULL. */
    static List<Expression> ofNotTrue(Expression condition) {
        List<Expression> rejected = new ArrayList<>();
        addNotTrue(condition, rejected);
        return rejected;
    }

    private static void addNotTrue(Expression writtenExpression, List<Expression> into) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary && binary.operator().meaning() == Operator.OR) {
            addNotTrue(binary.left(), into);
            addNotTrue(binary.right(), into);
        } else if (condition instanceof Expression.IsNull isNull && !isNull.negated()) {
            addStrict(isNull.value(), into);
        } else if (condition instanceof Call call && CallRewrites.rewrite(call) instanceof Expression.IsNull isNull) {
            addNotTrue(isNull, into);
        }
    }

    /** Adds the expressions that are not NULL where the condition is true. */
    private static void addTrue(Expression writtenExpression, List<Expression> into) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary) {
            switch (binary.operator().meaning()) {
                case AND -> {
                    addTrue(binary.left(), into);
                    addTrue(binary.right(), into);
                }
                case OR -> addCommon(of(binary.left()), of(binary.right()), into);
                case EQUAL_FOR_NULL -> {
                    if (isValue(binary.right())) {
                        addStrict(binary.left(), into);
                    } else if (isValue(binary.left())) {
                        addStrict(binary.right(), into);
                    }
                }
                default -> addStrict(binary, into);
            }
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().meaning() == Operator.NOT) {
            addFalse(unary.operand(), into);
        } else if (condition instanceof Expression.IsNull isNull) {
            if (isNull.negated()) {
                addStrict(isNull.value(), into);
            }
        } else if (condition instanceof Expression.Between between && !between.negated()) {
            addStrict(between.value(), into);
            addStrict(between.low(), into);
            addStrict(between.high(), into);
        } else if (condition instanceof Expression.InQuery in) {
            // NOT IN is true for NULL if the subquery has no rows.
            if (!in.negated()) {
                addStrict(in.value(), into);
            }
        } else if (condition instanceof Call call && CallRewrites.rewrite(call) instanceof Expression.IsNull isNull) {
            addTrue(isNull, into);
        } else {
            addStrict(condition, into);
        }
    }

    /** Adds the expressions that are not NULL where the condition is false. */
    private static void addFalse(Expression writtenExpression, List<Expression> into) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Binary binary && binary.operator().meaning() == Operator.OR) {
            addFalse(binary.left(), into);
            addFalse(binary.right(), into);
        } else if (condition instanceof Expression.Unary unary
                && unary.operator().meaning() == Operator.NOT) {
            addTrue(unary.operand(), into);
        } else if (condition instanceof Expression.IsNull isNull) {
            if (!isNull.negated()) {
                addStrict(isNull.value(), into);
            }
        } else if (!(condition instanceof Expression.InQuery)) {
            addStrict(condition, into);
        }
    }

    private static void addCommon(List<Expression> left, List<Expression> right, List<Expression> into) {
        Set<Expression> common = new HashSet<>(right);
        for (Expression expression : left) {
            if (common.contains(expression)) {
                into.add(expression);
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

    /** Adds the expression itself, and those of its operands without which it is NULL. */
    private static void addStrict(Expression writtenExpression, List<Expression> into) {
        Expression expression = writtenExpression.unwrap();
        if (expression instanceof Expression.Reference) {
            into.add(expression);
        } else if (expression instanceof Binary binary) {
            addStrict(binary, into);
        } else if (expression instanceof Expression.Unary unary) {
            addStrict(unary.operand(), into);
        } else if (expression instanceof Expression.Like like) {
            addStrict(like.value(), into);
            addStrict(like.pattern(), into);
        } else if (expression instanceof Expression.In in) {
            addStrict(in.value(), into);
        } else if (expression instanceof Expression.Between between) {
            addStrict(between.value(), into);
        } else if (expression instanceof Expression.Match match) {
            addStrict(match.value(), into);
        } else if (expression instanceof Expression.Cast cast) {
            into.add(cast);
            addStrict(cast.value(), into);
        } else if (expression instanceof Expression.Extract
                || expression instanceof Expression.Interval
                || expression instanceof Expression.Tuple) {
            expression.parts().forEach(part -> addStrict(part, into));
        } else if (expression instanceof Call call) {
            addStrict(call, into);
        } else if (!(expression instanceof Expression.OneToken)) {
            into.add(expression);
        }
    }

    private static void addStrict(Binary binary, List<Expression> into) {
        switch (binary.operator().meaning()) {
            case AND, OR -> {
                List<Expression> left = new ArrayList<>();
                List<Expression> right = new ArrayList<>();
                addStrict(binary.left(), left);
                addStrict(binary.right(), right);
                addCommon(left, right, into);
            }
            case EQUAL_FOR_NULL -> {}
            default -> {
                into.add(binary);
                addStrict(binary.left(), into);
                addStrict(binary.right(), into);
            }
        }
    }

    private static void addStrict(Call call, List<Expression> into) {
        Expression meaning = CallRewrites.rewrite(call);
        if (meaning instanceof Binary binary) {
            addStrict(binary, into);
        } else if (meaning instanceof Call plainCall) {
            into.add(call);
            FunctionEntry function = BuiltinFunctions.entryOf(plainCall);
            if (function.is(FunctionTrait.STRICT) || function.is(FunctionTrait.DIVIDES)) {
                plainCall.arguments().forEach(argument -> addStrict(argument, into));
            }
        }
    }
}
