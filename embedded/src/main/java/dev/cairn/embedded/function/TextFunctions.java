package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.FLOAT;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.text.ByteTextCodec;
import dev.cairn.embedded.text.NumberText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of texts. Positions begin at 1, and count characters; only those of {@code strpos} count bytes. */
public final class TextFunctions {
    private static final Pattern INTEGER_PATTERN = Pattern.compile("-?[0-9]+");
    private static final double CENTS_PER_UNIT = 100;
    /** The decimal places with which a server prints the cents of an amount, before it cuts them off. */
    private static final int PRINTED_DECIMAL_PLACES = 6;

    private static final long KIBI = 1024;

    /** The maximum length of a VARCHAR in bytes. */
    private static final long MAX_VARCHAR_BYTES = 1048576;

    /** The maximum length, in bytes, of the texts that ngram_search compares. */
    private static final int MAX_NGRAM_TEXT_BYTES = 1 << 15;

    /** The maximum width of bar(), whose character has three bytes. */
    private static final long MAX_BAR_WIDTH = MAX_VARCHAR_BYTES / 3;

    private TextFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                function("initcap", TEXT).returningText(arguments -> capitalize(arguments.textAt(0))),
                helper("lower", TEXT)
                        .returningText(arguments -> arguments.textAt(0).toLowerCase(Locale.ROOT)),
                helper("upper", TEXT)
                        .returningText(arguments -> arguments.textAt(0).toUpperCase(Locale.ROOT)),
                function("char", LONG)
                        .returningText(arguments -> ByteTextCodec.decode(new byte[] {(byte) arguments.longAt(0)})),
                function("ascii", TEXT).returningLong(arguments -> asciiCode(arguments.textAt(0))),
                function("substring, substr", TEXT, LONG, LONG)
                        .returningText(
                                arguments -> substring(arguments.textAt(0), arguments.longAt(1), arguments.longAt(2))),
                function("locate", TEXT, TEXT, LONG)
                        .returningLong(
                                arguments -> locate(arguments.textAt(0), arguments.textAt(1), arguments.longAt(2))),
                function("strpos", TEXT, TEXT, LONG)
                        .returningLong(arguments ->
                                findOccurrencePosition(arguments.textAt(0), arguments.textAt(1), arguments.longAt(2))),
                helper("split_part", TEXT, TEXT, LONG)
                        .returningText(
                                arguments -> splitPart(arguments.textAt(0), arguments.textAt(1), arguments.longAt(2))),
                function("substring_index", TEXT, TEXT, LONG)
                        .returningText(arguments ->
                                substringIndex(arguments.textAt(0), arguments.textAt(1), arguments.longAt(2))),
                function("translate", TEXT, TEXT, TEXT)
                        .returningText(
                                arguments -> translate(arguments.textAt(0), arguments.textAt(1), arguments.textAt(2))),
                helper("greedy_regex", TEXT).returningText(arguments -> new PosixRegex(arguments.textAt(0)).toGreedy()),
                helper("money", TEXT).returningText(arguments -> formatMoney(arguments.textAt(0))),
                helper("money_of_decimal", TEXT, LONG)
                        .returningText(arguments -> formatDecimal(arguments.textAt(0), arguments.longAt(1))),
                function("format_bytes", LONG).returningText(arguments -> formatBytes(arguments.longAt(0))),
                function("bar", LONG, LONG, LONG, LONG)
                        .returningText(arguments -> drawBar(
                                arguments.longAt(0), arguments.longAt(1), arguments.longAt(2), arguments.longAt(3))),
                helper("ngram_search", TEXT, TEXT, LONG)
                        .returningDouble(arguments ->
                                ngramSimilarity(arguments.textAt(0), arguments.textAt(1), (int) arguments.longAt(2))),
                helper("double_text", DOUBLE).returningText(arguments -> NumberText.format(arguments.doubleAt(0))),
                helper("float_text", FLOAT)
                        .returningText(arguments ->
                                NumberText.format((Float) arguments.values().get(0))));
    }

    /** Writes the first letter of each word in upper case, and its other letters in lower case. */
    private static String capitalize(String text) {
        StringBuilder capitalizedText = new StringBuilder();
        boolean followsWordCharacter = false;
        for (int character : text.codePoints().toArray()) {
            boolean isWordCharacter = Character.isLetterOrDigit(character);
            if (!isWordCharacter) {
                capitalizedText.appendCodePoint(character);
            } else {
                capitalizedText.appendCodePoint(
                        followsWordCharacter ? Character.toLowerCase(character) : Character.toUpperCase(character));
            }
            followsWordCharacter = isWordCharacter;
        }
        return capitalizedText.toString();
    }

    private static long asciiCode(String text) {
        byte[] bytes = ByteTextCodec.encode(text);
        return bytes.length == 0 ? 0 : Byte.toUnsignedLong(bytes[0]);
    }

    /**
     * Returns a substring. A negative position counts from the end; a position before the beginning gives an empty
     * text.
     */
    private static String substring(String text, long position, long length) {
        int[] codePoints = text.codePoints().toArray();
        long start = position > 0 ? position - 1 : codePoints.length + position;
        if (position == 0 || start < 0 || start >= codePoints.length || length <= 0) {
            return "";
        }
        int count = (int) Math.min(length, codePoints.length - start);
        return new String(codePoints, (int) start, count);
    }

    /** Returns the position of the first occurrence at or after a position; 0 if there is none. */
    private static long locate(String searchText, String text, long position) {
        if (position == 1 && searchText.isEmpty()) {
            return 1;
        }
        if (position < 1 || position > text.codePointCount(0, text.length())) {
            return 0;
        }
        int index = text.indexOf(searchText, text.offsetByCodePoints(0, (int) position - 1));
        return index < 0 ? 0 : text.codePointCount(0, index) + 1L;
    }

    /**
     * Returns the position, in bytes, of the n-th occurrence, counted from the end if n is negative; 0 if there is no
     * such occurrence. An empty text occurs at position 1 only, whatever n other than 0.
     */
    private static long findOccurrencePosition(String text, String searchText, long occurrence) {
        if (occurrence == 0 || searchText.isEmpty()) {
            return occurrence == 0 ? 0 : 1;
        }
        int index = occurrence > 0 ? -1 : text.length();
        for (long i = 0; i < Math.abs(occurrence); i++) {
            index = occurrence > 0 ? text.indexOf(searchText, index + 1) : text.lastIndexOf(searchText, index - 1);
            if (index < 0) {
                return 0;
            }
        }
        return ByteTextCodec.encode(text.substring(0, index)).length + 1L;
    }

    /**
     * Returns the n-th part, counted from the end if n is negative; null if the text has fewer parts. If the delimiter
     * is empty, the parts are the characters, counted from the beginning only. Part 0 is the whole text if it does not
     * contain the delimiter.
     */
    private static @Nullable String splitPart(String text, String delimiter, long partNumber) {
        if (delimiter.isEmpty()) {
            long position = Math.max(partNumber, 1);
            return position > text.codePointCount(0, text.length()) ? null : characterAt(text, (int) position - 1);
        }
        if (partNumber == 0) {
            return text.contains(delimiter) ? null : text;
        }
        return partNumber > 0 ? partFromStart(text, delimiter, partNumber) : partFromEnd(text, delimiter, -partNumber);
    }

    private static @Nullable String partFromStart(String text, String delimiter, long partNumber) {
        int start = 0;
        for (long i = 1; i < partNumber; i++) {
            int index = text.indexOf(delimiter, start);
            if (index < 0) {
                return null;
            }
            start = index + delimiter.length();
        }
        int end = text.indexOf(delimiter, start);
        return end < 0 ? text.substring(start) : text.substring(start, end);
    }

    private static @Nullable String partFromEnd(String text, String delimiter, long partNumber) {
        int end = text.length();
        for (long i = 1; i < partNumber; i++) {
            end = lastIndexBefore(text, delimiter, end);
            if (end < 0) {
                return null;
            }
        }
        int index = lastIndexBefore(text, delimiter, end);
        return index < 0 ? text.substring(0, end) : text.substring(index + delimiter.length(), end);
    }

    private static String characterAt(String text, int index) {
        return Character.toString(text.codePointAt(text.offsetByCodePoints(0, index)));
    }

    /**
     * Returns the text before the n-th delimiter or, if n is negative, the text after the n-th delimiter from the end.
     * Delimiters do not overlap. Returns the whole text if it has fewer delimiters, and null if n is 0 or the delimiter
     * is empty.
     */
    private static @Nullable String substringIndex(String text, String delimiter, long occurrence) {
        if (occurrence == 0 || delimiter.isEmpty()) {
            return null;
        }
        int length = delimiter.length();
        int index = occurrence > 0 ? -length : text.length();
        for (long i = 0; i < Math.abs(occurrence); i++) {
            index = occurrence > 0 ? text.indexOf(delimiter, index + length) : lastIndexBefore(text, delimiter, index);
            if (index < 0) {
                return text;
            }
        }
        return occurrence > 0 ? text.substring(0, index) : text.substring(index + delimiter.length());
    }

    private static int lastIndexBefore(String text, String delimiter, int end) {
        return end < delimiter.length() ? -1 : text.lastIndexOf(delimiter, end - delimiter.length());
    }

    /**
     * Replaces characters. A source character without a counterpart is removed; the first of several equal source
     * characters applies. Returns null if the result is too long for a VARCHAR.
     */
    private static @Nullable String translate(String text, String sourceCharacters, String targetCharacters) {
        int[] targetCodePoints = targetCharacters.codePoints().toArray();
        int[] sourceCodePoints = sourceCharacters.codePoints().toArray();
        Map<Integer, Integer> indexByCodePoint = new HashMap<>();
        for (int i = 0; i < sourceCodePoints.length; i++) {
            indexByCodePoint.putIfAbsent(sourceCodePoints[i], i);
        }
        StringBuilder translatedText = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            int index = indexByCodePoint.getOrDefault(codePoint, -1);
            if (index < 0) {
                translatedText.appendCodePoint(codePoint);
            } else if (index < targetCodePoints.length) {
                translatedText.appendCodePoint(targetCodePoints[index]);
            }
        });
        String translation = translatedText.toString();
        return ByteTextCodec.encode(translation).length <= MAX_VARCHAR_BYTES ? translation : null;
    }

    /**
     * Formats an integer or a floating-point number. A floating-point number less than 1 has no digit before the point.
     */
    private static String formatMoney(String numberText) {
        if (INTEGER_PATTERN.matcher(numberText).matches()) {
            return formatGrouped(new BigDecimal(numberText), "#,##0.00");
        }
        double amount = Double.parseDouble(numberText);
        if (Double.isInfinite(amount * CENTS_PER_UNIT) || Double.isNaN(amount)) {
            throw new FunctionEvaluationException("The embedded server does not format the amount " + numberText);
        }
        double cents = NumberFunctions.roundHalfUp(amount * CENTS_PER_UNIT) / CENTS_PER_UNIT * CENTS_PER_UNIT;
        BigDecimal printedCents = new BigDecimal(cents).setScale(PRINTED_DECIMAL_PLACES, RoundingMode.HALF_EVEN);
        BigDecimal money = printedCents.setScale(0, RoundingMode.DOWN).movePointLeft(2);
        boolean isNegativeZero = money.signum() == 0 && Math.copySign(1, cents) < 0;
        return (isNegativeZero ? "-" : "") + formatGrouped(money, "#,###.00");
    }

    /**
     * Formats a decimal number with two decimal places. Half a cent is rounded away from zero. Returns null if the
     * number of cents needs more bits than the decimal's type has.
     */
    private static @Nullable String formatDecimal(String numberText, long bits) {
        BigDecimal amount = new BigDecimal(numberText).setScale(2, RoundingMode.HALF_UP);
        return amount.unscaledValue().bitLength() < bits ? formatGrouped(amount, "#,##0.00") : null;
    }

    private static String formatGrouped(BigDecimal number, String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }

    /** Formats a number of bytes with two decimal places and the largest fitting unit; null if it is negative. */
    private static @Nullable String formatBytes(long byteCount) {
        if (byteCount < 0) {
            return null;
        }
        if (byteCount < KIBI) {
            return byteCount + " B";
        }
        String unitLetters = "KMGTPE";
        int unitIndex = 0;
        double amount = (double) byteCount / KIBI;
        while (amount >= KIBI && unitIndex < unitLetters.length() - 1) {
            amount /= KIBI;
            unitIndex++;
        }
        return new BigDecimal(amount).setScale(2, RoundingMode.HALF_EVEN).toPlainString() + " "
                + unitLetters.charAt(unitIndex) + "B";
    }

    /**
     * Returns a bar whose length is the width multiplied by the relative position of the size between both limits.
     *
     * @throws FunctionEvaluationException if the arguments do not form a valid bar, or the bar is too wide
     */
    private static String drawBar(long size, long min, long max, long width) {
        NumberFunctions.requireRange(size, min, max, width, "width");
        if (width > MAX_BAR_WIDTH) {
            throw new FunctionEvaluationException(
                    "The embedded server can't draw a bar that is wider than " + MAX_BAR_WIDTH);
        }
        double ratio = Math.min(1, (double) (size - min) / (max - min));
        return "▓".repeat((int) (ratio * width));
    }

    /**
     * Returns the fraction of the pattern's n-grams that a text contains; n-grams consist of bytes, and each occurrence
     * counts. Returns 0 if the pattern is too short for an n-gram, or the text is too long to be compared.
     *
     * @throws FunctionEvaluationException if the length of n-grams is not positive, or the pattern is too long
     */
    private static double ngramSimilarity(String text, String pattern, int gramLength) {
        if (gramLength <= 0) {
            throw new FunctionEvaluationException("ngram search's third parameter must be a positive number");
        }
        byte[] patternBytes = ByteTextCodec.encode(pattern);
        if (patternBytes.length > MAX_NGRAM_TEXT_BYTES) {
            throw new FunctionEvaluationException("ngram function's second parameter is larger than 2^15");
        }
        byte[] textBytes = ByteTextCodec.encode(text);
        if (patternBytes.length < gramLength || textBytes.length > MAX_NGRAM_TEXT_BYTES) {
            return 0;
        }
        Map<ByteBuffer, Integer> remainingCountByGram = new HashMap<>();
        int patternGramCount = patternBytes.length - gramLength + 1;
        for (int i = 0; i < patternGramCount; i++) {
            remainingCountByGram.merge(ByteBuffer.wrap(patternBytes, i, gramLength), 1, Integer::sum);
        }
        int missingCount = patternGramCount;
        for (int i = 0; i + gramLength <= textBytes.length; i++) {
            ByteBuffer gram = ByteBuffer.wrap(textBytes, i, gramLength);
            int remainingCount = remainingCountByGram.getOrDefault(gram, 0);
            if (remainingCount > 0) {
                remainingCountByGram.put(gram, remainingCount - 1);
                missingCount--;
            }
        }
        return 1.0f - missingCount * 1.0f / patternGramCount;
    }
}
