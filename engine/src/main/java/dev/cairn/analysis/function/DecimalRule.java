package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.CatalogRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import dev.cairn.sql.ast.Type.Decimal.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule for the precision and scale of the decimals of a function. The signatures leave them open, because they follow
 * from the arguments of a call.
 */
enum DecimalRule {
    /** The result has the type in the listed signature. */
    AS_LISTED,
    /** The second argument is the number of fractional digits. */
    ROUNDED,
    /** All arguments are cast to DOUBLE. */
    AS_DOUBLE,
    /** A listed decimal result has the type of the first argument. */
    DECIMAL_OF_FIRST,
    /** The values are cast to their common type; a listed decimal result has this type, too. */
    COMMON,
    /** The result has the type of the first argument. */
    FIRST,
    /** The result is an array of the type of the first argument. */
    ARRAY_OF_FIRST,
    /** The result is an array of structs of an argument and its number of occurrences. */
    COUNTED_ITEMS,
    /** The result has the type of a sum of the first argument. */
    SUM,
    /** The result has the type of the quotient of a sum and a count. */
    AVERAGE,

    // The following rules concern arrays; acceptsArrays depends on their place.

    /** The array and the searched value are cast to a common element type. */
    ARRAY_SEARCH,
    /** Two arrays are cast to a common element type. */
    ARRAY_PAIR,
    /** All arrays are cast to a common type; the result has this type, too. */
    COMMON_ARRAY,
    /** The result has the type of the first array. */
    SAME_ARRAY,
    /** The result has the element type of the first array. */
    ELEMENT,
    /** The result has the type of a sum of elements. */
    SUM_OF_ELEMENTS,
    /** The result has the type of the quotient of an element and a count. */
    AVERAGE_OF_ELEMENTS,
    /** The result is an array of differences, which have the type of a sum of two elements. */
    DIFFERENCES_OF_ELEMENTS;

    /** The scale of a sum is limited, since a larger one leaves too few digits for the integer part. */
    private static final int MAX_SUM_SCALE = 18;

    /** The same limit for a sum of DECIMAL256. */
    private static final int MAX_LARGE_SUM_SCALE = 36;

    /** The type of the count by which a sum is divided. */
    private static final Decimal COUNT_TYPE = new Decimal(Kind.DECIMAL128, 38, 0);

    private static final Decimal LARGE_COUNT_TYPE = new Decimal(Kind.DECIMAL256, 76, 0);

    /** The scale of a rounded number that is not a decimal. */
    private static final int NON_DECIMAL_SCALE = 9;

    private boolean acceptsArrays() {
        return compareTo(ARRAY_SEARCH) >= 0;
    }

