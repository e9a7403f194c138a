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
    ValueType<Boolean> BOOLEAN = new Scalar<>(Kind.BOOLEAN, Boolean.class);
    ValueType<Byte> BYTE = new Scalar<>(Kind.BYTE, Byte.class);
    ValueType<Short> SHORT = new Scalar<>(Kind.SHORT, Short.class);
    ValueType<Integer> INT = new Scalar<>(Kind.INT, Integer.class);
    ValueType<Long> LONG = new Scalar<>(Kind.LONG, Long.class);
    ValueType<BigInteger> LARGE_INT = new Scalar<>(Kind.LARGE_INT, BigInteger.class);
    ValueType<BigDecimal> DECIMAL = new Scalar<>(Kind.DECIMAL, BigDecimal.class);
    ValueType<Float> FLOAT = new Scalar<>(Kind.FLOAT, Float.class);
    ValueType<Double> DOUBLE = new Scalar<>(Kind.DOUBLE, Double.class);
    ValueType<String> TEXT = new Scalar<>(Kind.TEXT, String.class);
    ValueType<String> JSON = new Scalar<>(Kind.JSON, String.class);
    ValueType<LocalDate> DATE = new Scalar<>(Kind.DATE, LocalDate.class);
    ValueType<LocalDateTime> DATE_TIME = new Scalar<>(Kind.DATE_TIME, LocalDateTime.class);
    ValueType<byte[]> BINARY = new Scalar<>(Kind.BINARY, byte[].class);
    ValueType<Bitmap> BITMAP = new Scalar<>(Kind.BITMAP, Bitmap.class);
    ValueType<Hll> HLL = new Scalar<>(Kind.HLL, Hll.class);
    ValueType<Percentile> PERCENTILE = new Scalar<>(Kind.PERCENTILE, Percentile.class);
    ValueType<State> STATE = new Scalar<>(Kind.STATE, State.class);

    /**
     * Returns the type of an ARRAY.
     *
     * @param element the type of its elements
     */
    static <E> ValueType<List<E>> list(ValueType<E> element) {
        return new ListOf<>(element);
    }

    /**
     * Returns the type of a MAP.
     *
     * @param key the type of its keys
     * @param value the type of its values
     */
    static <K, V> ValueType<Map<K, V>> map(ValueType<K> key, ValueType<V> value) {
        return new MapOf<>(key, value);
    }

    /**
     * Returns the type of the names of enum constants.
     *
     * @param type the enum
     */
    static <E extends Enum<E>> ValueType<E> enumeration(Class<E> type) {
        return new EnumOf<>(type);
    }

    /**
     * Returns the type of a STRUCT.
     *
     * @param names the names of its fields
     * @param reader creates a record from the values of the fields
     * @param writer writes the values of the fields of a record
     */
    static <S> ValueType<S> struct(List<String> names, Function<Row, S> reader, BiConsumer<S, RowSink> writer) {
        return new StructOf<>(names, reader, writer);
    }

    /** The type of a value that is not composed of other values. */
    record Scalar<T>(Kind kind, Class<T> javaType) implements ValueType<T> {}

    /** The kind of a scalar, which determines how it is read and written. */
    enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        INT,
        LONG,
        LARGE_INT,
        DECIMAL,
        FLOAT,
        DOUBLE,
        TEXT,
        JSON,
        DATE,
        DATE_TIME,
        BINARY,
        BITMAP,
        HLL,
        PERCENTILE,
        STATE
    }

    /** The type of an ARRAY; see {@link ValueType#list}. */
    record ListOf<E>(ValueType<E> element) implements ValueType<List<E>> {}

    /** The type of a MAP; see {@link ValueType#map}. */
    record MapOf<K, V>(ValueType<K> key, ValueType<V> value) implements ValueType<Map<K, V>> {}

    /** The type of the names of enum constants; see {@link ValueType#enumeration}. */
    record EnumOf<E extends Enum<E>>(Class<E> type) implements ValueType<E> {}

    /** The type of a STRUCT; see {@link ValueType#struct}. */
    record StructOf<S>(List<String> names, Function<Row, S> reader, BiConsumer<S, RowSink> writer)
            implements ValueType<S> {
        public StructOf {
            names = List.copyOf(names);
        }
    }
}
