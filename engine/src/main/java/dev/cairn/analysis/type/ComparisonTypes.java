package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Determines the type in which values are compared; null if they are not comparable. */
public final class ComparisonTypes {
    private ComparisonTypes() {}

    public static boolean compares(Operator operator) {
        return switch (operator.meaning()) {
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
    }

    /** Returns the type for {@code =}, {@code !=} and {@code <=>}. */
    public static @Nullable Type ofEquality(Type left, Type right) {
        if (left.isComplex() || right.isComplex()) {
            return CommonTypes.of(left, right);
        }
        // '12' = 12 compares texts: as doubles, large numbers that differ would be equal.
        return isTextAndNumber(left, right) ? TypeConstants.STRING : ofOrder(left, right);
    }

    /** Returns the type for {@code <} and the other order comparisons. */
    public static @Nullable Type ofOrder(Type left, Type right) {
        if (left instanceof Type.Array || right instanceof Type.Array) {
            return CommonTypes.of(left, right);
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

    /** Returns the type for BETWEEN or IN, over the value and all operands that it is compared with. */
    public static @Nullable Type ofSeveral(List<Type> types, boolean between) {
        Type common = types.get(0);
        for (Type type : types.subList(1, types.size())) {
            common = common == null ? afterNothing(type, between) : ofTwo(common, type, between);
        }
        return common;
    }

    /** If two types have no common type, the server may still find one for the next type. */
    private static @Nullable Type afterNothing(Type type, boolean between) {
        PrimitiveType primitive = PrimitiveType.of(type);
        if ((primitive == PrimitiveType.INVALID_TYPE && !between)
                || primitive == PrimitiveType.NULL_TYPE
                || primitive.isDecimalV3()) {
            return null;
        }
        return primitive == PrimitiveType.JSON ? TypeConstants.JSON : TypeConstants.DOUBLE;
    }

    private static @Nullable Type ofTwo(Type left, Type right, boolean between) {
        if (!between) {
            if (left.isComplex() || right.isComplex()) {
                return CommonTypes.of(left, right);
            }
            if (isTextAndNumber(left, right)) {
                return TypeConstants.STRING;
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
        boolean whole = one == ValueClass.INTEGER || one == ValueClass.DECIMALV2;
        if (whole && (other == ValueClass.INTEGER || other == ValueClass.DECIMALV2)) {
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
                ? Decimals.common((Decimal) left, right)
                : Decimals.common((Decimal) right, left);
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
