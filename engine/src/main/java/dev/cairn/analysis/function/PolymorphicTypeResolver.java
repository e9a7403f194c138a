package dev.cairn.analysis.function;

import dev.cairn.analysis.function.SignatureType.PolymorphicType;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the polymorphic types of a signature: the types that the arguments of a call determine. For example,
 * {@code array_max} of an array of INT returns INT.
 */
public final class PolymorphicTypeResolver {
    private PolymorphicTypeResolver() {}

    /**
     * Returns the signature without polymorphic types; null if the arguments do not determine them. The arguments must
     * not have {@linkplain #haveIncompatibleElements incompatible elements}.
     *
     * @throws Refusal if the rule of the function refuses the arguments
     */
    static @Nullable Signature resolve(Signature signature, List<Type> argumentTypes) {
        if (isPolymorphicInOneParameterOnly(signature)) {
            Type resultType = ((SignatureType.FixedType) signature.resultType()).type();
            return signature.withTypes(
                    withBooleansForNulls(resolveParameterTypes(signature, argumentTypes)), resultType);
        }
        Function<List<Type>, @Nullable Type> polymorphicResultRule =
                signature.function().polymorphicResultRule();
        if (polymorphicResultRule != null) {
            List<Type> parameterTypes = resolveParameterTypes(signature, argumentTypes);
            Type resultType = polymorphicResultRule.apply(parameterTypes);
            return resultType == null
                    ? null
                    : signature.withTypes(withBooleansForNulls(parameterTypes), withBooleanForNull(resultType));
        }
        boolean isArraySearch = signature.function().decimalRule() == DecimalRule.ARRAY_SEARCH;
        return isArraySearch && signature.parameters().size() == 2
                ? resolveArraySearch(signature, argumentTypes)
                : resolveBySharedElementType(signature, argumentTypes);
    }

    /**
     * Returns whether the polymorphic types of a signature share one element type, but the arguments have no common
     * element type. The server then refuses the call, even if the arguments could be cast to another signature.
     */
    static boolean haveIncompatibleElements(Signature signature, List<Type> argumentTypes) {
        boolean areTypesIndependent = isPolymorphicInOneParameterOnly(signature)
                || signature.function().polymorphicResultRule() != null
                || sortsByOtherArrays(signature);
        if (areTypesIndependent) {
            return false;
        }
        List<Type> elementTypes = collectElementTypes(signature, argumentTypes);
        return !elementTypes.isEmpty() && findCommonType(elementTypes) == null;
    }

    private static boolean isPolymorphicInOneParameterOnly(Signature signature) {
        boolean hasFixedResult = signature.resultType() instanceof SignatureType.FixedType;
        return hasFixedResult
                && signature.parameters().stream()
                                .filter(PolymorphicType.class::isInstance)
                                .count()
                        == 1;
    }

    /** Returns whether the first array is sorted by the others, which may have elements of any type. */
    private static boolean sortsByOtherArrays(Signature signature) {
        return signature.function().lambdaForm() == LambdaForm.SORT_ARRAY_BY;
    }

    /**
     * Returns the type with BOOLEAN in place of NULL, also inside nested types; the server uses BOOLEAN if nothing else
     * determines the type.
     */
    public static Type withBooleanForNull(Type type) {
        return type.equals(TypeConstants.NULL)
                ? TypeConstants.BOOLEAN
                : type.mapComponentTypes(PolymorphicTypeResolver::withBooleanForNull);
    }

    private static List<Type> withBooleansForNulls(List<Type> parameterTypes) {
        List<Type> typesWithoutNull = new ArrayList<>(parameterTypes.size());
        for (Type type : parameterTypes) {
            typesWithoutNull.add(withBooleanForNull(type));
        }
        return typesWithoutNull;
    }

    /**
     * Returns the parameter types of the call: the type of the argument for a polymorphic parameter, with a type of the
     * required nesting in place of NULL, and the fixed type for any other parameter.
     */
    private static List<Type> resolveParameterTypes(Signature signature, List<Type> argumentTypes) {
        List<Type> parameterTypes = new ArrayList<>(argumentTypes.size());
        for (int i = 0; i < argumentTypes.size(); i++) {
            Type argumentType = argumentTypes.get(i);
            SignatureType parameter = signature.parameter(i);
            if (parameter instanceof SignatureType.FixedType fixedType) {
                parameterTypes.add(fixedType.type());
            } else {
                parameterTypes.add(
                        argumentType.equals(TypeConstants.NULL)
                                ? createNullReplacement((PolymorphicType) parameter)
                                : argumentType);
            }
        }
        return parameterTypes;
    }

