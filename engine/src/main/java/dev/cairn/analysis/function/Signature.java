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
        FunctionEntry function,
        List<SignatureType> parameters,
        boolean variadic,
        SignatureType result,
        SignatureType state,
        boolean nullable) {
    public Signature {
        parameters = List.copyOf(parameters);
    }

    public FunctionEntry.Kind kind() {
        return function.kind();
    }

    /** Whether some of the types depend on the arguments. */
    boolean isOpen() {
        for (SignatureType parameter : parameters) {
            if (parameter instanceof SignatureType.OpenType) {
                return true;
            }
        }
        return false;
    }

    /** Returns the types that the arguments are implicitly cast to; the arguments of array_sortby are not cast. */
    public List<Type> castTypes(List<Type> arguments) {
        if (function.lambda() == FunctionEntry.LambdaForm.SORT_ARRAY_BY) {
            return arguments;
        }
        List<Type> casts = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            Type argument = arguments.get(i);
            boolean cast = !parameters.isEmpty()
                    && parameter(i) instanceof SignatureType.FixedType of
                    && !isOpenDecimal(of)
                    && !of.acceptsUncast(argument);
            casts.add(cast ? ((SignatureType.FixedType) parameter(i)).type() : argument);
        }
        return casts;
    }

    /** Returns the parameter of the argument at an index. */
    public SignatureType parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /**
     * Returns the signature with its open types resolved. As on the server, the result is always nullable.
     */
    Signature resolve(List<Type> types, Type newResult) {
        List<SignatureType> settled = new ArrayList<>(types.size());
        for (Type type : types) {
            settled.add(new SignatureType.FixedType(type));
        }
        return new Signature(
                function, settled, variadic, new SignatureType.FixedType(newResult), stateWith(newResult), true);
    }

    Signature withResult(Type newResult) {
        return new Signature(
                function, parameters, variadic, new SignatureType.FixedType(newResult), stateWith(newResult), nullable);
    }

    /** Returns the signature with the precision and scale of the arguments for its decimal parameters. */
    Signature withDecimals(List<Type> arguments) {
        List<SignatureType> settled = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            settled.add(
                    isOpenDecimal(parameters.get(i))
                            ? new SignatureType.FixedType(arguments.get(i))
                            : parameters.get(i));
        }
        return new Signature(function, settled, variadic, result, state, nullable);
    }

    private static boolean isOpenDecimal(SignatureType parameter) {
        return parameter instanceof SignatureType.FixedType of
                && (of.type() instanceof Type.Array array ? array.element() : of.type()) instanceof Type.Decimal decimal
                && decimal.isOpen();
    }

    Signature withState(Type newState) {
        return new Signature(function, parameters, variadic, result, new SignatureType.FixedType(newState), nullable);
    }

    /** Returns the state for a new result: a state that has the type of the old result changes with it. */
    private SignatureType stateWith(Type newResult) {
        return state.equals(result) ? new SignatureType.FixedType(newResult) : state;
    }
}
