package dev.cairn.engine.advice;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decides whether a column can hold a number of a statement; a decimal column rounds superfluous fraction digits. */
final class NumberRangeCheck {
    private NumberRangeCheck() {}

    /** Returns the number of a literal, which may be a string or have a sign; null if the literal is not a number. */
    static @Nullable BigDecimal findNumber(Expression literal) {
        return literal instanceof Expression.StringLiteral text
                ? parse(text.value().strip())
                : literal.numberValue();
    }

    private static @Nullable BigDecimal parse(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException ignored) {
            return null; // LiteralWarningVisitor reports texts that are not numbers
        }
    }

    /**
     * Returns whether a column of the type can hold the number; true for types that do not limit numbers. An integer
     * type holds no fraction.
     */
    static boolean fitsInto(BigDecimal number, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return switch (primitive) {
            case TINYINT -> fitsIntoBits(number, Byte.SIZE);
            case SMALLINT -> fitsIntoBits(number, Short.SIZE);
            case INT -> fitsIntoBits(number, Integer.SIZE);
            case BIGINT -> fitsIntoBits(number, Long.SIZE);
            case LARGEINT -> fitsIntoBits(number, 2 * Long.SIZE);
            default ->
                !(type instanceof Type.Decimal decimalType)
                        || integerDigitCount(number) <= decimalType.precision() - decimalType.scale();
        };
    }

    /** Compares the number of digits first, because a number with a large exponent is expensive to convert. */
    private static boolean fitsIntoBits(BigDecimal number, int bitCount) {
        return integerDigitCount(number) <= bitCount
                && number.stripTrailingZeros().scale() <= 0
                && number.toBigInteger().bitLength() < bitCount;
    }

    /** Returns the number of digits before the decimal point. */
    private static long integerDigitCount(BigDecimal number) {
        return number.signum() == 0 ? 0 : number.precision() - (long) number.scale();
    }
}
