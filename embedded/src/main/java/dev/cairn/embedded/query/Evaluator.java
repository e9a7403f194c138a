package dev.cairn.embedded.query;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.SessionVariables;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions. */
public final class Evaluator {
    /** The number of digits that may exceed a long. */
    private static final int LONG_DIGITS = 19;

    private static final Set<Operator> DIVISIONS = Set.of(Operator.DIVIDE, Operator.INT_DIVIDE, Operator.MODULO);

    private final ServerSession session;
    private final SessionFunctions functions;

    public Evaluator(ServerSession session, SessionFunctions functions) {
        this.session = session;
        this.functions = functions;
    }

    /** Returns the value of an expression without columns. */
    public @Nullable Object constant(Expression expression) {
        return value(expression, RowScope.NONE);
    }

    @Nullable
    Object value(Expression expression, RowScope scope) {
        if (expression instanceof Expression.Reference reference) {
            Expression aliased = scope.alias(reference);
            return aliased == null ? scope.column(reference) : value(aliased, scope.withoutAliases());
        }
        if (expression instanceof Expression.Group group) {
            return value(group.inner(), scope);
        }
        if (expression instanceof Expression.Binary binary) {
            return binary(binary, scope);
        }
        if (expression instanceof Expression.Unary unary) {
            return unary(unary, scope);
        }
        if (expression instanceof Expression.Call call) {
            return functions.value(name(call), values(call.arguments(), scope), call.span());
        }
        return isPredicate(expression) ? predicate(expression, scope) : leaf(expression, scope);
    }

    private static String name(Expression.Call call) {
        return call.function().last().text();
    }

