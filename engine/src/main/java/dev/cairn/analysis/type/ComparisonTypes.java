package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the type that the server casts compared values to. A method returns null if the values are not comparable.
 * Literals are compared with a column in the type of the column if this does not change their value; all other values
 * are compared in their common type.
 */
public record ComparisonTypes(TextEqualityType textEquality) {
    /** The type in which equality compares texts with integers. */
    private static final Type.Decimal EXACT_DECIMAL = new Decimal(Decimal.Kind.DECIMAL128, 38, 9);

    /**
     * Returns the type in which an operator compares two values.
     *
     * @param commonType the common type of the two values; null if they have none
     */
    public @Nullable Type findComparedType(
            Operator operator, ComparedValue left, ComparedValue right, @Nullable Type commonType) {
        if (operator.canonicalOperator() == Operator.EQUAL_FOR_NULL && (left.isNull() || right.isNull())) {
            return left.isNull() ? right.type() : left.type();
        }
        if (CastRules.isUnnecessary(left.type(), right.type())) {
            return left.type();
        }
        if (left.variesByRow() && right.isLiteral()) {
            return ofLiteral(operator.canonicalOperator(), left, right, commonType);
        }
        return right.variesByRow() && left.isLiteral()
                ? ofLiteral(operator.canonicalOperator(), right, left, commonType)
                : commonType;
    }

