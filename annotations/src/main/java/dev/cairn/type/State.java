package dev.cairn.type;

import java.util.List;

/**
 * The arguments of one call of an aggregate function, of a column that holds the state of that function.
 *
 * <pre>{@code
 * State average = State.of(42L);   // of a column @StateOf("avg(bigint)")
 * }</pre>
 *
 * @param arguments as the function takes them
 */
public record State(List<Object> arguments) {
    public State {
        arguments = List.copyOf(arguments);
    }

    public static State of(Object... arguments) {
        return new State(List.of(arguments));
    }
}
