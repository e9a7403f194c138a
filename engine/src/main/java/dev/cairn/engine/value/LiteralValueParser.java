package dev.cairn.engine.value;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;

/**
 * Parses values of a type from texts, as the server reads the bounds of partitions and the defaults of columns. An
 * invalid text is refused, unlike in a CAST, which turns it into NULL.
 */
public final class LiteralValueParser {
    private static final BigInteger LARGEINT_LIMIT = BigInteger.ONE.shiftLeft(127);
    /**
     * The maximum length of a number. A longer number is out of the range of every type, and parsing it would take more
     * than linear time; the empty text is parsed instead, which is no number.
     */
    private static final int MAX_NUMBER_LENGTH = 1000;

    private LiteralValueParser() {}

    /** Parses an integer; refuses one that is out of the range of the type. */
    public static long parseInteger(String text, Type type) throws InvalidValueException {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(ExpressionRule.INVALID_NUMBER, text);
        }
        if (!PrimitiveType.of(type).canHold(value)) {
            throw new InvalidValueException(
                    ExpressionRule.NUMBER_OUT_OF_RANGE, text, TypeFormat.formatForMessages(type));
        }
        return value;
    }

    /** Parses a LARGEINT; 2^127 is accepted, although the maximum LARGEINT is one less. */
    public static BigInteger parseLargeInteger(String text) throws InvalidValueException {
        BigInteger value;
        try {
            value = new BigInteger(text.length() > MAX_NUMBER_LENGTH ? "" : text);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(ValueRule.LITERAL_FORMAT, text);
        }
        if (value.abs().compareTo(LARGEINT_LIMIT) > 0) {
            throw new InvalidValueException(ExpressionRule.NUMBER_OUT_OF_RANGE, text, "LARGEINT");
        }
        return value;
    }

    /** Requires that a text is a finite number that a double can represent. */
    public static void requireFiniteDouble(String text) throws InvalidValueException {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(ValueRule.LITERAL_FORMAT, text);
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new InvalidValueException(ValueRule.LITERAL_FORMAT, value);
        }
    }

    /**
     * Parses a decimal, and expands its exponent; refuses a number with more digits before its point than any DECIMAL
     * has.
     */
    public static BigDecimal parseDecimal(String text) throws InvalidValueException {
        BigDecimal value;
        try {
            value = new BigDecimal(text.length() > MAX_NUMBER_LENGTH ? "" : text);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(ValueRule.LITERAL_FORMAT, text);
        }
        if (value.precision() - (long) value.scale() > Type.Decimal.MAX_DIGITS || value.scale() > MAX_NUMBER_LENGTH) {
            throw new InvalidValueException(ValueRule.LITERAL_FORMAT, text);
        }
        return new BigDecimal(value.toPlainString());
    }

    /**
     * Returns the precision as the server counts it: zeros after the decimal point count, but the number 0 has the
     * precision 0.
     */
    private static int precision(BigDecimal value) {
        return value.signum() == 0 && value.scale() == 0 ? 0 : Math.max(value.scale(), value.precision());
    }

    private static int scale(BigDecimal value) {
        return Math.max(0, value.scale());
    }

    /** Returns whether a type has enough digits before and after its point for a value. */
    public static boolean fits(BigDecimal value, Type.Decimal type) {
        return type.precision() >= precision(value) && type.scale() >= scale(value);
    }

    /** Parses {@code true}, {@code false}, {@code 1} or {@code 0}; ignores case and surrounding whitespace. */
    public static boolean parseBoolean(String text) throws InvalidValueException {
        String trimmedText = text.trim();
        if (trimmedText.equalsIgnoreCase("true") || trimmedText.equals("1")) {
            return true;
        }
        if (trimmedText.equalsIgnoreCase("false") || trimmedText.equals("0")) {
            return false;
        }
        throw new InvalidValueException(ValueRule.LITERAL_FORMAT, text);
    }

    public static LocalDateTime parseDateTime(String text) throws InvalidValueException {
        try {
            return ServerDateFormat.parse(text);
        } catch (DateTimeException failure) {
            throw new InvalidValueException(ValueRule.LITERAL_FORMAT, text);
        }
    }
}
