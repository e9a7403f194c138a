package dev.cairn.schema;

import dev.cairn.schema.ValueType.EnumType;
import dev.cairn.schema.ValueType.ListType;
import dev.cairn.schema.ValueType.MapType;
import dev.cairn.schema.ValueType.Scalar;
import dev.cairn.schema.ValueType.StructType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A row in memory, with values in the form of a database: names in place of enum constants, and rows in place of
 * structs. A value must be read with the type with which it was written.
 */
public final class MemoryRow implements Row, RowSink {
    private final Map<Integer, Object> values = new HashMap<>();

    /** Returns the stored values, by position. */
    public Map<Integer, Object> values() {
        return values;
    }

    @Override
    public boolean booleanAt(int position) {
        return readPrimitive(position, Boolean.class);
    }

    @Override
    public byte byteAt(int position) {
        return readPrimitive(position, Byte.class);
    }

    @Override
    public short shortAt(int position) {
        return readPrimitive(position, Short.class);
    }

    @Override
    public int intAt(int position) {
        return readPrimitive(position, Integer.class);
    }

    @Override
    public long longAt(int position) {
        return readPrimitive(position, Long.class);
    }

    @Override
    public float floatAt(int position) {
        return readPrimitive(position, Float.class);
    }

    @Override
    public double doubleAt(int position) {
        return readPrimitive(position, Double.class);
    }

    @Override
    @SuppressWarnings("unchecked") // decoding with a type returns a value of this type
    public <T> T at(int position, ValueType<T> type) {
        if (!values.containsKey(position)) {
            throw new NoSuchElementException("nothing was written at " + position);
        }
        return (T) decode(type, values.get(position));
    }

    @Override
    public void putBoolean(int position, boolean value) {
        values.put(position, value);
    }

    @Override
    public void putByte(int position, byte value) {
        values.put(position, value);
    }

    @Override
    public void putShort(int position, short value) {
        values.put(position, value);
    }

    @Override
    public void putInt(int position, int value) {
        values.put(position, value);
    }

    @Override
    public void putLong(int position, long value) {
        values.put(position, value);
    }

    @Override
    public void putFloat(int position, float value) {
        values.put(position, value);
    }

    @Override
    public void putDouble(int position, double value) {
        values.put(position, value);
    }

    @Override
    public <T> void put(int position, ValueType<T> type, T value) {
        values.put(position, encode(type, value));
    }

    private <P> P readPrimitive(int position, Class<P> type) {
        Object value = values.get(position);
        if (value == null) {
            throw new NoSuchElementException("no value at " + position);
        }
        return type.cast(value);
    }

    private static Object encode(ValueType<?> type, Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof ListType<?> listType) {
            return ((List<?>) value)
                    .stream()
                            .map(element -> encode(listType.element(), element))
                            .toList();
        }
        if (type instanceof MapType<?, ?> mapType) {
            Map<Object, Object> encodedMap = new LinkedHashMap<>();
            ((Map<?, ?>) value)
                    .forEach((key, mapValue) ->
                            encodedMap.put(encode(mapType.key(), key), encode(mapType.value(), mapValue)));
            return encodedMap;
        }
        if (type instanceof StructType<?> structType) {
            return createStructRow(structType, value);
        }
        return type instanceof EnumType<?>
                ? ((Enum<?>) value).name()
                : ((Scalar<?>) type).javaType().cast(value);
    }

    @SuppressWarnings("unchecked") // the value is of the type
    private static <S> MemoryRow createStructRow(StructType<S> structType, Object value) {
        MemoryRow row = new MemoryRow();
        structType.writer().accept((S) value, row);
        return row;
    }

    private static Object decode(ValueType<?> type, Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof ListType<?> listType) {
            return ((List<?>) value)
                    .stream()
                            .map(element -> decode(listType.element(), element))
                            .toList();
        }
        if (type instanceof MapType<?, ?> mapType) {
            Map<Object, Object> decodedMap = new LinkedHashMap<>();
            ((Map<?, ?>) value)
                    .forEach((key, mapValue) ->
                            decodedMap.put(decode(mapType.key(), key), decode(mapType.value(), mapValue)));
            return decodedMap;
        }
        if (type instanceof StructType<?> structType) {
            return structType.reader().apply((MemoryRow) value);
        }
        return type instanceof EnumType<?> enumType
                ? findConstant(enumType, (String) value)
                : ((Scalar<?>) type).javaType().cast(value);
    }

    private static <E extends Enum<E>> E findConstant(EnumType<E> type, String name) {
        return Enum.valueOf(type.type(), name);
    }
}
