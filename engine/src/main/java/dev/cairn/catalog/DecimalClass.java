package dev.cairn.catalog;

import dev.cairn.sql.ast.Type.Decimal;

/** The storage classes of decimals, with the number of digits that each can hold. */
public final class DecimalClass {
    public static final int LARGEST = 76;

    private DecimalClass() {}

    /**
     * Returns the storage class for a precision. The server never chooses DECIMAL32, because calculations would widen
     * it immediately.
     */
    public static Decimal.Kind of(int precision) {
        if (precision <= mostDigits(Decimal.Kind.DECIMAL64)) {
            return Decimal.Kind.DECIMAL64;
        }
        return precision <= mostDigits(Decimal.Kind.DECIMAL128) ? Decimal.Kind.DECIMAL128 : Decimal.Kind.DECIMAL256;
    }

    public static int mostDigits(Decimal.Kind kind) {
        return switch (kind) {
            case DECIMALV2 -> 27;
            case DECIMAL32 -> 9;
            case DECIMAL64 -> 18;
            case DECIMAL128 -> 38;
            case DECIMAL256, DECIMAL -> LARGEST;
        };
    }
}
