package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * A call of a function as the rules look at it.
 *
 * @param name in lower case
 * @param types the arguments', all known
 * @param orderings how many of the last arguments stood behind ORDER BY
 * @param windowed before OVER
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
