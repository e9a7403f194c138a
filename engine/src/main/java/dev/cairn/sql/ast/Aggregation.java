package dev.cairn.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the values of one key become one value. */
public sealed interface Aggregation {
    /** One of the named functions. */
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
    record State(String function, List<Argument> arguments) implements Aggregation {
        public State {
            arguments = List.copyOf(arguments);
        }
    }

    /** An argument of a state's function; nullable is null where unsaid. */
    record Argument(Type type, @Nullable Boolean nullable) {}
}
