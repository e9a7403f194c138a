package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the type that the server casts compared values to; null if they are not comparable. Literals are
 * compared with a column in the type of the column if this does not change their value; all other values are compared
 * in their common type.
 */
public record ComparisonTypes(TextEqualityType textEquality) {
    /** The decimal as which equality compares texts and integers. */
    private static final Type.Decimal EXACT = new Decimal(Decimal.Kind.DECIMAL128, 38, 9);

    /**
     * Returns the type in which an operator compares two values.
     *
     * @param common their common type
     */
    public @Nullable Type comparedType(
            Operator operator, ComparedValue left, ComparedValue right, @Nullable Type common) {
        if (operator.canonicalOperator() == Operator.EQUAL_FOR_NULL && (left.isNull() || right.isNull())) {
            return left.isNull() ? right.type() : left.type();
        }
        if (Casts.isUnnecessary(left.type(), right.type())) {
            return left.type();
        }
        if (left.isVariable() && right.isLiteral()) {
            return ofLiteral(operator.canonicalOperator(), left, right, common);
        }
        return right.isVariable() && left.isLiteral()
                ? ofLiteral(operator.canonicalOperator(), right, left, common)
                : common;
    }

    private @Nullable Type ofLiteral(
            Operator operator, ComparedValue variable, ComparedValue literal, @Nullable Type common) {
        PrimitiveType one = variable.primitive();
        PrimitiveType other = literal.primitive();
        boolean number = other.isNumeric() || other.isCharacters();
        if (one.isDate() && number && Casts.isPossible(literal.type(), variable.type())) {
            return variable.type();
        }
        boolean converted = one.isNumeric()
                ? other.isNumeric()
                        || other == PrimitiveType.BOOLEAN
                        || (other.isCharacters() && readsNumbers(operator, one))
                : one == PrimitiveType.BOOLEAN && other.isCharacters();
        return converted && literal.isLiteralOf(variable.type()) ? variable.type() : common;
    }

    /** Whether an operator compares a number with the number that a text literal contains. */
    private boolean readsNumbers(Operator operator, PrimitiveType number) {
        return textEquality != TextEqualityType.VARCHAR
                || !isEquality(operator)
                || (operator == Operator.EQUAL && number.isFixedPoint());
    }

    /**
     * Returns the type in which BETWEEN or IN compares a value.
     *
     * @param values the value and all operands that it is compared with
     */
    public @Nullable Type ofSeveral(List<ComparedValue> values, boolean between) {
        ComparedValue value = values.get(0);
        List<ComparedValue> others = values.subList(1, values.size());
        if (others.stream().allMatch(other -> Casts.isUnnecessary(value.type(), other.type()))
                || (value.isVariable() && others.stream().allMatch(other -> other.isLiteralOf(value.type())))) {
            return value.type();
        }
        return common(values.stream().map(ComparedValue::type).toList(), between);
    }

