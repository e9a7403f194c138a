package dev.cairn.schema;

import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import dev.cairn.type.State;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The type of a value in Java and in SQL, which determines how the value is read and written.
 *
 * @param <T> the Java type
 */
public sealed interface ValueType<T> {
    /** BOOLEAN. */
    ValueType<Boolean> BOOLEAN = new Scalar<>(Kind.BOOLEAN, Boolean.class);
    /** TINYINT. */
    ValueType<Byte> BYTE = new Scalar<>(Kind.BYTE, Byte.class);
    /** SMALLINT. */
    ValueType<Short> SHORT = new Scalar<>(Kind.SHORT, Short.class);
    /** INT. */
    ValueType<Integer> INT = new Scalar<>(Kind.INT, Integer.class);
    /** BIGINT. */
    ValueType<Long> LONG = new Scalar<>(Kind.LONG, Long.class);
    /** LARGEINT, an integer of 128 bits. */
    ValueType<BigInteger> LARGE_INT = new Scalar<>(Kind.LARGE_INT, BigInteger.class);
    /** DECIMAL of any precision and scale. */
    ValueType<BigDecimal> DECIMAL = new Scalar<>(Kind.DECIMAL, BigDecimal.class);
    /** FLOAT. */
    ValueType<Float> FLOAT = new Scalar<>(Kind.FLOAT, Float.class);
    /** DOUBLE. */
    ValueType<Double> DOUBLE = new Scalar<>(Kind.DOUBLE, Double.class);
    /** CHAR, VARCHAR and STRING. */
    ValueType<String> TEXT = new Scalar<>(Kind.TEXT, String.class);
    /** JSON, as the text of the document. */
    ValueType<String> JSON = new Scalar<>(Kind.JSON, String.class);
    /** DATE. */
    ValueType<LocalDate> DATE = new Scalar<>(Kind.DATE, LocalDate.class);
    /** DATETIME, in the time zone of the session; microseconds are kept. */
    ValueType<LocalDateTime> DATE_TIME = new Scalar<>(Kind.DATE_TIME, LocalDateTime.class);
    /** VARBINARY. */
    ValueType<byte[]> BINARY = new Scalar<>(Kind.BINARY, byte[].class);
    /** BITMAP, whose values only functions read. */
    ValueType<Bitmap> BITMAP = new Scalar<>(Kind.BITMAP, Bitmap.class);
    /** HLL, whose values only functions read. */
    ValueType<Hll> HLL = new Scalar<>(Kind.HLL, Hll.class);
    /** PERCENTILE, whose values only functions read. */
    ValueType<Percentile> PERCENTILE = new Scalar<>(Kind.PERCENTILE, Percentile.class);
    /** The state of an aggregate function, which only functions read. */
    ValueType<State> STATE = new Scalar<>(Kind.STATE, State.class);

    /**
     * Returns the type of an ARRAY.
     *
     * @param elementType the type of its elements
     */
    static <E> ValueType<List<E>> list(ValueType<E> elementType) {
        return new ListType<>(elementType);
    }

    /**
     * Returns the type of a MAP.
     *
     * @param keyType the type of its keys
     * @param valueType the type of its values
     */
    static <K, V> ValueType<Map<K, V>> map(ValueType<K> keyType, ValueType<V> valueType) {
        return new MapType<>(keyType, valueType);
    }

    /**
     * Returns the type of the names of enum constants.
     *
     * @param enumClass the enum
     */
    static <E extends Enum<E>> ValueType<E> enumeration(Class<E> enumClass) {
        return new EnumType<>(enumClass);
    }

    /**
     * Returns the type of a STRUCT.
     *
     * @param fieldNames the names of its fields
     * @param reader creates a record from the values of the fields
     * @param writer writes the values of the fields of a record
     */
    static <S> ValueType<S> struct(List<String> fieldNames, Function<Row, S> reader, BiConsumer<S, RowSink> writer) {
        return new StructType<>(fieldNames, reader, writer);
    }

    /** The type of a value that is not composed of other values. */
    record Scalar<T>(Kind kind, Class<T> javaType) implements ValueType<T> {}

    /** The kind of a scalar, which determines how it is read and written. */
    enum Kind {
        /** See {@link ValueType#BOOLEAN}. */
        BOOLEAN,
        /** See {@link ValueType#BYTE}. */
        BYTE,
        /** See {@link ValueType#SHORT}. */
        SHORT,
        /** See {@link ValueType#INT}. */
        INT,
        /** See {@link ValueType#LONG}. */
        LONG,
        /** See {@link ValueType#LARGE_INT}. */
        LARGE_INT,
        /** See {@link ValueType#DECIMAL}. */
        DECIMAL,
        /** See {@link ValueType#FLOAT}. */
        FLOAT,
        /** See {@link ValueType#DOUBLE}. */
        DOUBLE,
        /** See {@link ValueType#TEXT}. */
        TEXT,
        /** See {@link ValueType#JSON}. */
        JSON,
        /** See {@link ValueType#DATE}. */
        DATE,
        /** See {@link ValueType#DATE_TIME}. */
        DATE_TIME,
        /** See {@link ValueType#BINARY}. */
        BINARY,
        /** See {@link ValueType#BITMAP}. */
        BITMAP,
        /** See {@link ValueType#HLL}. */
        HLL,
        /** See {@link ValueType#PERCENTILE}. */
        PERCENTILE,
        /** See {@link ValueType#STATE}. */
        STATE
    }

    /** The type of an ARRAY; see {@link ValueType#list}. */
    record ListType<E>(ValueType<E> element) implements ValueType<List<E>> {}

    /** The type of a MAP; see {@link ValueType#map}. */
    record MapType<K, V>(ValueType<K> key, ValueType<V> value) implements ValueType<Map<K, V>> {}

    /** The type of the names of enum constants; see {@link ValueType#enumeration}. */
    record EnumType<E extends Enum<E>>(Class<E> type) implements ValueType<E> {}

    /** The type of a STRUCT; see {@link ValueType#struct}. */
    record StructType<S>(List<String> names, Function<Row, S> reader, BiConsumer<S, RowSink> writer)
            implements ValueType<S> {
        /** Copies the names. */
        public StructType {
            names = List.copyOf(names);
        }
    }
}
