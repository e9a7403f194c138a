package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.Kind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.Kind.FLOAT;
import static dev.cairn.embedded.function.JavaFunction.Kind.LONG;
import static dev.cairn.embedded.function.JavaFunction.Kind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.protocol.ByteText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of texts. Positions begin at 1, and count characters, not bytes. */
final class TextFunctions {
    private static final long KILO = 1024;

    /** The maximum length of a VARCHAR in bytes. */
    private static final long MAX_LENGTH = 1048576;

    /** The maximum length of the texts that ngram_search compares. */
    private static final int MAX_SEARCHED_LENGTH = 1 << 15;

    /** The maximum width of bar(). */
    private static final long MAX_BAR_WIDTH = MAX_LENGTH / 3;

    private TextFunctions() {}

    static List<JavaFunction> all() {
        return List.of(
                function("initcap", TEXT).text(in -> capitals(in.text(0))),
                function("char", LONG).text(in -> ByteText.decode(new byte[] {(byte) in.number(0)})),
                function("ascii", TEXT).number(in -> ascii(in.text(0))),
                function("substring, substr", TEXT, LONG, LONG)
                        .text(in -> substring(in.text(0), in.number(1), in.number(2))),
                function("locate", TEXT, TEXT, LONG).number(in -> locate(in.text(0), in.text(1), in.number(2))),
                function("strpos", TEXT, TEXT, LONG).number(in -> instance(in.text(0), in.text(1), in.number(2))),
                helper("split_part", TEXT, TEXT, LONG).text(in -> part(in.text(0), in.text(1), in.number(2))),
                function("substring_index", TEXT, TEXT, LONG).text(in -> index(in.text(0), in.text(1), in.number(2))),
                function("translate", TEXT, TEXT, TEXT).text(in -> translate(in.text(0), in.text(1), in.text(2))),
                helper("money", TEXT).text(in -> money(in.text(0))),
                function("format_bytes", LONG).text(in -> bytes(in.number(0))),
                function("bar", LONG, LONG, LONG, LONG)
                        .text(in -> bar(in.number(0), in.number(1), in.number(2), in.number(3))),
                function("ngram_search", TEXT, TEXT, LONG)
                        .real(in -> ngram(in.text(0), in.text(1), (int) in.number(2))),
                helper("double_text", DOUBLE).text(in -> NumberText.format(in.real(0))),
                helper("float_text", FLOAT)
                        .text(in -> NumberText.format((Float) in.values().get(0))));
    }

