package dev.cairn.analysis.type;

import static dev.cairn.catalog.PrimitiveType.BITMAP;
import static dev.cairn.catalog.PrimitiveType.BOOLEAN;
import static dev.cairn.catalog.PrimitiveType.HLL;
import static dev.cairn.catalog.PrimitiveType.INVALID_TYPE;
import static dev.cairn.catalog.PrimitiveType.JSON;
import static dev.cairn.catalog.PrimitiveType.NULL_TYPE;
import static dev.cairn.catalog.PrimitiveType.PERCENTILE;
import static dev.cairn.catalog.PrimitiveType.TIME;
import static dev.cairn.catalog.PrimitiveType.VARBINARY;
import static dev.cairn.catalog.PrimitiveType.VARIANT;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * Decides which casts the server accepts, which of them are lossless, and which are unnecessary. The same rules hold
 * for explicit and for implicit casts.
 */
public final class CastRules {
    private CastRules() {}

    /**
     * Returns whether the server can cast the type; fields of structs are matched by position, and their names are
     * ignored.
     */
    public static boolean isPossible(Type sourceType, Type targetType) {
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive == NULL_TYPE || (sourcePrimitive.isCharacterType() && targetPrimitive == BITMAP)) {
            return true;
        }
        if (sourcePrimitive != INVALID_TYPE && targetPrimitive != INVALID_TYPE) {
            return isPossible(sourcePrimitive, targetPrimitive);
        }
        return (sourceType instanceof Type.Nested nestedType
                        && nestedType.matchesByComponent(targetType, CastRules::isPossible))
                || isPossibleAcrossNesting(sourceType, targetType, sourcePrimitive, targetPrimitive);
    }

    /** Returns whether each value of one type is a value of the other, so the cast never returns NULL for a value. */
    public static boolean isLossless(Type sourceType, Type targetType) {
        if (sourceType instanceof Type.Nested nestedType) {
            return nestedType.matchesByComponent(targetType, CastRules::isLossless);
        }
        if (sourceType.equals(targetType)) {
            return true;
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive == BOOLEAN) {
            return targetPrimitive.isNumeric() || targetPrimitive.isCharacterType();
        }
        if (sourcePrimitive.isFixedPoint()) {
            return targetPrimitive.isCharacterType()
                    || (targetPrimitive.isFixedPoint() && sourcePrimitive.compareTo(targetPrimitive) < 0);
        }
        if (sourcePrimitive.isDecimalV3()) {
            return targetPrimitive.isCharacterType()
                    || targetPrimitive.isFloatingPoint()
                    || keepsDigits(sourceType, targetType);
        }
        return sourcePrimitive.isCharacterType() && targetPrimitive.isCharacterType();
    }

    /**
     * Returns whether the cast of a value that is not NULL is never NULL. This depends on the actual ranges of the
     * types, whereas {@link #isLossless} follows the assumptions of the server.
     */
    public static boolean alwaysSucceeds(Type sourceType, Type targetType) {
        if (sourceType.equals(targetType) || (sourceType instanceof Type.Nested && targetType instanceof Type.Nested)) {
            return true; // in a nested value, only the elements may become NULL
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive == targetPrimitive && !sourcePrimitive.isDecimalV3()) {
            return true;
        }
        if (sourcePrimitive == BOOLEAN || sourcePrimitive.isFixedPoint() || sourcePrimitive.isFloatingPoint()) {
            return isNumberCastSafe(sourcePrimitive, targetType, targetPrimitive);
        }
        if (sourcePrimitive.isDecimalV3()) {
            return targetPrimitive.isCharacterType()
                    || targetPrimitive.isFloatingPoint()
                    || targetPrimitive == BOOLEAN
                    || (sourceType instanceof Type.Decimal decimalType
                            && isDecimalCastSafe(decimalType, targetType, targetPrimitive));
        }
        if (sourcePrimitive.isDateOrDatetime()) {
            return targetPrimitive.isDateOrDatetime() || targetPrimitive.isCharacterType();
        }
        return sourcePrimitive.isCharacterType() && targetPrimitive.isCharacterType();
    }

    private static boolean isNumberCastSafe(
            PrimitiveType sourcePrimitive, Type targetType, PrimitiveType targetPrimitive) {
        if (targetPrimitive.isCharacterType()
                || targetPrimitive == BOOLEAN
                || targetPrimitive == PrimitiveType.DOUBLE) {
            return true;
        }
        if (sourcePrimitive.isFloatingPoint()) {
            return false;
        }
        if (targetPrimitive.isFixedPoint()) {
            return sourcePrimitive == BOOLEAN || sourcePrimitive.compareTo(targetPrimitive) < 0;
        }
        return targetPrimitive == PrimitiveType.FLOAT
                || (targetType instanceof Type.Decimal decimalType
                        && (decimalType.isWildcard()
                                || decimalType.precision() - decimalType.scale() > maxSafeDigits(sourcePrimitive)));
    }

    /**
     * Returns whether a decimal always fits into a decimal or an integer. A server compares the value with the range of
     * the target's storage class, and not with the precision of the target. This range has room for one more than the
     * largest number with the digits of the class, so a value that is rounded up fits, too.
     */
    private static boolean isDecimalCastSafe(Type.Decimal sourceType, Type targetType, PrimitiveType targetPrimitive) {
        int integerDigits = sourceType.precision() - sourceType.scale();
        if (targetType instanceof Type.Decimal targetDecimal && DecimalTypes.isDecimalV3(targetDecimal)) {
            int scale = targetDecimal.isWildcard() ? sourceType.scale() : targetDecimal.scale();
            return integerDigits + scale <= maxDigits(targetPrimitive);
        }
        return targetPrimitive.isFixedPoint() && integerDigits <= maxSafeDigits(targetPrimitive);
    }

    private static int maxDigits(PrimitiveType decimalPrimitive) {
        return Type.Decimal.Kind.valueOf(decimalPrimitive.name()).maxDigits();
    }

    /** Returns the largest number of digits that an integer type can always hold; 0 for other types. */
    private static int maxSafeDigits(PrimitiveType primitiveType) {
        return Math.max(0, primitiveType.maxIntegerDigits() - 1);
    }

    private static boolean keepsDigits(Type sourceType, Type targetType) {
        return sourceType instanceof Type.Decimal decimalType
                && targetType instanceof Type.Decimal targetDecimal
                && DecimalTypes.isDecimalV3(targetDecimal)
                && targetDecimal.precision() >= decimalType.precision()
                && targetDecimal.scale() >= decimalType.scale();
    }

    /**
     * Returns whether the server accepts one type for the other without a cast. Lengths are ignored. Decimals are
     * compared only by storage class and scale; an unspecified scale matches any other.
     */
    public static boolean isUnnecessary(Type sourceType, Type targetType) {
        if (sourceType instanceof Type.Nested nestedType) {
            return nestedType.matchesByComponent(targetType, CastRules::isUnnecessary)
                    && (!(sourceType instanceof Type.Struct structType)
                            || structType.hasFieldNamesOf((Type.Struct) targetType));
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive.isCharacterType()) {
            return targetPrimitive.isCharacterType();
        }
        return sourcePrimitive == targetPrimitive
                && (!sourcePrimitive.isDecimalV3()
                        || haveMatchingScales((Type.Decimal) sourceType, (Type.Decimal) targetType));
    }

    /** Returns the type of a value after a cast: the source type if no cast is necessary, else the target type. */
    public static Type determineCastType(Type sourceType, Type targetType) {
        return isUnnecessary(sourceType, targetType) ? sourceType : targetType;
    }

    private static boolean haveMatchingScales(Type.Decimal sourceType, Type.Decimal targetType) {
        return sourceType.scale() == targetType.scale() || sourceType.isWildcard() || targetType.isWildcard();
    }

    private static boolean isPossible(PrimitiveType sourceType, PrimitiveType targetType) {
        if (sourceType == targetType) {
            return true;
        }
        return switch (sourceType) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, LARGEINT, FLOAT, DOUBLE, CHAR, VARCHAR ->
                isBasicType(targetType) || targetType == JSON || targetType == VARIANT;
            case DATE, DATETIME, TIME -> isBasicType(targetType) || targetType == VARIANT;
            case VARBINARY -> isBasicType(targetType);
            case DECIMALV2, DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 ->
                isNumberOrBoolean(targetType)
                        || targetType.isCharacterType()
                        || targetType == TIME
                        || targetType == JSON
                        || targetType == VARIANT;
            case JSON ->
                isNumberOrBoolean(targetType)
                        || targetType.isCharacterType()
                        || targetType == NULL_TYPE
                        || targetType == VARIANT;
            case VARIANT ->
                isNumberOrBoolean(targetType)
                        || targetType.isCharacterType()
                        || targetType.isDateOrDatetime()
                        || targetType == TIME
                        || targetType == JSON
                        || targetType == NULL_TYPE;
            case NULL_TYPE, HLL, BITMAP, PERCENTILE, INVALID_TYPE -> false;
        };
    }

    private static boolean isNumberOrBoolean(PrimitiveType primitiveType) {
        return primitiveType == BOOLEAN || primitiveType.isNumeric();
    }

    private static boolean isBasicType(PrimitiveType primitiveType) {
        return isNumberOrBoolean(primitiveType)
                || primitiveType.isCharacterType()
                || primitiveType.isDateOrDatetime()
                || primitiveType == TIME
                || primitiveType == VARBINARY
                || primitiveType == NULL_TYPE;
    }

    private static boolean isPossibleAcrossNesting(
            Type sourceType, Type targetType, PrimitiveType sourcePrimitive, PrimitiveType targetPrimitive) {
        if (sourcePrimitive.isCharacterType() && targetType instanceof Type.Array) {
            return true;
        }
        if (sourcePrimitive == JSON) {
            return isCastableFromDocument(targetType, TypeConstants.JSON);
        }
        if (targetPrimitive == VARIANT) {
            return isCastableToVariant(sourceType);
        }
        if (sourcePrimitive == VARIANT) {
            return isCastableFromDocument(targetType, TypeConstants.VARIANT);
        }
        // The server types a NULL inside a nested value as BOOLEAN.
        return sourcePrimitive == BOOLEAN && targetType.isNested();
    }

    private static boolean isCastableFromDocument(Type targetType, Type documentType) {
        if (targetType instanceof Type.Array arrayType) {
            return !(arrayType.element() instanceof Type.Array) && !(arrayType.element() instanceof Type.Map);
        }
        if (targetType instanceof Type.Map mapType) {
            return isPossible(TypeConstants.VARCHAR, mapType.key()) && isPossible(documentType, mapType.value());
        }
        return targetType instanceof Type.Struct;
    }

    private static boolean isCastableToVariant(Type sourceType) {
        if (sourceType instanceof Type.Map mapType && !isPossible(mapType.key(), TypeConstants.VARCHAR)) {
            return false;
        }
        if (sourceType instanceof Type.Nested) {
            List<Type> valueTypes =
                    sourceType instanceof Type.Map mapType ? List.of(mapType.value()) : sourceType.componentTypes();
            return valueTypes.stream().allMatch(CastRules::isCastableToVariant);
        }
        PrimitiveType primitiveType = PrimitiveType.of(sourceType);
        return primitiveType != HLL
                && primitiveType != BITMAP
                && primitiveType != PERCENTILE
                && primitiveType != VARBINARY;
    }
}
