package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * One signature of a function.
 *
 * @param variadic whether the last parameter may be repeated
 * @param state the type of an aggregate function's intermediate state; for all others the type of the result
 * @param nullable false for functions that never return NULL
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
        /** An aggregate function that may also be used as a window function. */
        WINDOWED,
        /** A function that is valid only before OVER. */
        WINDOW,
        /** A table function, which is used in place of a table. */
        TABLE
    }

    public Signature {
        parameters = List.copyOf(parameters);
    }

    boolean aggregate() {
        return kind != Kind.SCALAR && kind != Kind.TABLE;
    }

    /** Whether some of the types depend on the arguments. */
    boolean open() {
        for (SignatureType parameter : parameters) {
            if (parameter instanceof SignatureType.Open) {
                return true;
            }
        }
        return false;
    }

    /** Returns the parameter of the argument at an index. */
    SignatureType parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /**
     * Returns the signature with its open types resolved. The server then forgets that the function never returns NULL.
     */
    Signature decided(List<Type> types, Type newResult) {
        List<SignatureType> settled = new ArrayList<>(types.size());
        for (Type type : types) {
            settled.add(new SignatureType.Of(type));
        }
        return new Signature(
                function, kind, settled, variadic, new SignatureType.Of(newResult), stateWith(newResult), true);
    }

    /** Returns the same signature for another function. */
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

    /** If the state has the type of the result, it follows the new result. */
    private SignatureType stateWith(Type newResult) {
        return state.equals(result) ? new SignatureType.Of(newResult) : state;
    }
}
