package dev.cairn.embedded.query;

import dev.cairn.embedded.protocol.ResultColumnType;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operations on the values of expressions: Long, Double, BigDecimal, Boolean, String or null. */
final class Values {
    /** The maximum scale, which exceeds that of any double. Calculations with 1e999999999 would exhaust the memory. */
    private static final int LARGEST_SCALE = 400;

    private Values() {}

    /** Returns the text that is sent to the client. */
    static @Nullable String text(@Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool ? "1" : "0";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value == null ? null : value.toString();
    }

    /** Returns the truth value; null stands for unknown. */
    static @Nullable Boolean truth(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof Boolean bool ? bool : number(value).signum() != 0;
    }

    static BigDecimal number(Object value) {
        if (value instanceof Boolean bool) {
            return bool ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        try {
            BigDecimal number = new BigDecimal(value.toString().strip());
            return Math.abs((long) number.scale()) > LARGEST_SCALE ? BigDecimal.ZERO : number;
        } catch (NumberFormatException notANumber) {
            return BigDecimal.ZERO;
        }
    }

    static int compare(Object left, Object right) {
        if (left instanceof String text && right instanceof String rightText) {
            return text.compareTo(rightText);
        }
        return number(left).compareTo(number(right));
    }

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Objects.equals(left, right);
        }
        return compare(left, right) == 0;
    }

    /** Returns the type that the server assigns to a constant. */
    static ResultColumnType type(@Nullable Object value) {
        if (value instanceof Long number) {
            return integer(number);
        }
        if (value instanceof Boolean) {
            return ResultColumnType.BOOLEAN;
        }
        if (value instanceof Double) {
            return ResultColumnType.DOUBLE;
        }
        if (value instanceof BigDecimal decimal) {
            return ResultColumnType.decimal(
                    Math.max(decimal.precision(), decimal.scale()), Math.max(decimal.scale(), 0));
        }
        return value == null
                ? ResultColumnType.NULL
                : ResultColumnType.varchar(Math.max(1, value.toString().length()));
    }

    /**
     * Returns the value with the wider type, of two values of one column. Only integers and texts are distinguished.
     */
    static Object wider(Object left, Object right) {
        if (left instanceof Long number && right instanceof Long rightNumber) {
            return Math.abs(number) < Math.abs(rightNumber) ? right : left;
        }
        return left.toString().length() < right.toString().length() ? right : left;
    }

    private static ResultColumnType integer(long value) {
        if (value == (byte) value) {
            return ResultColumnType.TINYINT;
        }
        if (value == (short) value) {
            return ResultColumnType.SMALLINT;
        }
        return value == (int) value ? ResultColumnType.INT : ResultColumnType.BIGINT;
    }
}
