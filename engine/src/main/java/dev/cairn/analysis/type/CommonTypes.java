package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the common type to which values of several types are cast. A method returns null if the types have no
 * common type, unless it is documented to refuse them. These rules hold for CASE, UNION, VALUES and arrays, but not for
 * comparisons; see {@link ComparisonTypes}.
 */
public final class CommonTypes {
    private CommonTypes() {}

    /**
     * Returns the common type of two scalar types; null if they have none, or if one of them is nested.
     *
     * @throws Refusal if the server fails with an internal error for these types
     */
    public static @Nullable Type ofScalars(Type leftType, Type rightType) {
        PrimitiveType leftPrimitive = PrimitiveType.of(leftType);
        PrimitiveType rightPrimitive = PrimitiveType.of(rightType);
        if (leftPrimitive == PrimitiveType.INVALID_TYPE || rightPrimitive == PrimitiveType.INVALID_TYPE) {
            return null;
        }
        if (leftType.equals(rightType) || rightPrimitive == PrimitiveType.NULL_TYPE) {
            return leftType;
        }
        if (leftPrimitive == PrimitiveType.NULL_TYPE) {
            return rightType;
        }
        if (leftPrimitive == PrimitiveType.HLL || rightPrimitive == PrimitiveType.HLL) {
            return null;
        }
        if (leftPrimitive.isCharacterType() || rightPrimitive.isCharacterType()) {
            return ofTexts(leftType, rightType);
        }
        if (leftPrimitive.isDecimalV3()) {
            return DecimalTypes.commonType((Decimal) leftType, rightType);
        }
        if (rightPrimitive.isDecimalV3()) {
            return DecimalTypes.commonType((Decimal) rightType, leftType);
        }
        return ofRemainingScalars(leftPrimitive, leftType, rightPrimitive, rightType);
    }

    /**
     * Returns the common type of two types; arrays, maps and structs are combined component by component.
     *
     * @throws Refusal if the server fails with an internal error for these types
     */
    public static @Nullable Type findCommonType(Type leftType, Type rightType) {
        if (leftType instanceof Type.Nested nestedType && nestedType.hasShapeOf(rightType)) {
            return ofNested(nestedType, rightType);
        }
        PrimitiveType leftPrimitive = PrimitiveType.of(leftType);
        PrimitiveType rightPrimitive = PrimitiveType.of(rightType);
        if (leftPrimitive != PrimitiveType.INVALID_TYPE && rightPrimitive != PrimitiveType.INVALID_TYPE) {
            return ofScalars(leftType, rightType);
        }
        // The server types a NULL inside a nested value as BOOLEAN.
        if (leftPrimitive == PrimitiveType.NULL_TYPE || leftPrimitive == PrimitiveType.BOOLEAN) {
            return rightType;
        }
        return rightPrimitive == PrimitiveType.NULL_TYPE || rightPrimitive == PrimitiveType.BOOLEAN ? leftType : null;
    }

    /**
     * Returns the common type of all types.
     *
     * @throws Refusal if the types have no common type
     */
    public static Type requireCommonType(List<Type> types) {
        Type commonType = types.get(0);
        for (Type type : types.subList(1, types.size())) {
            Type widenedType = findCommonType(commonType, type);
            if (widenedType == null) {
                throw Refusal.ofAnalysis(
                        Span.NONE,
                        TypeRule.NO_COMMON_TYPE,
                        TypeFormat.formatForMessages(commonType),
                        TypeFormat.formatForMessages(type));
            }
            commonType = widenedType;
        }
        return commonType;
    }

    /**
     * Returns the common type for functions whose arguments must all have one type. The only nested types that can be
     * such arguments are arrays.
     */
    public static @Nullable Type ofArguments(@Nullable Type leftType, Type rightType) {
        if (leftType == null) {
            return null;
        }
        if (leftType instanceof Type.Array arrayType && rightType instanceof Type.Array rightArray) {
            Type elementType = ofArguments(arrayType.element(), rightArray.element());
            return elementType == null ? null : new Type.Array(elementType);
        }
        if (!leftType.isNested() && !rightType.isNested()) {
            return ofScalars(leftType, rightType);
        }
        if (leftType.equals(TypeConstants.NULL)) {
            return rightType;
        }
        return rightType.equals(TypeConstants.NULL) ? leftType : null;
    }

    private static Type ofTexts(Type leftType, Type rightType) {
        int leftLength = leftType instanceof Type.Text textType ? textType.length() : Type.Text.UNSPECIFIED_LENGTH;
        int rightLength = rightType instanceof Type.Text textType ? textType.length() : Type.Text.UNSPECIFIED_LENGTH;
        return leftLength <= 0 || rightLength <= 0
                ? TypeConstants.VARCHAR
                : new Type.Text(Type.Text.Kind.VARCHAR, Math.max(leftLength, rightLength));
    }

