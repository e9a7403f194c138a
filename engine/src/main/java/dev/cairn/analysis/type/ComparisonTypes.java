package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the type that the server casts compared values to. The compared type is the type to which the operands are
 * cast; the common type is the one that follows from the types of the operands, without their values. Literals are
 * compared with a column in the type of the column if this does not change their value; all other values are compared
 * in their common type. A method that finds a type returns null if the values are not comparable.
 */
public record ComparisonTypes(TextEqualityType textEquality) {
    /** The type in which equality compares texts with integers. */
    private static final Type.Decimal INTEGER_EQUALITY_TYPE = new Decimal(Decimal.Kind.DECIMAL128, 38, 9);

    /**
     * Returns the type in which an operator compares two values.
     *
     * @param commonType the common type of the two values; null if they have none
     */
    public @Nullable Type findComparedType(
            Operator operator, ComparedValue left, ComparedValue right, @Nullable Type commonType) {
        if (operator.canonicalOperator() == Operator.NULL_SAFE_EQUAL
                && (left.isNullLiteral() || right.isNullLiteral())) {
            return left.isNullLiteral() ? right.type() : left.type();
        }
        if (CastRules.isUnnecessary(left.type(), right.type())) {
            return left.type();
        }
        if (left.variesByRow() && right.isLiteral()) {
            return ofValueAndLiteral(operator.canonicalOperator(), left, right, commonType);
        }
        return right.variesByRow() && left.isLiteral()
                ? ofValueAndLiteral(operator.canonicalOperator(), right, left, commonType)
                : commonType;
    }

    private @Nullable Type ofValueAndLiteral(
            Operator operator, ComparedValue varyingValue, ComparedValue literal, @Nullable Type commonType) {
        PrimitiveType varyingPrimitive = varyingValue.primitiveType();
        PrimitiveType literalPrimitive = literal.primitiveType();
        boolean mayBeNumber = literalPrimitive.isNumeric() || literalPrimitive.isCharacterType();
        if (varyingPrimitive.isDateOrDatetime()
                && mayBeNumber
                && CastRules.isPossible(literal.type(), varyingValue.type())) {
            return varyingValue.type();
        }
        boolean convertsLiteral = varyingPrimitive.isNumeric()
                ? literalPrimitive.isNumeric()
                        || literalPrimitive == PrimitiveType.BOOLEAN
                        || (literalPrimitive.isCharacterType() && comparesTextAsNumber(operator, varyingPrimitive))
                : varyingPrimitive == PrimitiveType.BOOLEAN && literalPrimitive.isCharacterType();
        return convertsLiteral && literal.isCanonicalLiteralOf(varyingValue.type()) ? varyingValue.type() : commonType;
    }

    /** Returns whether an operator compares a number with a text literal as a number. */
    private boolean comparesTextAsNumber(Operator operator, PrimitiveType numberType) {
        return textEquality != TextEqualityType.VARCHAR
                || !isEquality(operator)
                || (operator == Operator.EQUAL && numberType.isFixedPoint());
    }

    /**
     * Returns the type in which BETWEEN or IN compares a value.
     *
     * @param values the value, followed by all operands that the value is compared with
     */
    public @Nullable Type findComparedTypeOfAll(List<ComparedValue> values, boolean isBetween) {
        ComparedValue value = values.get(0);
        List<ComparedValue> operands = values.subList(1, values.size());
        if (operands.stream().allMatch(operand -> CastRules.isUnnecessary(value.type(), operand.type()))
                || (value.variesByRow()
                        && operands.stream().allMatch(operand -> operand.isCanonicalLiteralOf(value.type())))) {
            return value.type();
        }
        return findCommonTypeOfAll(values.stream().map(ComparedValue::type).toList(), isBetween);
    }

    /** Returns the type in which a join compares the two columns of a name in USING. */
    public @Nullable Type findUsingType(Type leftType, Type rightType) {
        return CastRules.isUnnecessary(leftType, rightType) ? leftType : ofEquality(leftType, rightType);
    }

    /** Returns the type of the column into which a full join merges the two columns of a name in USING. */
    public static @Nullable Type findFullJoinType(Type leftType, Type rightType) {
        return leftType.equals(rightType) ? leftType : ofOrder(leftType, rightType);
    }

    /** Returns the common type for a comparison operator. */
    public @Nullable Type findCommonType(Operator operator, Type leftType, Type rightType) {
        return isEquality(operator.canonicalOperator())
                ? ofEquality(leftType, rightType)
                : ofOrder(leftType, rightType);
    }

    private static boolean isEquality(Operator operator) {
        return operator == Operator.EQUAL || operator == Operator.NULL_SAFE_EQUAL || operator == Operator.NOT_EQUAL;
    }