    private @Nullable Type ofLiteral(
            Operator operator, ComparedValue variable, ComparedValue literal, @Nullable Type commonType) {
        PrimitiveType variablePrimitive = variable.primitiveType();
        PrimitiveType literalPrimitive = literal.primitiveType();
        boolean mayBeNumber = literalPrimitive.isNumeric() || literalPrimitive.isCharacterType();
        if (variablePrimitive.isDateOrDatetime()
                && mayBeNumber
                && CastRules.isPossible(literal.type(), variable.type())) {
            return variable.type();
        }
        boolean isConverted = variablePrimitive.isNumeric()
                ? literalPrimitive.isNumeric()
                        || literalPrimitive == PrimitiveType.BOOLEAN
                        || (literalPrimitive.isCharacterType() && comparesTextAsNumber(operator, variablePrimitive))
                : variablePrimitive == PrimitiveType.BOOLEAN && literalPrimitive.isCharacterType();
        return isConverted && literal.isLiteralOf(variable.type()) ? variable.type() : commonType;
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
                || (value.variesByRow() && operands.stream().allMatch(operand -> operand.isLiteralOf(value.type())))) {
            return value.type();
        }
        return findCommonTypeOfAll(values.stream().map(ComparedValue::type).toList(), isBetween);
    }

    public static boolean isComparison(Operator operator) {
        return switch (operator.canonicalOperator()) {
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
    }

    /** Returns the type in which a join compares the two columns of a name in USING. */
    public @Nullable Type findUsingType(Type left, Type right) {
        return CastRules.isUnnecessary(left, right) ? left : ofEquality(left, right);
    }

    /** Returns the type of the column into which a full join merges the two columns of a name in USING. */
    public static @Nullable Type findFullJoinType(Type left, Type right) {
        return left.equals(right) ? left : ofOrder(left, right);
    }

    /** Returns the common type for a comparison operator. */
    public @Nullable Type findCommonType(Operator operator, Type left, Type right) {
        return isEquality(operator.canonicalOperator()) ? ofEquality(left, right) : ofOrder(left, right);
    }

    private static boolean isEquality(Operator operator) {
        return operator == Operator.EQUAL || operator == Operator.EQUAL_FOR_NULL || operator == Operator.NOT_EQUAL;
    }

    /** Returns the common type for {@code =}, {@code !=} and {@code <=>}. */
    private @Nullable Type ofEquality(Type left, Type right) {
        if (left.isComplex() || right.isComplex()) {
            return CommonTypes.findCommonType(left, right);
        }
        return isTextAndNumber(left, right) ? ofTextAndNumber(left, right) : ofOrder(left, right);
    }

    /** By default, text is read as a decimal, since large numbers that differ may be equal as doubles. */
    private Type ofTextAndNumber(Type left, Type right) {
        return switch (textEquality) {
            case DOUBLE -> TypeConstants.DOUBLE;
            case VARCHAR -> TypeConstants.STRING;
            case DECIMAL -> {
                Type decimal = left instanceof Decimal ? left : right;
                yield decimal instanceof Decimal ? decimal : EXACT_DECIMAL;
            }
        };
    }

    /** Returns the common type for {@code <} and the other order comparisons. */
    private static @Nullable Type ofOrder(Type left, Type right) {
        if (left instanceof Type.Array || right instanceof Type.Array) {
            return CommonTypes.findCommonType(left, right);
        }
        PrimitiveType leftPrimitive = PrimitiveType.of(left);
        PrimitiveType rightPrimitive = PrimitiveType.of(right);
        boolean isNested = leftPrimitive == PrimitiveType.INVALID_TYPE || rightPrimitive == PrimitiveType.INVALID_TYPE;
        if (isNested || leftPrimitive.isMetric() || rightPrimitive.isMetric()) {
            return null;
        }
        if (left.equals(right) || rightPrimitive == PrimitiveType.NULL_TYPE) {
            return left;
        }
        if (leftPrimitive == PrimitiveType.NULL_TYPE) {
            return right;
        }
        if (leftPrimitive == PrimitiveType.JSON || rightPrimitive == PrimitiveType.JSON) {
            return TypeConstants.JSON;
        }
        if (leftPrimitive.isDecimalV3() || rightPrimitive.isDecimalV3()) {
            return ofDecimal(left, right);
        }
        boolean areComparedAsTimes = (leftPrimitive.isDateOrDatetime()
                        && (rightPrimitive.isDateOrDatetime() || rightPrimitive.isCharacterType()))
                || (rightPrimitive.isDateOrDatetime() && leftPrimitive.isCharacterType());
        return areComparedAsTimes ? TypeConstants.DATETIME : ofPlain(leftPrimitive, left, rightPrimitive, right);
    }

    private static Type ofPlain(PrimitiveType leftPrimitive, Type left, PrimitiveType rightPrimitive, Type right) {
        if (leftPrimitive.isFixedPoint() && rightPrimitive.isFixedPoint()) {
            return leftPrimitive.compareTo(rightPrimitive) > 0 ? left : right;
        }
        if ((leftPrimitive == PrimitiveType.BOOLEAN && rightPrimitive.isNumeric())
                || (leftPrimitive.isFixedPoint() && rightPrimitive.isFloatingPoint())) {
            return right;
        }
        if ((rightPrimitive == PrimitiveType.BOOLEAN && leftPrimitive.isNumeric())
                || (rightPrimitive.isFixedPoint() && leftPrimitive.isFloatingPoint())) {
            return left;
        }
        return leftPrimitive == PrimitiveType.VARBINARY && rightPrimitive == PrimitiveType.VARCHAR
                ? left
                : TypeConstants.DOUBLE;
    }

    /**
     * Returns the common type for BETWEEN or IN.
     *
     * @param types the type of the value, followed by the types of all operands that the value is compared with
     */
    public @Nullable Type findCommonTypeOfAll(List<Type> types, boolean isBetween) {
        Type commonType = types.get(0);
        for (Type type : types.subList(1, types.size())) {
            commonType = commonType == null ? recoverCommonType(type, isBetween) : ofTwo(commonType, type, isBetween);
        }
        return TypeConstants.VARCHAR.equals(commonType) ? ofDates(types, isBetween) : commonType;
    }

    /** Returns the date type in which dates and texts are compared; VARCHAR if they are compared as texts. */
    private static Type ofDates(List<Type> types, boolean isBetween) {
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
     * Returns the type with which the server continues after types without a common type; null if it still finds none.
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

    private @Nullable Type ofTwo(Type left, Type right, boolean isBetween) {
        if (!isBetween) {
            if (left.isComplex() || right.isComplex()) {
                return CommonTypes.findCommonType(left, right);
            }
            if (isTextAndNumber(left, right)) {
                return ofTextAndNumber(left, right);
            }
        }
        PrimitiveType leftPrimitive = PrimitiveType.of(left);
        PrimitiveType rightPrimitive = PrimitiveType.of(right);
        if (leftPrimitive == PrimitiveType.NULL_TYPE) {
            return right;
        }
        if (rightPrimitive == PrimitiveType.NULL_TYPE) {
            return left;
        }
        if (leftPrimitive.isDecimalV3() || rightPrimitive.isDecimalV3()) {
            return ofDecimal(left, right);
        }
        if (leftPrimitive == rightPrimitive && leftPrimitive != PrimitiveType.INVALID_TYPE) {
            return left;
        }
        if (leftPrimitive == PrimitiveType.JSON || rightPrimitive == PrimitiveType.JSON) {
            return TypeConstants.JSON;
        }
        return ofClasses(ValueClass.of(leftPrimitive), left, ValueClass.of(rightPrimitive), right);
    }

    private static @Nullable Type ofClasses(ValueClass leftClass, Type left, ValueClass rightClass, Type right) {
        if (leftClass == ValueClass.TEXT && rightClass == ValueClass.TEXT) {
            return TypeConstants.VARCHAR;
        }
        if (leftClass == ValueClass.INTEGER && rightClass == ValueClass.INTEGER) {
            return CommonTypes.ofScalars(left, right);
        }
        boolean isLeftIntegerOrDecimalV2 = leftClass == ValueClass.INTEGER || leftClass == ValueClass.DECIMALV2;
        if (isLeftIntegerOrDecimalV2 && (rightClass == ValueClass.INTEGER || rightClass == ValueClass.DECIMALV2)) {
            return TypeConstants.DECIMALV2;
        }
        boolean isLeftWholeNumber = leftClass == ValueClass.INTEGER || leftClass == ValueClass.LARGEINT;
        if (isLeftWholeNumber && (rightClass == ValueClass.INTEGER || rightClass == ValueClass.LARGEINT)) {
            return TypeConstants.LARGEINT;
        }
        return TypeConstants.DOUBLE;
    }

    private static @Nullable Type ofDecimal(Type left, Type right) {
        return DecimalTypes.isDecimal(left)
                ? DecimalTypes.commonType((Decimal) left, right)
                : DecimalTypes.commonType((Decimal) right, left);
    }

    private static boolean isTextAndNumber(Type left, Type right) {
        PrimitiveType leftPrimitive = PrimitiveType.of(left);
        PrimitiveType rightPrimitive = PrimitiveType.of(right);
        return (leftPrimitive.isCharacterType() && isExactNumber(rightPrimitive))
                || (isExactNumber(leftPrimitive) && rightPrimitive.isCharacterType());
    }

    private static boolean isExactNumber(PrimitiveType primitiveType) {
        return primitiveType.isFixedPoint() || primitiveType.isDecimal();
    }

    /** The classes of types that MySQL distinguishes in comparisons. */
    private enum ValueClass {
        INTEGER,
        LARGEINT,
        DECIMALV2,
        TEXT,
        OTHER;

        static ValueClass of(PrimitiveType primitive) {
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