    public static boolean compares(Operator operator) {
        return switch (operator.canonicalOperator()) {
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
    }

    /** Returns the type in which a join compares the two columns of a name in USING. */
    public @Nullable Type ofUsing(Type left, Type right) {
        return Casts.isUnnecessary(left, right) ? left : ofEquality(left, right);
    }

    /** Returns the type of the one column that a full join makes of the two columns of a name in USING. */
    public static @Nullable Type ofFullJoin(Type left, Type right) {
        return left.equals(right) ? left : ofOrder(left, right);
    }

    /** Returns the common type for a comparison operator. */
    public @Nullable Type common(Operator operator, Type left, Type right) {
        return isEquality(operator.canonicalOperator()) ? ofEquality(left, right) : ofOrder(left, right);
    }

    private static boolean isEquality(Operator operator) {
        return operator == Operator.EQUAL || operator == Operator.EQUAL_FOR_NULL || operator == Operator.NOT_EQUAL;
    }

    /** Returns the common type for {@code =}, {@code !=} and {@code <=>}. */
    private @Nullable Type ofEquality(Type left, Type right) {
        if (left.isComplex() || right.isComplex()) {
            return CommonTypes.commonType(left, right);
        }
        return isTextAndNumber(left, right) ? ofTextAndNumber(left, right) : ofOrder(left, right);
    }

    /** By default, a text is read as a decimal, since large numbers that differ may be equal as doubles. */
    private Type ofTextAndNumber(Type left, Type right) {
        return switch (textEquality) {
            case DOUBLE -> TypeConstants.DOUBLE;
            case VARCHAR -> TypeConstants.STRING;
            case DECIMAL -> {
                Type decimal = left instanceof Decimal ? left : right;
                yield decimal instanceof Decimal ? decimal : EXACT;
            }
        };
    }

    /** Returns the common type for {@code <} and the other order comparisons. */
    private static @Nullable Type ofOrder(Type left, Type right) {
        if (left instanceof Type.Array || right instanceof Type.Array) {
            return CommonTypes.commonType(left, right);
        }
        PrimitiveType one = PrimitiveType.of(left);
        PrimitiveType other = PrimitiveType.of(right);
        boolean nested = one == PrimitiveType.INVALID_TYPE || other == PrimitiveType.INVALID_TYPE;
        if (nested || one.isMetric() || other.isMetric()) {
            return null;
        }
        if (left.equals(right) || other == PrimitiveType.NULL_TYPE) {
            return left;
        }
        if (one == PrimitiveType.NULL_TYPE) {
            return right;
        }
        if (one == PrimitiveType.JSON || other == PrimitiveType.JSON) {
            return TypeConstants.JSON;
        }
        if (one.isDecimalV3() || other.isDecimalV3()) {
            return ofDecimal(left, right);
        }
        boolean dates =
                (one.isDate() && (other.isDate() || other.isCharacters())) || (other.isDate() && one.isCharacters());
        return dates ? TypeConstants.DATETIME : ofPlain(one, left, other, right);
    }

    private static Type ofPlain(PrimitiveType one, Type left, PrimitiveType other, Type right) {
        if (one.isFixedPoint() && other.isFixedPoint()) {
            return one.compareTo(other) > 0 ? left : right;
        }
        if ((one == PrimitiveType.BOOLEAN && other.isNumeric()) || (one.isFixedPoint() && other.isFloatingPoint())) {
            return right;
        }
        if ((other == PrimitiveType.BOOLEAN && one.isNumeric()) || (other.isFixedPoint() && one.isFloatingPoint())) {
            return left;
        }
        return one == PrimitiveType.VARBINARY && other == PrimitiveType.VARCHAR ? left : TypeConstants.DOUBLE;
    }

    /**
     * Returns the common type for BETWEEN or IN.
     *
     * @param types the type of the value, and those of all operands that it is compared with
     */
    public @Nullable Type common(List<Type> types, boolean between) {
        Type common = types.get(0);
        for (Type type : types.subList(1, types.size())) {
            common = common == null ? typeAfterNone(type, between) : ofTwo(common, type, between);
        }
        return TypeConstants.VARCHAR.equals(common) ? ofDates(types, between) : common;
    }

    /** Returns the type of the first date if values are compared with dates and texts; otherwise VARCHAR. */
    private static Type ofDates(List<Type> types, boolean between) {
        if (isDate(types.get(0))) {
            return types.get(0);
        }
        Type second = types.get(1);
        boolean alike = types.subList(1, types.size()).stream().allMatch(second::equals);
        return !between && isDate(second) && alike ? second : TypeConstants.VARCHAR;
    }

    private static boolean isDate(Type type) {
        return PrimitiveType.of(type).isDate();
    }

    /** Returns the common type after two types without one: the server may still find one for the next type. */
    private static @Nullable Type typeAfterNone(Type type, boolean between) {
        PrimitiveType primitive = PrimitiveType.of(type);
        if ((primitive == PrimitiveType.INVALID_TYPE && !between)
                || primitive == PrimitiveType.NULL_TYPE
                || primitive.isDecimalV3()) {
            return null;
        }
        return primitive == PrimitiveType.JSON ? TypeConstants.JSON : TypeConstants.DOUBLE;
    }

    private @Nullable Type ofTwo(Type left, Type right, boolean between) {
        if (!between) {
            if (left.isComplex() || right.isComplex()) {
                return CommonTypes.commonType(left, right);
            }
            if (isTextAndNumber(left, right)) {
                return ofTextAndNumber(left, right);
            }
        }
        PrimitiveType one = PrimitiveType.of(left);
        PrimitiveType other = PrimitiveType.of(right);
        if (one == PrimitiveType.NULL_TYPE) {
            return right;
        }
        if (other == PrimitiveType.NULL_TYPE) {
            return left;
        }
        if (one.isDecimalV3() || other.isDecimalV3()) {
            return ofDecimal(left, right);
        }
        if (one == other && one != PrimitiveType.INVALID_TYPE) {
            return left;
        }
        if (one == PrimitiveType.JSON || other == PrimitiveType.JSON) {
            return TypeConstants.JSON;
        }
        return ofClasses(ValueClass.of(one), left, ValueClass.of(other), right);
    }

    private static @Nullable Type ofClasses(ValueClass one, Type left, ValueClass other, Type right) {
        if (one == ValueClass.TEXT && other == ValueClass.TEXT) {
            return TypeConstants.VARCHAR;
        }
        if (one == ValueClass.INTEGER && other == ValueClass.INTEGER) {
            return CommonTypes.ofScalars(left, right);
        }
        boolean integer = one == ValueClass.INTEGER || one == ValueClass.DECIMALV2;
        if (integer && (other == ValueClass.INTEGER || other == ValueClass.DECIMALV2)) {
            return TypeConstants.DECIMALV2;
        }
        boolean large = one == ValueClass.INTEGER || one == ValueClass.LARGEINT;
        if (large && (other == ValueClass.INTEGER || other == ValueClass.LARGEINT)) {
            return TypeConstants.LARGEINT;
        }
        return TypeConstants.DOUBLE;
    }

    private static @Nullable Type ofDecimal(Type left, Type right) {
        return Decimals.isDecimal(left)
                ? Decimals.commonType((Decimal) left, right)
                : Decimals.commonType((Decimal) right, left);
    }

    private static boolean isTextAndNumber(Type left, Type right) {
        PrimitiveType one = PrimitiveType.of(left);
        PrimitiveType other = PrimitiveType.of(right);
        return (one.isCharacters() && isExactNumber(other)) || (isExactNumber(one) && other.isCharacters());
    }

    private static boolean isExactNumber(PrimitiveType primitive) {
        return primitive.isFixedPoint() || primitive.isDecimal();
    }

    /** The few classes of types in which MySQL compares values. */
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
