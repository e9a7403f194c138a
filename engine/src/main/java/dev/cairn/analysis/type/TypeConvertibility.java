package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * The degree to which the values of one type can be converted to another type. The constants are ordered from the best
 * degree to the worst one.
 */
public enum TypeConvertibility {
    /** Each value is preserved. */
    LOSSLESS,
    /** A value that does not fit becomes NULL or is truncated. */
    LOSSY,
    /** One type can't be converted to the other. */
    IMPOSSIBLE;

    private static final List<PrimitiveType> INTEGERS_FROM_NARROWEST = List.of(
            PrimitiveType.BOOLEAN,
            PrimitiveType.TINYINT,
            PrimitiveType.SMALLINT,
            PrimitiveType.INT,
            PrimitiveType.BIGINT,
            PrimitiveType.LARGEINT);

    /**
     * Returns how well values of a type can be converted to another type. An array or a map is as convertible as its
     * worst component. A struct loses the fields that have no counterpart in the other struct; it can't be converted if
     * no field has one.
     */
    public static TypeConvertibility of(Type sourceType, Type targetType) {
        if (sourceType.equals(targetType)) {
            return LOSSLESS;
        }
        if (sourceType.isNested() || targetType.isNested()) {
            return ofNested(sourceType, targetType);
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive.isMetric()
                || targetPrimitive.isMetric()
                || isBinary(sourcePrimitive)
                || isBinary(targetPrimitive)) {
            return sourcePrimitive == targetPrimitive ? ofTexts(sourceType, targetType) : IMPOSSIBLE;
        }
        if (!CastRules.isPossible(sourceType, targetType)) {
            return IMPOSSIBLE;
        }
        if (targetPrimitive == PrimitiveType.JSON || targetPrimitive == PrimitiveType.VARIANT) {
            return sourcePrimitive.isDateOrDatetime()
                    ? IMPOSSIBLE
                    : sourcePrimitive.isCharacterType() ? LOSSY : LOSSLESS;
        }
        if (targetPrimitive.isCharacterType()) {
            return sourcePrimitive.isCharacterType()
                    ? ofTexts(sourceType, targetType)
                    : ofConversionToText(sourceType, (Type.Text) targetType);
        }
        return ofScalars(sourceType, targetType, sourcePrimitive, targetPrimitive);
    }

    private static boolean isBinary(PrimitiveType type) {
        return type == PrimitiveType.VARBINARY;
    }

    private static TypeConvertibility ofNested(Type sourceType, Type targetType) {
        if (sourceType instanceof Type.Array arrayType && targetType instanceof Type.Array targetArray) {
            return of(arrayType.element(), targetArray.element());
        }
        if (sourceType instanceof Type.Map mapType && targetType instanceof Type.Map targetMap) {
            return chooseWorse(of(mapType.key(), targetMap.key()), of(mapType.value(), targetMap.value()));
        }
        if (sourceType instanceof Type.Struct structType && targetType instanceof Type.Struct targetStruct) {
            return ofFields(structType, targetStruct);
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        boolean convertsToDocument = targetPrimitive == PrimitiveType.JSON
                && (sourceType instanceof Type.Struct || sourceType instanceof Type.Map);
        boolean involvesDocument = sourcePrimitive == PrimitiveType.JSON
                || sourcePrimitive == PrimitiveType.VARIANT
                || targetPrimitive == PrimitiveType.VARIANT;
        boolean isPossible =
                (involvesDocument || sourcePrimitive.isCharacterType()) && CastRules.isPossible(sourceType, targetType);
        return isPossible || convertsToDocument ? LOSSY : IMPOSSIBLE;
    }

    /** Fields are matched by name, regardless of their position. */
    private static TypeConvertibility ofFields(Type.Struct sourceType, Type.Struct targetType) {
        if (sourceType.fields().stream().noneMatch(field -> hasCounterpart(field, targetType))) {
            return IMPOSSIBLE;
        }
        TypeConvertibility worstConvertibility = LOSSLESS;
        for (Type.Field field : sourceType.fields()) {
            worstConvertibility = chooseWorse(
                    worstConvertibility,
                    hasCounterpart(field, targetType)
                            ? of(
                                    field.type(),
                                    targetType
                                            .findField(field.name())
                                            .orElseThrow()
                                            .type())
                            : LOSSY);
        }
        return worstConvertibility;
    }

    /** Returns whether a struct has a field for the values of a field of another struct. */
    public static boolean hasCounterpart(Type.Field field, Type.Struct targetType) {
        return targetType
                .findField(field.name())
                .filter(targetField -> of(field.type(), targetField.type()) != IMPOSSIBLE)
                .isPresent();
    }

    private static TypeConvertibility chooseWorse(TypeConvertibility left, TypeConvertibility right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    private static TypeConvertibility ofTexts(Type sourceType, Type targetType) {
        boolean isLongEnough = sourceType instanceof Type.Text textType
                && targetType instanceof Type.Text targetTextType
                && targetTextType.length() >= textType.length();
        return isLongEnough ? LOSSLESS : LOSSY;
    }

    /**
     * Returns LOSSLESS if a text type is long enough for the longest text of a value, including the sign, the decimal
     * point and a leading zero.
     */
    private static TypeConvertibility ofConversionToText(Type sourceType, Type.Text targetType) {
        if (sourceType instanceof Type.Decimal decimalType) {
            return targetType.length() >= decimalType.precision() + 3 ? LOSSLESS : LOSSY;
        }
        int maxLength = switch (PrimitiveType.of(sourceType)) {
            case BOOLEAN -> 1;
            case TINYINT -> 4;
            case SMALLINT -> 6;
            case INT -> 11;
            case BIGINT -> 20;
            case LARGEINT -> 40;
            case FLOAT -> 16;
            case DOUBLE -> 24;
            case DATE -> 10;
            case DATETIME -> 26;
            default -> Integer.MAX_VALUE;
        };
        return targetType.length() >= maxLength ? LOSSLESS : LOSSY;
    }

    private static TypeConvertibility ofScalars(
            Type sourceType, Type targetType, PrimitiveType sourcePrimitive, PrimitiveType targetPrimitive) {
        int sourceRank = INTEGERS_FROM_NARROWEST.indexOf(sourcePrimitive);
        int targetRank = INTEGERS_FROM_NARROWEST.indexOf(targetPrimitive);
        if (sourceRank >= 0 && targetRank >= 0) {
            return sourceRank <= targetRank ? LOSSLESS : LOSSY;
        }
        if (sourceType instanceof Type.Decimal decimalType && targetType instanceof Type.Decimal targetDecimal) {
            boolean keepsIntegerDigits =
                    targetDecimal.precision() - targetDecimal.scale() >= decimalType.precision() - decimalType.scale();
            return keepsIntegerDigits && targetDecimal.scale() >= decimalType.scale() ? LOSSLESS : LOSSY;
        }
        if (sourcePrimitive == PrimitiveType.FLOAT && targetPrimitive == PrimitiveType.DOUBLE) {
            return LOSSLESS;
        }
        if (sourcePrimitive == PrimitiveType.DATE && targetPrimitive == PrimitiveType.DATETIME) {
            return LOSSLESS;
        }
        boolean isExactAsDouble = sourceRank >= 0 && sourceRank <= INTEGERS_FROM_NARROWEST.indexOf(PrimitiveType.INT);
        return isExactAsDouble && targetPrimitive == PrimitiveType.DOUBLE ? LOSSLESS : LOSSY;
    }
}