    private List<@Nullable Object> values(List<Expression> expressions, RowScope scope) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(value(expression, scope));
        }
        return values;
    }

    private @Nullable Object leaf(Expression expression, RowScope scope) {
        if (expression instanceof Expression.Text text) {
            return text.value();
        }
        if (expression instanceof Expression.Number number) {
            return number(number);
        }
        if (expression instanceof Expression.Bool bool) {
            return bool.value();
        }
        if (expression instanceof Expression.Null) {
            return null;
        }
        if (expression instanceof Expression.DateText date) {
            return date.value();
        }
        if (expression instanceof Expression.SystemVariable variable) {
            return system(variable);
        }
        if (expression instanceof Expression.UserVariable variable) {
            return session.variables().userValue(variable.name().text());
        }
        if (expression instanceof Expression.Cast cast) {
            return value(cast.value(), scope);
        }
        if (expression instanceof Expression.Collate collate) {
            return value(collate.value(), scope);
        }
        if (expression instanceof Expression.Case choice) {
            return choose(choice, scope);
        }
        throw unsupported(expression);
    }

    private static Refusal unsupported(Expression expression) {
        return Refusal.analysis(expression.span(), EmbeddedRule.EXPRESSION_UNSUPPORTED, Sql.render(expression));
    }

    private static Object number(Expression.Number number) {
        return switch (number.kind()) {
            case INTEGER -> integer(number.text());
            case DECIMAL -> new BigDecimal(number.text());
            case DOUBLE -> Double.parseDouble(number.text());
        };
    }

    private static Object integer(String digits) {
        BigDecimal value = new BigDecimal(digits);
        return digits.length() < LONG_DIGITS ? (Object) value.longValueExact() : value;
    }

    private @Nullable Object system(Expression.SystemVariable variable) {
        SessionVariables variables = session.variables();
        String name = variable.name().text();
        String value = variables.value(name, "global".equalsIgnoreCase(variable.scope()));
        if (variables.isBoolean(name)) {
            return Boolean.valueOf(value);
        }
        return variables.isText(name) ? value : integerOrDouble(value);
    }

    private static Object integerOrDouble(String value) {
        return value.indexOf('.') < 0 ? (Object) Long.parseLong(value) : (Object) Double.parseDouble(value);
    }

    private @Nullable Object choose(Expression.Case choice, RowScope scope) {
        Object operand = choice.operand() == null ? null : value(choice.operand(), scope);
        for (Expression.When branch : choice.branches()) {
            Object condition = value(branch.condition(), scope);
            boolean matches = choice.operand() == null
                    ? Boolean.TRUE.equals(Values.truth(condition))
                    : operand != null && condition != null && Values.equal(operand, condition);
            if (matches) {
                return value(branch.result(), scope);
            }
        }
        return choice.otherwise() == null ? null : value(choice.otherwise(), scope);
    }

    private @Nullable Object unary(Expression.Unary unary, RowScope scope) {
        Object operand = value(unary.operand(), scope);
        if (operand == null) {
            return null;
        }
        return switch (unary.operator().meaning()) {
            case NOT -> !Boolean.TRUE.equals(Values.truth(operand));
            case MINUS -> negated(operand);
            case PLUS, BINARY -> operand;
            default -> throw unsupported(unary);
        };
    }

    private static Object negated(Object operand) {
        if (operand instanceof Long number) {
            return -number;
        }
        return operand instanceof Double number
                ? (Object) (-number)
                : Values.number(operand).negate();
    }

    private @Nullable Object binary(Expression.Binary binary, RowScope scope) {
        Operator operator = binary.operator().meaning();
        Object left = value(binary.left(), scope);
        if (operator == Operator.AND || operator == Operator.OR) {
            return connected(operator, Values.truth(left), binary.right(), scope);
        }
        Object right = value(binary.right(), scope);
        if (operator == Operator.EQUAL_FOR_NULL) {
            return Values.equal(left, right);
        }
        return left == null || right == null ? null : compared(binary, operator, left, right);
    }

    private @Nullable Object connected(
            Operator operator, @Nullable Boolean left, Expression rightSide, RowScope scope) {
        boolean decisive = operator == Operator.OR;
        if (left != null && left == decisive) {
            return left;
        }
        Boolean right = Values.truth(value(rightSide, scope));
        if (right != null && right == decisive) {
            return right;
        }
        return left == null || right == null ? null : (Object) !decisive;
    }

    private static @Nullable Object compared(Expression.Binary binary, Operator operator, Object left, Object right) {
        return switch (operator) {
            case EQUAL -> Values.compare(left, right) == 0;
            case NOT_EQUAL -> Values.compare(left, right) != 0;
            case LESS -> Values.compare(left, right) < 0;
            case LESS_OR_EQUAL -> Values.compare(left, right) <= 0;
            case GREATER -> Values.compare(left, right) > 0;
            case GREATER_OR_EQUAL -> Values.compare(left, right) >= 0;
            default -> calculated(binary, operator, Values.number(left), Values.number(right));
        };
    }

    private static @Nullable Object calculated(
            Expression.Binary binary, Operator operator, BigDecimal left, BigDecimal right) {
        if (right.signum() == 0 && DIVISIONS.contains(operator)) {
            return null;
        }
        BigDecimal result = switch (operator) {
            case PLUS -> left.add(right);
            case MINUS -> left.subtract(right);
            case TIMES -> left.multiply(right);
            case DIVIDE -> left.divide(right, MathContext.DECIMAL64);
            case INT_DIVIDE -> left.divideToIntegralValue(right);
            case MODULO -> left.remainder(right);
            default -> throw unsupported(binary);
        };
        boolean isLong = result.scale() <= 0 && result.precision() - result.scale() < LONG_DIGITS;
        return isLong ? (Object) result.longValueExact() : result;
    }

    private static boolean isPredicate(Expression expression) {
        return expression instanceof Expression.Like
                || expression instanceof Expression.In
                || expression instanceof Expression.Between
                || expression instanceof Expression.IsNull;
    }

    private @Nullable Object predicate(Expression expression, RowScope scope) {
        if (expression instanceof Expression.Like like) {
            Object value = value(like.value(), scope);
            Object pattern = value(like.pattern(), scope);
            return value == null || pattern == null
                    ? null
                    : (Object) (matches(like, value.toString(), pattern.toString()) != like.negated());
        }
        if (expression instanceof Expression.In in) {
            return in(in, scope);
        }
        if (expression instanceof Expression.Between between) {
            Object value = value(between.value(), scope);
            Object low = value(between.low(), scope);
            Object high = value(between.high(), scope);
            if (value == null || low == null || high == null) {
                return null;
            }
            boolean inside = Values.compare(value, low) >= 0 && Values.compare(value, high) <= 0;
            return inside != between.negated();
        }
        Expression.IsNull isNull = (Expression.IsNull) expression;
        return (value(isNull.value(), scope) == null) != isNull.negated();
    }

    private @Nullable Object in(Expression.In in, RowScope scope) {
        Object value = value(in.value(), scope);
        if (value == null) {
            return null;
        }
        for (Object candidate : values(in.candidates(), scope)) {
            if (candidate != null && Values.compare(value, candidate) == 0) {
                return !in.negated();
            }
        }
        return in.negated();
    }

    private static boolean matches(Expression.Like like, String value, String pattern) {
        if (like.word().equalsIgnoreCase("LIKE")) {
            return LikePattern.of(pattern, true).matches(value);
        }
        try {
            return Pattern.compile(pattern).matcher(value).find();
        } catch (PatternSyntaxException wrong) {
            throw Refusal.analysis(like.span(), EmbeddedRule.INVALID_PATTERN, pattern);
        }
    }
}
