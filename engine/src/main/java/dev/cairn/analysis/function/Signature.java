package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the ways in which a function can be called.
 *
 * @param variadic the last parameter may be repeated
 * @param state the type of an aggregate function's intermediate state; the result's for all others
 * @param nullable false for the functions that never give NULL
 */
public record Signature(
        String function,
        Kind kind,
        List<SignatureType> parameters,
        boolean variadic,
        SignatureType result,
        SignatureType state,
        boolean nullable) {
    public enum Kind {
        SCALAR,
        AGGREGATE,
        /** An aggregate function that may also stand before OVER. */
        WINDOWED,
        /** Stands before OVER only. */
        WINDOW,
        /** Gives rows: stands where a table stands. */
        TABLE
    }

    public Signature {
        parameters = List.copyOf(parameters);
    }

    boolean aggregate() {
        return kind != Kind.SCALAR && kind != Kind.TABLE;
    }

    /** Whether the arguments decide on some of the types. */
    boolean open() {
        for (SignatureType parameter : parameters) {
            if (parameter instanceof SignatureType.Open) {
                return true;
            }
        }
        return false;
    }

    /** The parameter that the argument at the index is for. */
    SignatureType parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** The same with what the arguments decided; the server forgets then that the function never gives NULL. */
    Signature decided(List<Type> types, Type newResult) {
        List<SignatureType> settled = new ArrayList<>(types.size());
        for (Type type : types) {
            settled.add(new SignatureType.Of(type));
        }
        return new Signature(
                function, kind, settled, variadic, new SignatureType.Of(newResult), stateWith(newResult), true);
    }

    /** The same for another function. */
    Signature of(String name, Kind otherKind, boolean givesNull) {
        return new Signature(name, otherKind, parameters, variadic, result, state, givesNull);
    }

    Signature giving(Type newResult) {
        return new Signature(
                function, kind, parameters, variadic, new SignatureType.Of(newResult), stateWith(newResult), nullable);
    }

    Signature keeping(Type newState) {
        return new Signature(function, kind, parameters, variadic, result, new SignatureType.Of(newState), nullable);
    }

    /** A state that is the result so far stays so. */
    private SignatureType stateWith(Type newResult) {
        return state.equals(result) ? new SignatureType.Of(newResult) : state;
    }
}
