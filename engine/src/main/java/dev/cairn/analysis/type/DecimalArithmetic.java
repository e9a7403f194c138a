package dev.cairn.analysis.type;

import dev.cairn.catalog.DecimalClass;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import dev.cairn.sql.ast.Type.Decimal.Kind;

/** Determines the result type of arithmetic on decimals. */
public final class DecimalArithmetic {
    /** A quotient has six more fractional digits than its dividend, unless that has many already. */
    private static final int MORE_DIGITS = 6;

    private static final int ENOUGH_DIGITS = 12;

    private DecimalArithmetic() {}

    /** Returns the result type of an operation of which at least one operand is a decimal. */
    public static Type of(Operator operator, Type left, Type right) {
        boolean whole = switch (operator.meaning()) {
            case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_LOGICAL, INT_DIVIDE -> true;
            default -> false;
        };
        if (!whole && (isInexact(left) || isInexact(right))) {
            return TypeConstants.DOUBLE;
        }
        Decimal one = asDecimal(left);
        Decimal other = asDecimal(right);
        return switch (operator.meaning()) {
            case PLUS, MINUS -> sum(one, other);
            case TIMES -> product(one, other);
            case DIVIDE -> quotient(one, other);
            case MODULO -> remainder(one, other);
            case INT_DIVIDE -> {
                quotient(one, other);
                yield TypeConstants.BIGINT;
            }
            default -> TypeConstants.BIGINT;
        };
    }

    public static Decimal sum(Decimal one, Decimal other) {
        int most = most(one, other);
        int scale = Math.max(one.scale(), other.scale());
        int whole = Math.max(one.precision() - one.scale(), other.precision() - other.scale());
        int precision = Math.min(whole + scale + 1, most);
        Kind kind = Decimals.wider(Decimals.narrowest(precision), Decimals.wider(one.kind(), other.kind()));
        return new Decimal(kind, precision, scale);
    }

    public static Decimal quotient(Decimal one, Decimal other) {
        int most = most(one, other);
        int scale = one.scale() > ENOUGH_DIGITS ? one.scale() : Math.min(one.scale() + MORE_DIGITS, ENOUGH_DIGITS);
        if (scale + other.scale() > most) {
            throw Refusal.analysis(
                    Span.NONE,
                    "Dividend fails to adjust scale to " + (scale + other.scale()) + " that exceeds maximum value("
                            + most + ")");
        }
        return new Decimal(largest(one, other), most, scale);
    }

    private static Decimal product(Decimal one, Decimal other) {
        int most = most(one, other);
        int scale = one.scale() + other.scale();
        int precision = one.precision() + other.precision();
        if (precision <= most) {
            Kind kind = Decimals.wider(Decimals.narrowest(precision), Decimals.wider(one.kind(), other.kind()));
            return new Decimal(kind, precision, scale);
        }
        if (scale > most) {
            throw Refusal.analysis(
                    Span.NONE,
                    "Return scale(" + scale + ") exceeds maximum value(" + most
                            + "), please cast decimal type to low-precision one");
        }
        return new Decimal(largest(one, other), most, scale);
    }

    private static Decimal remainder(Decimal one, Decimal other) {
        Kind kind = Decimals.wider(Kind.DECIMAL64, Decimals.wider(one.kind(), other.kind()));
        return new Decimal(kind, DecimalClass.mostDigits(kind), Math.max(one.scale(), other.scale()));
    }

    private static int most(Decimal one, Decimal other) {
        return DecimalClass.mostDigits(largest(one, other));
    }

    private static Kind largest(Decimal one, Decimal other) {
        return Decimals.isLarge(one) || Decimals.isLarge(other) ? Kind.DECIMAL256 : Kind.DECIMAL128;
    }

    private static boolean isInexact(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive.isFloatingPoint() || primitive.isCharacters();
    }

    private static Decimal asDecimal(Type type) {
        return switch (PrimitiveType.of(type)) {
            case DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> (Decimal) type;
            case DECIMALV2 -> new Decimal(Kind.DECIMAL128, 38, 9);
            case LARGEINT -> new Decimal(Kind.DECIMAL128, 38, 0);
            case BIGINT -> new Decimal(Kind.DECIMAL64, 18, 0);
            case BOOLEAN, TINYINT, SMALLINT, INT -> new Decimal(Kind.DECIMAL64, 9, 0);
            case NULL_TYPE, FLOAT, DOUBLE, CHAR, VARCHAR -> new Decimal(Kind.DECIMAL32, 0, 0);
            default ->
                throw Refusal.execution(
                        Span.NONE,
                        "Implicit casting for decimal arithmetic operations only support integer/float/boolean/null");
        };
    }
}
