package dev.cairn.data;

import dev.cairn.schema.Row;
import dev.cairn.schema.ValueType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a STRUCT, by the positions that its record has them at. */
final class StructRow implements Row {
    private final byte[] text;
    private final List<String> names;
    private final Map<String, Integer> places;

    /**
     * Over a text.
     *
     * @param names of the record's fields
     * @param places where the values begin, by the names that the server gives
     */
    StructRow(byte[] text, List<String> names, Map<String, Integer> places) {
        this.text = text;
        this.names = names;
        this.places = places;
    }

    @Override
    public boolean booleanAt(int position) {
        return ScalarText.truth(primitive(position));
    }

    @Override
    public byte byteAt(int position) {
        return Byte.parseByte(primitive(position));
    }

    @Override
    public short shortAt(int position) {
        return Short.parseShort(primitive(position));
    }

    @Override
    public int intAt(int position) {
        return Integer.parseInt(primitive(position));
    }

    @Override
    public long longAt(int position) {
        return Long.parseLong(primitive(position));
    }

    @Override
    public float floatAt(int position) {
        return Float.parseFloat(primitive(position));
    }

    @Override
    public double doubleAt(int position) {
        return Double.parseDouble(primitive(position));
    }

    @Override
    @SuppressWarnings("unchecked") // what is read as a type is of the type
    public <T> @Nullable T at(int position, ValueType<T> type) {
        return (T) field(position).read(type);
    }

    private String primitive(int position) {
        byte[] value = field(position).scalar();
        if (value == null) {
            throw new IllegalArgumentException(
                    "its field " + names.get(position) + " is NULL, which a primitive can't be");
        }
        return ScalarText.text(value);
    }

    private NestedText field(int position) {
        Integer place = places.get(names.get(position));
        if (place == null) {
            throw new IllegalArgumentException("it has no field " + names.get(position));
        }
        return new NestedText(text, place);
    }
}
