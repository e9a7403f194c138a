package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.LiteralValueParser;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Type;
import java.math.BigInteger;
import java.time.LocalDateTime;

/**
 * A value in a bound or list of a partition, parsed by the type of its column. The spelling does not count:
 * {@code 1} and {@code 01} are equal numbers. NULL is less than any other
 * value, and MAXVALUE is greater. Only values of the same type are comparable.
 */
sealed interface PartitionValue extends Comparable<PartitionValue> {
    /** The text that the server writes and reads for NULL in a list of values. */
    String NULL_SENTINEL = "__STARROCKS_DEFAULT_PARTITION__";

    /**
     * Returns the value in the server's normal form. Numbers other than LARGEINT keep the user's spelling, for example
     * {@code 007}.
     */
    String text();

    /** Returns the text that all spellings of the value have in common. */
    default String canonicalText() {
        return text();
    }

    @SuppressWarnings("JavaLangClash") // the term of the domain; java.lang.Number is not used here
    record Number(BigInteger value, String text) implements PartitionValue {
        @Override
        public String canonicalText() {
            return value.toString();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Number number && value.equals(number.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    /**
     * A date or a time. A DATE may be written with a time of day; the server compares bounds with this time, but does
     * not show it.
     */
    record TimeValue(LocalDateTime value, boolean isDatetime) implements PartitionValue {
        @Override
        public String text() {
            return isDatetime ? ServerDateFormat.formatDateTime(value) : ServerDateFormat.formatDate(value);
        }
    }

    /** Returns the text of a bound at a time: with the time of day for DATETIME, else the date alone. */
    static String formatTime(LocalDateTime time, Type type) {
        return new TimeValue(time, PrimitiveType.of(type) == PrimitiveType.DATETIME).text();
    }

    record TextValue(String text) implements PartitionValue {}

    record Null() implements PartitionValue {
        @Override
        public String text() {
            return "NULL";
        }
    }

    record Maximum() implements PartitionValue {
        @Override
        public String text() {
            return "MAXVALUE";
        }
    }

    /** Returns the minimum value of a type that is valid for ranges. */
    static PartitionValue minimum(Type type) throws InvalidValueException {
        return switch (PrimitiveType.of(type)) {
            case TINYINT -> ofNumber(BigInteger.valueOf(Byte.MIN_VALUE));
            case SMALLINT -> ofNumber(BigInteger.valueOf(Short.MIN_VALUE));
            case INT -> ofNumber(BigInteger.valueOf(Integer.MIN_VALUE));
            case BIGINT -> ofNumber(BigInteger.valueOf(Long.MIN_VALUE));
            case LARGEINT -> ofNumber(BigInteger.ONE.shiftLeft(127).negate());
            case DATE -> new TimeValue(LocalDateTime.of(0, 1, 1, 0, 0), false);
            case DATETIME -> new TimeValue(LocalDateTime.of(0, 1, 1, 0, 0), true);
            default ->
                throw new InvalidValueException(
                        PartitionRule.RANGE_TYPE_UNSUPPORTED, TypeFormat.formatForMessages(type));
        };
    }

    static PartitionValue of(Bound bound, Type type) throws InvalidValueException {
        if (bound instanceof Bound.MaximumBound) {
            return new Maximum();
        }
        return bound instanceof Bound.LiteralBound value ? of(value.text(), type) : new Null();
    }

    static PartitionValue of(String text, Type type) throws InvalidValueException {
        if (text.equalsIgnoreCase(NULL_SENTINEL)) {
            return new Null();
        }
        return switch (PrimitiveType.of(type)) {
            case TINYINT, SMALLINT, INT, BIGINT ->
                new Number(BigInteger.valueOf(LiteralValueParser.parseInteger(text, type)), text);
            case LARGEINT -> ofNumber(LiteralValueParser.parseLargeInteger(text));
            case DATE -> new TimeValue(LiteralValueParser.parseDateTime(text), false);
            case DATETIME -> new TimeValue(LiteralValueParser.parseDateTime(text), true);
            case BOOLEAN -> new TextValue(LiteralValueParser.parseBoolean(text) ? "TRUE" : "FALSE");
            case CHAR, VARCHAR, HLL, VARBINARY -> new TextValue(text);
            default ->
                throw new InvalidValueException(
                        PartitionRule.RANGE_TYPE_UNSUPPORTED, TypeFormat.formatForShowCreate(type));
        };
    }

    @Override
    default int compareTo(PartitionValue other) {
        if (this instanceof Number left && other instanceof Number right) {
            return left.value.compareTo(right.value);
        }
        if (this instanceof TimeValue left && other instanceof TimeValue right) {
            return left.value.compareTo(right.value);
        }
        if (this instanceof TextValue left && other instanceof TextValue right) {
            return left.text.compareTo(right.text);
        }
        return Integer.compare(kindOrder(this), kindOrder(other));
    }

    private static int kindOrder(PartitionValue value) {
        if (value instanceof Null) {
            return 0;
        }
        return value instanceof Maximum ? 2 : 1;
    }

    private static Number ofNumber(BigInteger value) {
        return new Number(value, value.toString());
    }
}