    private static @Nullable Type ofNested(Type.Nested leftType, Type rightType) {
        List<Type> componentTypes = new ArrayList<>(leftType.componentTypes().size());
        for (int i = 0; i < leftType.componentTypes().size(); i++) {
            Type commonType = findCommonType(
                    leftType.componentTypes().get(i), rightType.componentTypes().get(i));
            if (commonType == null) {
                return null;
            }
            componentTypes.add(commonType);
        }
        return leftType.withComponentTypes(componentTypes);
    }

    private static @Nullable Type ofRemainingScalars(
            PrimitiveType leftPrimitive, Type leftType, PrimitiveType rightPrimitive, Type rightType) {
        if (leftPrimitive == rightPrimitive) {
            return leftPrimitive == PrimitiveType.VARBINARY ? TypeConstants.VARBINARY : leftType; // the lengths differ
        }
        boolean hasDecimalV2 = leftPrimitive == PrimitiveType.DECIMALV2 || rightPrimitive == PrimitiveType.DECIMALV2;
        if (hasDecimalV2) {
            return leftPrimitive == PrimitiveType.DATE || rightPrimitive == PrimitiveType.DATE
                    ? null
                    : TypeConstants.DECIMALV2;
        }
        if (causesInternalError(leftPrimitive, rightPrimitive) || causesInternalError(rightPrimitive, leftPrimitive)) {
            throw Refusal.ofExecution(
                    Span.NONE,
                    TypeRule.NO_COMMON_TYPE,
                    TypeFormat.formatForMessages(leftType),
                    TypeFormat.formatForMessages(rightType));
        }
        boolean isLeftSmaller = leftPrimitive.compareTo(rightPrimitive) < 0;
        return isLeftSmaller
                ? ofPair(leftPrimitive, leftType, rightPrimitive, rightType)
                : ofPair(rightPrimitive, rightType, leftPrimitive, leftType);
    }

    /**
     * Returns the common type of two different types. The first type must precede the second one in the server's order.
     */
    private static @Nullable Type ofPair(
            PrimitiveType smallerPrimitive, Type smallerType, PrimitiveType largerPrimitive, Type largerType) {
        boolean isNumberOrBoolean = smallerPrimitive == PrimitiveType.BOOLEAN
                || smallerPrimitive.isFixedPoint()
                || smallerPrimitive.isFloatingPoint();
        return switch (largerPrimitive) {
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT, DOUBLE -> largerType;
            case FLOAT -> smallerPrimitive.compareTo(PrimitiveType.INT) < 0 ? largerType : TypeConstants.DOUBLE;
            case DATE ->
                smallerPrimitive.isFixedPoint() && smallerPrimitive.compareTo(PrimitiveType.INT) >= 0
                        ? smallerType
                        : null;
            case DATETIME -> ofDatetime(smallerPrimitive, smallerType, largerType);
            case TIME -> isNumberOrBoolean ? TypeConstants.DOUBLE : null;
            case JSON -> isNumberOrBoolean ? smallerType : null;
            case VARIANT -> isVariantCompatible(smallerPrimitive) ? largerType : null;
            default -> null;
        };
    }

    private static @Nullable Type ofDatetime(PrimitiveType smallerPrimitive, Type smallerType, Type datetimeType) {
        if (smallerPrimitive == PrimitiveType.DATE) {
            return datetimeType;
        }
        return smallerPrimitive == PrimitiveType.BIGINT
                        || smallerPrimitive == PrimitiveType.LARGEINT
                        || smallerPrimitive == PrimitiveType.DOUBLE
                ? smallerType
                : null;
    }

    private static boolean isVariantCompatible(PrimitiveType primitiveType) {
        return primitiveType == PrimitiveType.BOOLEAN
                || primitiveType.isFixedPoint()
                || primitiveType.isFloatingPoint()
                || primitiveType.isDateOrDatetime()
                || primitiveType == PrimitiveType.TIME
                || primitiveType == PrimitiveType.JSON;
    }

    /** Returns whether the server fails with an internal error for a pair of types that have no common type. */
    private static boolean causesInternalError(PrimitiveType smaller, PrimitiveType larger) {
        return switch (larger) {
            case BITMAP, PERCENTILE -> smaller == PrimitiveType.TIME;
            case VARBINARY ->
                smaller == PrimitiveType.BITMAP || smaller == PrimitiveType.PERCENTILE || smaller == PrimitiveType.JSON;
            default -> false;
        };
    }
}
