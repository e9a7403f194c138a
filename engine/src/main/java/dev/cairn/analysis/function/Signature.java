package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * One signature of a function.
 *
 * @param isVariadic whether the last parameter may be repeated
 * @param stateType the type of the intermediate state of an aggregate function; the result for any other function
 * @param isResultNullable whether the result may be NULL
 */
public record Signature(
        FunctionEntry function,
        List<SignatureType> parameters,
        boolean isVariadic,
        SignatureType resultType,
        SignatureType stateType,
        boolean isResultNullable) {
    public Signature {
        parameters = List.copyOf(parameters);
    }

    public FunctionEntry.Kind kind() {
        return function.kind();
    }

    /** Returns whether the arguments of a call determine the type of a parameter. */
    boolean hasPolymorphicParameter() {
        for (SignatureType parameter : parameters) {
            if (parameter instanceof SignatureType.PolymorphicType) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the type that each argument is implicitly cast to. An argument that needs no cast keeps its type, as do
     * all arguments of array_sortby.
     */
    public List<Type> determineCastTypes(List<Type> argumentTypes) {
        if (function.lambdaForm() == LambdaForm.SORT_ARRAY_BY) {
            return argumentTypes;
        }
        List<Type> castTypes = new ArrayList<>(argumentTypes.size());
        for (int i = 0; i < argumentTypes.size(); i++) {
            Type argumentType = argumentTypes.get(i);
            boolean needsCast = !parameters.isEmpty()
                    && parameter(i) instanceof SignatureType.FixedType fixedType
                    && !isWildcardDecimal(fixedType)
                    && !fixedType.acceptsWithoutCast(argumentType);
            castTypes.add(needsCast ? ((SignatureType.FixedType) parameter(i)).type() : argumentType);
        }
        return castTypes;
    }

    /**
     * Returns the parameter of the argument at an index; the last parameter serves all further arguments. The signature
     * must have a parameter.
     */
    public SignatureType parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** Returns the signature with its polymorphic types resolved. As on the server, the result is always nullable. */
    Signature withTypes(List<Type> parameterTypes, Type newResultType) {
        List<SignatureType> fixedParameters = new ArrayList<>(parameterTypes.size());
        for (Type parameterType : parameterTypes) {
            fixedParameters.add(new SignatureType.FixedType(parameterType));
        }
        return new Signature(
                function,
                fixedParameters,
                isVariadic,
                new SignatureType.FixedType(newResultType),
                deriveStateType(newResultType),
                true);
    }

    /** Returns the signature with another result. If the state has the type of the old result, it changes, too. */
    Signature withResult(Type newResultType) {
        return new Signature(
                function,
                parameters,
                isVariadic,
                new SignatureType.FixedType(newResultType),
                deriveStateType(newResultType),
                isResultNullable);
    }

    /** Returns the signature with the types of the arguments for its decimal parameters of open precision and scale. */
    Signature withDecimals(List<Type> argumentTypes) {
        List<SignatureType> newParameters = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            newParameters.add(
                    isWildcardDecimal(parameters.get(i))
                            ? new SignatureType.FixedType(argumentTypes.get(i))
                            : parameters.get(i));
        }
        return new Signature(function, newParameters, isVariadic, resultType, stateType, isResultNullable);
    }

    private static boolean isWildcardDecimal(SignatureType parameter) {
        return parameter instanceof SignatureType.FixedType fixedType
                && (fixedType.type() instanceof Type.Array arrayType ? arrayType.element() : fixedType.type())
                        instanceof Type.Decimal decimalType
                && decimalType.isWildcard();
    }

    /** Returns the signature with another type of the intermediate state. */
    Signature withState(Type newStateType) {
        return new Signature(
                function,
                parameters,
                isVariadic,
                resultType,
                new SignatureType.FixedType(newStateType),
                isResultNullable);
    }

    /**
     * Returns the state for a new result: the new result if the state has the type of the old one, and the old state
     * otherwise.
     */
    private SignatureType deriveStateType(Type newResultType) {
        return stateType.equals(resultType) ? new SignatureType.FixedType(newResultType) : stateType;
    }
}
