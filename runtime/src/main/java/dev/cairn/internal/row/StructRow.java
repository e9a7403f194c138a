package dev.cairn.internal.row;

import dev.cairn.schema.Row;
import dev.cairn.schema.ValueType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row with the fields of a STRUCT, by their positions in the record. The methods throw an
 * {@link IllegalArgumentException} if the STRUCT lacks the field, or if its value is not of the requested type.
 */
final class StructRow implements Row {
    private final byte[] textBytes;
    private final List<String> fieldNames;
    private final Map<String, Integer> textPositionByName;

    /**
     * Creates a row over a text.
     *
     * @param fieldNames the names of the record's fields
     * @param textPositionByName the positions of the values in the text, by the names of the fields
     */
    StructRow(byte[] textBytes, List<String> fieldNames, Map<String, Integer> textPositionByName) {
        this.textBytes = textBytes;
        this.fieldNames = fieldNames;
        this.textPositionByName = textPositionByName;
    }

    @Override
    public boolean booleanAt(int position) {
        return NestedValueParser.parseBoolean(requireScalarText(position));
    }

    @Override
    public byte byteAt(int position) {
        return Byte.parseByte(requireScalarText(position));
    }

    @Override
    public short shortAt(int position) {
        return Short.parseShort(requireScalarText(position));
    }

    @Override
    public int intAt(int position) {
        return Integer.parseInt(requireScalarText(position));
    }

    @Override
    public long longAt(int position) {
        return Long.parseLong(requireScalarText(position));
    }

    @Override
    public float floatAt(int position) {
        return Float.parseFloat(requireScalarText(position));
    }

    @Override
    public double doubleAt(int position) {
        return Double.parseDouble(requireScalarText(position));
    }

    @Override
    @SuppressWarnings("unchecked") // the parser returns a value of the requested type
    public <T> @Nullable T at(int position, ValueType<T> type) {
        return (T) createFieldParser(position).read(type);
    }

    private String requireScalarText(int position) {
        byte[] scalarBytes = createFieldParser(position).readScalarBytes();
        if (scalarBytes == null) {
            throw new IllegalArgumentException(
                    "the field " + fieldNames.get(position)
                            + " of the STRUCT is NULL, which a primitive type can't represent; use a nullable type, such as Integer");
        }
        return NestedValueParser.decodeUtf8(scalarBytes);
    }

    private NestedValueParser createFieldParser(int position) {
        Integer textPosition = textPositionByName.get(fieldNames.get(position));
        if (textPosition == null) {
            throw new IllegalArgumentException("the STRUCT has no field '" + fieldNames.get(position) + "'");
        }
        return new NestedValueParser(textBytes, textPosition);
    }
}
