package dev.cairn.sql.ast;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The aggregation of a value column, which combines the values of rows with the same key. */
public sealed interface Aggregation {
    /** A named aggregate function. */
    enum Function implements Aggregation {
        SUM,
        MIN,
        MAX,
        REPLACE,
        REPLACE_IF_NOT_NULL,
        HLL_UNION,
        BITMAP_UNION,
        PERCENTILE_UNION
    }

    /** A generic aggregate state, {@code avg(bigint NULL)}: the intermediate state of any aggregate function. */
    record State(String function, List<StateArgument> arguments) implements Aggregation {
        public State {
            arguments = List.copyOf(arguments);
        }

        /** Returns the state with changed types of its arguments. */
        public State mapArgumentTypes(UnaryOperator<Type> typeMapper) {
            return new State(
                    function,
                    arguments.stream()
                            .map(argument ->
                                    new StateArgument(typeMapper.apply(argument.type()), argument.isNullable()))
                            .toList());
        }
    }

    /** An argument of a state's function; {@code isNullable} is null if neither NULL nor NOT NULL follows the type. */
    record StateArgument(Type type, @Nullable Boolean isNullable) {}
}