    /** Returns the common type for {@code =}, {@code !=} and {@code <=>}. */
    private @Nullable Type ofEquality(Type leftType, Type rightType) {
        if (leftType.isNested() || rightType.isNested()) {
            return CommonTypes.findCommonType(leftType, rightType);
        }
        return isTextAndNumber(leftType, rightType)
                ? ofTextAndNumber(leftType, rightType)
                : ofOrder(leftType, rightType);
    }

    /**
     * Returns the type of the comparison of a text with an exact number. By default, this is a decimal, because large
     * numbers that differ may be equal as doubles.
     */
    private Type ofTextAndNumber(Type leftType, Type rightType) {
        return switch (textEquality) {
            case DOUBLE -> TypeConstants.DOUBLE;
            case VARCHAR -> TypeConstants.STRING;
            case DECIMAL -> {
                Type decimal = leftType instanceof Decimal ? leftType : rightType;
                yield decimal instanceof Decimal ? decimal : INTEGER_EQUALITY_TYPE;
            }
        };
    }

    /** Returns the common type for {@code <} and the other order comparisons. */
    private static @Nullable Type ofOrder(Type leftType, Type rightType) {
        if (leftType instanceof Type.Array || rightType instanceof Type.Array) {
            return CommonTypes.findCommonType(leftType, rightType);
        }
        PrimitiveType leftPrimitive = PrimitiveType.of(leftType);
        PrimitiveType rightPrimitive = PrimitiveType.of(rightType);
        boolean isNested = leftPrimitive == PrimitiveType.INVALID_TYPE || rightPrimitive == PrimitiveType.INVALID_TYPE;
        if (isNested || leftPrimitive.isMetric() || rightPrimitive.isMetric()) {
            return null;
        }
        if (leftType.equals(rightType) || rightPrimitive == PrimitiveType.NULL_TYPE) {
            return leftType;
        }
        if (leftPrimitive == PrimitiveType.NULL_TYPE) {
            return rightType;
        }
        if (leftPrimitive == PrimitiveType.JSON || rightPrimitive == PrimitiveType.JSON) {
            return TypeConstants.JSON;
        }
        if (leftPrimitive.isDecimalV3() || rightPrimitive.isDecimalV3()) {
            return ofDecimal(leftType, rightType);
        }
        boolean areComparedAsTimes = (leftPrimitive.isDateOrDatetime()
                        && (rightPrimitive.isDateOrDatetime() || rightPrimitive.isCharacterType()))
                || (rightPrimitive.isDateOrDatetime() && leftPrimitive.isCharacterType());
        return areComparedAsTimes
                ? TypeConstants.DATETIME
                : ofRemainingScalars(leftPrimitive, leftType, rightPrimitive, rightType);
    }

    private static Type ofRemainingScalars(
            PrimitiveType leftPrimitive, Type leftType, PrimitiveType rightPrimitive, Type rightType) {
        if (leftPrimitive.isFixedPoint() && rightPrimitive.isFixedPoint()) {
            return leftPrimitive.compareTo(rightPrimitive) > 0 ? leftType : rightType;
        }
        if ((leftPrimitive == PrimitiveType.BOOLEAN && rightPrimitive.isNumeric())
                || (leftPrimitive.isFixedPoint() && rightPrimitive.isFloatingPoint())) {
            return rightType;
        }
        if ((rightPrimitive == PrimitiveType.BOOLEAN && leftPrimitive.isNumeric())
                || (rightPrimitive.isFixedPoint() && leftPrimitive.isFloatingPoint())) {
            return leftType;
        }
        return leftPrimitive == PrimitiveType.VARBINARY && rightPrimitive == PrimitiveType.VARCHAR
                ? leftType
                : TypeConstants.DOUBLE;
    }

    /**
     * Returns the common type for BETWEEN or IN.
     *
     * @param types the type of the value, followed by the types of all operands that the value is compared with, of
     *     which there must be at least one
     */
    public @Nullable Type findCommonTypeOfAll(List<Type> types, boolean isBetween) {
        Type commonType = types.get(0);
        for (Type type : types.subList(1, types.size())) {
            commonType = commonType == null
                    ? recoverCommonType(type, isBetween)
                    : ofTwoOperands(commonType, type, isBetween);
        }
        return TypeConstants.VARCHAR.equals(commonType) ? ofDatesOrTexts(types, isBetween) : commonType;
    }

    /** Returns the date type in which dates and texts are compared; VARCHAR if they are compared as texts. */
    private static Type ofDatesOrTexts(List<Type> types, boolean isBetween) {
        if (isDateOrDatetime(types.get(0))) {
            return types.get(0);
        }
        Type secondType = types.get(1);
        boolean haveSameType = types.subList(1, types.size()).stream().allMatch(secondType::equals);
        return !isBetween && isDateOrDatetime(secondType) && haveSameType ? secondType : TypeConstants.VARCHAR;
    }