    private static String capitals(String text) {
        StringBuilder capitals = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            capitals.append(inside ? Character.toLowerCase(character) : Character.toUpperCase(character));
            inside = Character.isLetterOrDigit(character);
        }
        return capitals.toString();
    }

    private static long ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0 ? 0 : Byte.toUnsignedLong(bytes[0]);
    }

    /**
     * Returns a substring. A negative position counts from the end; a position before the beginning gives an empty
     * text.
     */
    private static String substring(String text, long place, long length) {
        int[] points = text.codePoints().toArray();
        long start = place > 0 ? place - 1 : points.length + place;
        if (place == 0 || start < 0 || start >= points.length || length <= 0) {
            return "";
        }
        int count = (int) Math.min(length, points.length - start);
        return new String(points, (int) start, count);
    }

    private static long locate(String part, String text, long place) {
        if (place == 1 && part.isEmpty()) {
            return 1;
        }
        if (place < 1 || place > text.codePointCount(0, text.length())) {
            return 0;
        }
        int at = text.indexOf(part, text.offsetByCodePoints(0, (int) place - 1));
        return at < 0 ? 0 : text.codePointCount(0, at) + 1L;
    }

    /** Returns the position, in bytes, of the n-th occurrence, counted from the end if n is negative. */
    private static long instance(String text, String part, long number) {
        if (number == 0 || part.isEmpty()) {
            return number == 0 ? 0 : 1;
        }
        int at = number > 0 ? -1 : text.length();
        for (long i = 0; i < Math.abs(number); i++) {
            at = number > 0 ? text.indexOf(part, at + 1) : text.lastIndexOf(part, at - 1);
            if (at < 0) {
                return 0;
            }
        }
        return ByteText.encode(text.substring(0, at)).length + 1L;
    }

    /**
     * Returns the n-th part, counted from the end if n is negative; null if there is none. Without a mark, the parts are the
     * characters, which are only counted from the beginning; the part 0 is a text without marks.
     */
    private static @Nullable String part(String text, String mark, long number) {
        if (mark.isEmpty()) {
            long place = Math.max(number, 1);
            return place > text.codePointCount(0, text.length()) ? null : character(text, (int) place - 1);
        }
        if (number == 0) {
            return text.contains(mark) ? null : text;
        }
        String rest = text;
        for (long i = 1; i < Math.abs(number); i++) {
            int at = number > 0 ? rest.indexOf(mark) : rest.lastIndexOf(mark);
            if (at < 0) {
                return null;
            }
            rest = number > 0 ? rest.substring(at + mark.length()) : rest.substring(0, at);
        }
        int end = number > 0 ? rest.indexOf(mark) : rest.lastIndexOf(mark);
        if (end < 0) {
            return rest;
        }
        return number > 0 ? rest.substring(0, end) : rest.substring(end + mark.length());
    }

    private static String character(String text, int place) {
        return Character.toString(text.codePointAt(text.offsetByCodePoints(0, place)));
    }

    private static @Nullable String index(String text, String mark, long count) {
        if (count == 0) {
            return null;
        }
        if (mark.isEmpty()) {
            return "";
        }
        int at = count > 0 ? -1 : text.length();
        for (long i = 0; i < Math.abs(count); i++) {
            at = count > 0 ? text.indexOf(mark, at + 1) : text.lastIndexOf(mark, at - 1);
            if (at < 0) {
                return text;
            }
        }
        return count > 0 ? text.substring(0, at) : text.substring(at + mark.length());
    }

    /**
     * Replaces characters. A character without a counterpart is removed; of equal characters, the first one applies. A
     * result that is too long for a VARCHAR is NULL.
     */
    private static @Nullable String translate(String text, String from, String to) {
        int[] into = to.codePoints().toArray();
        int[] source = from.codePoints().toArray();
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < source.length; i++) {
            places.putIfAbsent(source[i], i);
        }
        StringBuilder translated = new StringBuilder();
        text.codePoints().forEach(point -> {
            int place = places.getOrDefault(point, -1);
            if (place < 0) {
                translated.appendCodePoint(point);
            } else if (place < into.length) {
                translated.appendCodePoint(into[place]);
            }
        });
        String result = translated.toString();
        return ByteText.encode(result).length <= MAX_LENGTH ? result : null;
    }

    private static String money(String number) {
        DecimalFormat format = new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(new BigDecimal(number));
    }

    private static @Nullable String bytes(long count) {
        if (count < 0) {
            return null;
        }
        if (count < KILO) {
            return count + " B";
        }
        String units = "KMGTPE";
        int unit = 0;
        double amount = (double) count / KILO;
        while (amount >= KILO && unit < units.length() - 1) {
            amount /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f %cB", amount, units.charAt(unit));
    }

    private static String bar(long size, long least, long most, long width) {
        if (least >= most) {
            throw new RefusedValueException("requirement: min < max");
        }
        if (width <= 0) {
            throw new RefusedValueException("requirement: width > 0");
        }
        if (size < least) {
            throw new RefusedValueException("requirement: size >= min");
        }
        if (size > most) {
            throw new RefusedValueException("requirement: size <= max");
        }
        if (width > MAX_BAR_WIDTH) {
            throw new RefusedValueException("The embedded server draws no bar that is wider than " + MAX_BAR_WIDTH);
        }
        double ratio = Math.min(1, (double) (size - least) / (most - least));
        return "▓".repeat((int) (ratio * width));
    }

    /** Returns the share of the parts of a pattern, counted as often as they occur, that are in a text. Parts consist of bytes. */
    private static double ngram(String text, String pattern, int length) {
        if (length <= 0) {
            throw new RefusedValueException("ngram search's third parameter must be a positive number");
        }
        byte[] needle = ByteText.encode(pattern);
        if (needle.length > MAX_SEARCHED_LENGTH) {
            throw new RefusedValueException("ngram function's second parameter is larger than 2^15");
        }
        byte[] haystack = ByteText.encode(text);
        if (needle.length < length || haystack.length > MAX_SEARCHED_LENGTH) {
            return 0;
        }
        Map<ByteBuffer, Integer> left = new HashMap<>();
        int count = needle.length - length + 1;
        for (int i = 0; i < count; i++) {
            left.merge(ByteBuffer.wrap(needle, i, length), 1, Integer::sum);
        }
        int missing = count;
        for (int i = 0; i + length <= haystack.length; i++) {
            ByteBuffer part = ByteBuffer.wrap(haystack, i, length);
            int more = left.getOrDefault(part, 0);
            if (more > 0) {
                left.put(part, more - 1);
                missing--;
            }
        }
        return 1.0f - missing * 1.0f / count;
    }

    /** Prints floating-point numbers as the server does: the shortest text that parses to the same number. */
    static final class NumberText {
        private static final int DIGITS_OF_DOUBLE = 15;
        private static final int DIGITS_OF_FLOAT = 6;
        private static final int MIN_PLAIN_EXPONENT = -4;

        private NumberText() {}

        static String format(double number) {
            return format(number, Double.toString(number), DIGITS_OF_DOUBLE + 1);
        }

        static String format(float number) {
            return format(number, Float.toString(number), DIGITS_OF_FLOAT + 1);
        }

        private static String format(double number, String shortest, int digits) {
            if (Double.isNaN(number)) {
                return "nan";
            }
            if (Double.isInfinite(number)) {
                return number > 0 ? "inf" : "-inf";
            }
            if (number == 0) {
                return shortest.startsWith("-") ? "-0" : "0";
            }
            BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
            int exponent = exact.precision() - exact.scale() - 1;
            if (exponent >= MIN_PLAIN_EXPONENT && exponent < digits) {
                return exact.toPlainString();
            }
            String text = exact.unscaledValue().abs().toString();
            String mantissa = text.length() == 1 ? text : text.charAt(0) + "." + text.substring(1);
            String sign = exponent < 0 ? "-" : "+";
            String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
            return (number < 0 ? "-" : "") + mantissa + "e" + sign + power;
        }
    }
}