    /** Returns whether this rule determines the signature of a call with these argument types. */
    boolean appliesTo(List<Type> types) {
        if (this == ROUNDED) {
            return true;
        }
        if (this == ARRAY_SEARCH) {
            return types.size() == 2
                    && types.get(0) instanceof Type.Array arrayType
                    && (DecimalTypes.isDecimalV3(arrayType.element()) || DecimalTypes.isDecimalV3(types.get(1)));
        }
        for (Type type : types) {
            if (DecimalTypes.isDecimalV3(type)
                    || (type instanceof Type.Array arrayType && DecimalTypes.isDecimalV3(arrayType.element()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the signature of a call to which this rule applies.
     *
     * @throws Refusal if no signature matches the arguments
     */
    Signature resolve(TypedCall call) {
        int firstValueIndex = call.function().hasTrait(FunctionTrait.CONDITION_FIRST) ? 1 : 0;
        List<Type> types = switch (this) {
            case AS_DOUBLE -> Collections.nCopies(call.argumentCount(), TypeConstants.DOUBLE);
            case COMMON -> unifyValueTypes(call, firstValueIndex);
            case ARRAY_SEARCH, ARRAY_PAIR, COMMON_ARRAY -> unifyElementTypes(call);
            default -> call.argumentTypes();
        };
        Signature listedSignature = call.function().overloads().resolve(types);
        if (listedSignature == null) {
            throw createNoMatchRefusal(call, FunctionResolver.describeTypes(types));
        }
        return switch (this) {
            case AS_LISTED, AS_DOUBLE -> listedSignature;
            case ROUNDED -> resolveRound(call, listedSignature);
            case DECIMAL_OF_FIRST, COMMON -> {
                Signature castSignature = this == COMMON ? listedSignature.withDecimals(types) : listedSignature;
                yield listedSignature.resultType() instanceof SignatureType.FixedType fixedResult
                                && DecimalTypes.isDecimalV3(fixedResult.type())
                        ? castSignature.withResult(types.get(firstValueIndex))
                        : castSignature;
            }
            case ARRAY_SEARCH, ARRAY_PAIR -> {
                requireNoLargeDecimals(call.name(), types.get(0));
                yield listedSignature.withDecimals(types);
            }
            case SUM_OF_ELEMENTS -> resolveElementSum(call, listedSignature);
            default -> {
                Type resultType =
                        acceptsArrays() ? findArrayResultType(call.name(), types.get(0)) : findResultType(types.get(0));
                yield resultType == null ? listedSignature : listedSignature.withResult(resultType);
            }
        };
    }

    private static Refusal createNoMatchRefusal(TypedCall call, String types) {
        return call.createRefusal(FunctionRule.NO_MATCHING_FUNCTION, call.name(), types);
    }

    /**
     * Returns the argument types with the common type for each value, and BOOLEAN for a condition before the values. If
     * no value is a decimal, the types are unchanged.
     *
     * @param firstIndex the index of the first value: 1 if a condition precedes the values, otherwise 0
     * @throws Refusal if the values have no common type
     */
    private static List<Type> unifyValueTypes(TypedCall call, int firstIndex) {
        List<Type> types = call.argumentTypes();
        if (types.stream().skip(firstIndex).noneMatch(DecimalTypes::isDecimalV3)) {
            return types;
        }
        Type commonType = types.get(firstIndex);
        for (Type type : types.subList(firstIndex + 1, types.size())) {
            commonType = CommonTypes.ofArguments(commonType, type);
        }
        if (commonType == null) {
            String invalidTypes = String.join(", ", Collections.nCopies(types.size() - firstIndex, "INVALID_TYPE"));
            throw createNoMatchRefusal(call, firstIndex == 0 ? invalidTypes : "boolean, " + invalidTypes);
        }
        List<Type> castTypes = new ArrayList<>(Collections.nCopies(types.size(), commonType));
        if (firstIndex == 1) {
            castTypes.set(0, TypeConstants.BOOLEAN);
        }
        return castTypes;
    }

    /**
     * Returns an array of the common element type for each argument; for {@link #ARRAY_SEARCH}, the array and the
     * element type.
     *
     * @throws Refusal if the elements have no common type
     */
    private List<Type> unifyElementTypes(TypedCall call) {
        List<Type> elementTypes = new ArrayList<>(call.argumentCount());
        for (Type type : call.argumentTypes()) {
            elementTypes.add(type instanceof Type.Array arrayType ? arrayType.element() : type);
        }
        Type commonType = elementTypes.get(0);
        for (Type elementType : elementTypes.subList(1, elementTypes.size())) {
            if (this == COMMON_ARRAY) {
                commonType = CommonTypes.ofArguments(commonType, elementType);
            } else {
                commonType = commonType == null ? null : CommonTypes.ofScalars(commonType, elementType);
            }
        }
        if (commonType == null) {
            throw createNoMatchRefusal(
                    call, String.join(", ", Collections.nCopies(call.argumentCount(), "array<INVALID_TYPE>")));
        }
        Type arrayType = new Type.Array(commonType);
        return this == ARRAY_SEARCH
                ? List.of(arrayType, commonType)
                : Collections.nCopies(call.argumentCount(), arrayType);
    }

    /** Returns the type of the result; null if it is the one in the listed signature. */
    private @Nullable Type findResultType(Type firstType) {
        return switch (this) {
            case FIRST -> firstType;
            case ARRAY_OF_FIRST -> new Type.Array(firstType);
            case COUNTED_ITEMS ->
                new Type.Array(new Type.Struct(
                        List.of(new Type.Field("item", firstType), new Type.Field("count", TypeConstants.BIGINT))));
            case SUM -> firstType instanceof Decimal decimalType ? determineSumType(decimalType) : null;
            case AVERAGE ->
                firstType instanceof Decimal decimalType
                        ? DecimalTypes.quotientType(
                                determineSumType(decimalType),
                                DecimalTypes.isLarge(decimalType) ? LARGE_COUNT_TYPE : COUNT_TYPE)
                        : null;
            default -> null;
        };
    }

    /**
     * Returns the type of the result for an array; null if it is the one in the listed signature.
     *
     * @throws Refusal if the elements are DECIMAL256
     */
    private @Nullable Type findArrayResultType(String functionName, Type firstType) {
        requireNoLargeDecimals(functionName, firstType);
        Decimal decimalElement =
                firstType instanceof Type.Array arrayType && arrayType.element() instanceof Decimal decimalType
                        ? decimalType
                        : null;
        if (this == COMMON_ARRAY || this == SAME_ARRAY) {
            return firstType;
        }
        if (decimalElement == null) {
            return null;
        }
        return switch (this) {
            case ELEMENT -> decimalElement;
            case SUM_OF_ELEMENTS -> determineSumType(decimalElement);
            case AVERAGE_OF_ELEMENTS -> DecimalTypes.quotientType(decimalElement, COUNT_TYPE);
            case DIFFERENCES_OF_ELEMENTS -> new Type.Array(DecimalTypes.sumType(decimalElement, decimalElement));
            default -> null;
        };
    }

    /** Resolves the sum of an array. The elements are cast to the type of the sum if this type has a smaller scale. */
    private Signature resolveElementSum(TypedCall call, Signature listedSignature) {
        Type firstType = call.argumentTypes().get(0);
        Type elementSumType = findArrayResultType(call.name(), firstType);
        if (elementSumType == null) {
            return listedSignature;
        }
        boolean reducesScale = firstType instanceof Type.Array arrayType
                && determineScale(elementSumType) < determineScale(arrayType.element());
        return (reducesScale ? listedSignature.withDecimals(List.of(new Type.Array(elementSumType))) : listedSignature)
                .withResult(elementSumType);
    }

    private static void requireNoLargeDecimals(String functionName, Type firstType) {
        if (firstType instanceof Type.Array arrayType
                && arrayType.element() instanceof Decimal decimalType
                && DecimalTypes.isLarge(decimalType)) {
            throw Refusal.ofAnalysis(
                    Span.NONE, FunctionRule.INVALID_ARGUMENTS, functionName, "a type other than DECIMAL256");
        }
    }

    private static int determineScale(Type type) {
        return type instanceof Decimal decimalType ? decimalType.scale() : 0;
    }

    private static Decimal determineSumType(Decimal decimalType) {
        boolean isLarge = DecimalTypes.isLarge(decimalType);
        Kind kind = isLarge ? Kind.DECIMAL256 : Kind.DECIMAL128;
        int scale = Math.min(decimalType.scale(), isLarge ? MAX_LARGE_SUM_SCALE : MAX_SUM_SCALE);
        return new Decimal(kind, kind.maxDigits(), scale);
    }

    /**
     * Resolves a rounding. An integer literal as the second argument determines the scale of the result; without a
     * second argument, the scale is 0. If the second argument contains a column, the scale is kept. Any other second
     * argument results in a rounding of a DOUBLE.
     */
    private static Signature resolveRound(TypedCall call, Signature listedSignature) {
        if (call.argumentType(0) instanceof Decimal largeDecimal && DecimalTypes.isLarge(largeDecimal)) {
            throw Refusal.ofExecution(
                    Span.NONE, CatalogRule.DECIMAL_PRECISION_OUT_OF_RANGE, Kind.DECIMAL128.maxDigits());
        }
        if (!(listedSignature.parameters().get(0) instanceof SignatureType.FixedType fixedParameter)
                || !DecimalTypes.isDecimalV3(fixedParameter.type())) {
            return listedSignature;
        }
        int scale = call.argumentType(0) instanceof Decimal decimalType && DecimalTypes.isDecimalV3(decimalType)
                ? decimalType.scale()
                : NON_DECIMAL_SCALE;
        int maxDigits = Kind.DECIMAL128.maxDigits();
        Expression digitsArgument = call.argumentCount() > 1 ? call.argument(1) : null;
        Long fractionalDigitCount = digitsArgument == null ? Long.valueOf(0) : digitsArgument.integerValue();
        if (fractionalDigitCount != null) {
            scale = (int) Math.max(
                    0, fractionalDigitCount > scale ? Math.min(fractionalDigitCount, maxDigits) : fractionalDigitCount);
        } else if (digitsArgument != null && !digitsArgument.contains(Expression.Reference.class::isInstance)) {
            Signature doubleSignature =
                    call.function().overloads().resolve(List.of(TypeConstants.DOUBLE, TypeConstants.INT));
            return doubleSignature == null ? listedSignature : doubleSignature;
        }
        return listedSignature.withResult(new Decimal(Kind.DECIMAL128, maxDigits, scale));
    }
}