    private static boolean isDateOrDatetime(Type type) {
        return PrimitiveType.of(type).isDateOrDatetime();
    }

    /**
     * Returns the type that the server assumes when the types before this one have no common type; null if it still
     * finds none.
     */
    private static @Nullable Type recoverCommonType(Type type, boolean isBetween) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        if ((primitiveType == PrimitiveType.INVALID_TYPE && !isBetween)
                || primitiveType == PrimitiveType.NULL_TYPE
                || primitiveType.isDecimalV3()) {
            return null;
        }
        return primitiveType == PrimitiveType.JSON ? TypeConstants.JSON : TypeConstants.DOUBLE;
    }

    private @Nullable Type ofTwoOperands(Type leftType, Type rightType, boolean isBetween) {
        if (!isBetween) {
            if (leftType.isNested() || rightType.isNested()) {
                return CommonTypes.findCommonType(leftType, rightType);
            }
            if (isTextAndNumber(leftType, rightType)) {
                return ofTextAndNumber(leftType, rightType);
            }
        }
        PrimitiveType leftPrimitive = PrimitiveType.of(leftType);
        PrimitiveType rightPrimitive = PrimitiveType.of(rightType);
        if (leftPrimitive == PrimitiveType.NULL_TYPE) {
            return rightType;
        }
        if (rightPrimitive == PrimitiveType.NULL_TYPE) {
            return leftType;
        }
        if (leftPrimitive.isDecimalV3() || rightPrimitive.isDecimalV3()) {
            return ofDecimal(leftType, rightType);
        }
        if (leftPrimitive == rightPrimitive && leftPrimitive != PrimitiveType.INVALID_TYPE) {
            return leftType;
        }
        if (leftPrimitive == PrimitiveType.JSON || rightPrimitive == PrimitiveType.JSON) {
            return TypeConstants.JSON;
        }
        return ofComparisonClasses(
                ComparisonClass.of(leftPrimitive), leftType, ComparisonClass.of(rightPrimitive), rightType);
    }

    private static @Nullable Type ofComparisonClasses(
            ComparisonClass leftClass, Type leftType, ComparisonClass rightClass, Type rightType) {
        if (leftClass == ComparisonClass.TEXT && rightClass == ComparisonClass.TEXT) {
            return TypeConstants.VARCHAR;
        }
        if (leftClass == ComparisonClass.INTEGER && rightClass == ComparisonClass.INTEGER) {
            return CommonTypes.ofScalars(leftType, rightType);
        }
        boolean isLeftIntegerOrDecimalV2 =
                leftClass == ComparisonClass.INTEGER || leftClass == ComparisonClass.DECIMALV2;
        if (isLeftIntegerOrDecimalV2
                && (rightClass == ComparisonClass.INTEGER || rightClass == ComparisonClass.DECIMALV2)) {
            return TypeConstants.DECIMALV2;
        }
        boolean isLeftWholeNumber = leftClass == ComparisonClass.INTEGER || leftClass == ComparisonClass.LARGEINT;
        if (isLeftWholeNumber && (rightClass == ComparisonClass.INTEGER || rightClass == ComparisonClass.LARGEINT)) {
            return TypeConstants.LARGEINT;
        }
        return TypeConstants.DOUBLE;
    }

    private static @Nullable Type ofDecimal(Type leftType, Type rightType) {
        return DecimalTypes.isDecimalV3(leftType)
                ? DecimalTypes.commonType((Decimal) leftType, rightType)
                : DecimalTypes.commonType((Decimal) rightType, leftType);
    }

    private static boolean isTextAndNumber(Type leftType, Type rightType) {
        PrimitiveType leftPrimitive = PrimitiveType.of(leftType);
        PrimitiveType rightPrimitive = PrimitiveType.of(rightType);
        return (leftPrimitive.isCharacterType() && isExactNumber(rightPrimitive))
                || (isExactNumber(leftPrimitive) && rightPrimitive.isCharacterType());
    }

    private static boolean isExactNumber(PrimitiveType primitiveType) {
        return primitiveType.isFixedPoint() || primitiveType.isDecimal();
    }

    /**
     * The classes of types that BETWEEN and IN distinguish, after the rules of MySQL. Dates, times, sketches and JSON
     * count as texts.
     */
    private enum ComparisonClass {
        INTEGER,
        LARGEINT,
        DECIMALV2,
        TEXT,
        OTHER;

        static ComparisonClass of(PrimitiveType primitive) {
            return switch (primitive) {
                case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT -> INTEGER;
                case LARGEINT -> LARGEINT;
                case DECIMALV2 -> DECIMALV2;
                case DATE, DATETIME, TIME, CHAR, VARCHAR, HLL, BITMAP, PERCENTILE, JSON -> TEXT;
                default -> OTHER;
            };
        }
    }
}
