package dev.cairn.analysis.function;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;

/**
 * A function call as the typing rules see it.
 *
 * @param name in lower case
 * @param types the types of the arguments, all known
 * @param orderings the number of trailing arguments that come from ORDER BY
 * @param windowed whether the call stands before OVER
 */
public record Invocation(
        Expression place,
        String name,
        List<Expression> arguments,
        List<Type> types,
        boolean distinct,
        boolean star,
        int orderings,
        boolean windowed) {
    int count() {
        return arguments.size();
    }

    public Expression argument(int index) {
        return arguments.get(index);
    }

    public Type type(int index) {
        return types.get(index);
    }

    /** Creates a refusal of the whole call. */
    Refusal refusal(RefusalRule rule, Object... arguments) {
        return Refusal.at(place, rule, arguments);
    }

    Invocation of(String otherName, List<Type> otherTypes) {
        return new Invocation(
                place,
                otherName,
                arguments.subList(0, otherTypes.size()),
                otherTypes,
                distinct,
                star,
                orderings,
                windowed);
    }
}