    private static Type createNullReplacement(PolymorphicType parameter) {
        return switch (parameter) {
            case ANY -> TypeConstants.NULL;
            case ARRAY -> new Type.Array(TypeConstants.NULL);
            case MAP -> new Type.Map(TypeConstants.NULL, TypeConstants.NULL);
            case STRUCT -> new Type.Struct(List.of(new Type.Field("col1", TypeConstants.NULL)));
        };
    }

    private static @Nullable Signature resolveArraySearch(Signature signature, List<Type> argumentTypes) {
        if (!(argumentTypes.get(0) instanceof Type.Array arrayType)) {
            return null;
        }
        Type commonType = Objects.requireNonNull(CommonTypes.findCommonType(arrayType.element(), argumentTypes.get(1)));
        return signature.withTypes(
                List.of(new Type.Array(commonType), commonType),
                ((SignatureType.FixedType) signature.resultType()).type());
    }

    /**
     * Resolves polymorphic parameters that share one element type: some have this type, the others are arrays of it.
     */
    private static Signature resolveBySharedElementType(Signature signature, List<Type> argumentTypes) {
        List<Type> elementTypes = collectElementTypes(signature, argumentTypes);
        Type sharedType = elementTypes.isEmpty()
                ? TypeConstants.NULL
                : sortsByOtherArrays(signature)
                        ? elementTypes.get(0)
                        : Objects.requireNonNull(findCommonType(elementTypes));
        Type elementType = withBooleanForNull(sharedType);
        List<Type> parameterTypes = new ArrayList<>(signature.parameters().size());
        for (SignatureType parameter : signature.parameters()) {
            parameterTypes.add(substitute(parameter, elementType));
        }
        return signature.withTypes(parameterTypes, substitute(signature.resultType(), elementType));
    }

    /** Returns the types of the arguments that have the shared element type; NULL is ignored. */
    private static List<Type> collectElementTypes(Signature signature, List<Type> argumentTypes) {
        List<Type> elementTypes = new ArrayList<>(argumentTypes.size());
        for (int i = 0; i < argumentTypes.size(); i++) {
            SignatureType parameter = signature.parameter(i);
            Type argumentType = argumentTypes.get(i);
            if (parameter == PolymorphicType.ARRAY && argumentType instanceof Type.Array arrayType) {
                elementTypes.add(arrayType.element());
            } else if (parameter == PolymorphicType.ANY && !argumentType.equals(TypeConstants.NULL)) {
                elementTypes.add(argumentType);
            }
        }
        return elementTypes;
    }

    private static @Nullable Type findCommonType(List<Type> parameterTypes) {
        Type commonType = parameterTypes.get(0);
        for (int i = 1; i < parameterTypes.size() && commonType != null; i++) {
            commonType = CommonTypes.findCommonType(commonType, parameterTypes.get(i));
        }
        return commonType;
    }

    private static Type substitute(SignatureType parameter, Type elementType) {
        if (parameter instanceof SignatureType.FixedType fixedType) {
            return fixedType.type();
        }
        return parameter == PolymorphicType.ARRAY ? new Type.Array(elementType) : elementType;
    }

    /**
     * Replaces each type in the list by the common type of all, and returns this type.
     *
     * @throws Refusal if the types have no common type
     */
    static Type unifyParameterTypes(String functionName, List<Type> parameterTypes) {
        Type commonType = parameterTypes.get(0);
        for (Type parameterType : parameterTypes) {
            Type widenedType = CommonTypes.findCommonType(commonType, parameterType);
            if (widenedType == null) {
                throw Refusal.ofAnalysis(
                        Span.NONE,
                        FunctionRule.INVALID_ARGUMENTS,
                        functionName,
                        "one type of values, not " + TypeFormat.formatForMessages(commonType) + " and "
                                + TypeFormat.formatForMessages(parameterType));
            }
            commonType = widenedType;
        }
        Collections.fill(parameterTypes, commonType);
        return commonType;
    }
}
