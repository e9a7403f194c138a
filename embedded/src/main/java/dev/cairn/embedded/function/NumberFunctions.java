package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunction.Kind.DOUBLE;
import static dev.cairn.embedded.function.OwnFunction.Kind.LONG;
import static dev.cairn.embedded.function.OwnFunction.Kind.TEXT;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calculations whose digits DuckDB would lose, and those with bits. Decimals come and go as texts. */
final class NumberFunctions {
    private NumberFunctions() {}

    static List<OwnFunction> all() {
        return List.of(
                OwnFunction.text(
                        "multiply",
                        in -> rounded(decimal(in.text(0)).multiply(decimal(in.text(1))), (int) in.number(2)),
                        TEXT,
                        TEXT,
                        LONG),
                OwnFunction.text("divide", in -> divided(in.text(0), in.text(1), (int) in.number(2)), TEXT, TEXT, LONG),
                OwnFunction.text("int_divide", in -> whole(in.text(0), in.text(1)), TEXT, TEXT),
                OwnFunction.text("remainder", in -> remainder(in.text(0), in.text(1)), TEXT, TEXT),
                OwnFunction.text("round", in -> rounded(decimal(in.text(0)), (int) in.number(1)), TEXT, LONG),
                OwnFunction.text(
                        "truncate",
                        in -> decimal(in.text(0))
                                .setScale((int) in.number(1), RoundingMode.DOWN)
                                .toPlainString(),
                        TEXT,
                        LONG),
                OwnFunction.real("power", in -> power(in.real(0), in.real(1)), DOUBLE, DOUBLE),
                OwnFunction.text("plain", in -> plain(in.text(0)), TEXT),
                OwnFunction.text("bin", in -> Long.toBinaryString(in.number(0)), LONG),
                OwnFunction.text("conv", in -> converted(in.text(0), in.number(1), in.number(2)), TEXT, LONG, LONG),
                OwnFunction.number("shift_left", in -> in.number(0) << in.number(1), LONG, LONG),
                OwnFunction.number("shift_right", in -> in.number(0) >> in.number(1), LONG, LONG),
                OwnFunction.number("shift_right_logical", in -> in.number(0) >>> in.number(1), LONG, LONG),
                OwnFunction.number(
                        "equiwidth_bucket",
                        in -> bucket(in.number(0), in.number(1), in.number(2), in.number(3)),
                        LONG,
                        LONG,
                        LONG,
                        LONG));
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    /** Without zeros at the end. */
    private static String plain(String number) {
        return decimal(number).stripTrailingZeros().toPlainString();
    }

    private static String rounded(BigDecimal number, int scale) {
        return number.setScale(scale, RoundingMode.HALF_UP).toPlainString();
    }

    private static @Nullable String divided(String dividend, String divisor, int scale) {
        BigDecimal by = decimal(divisor);
        return by.signum() == 0
                ? null
                : decimal(dividend).divide(by, scale, RoundingMode.HALF_UP).toPlainString();
    }

    private static @Nullable String whole(String dividend, String divisor) {
        BigDecimal by = decimal(divisor);
        return by.signum() == 0
                ? null
                : decimal(dividend).divide(by, 0, RoundingMode.DOWN).toPlainString();
    }

    private static @Nullable String remainder(String dividend, String divisor) {
        BigDecimal by = decimal(divisor);
        return by.signum() == 0 ? null : decimal(dividend).remainder(by).toPlainString();
    }

    private static @Nullable Double power(double base, double exponent) {
        double power = Math.pow(base, exponent);
        return Double.isNaN(power) || Double.isInfinite(power) ? null : power;
    }

    /** A negative base to convert to means that the number has a sign. */
    private static @Nullable String converted(String number, long from, long to) {
        int source = (int) Math.abs(from);
        int target = (int) Math.abs(to);
        if (source < 2 || source > Character.MAX_RADIX || target < 2 || target > Character.MAX_RADIX) {
            return null;
        }
        String text = number.strip();
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int end = start;
        while (end < text.length() && Character.digit(text.charAt(end), source) >= 0) {
            end++;
        }
        if (end == start) {
            return "0";
        }
        BigInteger value = new BigInteger(text.substring(start, end), source);
        value = text.startsWith("-") ? value.negate() : value;
        if (value.signum() < 0 && to > 0) {
            value = value.add(BigInteger.ONE.shiftLeft(Long.SIZE));
        }
        return value.toString(target).toUpperCase(Locale.ROOT);
    }

    private static @Nullable Long bucket(long value, long least, long most, long buckets) {
        if (value < least || value > most || buckets <= 0) {
            return null;
        }
        long width = Math.max(1, (most - least + buckets) / buckets);
        return (value - least) / width;
    }
}
