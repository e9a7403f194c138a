package dev.cairn.analysis.type;

import dev.cairn.catalog.DecimalClass;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import dev.cairn.sql.ast.Type.Decimal.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Determines the common types of decimals with each other and with other types, by storage class, precision and scale.
 */
public final class Decimals {
    /** The precision of a decimal in a signature, which matches all decimals of its storage class. */
    static final int OPEN = -1;

    private static final int LARGEST_128 = DecimalClass.mostDigits(Kind.DECIMAL128);
    private static final int LARGEST_256 = DecimalClass.mostDigits(Kind.DECIMAL256);

    private Decimals() {}

    public static Decimal open(Kind kind) {
        return new Decimal(kind, OPEN, OPEN);
    }

    public static boolean isOpen(Decimal decimal) {
        return decimal.precision() == OPEN && decimal.scale() == OPEN;
    }

    /** Whether a type is a decimal of any storage class but DECIMALV2. */
    public static boolean isDecimal(@Nullable Type type) {
        return type instanceof Decimal decimal && decimal.kind() != Kind.DECIMALV2;
    }

    public static boolean isLarge(Decimal decimal) {
        return decimal.kind() == Kind.DECIMAL256;
    }

    static Kind wider(Kind one, Kind other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static Kind narrowest(int precision) {
        if (precision <= DecimalClass.mostDigits(Kind.DECIMAL32)) {
            return Kind.DECIMAL32;
        }
        return DecimalClass.of(precision);
    }

    /**
     * Returns a decimal with room for the digits of both before and after the point; DOUBLE if no decimal is that
     * large.
     */
    static Type common(Decimal one, Decimal other) {
        int whole = Math.max(one.precision() - one.scale(), other.precision() - other.scale());
        int scale = Math.max(one.scale(), other.scale());
        int precision = whole + scale;
        boolean large = isLarge(one) || isLarge(other);
        if (precision > (large ? LARGEST_256 : LARGEST_128)) {
            return TypeConstants.DOUBLE;
        }
        Kind kind = wider(wider(one.kind(), other.kind()), narrowest(precision));
        return new Decimal(kind, Math.max(precision, 1), scale);
    }

    /** Returns the common type of a decimal and any scalar type; null if there is none. */
    static @Nullable Type common(Decimal decimal, Type other) {
        if (decimal.equals(other)) {
            return new Decimal(wider(Kind.DECIMAL64, decimal.kind()), decimal.precision(), decimal.scale());
        }
        return switch (PrimitiveType.of(other)) {
            case DECIMALV2 -> common(decimal, new Decimal(Kind.DECIMAL128, 27, 9));
            case DECIMAL32, DECIMAL64, DECIMAL128, DECIMAL256 -> common(decimal, (Decimal) other);
            case BOOLEAN -> common(decimal, new Decimal(Kind.DECIMAL32, 1, 0));
            case TINYINT -> common(decimal, new Decimal(Kind.DECIMAL32, 3, 0));
            case SMALLINT -> common(decimal, new Decimal(Kind.DECIMAL32, 5, 0));
            case INT -> common(decimal, new Decimal(Kind.DECIMAL64, 10, 0));
            case BIGINT -> common(decimal, new Decimal(Kind.DECIMAL128, 19, 0));
            case LARGEINT -> common(decimal, new Decimal(Kind.DECIMAL128, 38, 0));
            case FLOAT, DOUBLE, CHAR, VARCHAR, DATE, DATETIME, TIME, JSON -> TypeConstants.DOUBLE;
            default -> null;
        };
    }
}
