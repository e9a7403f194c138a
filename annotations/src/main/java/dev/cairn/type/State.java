package dev.cairn.type;

import java.util.List;

/**
 * The state of an aggregate function, written as the arguments of one call of the function. It can only be written: in
 * a row that is read from a server, the component is null.
 *
 * <pre>{@code
 * State average = State.of(42L);   // for a column @StateOf("avg(bigint)")
 * }</pre>
 *
 * @param arguments the arguments, in the order of the function's parameters; none of them may be null, and the list is
 *     copied
 */
public record State(List<Object> arguments) {
    public State {
        arguments = List.copyOf(arguments);
    }

    /**
     * Returns the state of a call with these arguments.
     *
     * @throws NullPointerException if an argument is null: the state of a call with NULL can't be written
     */
    public static State of(Object... arguments) {
        return new State(List.of(arguments));
    }
}
