package dev.cairn.analysis.type;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import dev.cairn.sql.ast.Type.Decimal.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Determines the common types of decimals with each other and with other types, and the result types of arithmetic, by
 * storage class, precision and scale.
 */
public final class DecimalTypes {
    /** A quotient has six more fractional digits than its dividend, up to a limit. */
    private static final int EXTRA_QUOTIENT_DIGITS = 6;

    private static final int MAX_QUOTIENT_SCALE = 12;

    private static final int MAX_DIGITS_128 = Kind.DECIMAL128.maxDigits();
    private static final int MAX_DIGITS_256 = Kind.DECIMAL256.maxDigits();

    private DecimalTypes() {}

    /** Returns whether a type is a decimal of a storage class other than DECIMALV2. */
    public static boolean isDecimalV3(@Nullable Type type) {
        return type instanceof Decimal decimalType && decimalType.kind() != Kind.DECIMALV2;
    }

    /** Returns whether a decimal has the storage class for more than 38 digits. */
    public static boolean isLarge(Decimal decimalType) {
        return decimalType.kind() == Kind.DECIMAL256;
    }

    static Kind widerKind(Kind left, Kind right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    /** Returns the storage class that the server chooses for a number of digits. */
    public static Kind narrowestKind(int precision) {
        if (precision <= Kind.DECIMAL32.maxDigits()) {
            return Kind.DECIMAL32;
        }
        return Decimal.Kind.of(precision);
    }

    /**
     * Returns a decimal that can hold the integer and the fractional digits of both decimals; DOUBLE if it would have
     * too many digits.
     */
    static Type commonType(Decimal left, Decimal right) {
        int integerDigits = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        int scale = Math.max(left.scale(), right.scale());
        int precision = integerDigits + scale;
        boolean isLarge = isLarge(left) || isLarge(right);
        if (precision > (isLarge ? MAX_DIGITS_256 : MAX_DIGITS_128)) {
            return TypeConstants.DOUBLE;
        }
        Kind kind = widerKind(widerKind(left.kind(), right.kind()), narrowestKind(precision));
        return new Decimal(kind, Math.max(precision, 1), scale);
    }

    /**
     * Returns the common type of a decimal and any scalar type; null if they have no common type. For two equal
     * decimals, its storage class is at least DECIMAL64.
     */
    static @Nullable Type commonType(Decimal decimalType, Type otherType) {
        if (decimalType.equals(otherType)) {
            return new Decimal(
                    widerKind(Kind.DECIMAL64, decimalType.kind()), decimalType.precision(), decimalType.scale());
        }
        return switch (PrimitiveType.of(otherType)) {
            case DECIMALV2 -> commonType(decimalType, new Decimal(Kind.DECIMAL128, 27, 9));
            case DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> commonType(decimalType, (Decimal) otherType);
            case BOOLEAN -> commonType(decimalType, new Decimal(Kind.DECIMAL32, 1, 0));
            case TINYINT -> commonType(decimalType, new Decimal(Kind.DECIMAL32, 3, 0));
            case SMALLINT -> commonType(decimalType, new Decimal(Kind.DECIMAL32, 5, 0));
            case INT -> commonType(decimalType, new Decimal(Kind.DECIMAL64, 10, 0));
            case BIGINT -> commonType(decimalType, new Decimal(Kind.DECIMAL128, 19, 0));
            case LARGEINT -> commonType(decimalType, new Decimal(Kind.DECIMAL128, 38, 0));
            case FLOAT, DOUBLE, CHAR, VARCHAR, DATE, DATETIME, TIME, JSON -> TypeConstants.DOUBLE;
            default -> null;
        };
    }

    /**
     * Returns the types of an operation with at least one decimal operand.
     *
     * @throws Refusal if the server does not support the operation for these types, or if the scale is too large
     */
    public static ArithmeticTypes determineTypes(Operator operator, Type leftType, Type rightType) {
        boolean isIntegerOperation = switch (operator.canonicalOperator()) {
            case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_LOGICAL, INT_DIVIDE -> true;
            default -> false;
        };
        if (!isIntegerOperation && (isInexact(leftType) || isInexact(rightType))) {
            return ArithmeticTypes.ofSameType(TypeConstants.DOUBLE);
        }
        Decimal leftDecimal = toDecimal(leftType);
        Decimal rightDecimal = toDecimal(rightType);
        return switch (operator.canonicalOperator()) {
            case PLUS, MINUS -> {
                Decimal sumType = sumType(leftDecimal, rightDecimal);
                yield new ArithmeticTypes(resize(leftDecimal, sumType), resize(rightDecimal, sumType), sumType);
            }
            case TIMES -> {
                Decimal productType = productType(leftDecimal, rightDecimal);
                yield new ArithmeticTypes(
                        withKind(leftDecimal, productType.kind()),
                        withKind(rightDecimal, productType.kind()),
                        productType);
            }
            case DIVIDE -> {
                Decimal quotientType = quotientType(leftDecimal, rightDecimal);
                yield new ArithmeticTypes(
                        resize(leftDecimal, quotientType), resize(rightDecimal, quotientType), quotientType);
            }
            case MODULO -> {
                Decimal remainderType = remainderType(leftDecimal, rightDecimal);
                yield new ArithmeticTypes(
                        resize(leftDecimal, remainderType), resize(rightDecimal, remainderType), remainderType);
            }
            case INT_DIVIDE -> {
                Decimal quotientType = quotientType(leftDecimal, rightDecimal);
                yield new ArithmeticTypes(
                        resize(leftDecimal, quotientType), resize(rightDecimal, quotientType), TypeConstants.BIGINT);
            }
            default -> ArithmeticTypes.ofSameType(TypeConstants.BIGINT);
        };
    }

    /** Returns the operand's type with the storage class and precision of the result. */
    private static Decimal resize(Decimal operandType, Decimal resultType) {
        return new Decimal(resultType.kind(), resultType.precision(), operandType.scale());
    }

    private static Decimal withKind(Decimal operandType, Kind kind) {
        return new Decimal(kind, operandType.precision(), operandType.scale());
    }

    /**
     * Returns the type of a sum or difference. It has one more integer digit than the operands, unless the precision
     * would exceed the maximum.
     */
    public static Decimal sumType(Decimal left, Decimal right) {
        int maxPrecision = maxDigits(left, right);
        int scale = Math.max(left.scale(), right.scale());
        int integerDigits = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        int precision = Math.min(integerDigits + scale + 1, maxPrecision);
        Kind kind = widerKind(narrowestKind(precision), widerKind(left.kind(), right.kind()));
        return new Decimal(kind, precision, scale);
    }

    /**
     * Returns the type of a quotient.
     *
     * @throws Refusal if the scale of the result and the scale of the divisor together exceed the maximum precision
     */
    public static Decimal quotientType(Decimal left, Decimal right) {
        int maxPrecision = maxDigits(left, right);
        int scale = left.scale() > MAX_QUOTIENT_SCALE
                ? left.scale()
                : Math.min(left.scale() + EXTRA_QUOTIENT_DIGITS, MAX_QUOTIENT_SCALE);
        if (scale + right.scale() > maxPrecision) {
            throw Refusal.ofAnalysis(Span.NONE, TypeRule.SCALE_TOO_LARGE, scale + right.scale(), maxPrecision);
        }
        return new Decimal(largestKind(left, right), maxPrecision, scale);
    }

    /**
     * Returns whether the exact product of two operands may have more digits than a decimal; false unless one of them
     * is a decimal.
     */
    public static boolean mayOverflow(Type leftType, Type rightType) {
        if (!(isDecimalV3(leftType) || isDecimalV3(rightType)) || isInexact(leftType) || isInexact(rightType)) {
            return false;
        }
        Decimal leftDecimal = toDecimal(leftType);
        Decimal rightDecimal = toDecimal(rightType);
        return leftDecimal.precision() + rightDecimal.precision() > maxDigits(leftDecimal, rightDecimal);
    }

    private static Decimal productType(Decimal left, Decimal right) {
        int maxPrecision = maxDigits(left, right);
        int scale = left.scale() + right.scale();
        int precision = left.precision() + right.precision();
        if (precision <= maxPrecision) {
            Kind kind = widerKind(narrowestKind(precision), widerKind(left.kind(), right.kind()));
            return new Decimal(kind, precision, scale);
        }
        if (scale > maxPrecision) {
            throw Refusal.ofAnalysis(Span.NONE, TypeRule.SCALE_TOO_LARGE, scale, maxPrecision);
        }
        return new Decimal(largestKind(left, right), maxPrecision, scale);
    }

    private static Decimal remainderType(Decimal left, Decimal right) {
        Kind kind = widerKind(Kind.DECIMAL64, widerKind(left.kind(), right.kind()));
        return new Decimal(kind, kind.maxDigits(), Math.max(left.scale(), right.scale()));
    }

    private static int maxDigits(Decimal left, Decimal right) {
        return largestKind(left, right).maxDigits();
    }

    private static Kind largestKind(Decimal left, Decimal right) {
        return isLarge(left) || isLarge(right) ? Kind.DECIMAL256 : Kind.DECIMAL128;
    }

    private static boolean isInexact(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return primitiveType.isFloatingPoint() || primitiveType.isCharacterType();
    }

    /**
     * Returns the decimal as which arithmetic treats an operand of this type. Its precision differs from the one that
     * {@link #commonType(Decimal, Type)} assumes for some types.
     */
    private static Decimal toDecimal(Type type) {
        return switch (PrimitiveType.of(type)) {
            case DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> (Decimal) type;
            case DECIMALV2 -> new Decimal(Kind.DECIMAL128, 38, 9);
            case LARGEINT -> new Decimal(Kind.DECIMAL128, 38, 0);
            case BIGINT -> new Decimal(Kind.DECIMAL64, 18, 0);
            case BOOLEAN, TINYINT, SMALLINT, INT -> new Decimal(Kind.DECIMAL64, 9, 0);
            case NULL_TYPE, FLOAT, DOUBLE, CHAR, VARCHAR -> new Decimal(Kind.DECIMAL32, 0, 0);
            default -> throw Refusal.ofExecution(Span.NONE, TypeRule.DECIMAL_ARITHMETIC_TYPE);
        };
    }
}
