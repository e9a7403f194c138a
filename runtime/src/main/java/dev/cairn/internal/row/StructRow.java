package dev.cairn.internal.row;

import dev.cairn.schema.Row;
import dev.cairn.schema.ValueType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row with the fields of a STRUCT, by their positions in the record. */
final class StructRow implements Row {
    private final byte[] textBytes;
    private final List<String> names;
    private final Map<String, Integer> positionsInText;

    /**
     * Creates a row over a text.
     *
     * @param names the names of the record's fields
     * @param positionsInText the positions of the values in the text, by the names of the fields
     */
    StructRow(byte[] textBytes, List<String> names, Map<String, Integer> positionsInText) {
        this.textBytes = textBytes;
        this.names = names;
        this.positionsInText = positionsInText;
    }

    @Override
    public boolean booleanAt(int position) {
        return NestedValueParser.parseBoolean(requirePrimitive(position));
    }

    @Override
    public byte byteAt(int position) {
        return Byte.parseByte(requirePrimitive(position));
    }

    @Override
    public short shortAt(int position) {
        return Short.parseShort(requirePrimitive(position));
    }

    @Override
    public int intAt(int position) {
        return Integer.parseInt(requirePrimitive(position));
    }

    @Override
    public long longAt(int position) {
        return Long.parseLong(requirePrimitive(position));
    }

    @Override
    public float floatAt(int position) {
        return Float.parseFloat(requirePrimitive(position));
    }

    @Override
    public double doubleAt(int position) {
        return Double.parseDouble(requirePrimitive(position));
    }

    @Override
    @SuppressWarnings("unchecked") // the parser returns a value of the requested type
    public <T> @Nullable T at(int position, ValueType<T> type) {
        return (T) createFieldParser(position).read(type);
    }

    private String requirePrimitive(int position) {
        byte[] value = createFieldParser(position).readScalar();
        if (value == null) {
            throw new IllegalArgumentException(
                    "the field " + names.get(position)
                            + " of the STRUCT is NULL, which a primitive type can't represent; use a nullable type, such as Integer");
        }
        return NestedValueParser.decode(value);
    }

    private NestedValueParser createFieldParser(int position) {
        Integer positionInText = positionsInText.get(names.get(position));
        if (positionInText == null) {
            throw new IllegalArgumentException("the STRUCT has no field '" + names.get(position) + "'");
        }
        return new NestedValueParser(textBytes, positionInText);
    }
}
