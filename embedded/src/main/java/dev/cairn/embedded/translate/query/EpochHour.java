package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The hour of a time that is calculated from seconds. If the argument of {@code hour} calls {@code from_unixtime} of a
 * BIGINT or {@code to_datetime} anywhere, a frontend replaces the whole call by {@code hour_from_unixtime} of the
 * seconds. Everything around the inner call is lost, such as a shift, and the hour of negative seconds is NULL.
 *
 * @param typeOf the type of an expression
 * @param isConstant whether a frontend calculates an expression itself, before it searches the inner call
 */
public record EpochHour(Function<Expression, Type> typeOf, Predicate<Expression> isConstant) {
    private static final String FROM_UNIXTIME = "from_unixtime";

    /** Returns the call that replaces a call of {@code hour}; empty if a frontend does not replace it. */
    public Optional<Expression> findReplacement(Call call) {
        Call fromUnixtime = findCall(call, FROM_UNIXTIME);
        if (fromUnixtime != null) {
            List<Expression> arguments = fromUnixtime.arguments();
            return arguments.size() == 1 && PrimitiveType.of(typeOf.apply(arguments.get(0))) == PrimitiveType.BIGINT
                    ? Optional.of(createHour(arguments.get(0), call))
                    : Optional.empty();
        }
        Call toDatetime = findCall(call, "to_datetime");
        if (toDatetime == null) {
            return Optional.empty();
        }
        List<Expression> arguments = toDatetime.arguments();
        return arguments.size() == 1 || isZero(arguments.get(1))
                ? Optional.of(createHour(arguments.get(0), call))
                : Optional.empty();
    }

    private static boolean isZero(Expression scale) {
        Long value = scale.unwrap().integerValue();
        return value != null && value == 0;
    }

    private static Expression createHour(Expression seconds, Call call) {
        return Call.of("hour_from_unixtime", List.of(seconds), call.span());
    }

    /** Returns the first call of a function that is not constant, from the outside to the inside. */
    private @Nullable Call findCall(Expression expression, String functionName) {
        if (expression instanceof Call call
                && CallRewrites.lowerCaseName(call).equals(functionName)
                && !isConstant.test(call)) {
            return call;
        }
        for (Expression operand : expression.children()) {
            Call innerCall = findCall(operand, functionName);
            if (innerCall != null) {
                return innerCall;
            }
        }
        return null;
    }
}
