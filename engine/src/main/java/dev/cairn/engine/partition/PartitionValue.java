package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.value.DateText;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.LiteralValues;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Type;
import java.math.BigInteger;
import java.time.LocalDateTime;

/** A value in a partition's bound or list, read as its column's type. */
sealed interface PartitionValue extends Comparable<PartitionValue> {
    /** What the server writes for NULL in a list of values, and reads as NULL. */
    String NULL_TEXT = "__STARROCKS_DEFAULT_PARTITION__";

    /** In the server's normal form, which is the user's own for numbers: {@code 007} stays. */
    String text();

    @SuppressWarnings("JavaLangClash") // the domain's word; nobody needs the other one beside it
    record Number(BigInteger value, String text) implements PartitionValue {}

    /** A DATE may have been given with a time of day: it counts when bounds are compared, but is not shown. */
    record Moment(LocalDateTime value, boolean withTime) implements PartitionValue {
        @Override
        public String text() {
            return withTime ? DateText.dateTime(value) : DateText.date(value);
        }
    }

    record Word(String text) implements PartitionValue {}

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

    /** The least value of a type that ranges can be of. */
    static PartitionValue minimum(Type type) throws InvalidValueException {
        return switch (PrimitiveType.of(type)) {
            case TINYINT -> number(BigInteger.valueOf(Byte.MIN_VALUE));
            case SMALLINT -> number(BigInteger.valueOf(Short.MIN_VALUE));
            case INT -> number(BigInteger.valueOf(Integer.MIN_VALUE));
            case BIGINT -> number(BigInteger.valueOf(Long.MIN_VALUE));
            case LARGEINT -> number(BigInteger.ONE.shiftLeft(127).negate());
            case DATE -> new Moment(LocalDateTime.of(0, 1, 1, 0, 0), false);
            case DATETIME -> new Moment(LocalDateTime.of(0, 1, 1, 0, 0), true);
            default ->
                throw new InvalidValueException("Invalid data type for creating infinity: " + TypeText.named(type));
        };
    }

    static PartitionValue of(Bound bound, Type type) throws InvalidValueException {
        if (bound instanceof Bound.Maximum) {
            return new Maximum();
        }
        return bound instanceof Bound.Value value ? of(value.text(), type) : new Null();
    }

    static PartitionValue of(String text, Type type) throws InvalidValueException {
        if (text.equalsIgnoreCase(NULL_TEXT)) {
            return new Null();
        }
        return switch (PrimitiveType.of(type)) {
            case TINYINT, SMALLINT, INT, BIGINT ->
                new Number(BigInteger.valueOf(LiteralValues.integer(text, type)), text);
            case LARGEINT -> number(LiteralValues.largeInteger(text));
            case DATE -> new Moment(LiteralValues.date(text), false);
            case DATETIME -> new Moment(LiteralValues.date(text), true);
            case BOOLEAN -> new Word(LiteralValues.truth(text) ? "TRUE" : "FALSE");
            case CHAR, VARCHAR, HLL, VARBINARY -> new Word(text);
            default -> throw new InvalidValueException("Type[" + TypeText.shown(type) + "] not supported.");
        };
    }

    @Override
    default int compareTo(PartitionValue other) {
        if (this instanceof Number mine && other instanceof Number theirs) {
            return mine.value.compareTo(theirs.value);
        }
        if (this instanceof Moment mine && other instanceof Moment theirs) {
            return mine.value.compareTo(theirs.value);
        }
        if (this instanceof Word mine && other instanceof Word theirs) {
            return mine.text.compareTo(theirs.text);
        }
        return Integer.compare(rank(this), rank(other));
    }

    private static int rank(PartitionValue value) {
        if (value instanceof Null) {
            return 0;
        }
        return value instanceof Maximum ? 2 : 1;
    }

    private static Number number(BigInteger value) {
        return new Number(value, value.toString());
    }
}
