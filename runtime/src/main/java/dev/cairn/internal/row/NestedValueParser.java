package dev.cairn.internal.row;

import dev.cairn.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parses the text of an ARRAY, MAP or STRUCT in a result: {@code [1,null]}, {@code {"a":[1]}}. The text resembles JSON,
 * but JSON documents in it have single quotes, keys may be numbers, and only the quote and the backslash are escaped.
 *
 * <p>The text is parsed as bytes, because it contains the bytes of a VARBINARY unchanged.
 */
public final class NestedValueParser {
    private static final byte[] NULL_BYTES = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] textBytes;
    private int position;

    /** @param start the index of the first byte of the value to read first */
    public NestedValueParser(byte[] textBytes, int start) {
        this.textBytes = textBytes;
        this.position = start;
    }

    /**
     * Parses a text that consists of one value; returns null for NULL.
     *
     * @throws IllegalArgumentException if the text is not a value of the type
     */
    public static @Nullable Object parse(byte[] textBytes, ValueType<?> type) {
        NestedValueParser parser = new NestedValueParser(textBytes, 0);
        Object value = parser.read(type);
        if (parser.position < textBytes.length) {
            throw parser.createSyntaxException();
        }
        return value;
    }

    /**
     * Reads the value at this position; returns null for NULL.
     *
     * @throws IllegalArgumentException if the text at this position is not a value of the type
     */
    @Nullable
    public Object read(ValueType<?> type) {
        if (type instanceof ValueType.ListType<?> listType) {
            return skipIfNull() ? null : readList(listType.element());
        }
        if (type instanceof ValueType.MapType<?, ?> mapType) {
            return skipIfNull() ? null : readMap(mapType.key(), mapType.value());
        }
        if (type instanceof ValueType.StructType<?> structType) {
            return skipIfNull() ? null : structType.reader().apply(readFields(structType.names()));
        }
        byte[] scalarBytes = readScalarBytes();
        if (scalarBytes == null) {
            return null;
        }
        return type instanceof ValueType.EnumType<?> enumType
                ? Enum.valueOf(enumType.type(), decodeUtf8(scalarBytes))
                : parseScalar(scalarBytes, ((ValueType.Scalar<?>) type).kind());
    }

    /** Reads the bytes of the scalar at this position, without quotes and escapes; returns null for NULL. */
    public byte @Nullable [] readScalarBytes() {
        if (skipIfNull()) {
            return null;
        }
        int start = position;
        if (textBytes[position] != '"' && textBytes[position] != '\'') {
            skipUnquotedScalar();
            return Arrays.copyOfRange(textBytes, start, position);
        }
        skipQuotedScalar();
        byte[] unescapedBytes = new byte[position - start - 2];
        int length = 0;
        for (int i = start + 1; i < position - 1; i++) {
            if (textBytes[i] == '\\') {
                i++;
            }
            unescapedBytes[length++] = textBytes[i];
        }
        return length == unescapedBytes.length ? unescapedBytes : Arrays.copyOf(unescapedBytes, length);
    }

    static String decodeUtf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Object parseScalar(byte[] bytes, ValueType.Kind kind) {
        if (kind == ValueType.Kind.BINARY) {
            return bytes;
        }
        String valueText = decodeUtf8(bytes);
        return switch (kind) {
            case BOOLEAN -> parseBoolean(valueText);
            case BYTE -> Byte.valueOf(valueText);
            case SHORT -> Short.valueOf(valueText);
            case INT -> Integer.valueOf(valueText);
            case LONG -> Long.valueOf(valueText);
            case LARGE_INT -> new BigInteger(valueText);
            case DECIMAL -> new BigDecimal(valueText);
            case FLOAT -> Float.valueOf(valueText);
            case DOUBLE -> Double.valueOf(valueText);
            case DATE, DATE_TIME -> parseDateOrDateTime(valueText, kind);
            default -> valueText;
        };
    }

    /** Returns true for 1, and for true in a JSON document; returns false for any other text. */
    static boolean parseBoolean(String valueText) {
        return valueText.equals("1") || valueText.equals("true");
    }

    private static Object parseDateOrDateTime(String valueText, ValueType.Kind kind) {
        try {
            return kind == ValueType.Kind.DATE
                    ? LocalDate.parse(valueText)
                    : LocalDateTime.parse(valueText.replace(' ', 'T'));
        } catch (DateTimeException failure) {
            throw new IllegalArgumentException(failure.getMessage(), failure);
        }
    }

    private List<@Nullable Object> readList(ValueType<?> elementType) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (boolean hasNext = readOpening('[', ']'); hasNext; hasNext = readSeparator(']')) {
            elements.add(read(elementType));
        }
        return Collections.unmodifiableList(elements);
    }

    private Map<@Nullable Object, @Nullable Object> readMap(ValueType<?> keyType, ValueType<?> valueType) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (boolean hasNext = readOpening('{', '}'); hasNext; hasNext = readSeparator('}')) {
            Object entryKey = read(keyType);
            readExpected(':');
            entries.put(entryKey, read(valueType));
        }
        return Collections.unmodifiableMap(entries);
    }

    private StructRow readFields(List<String> fieldNames) {
        Map<String, Integer> textPositionByName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (boolean hasNext = readOpening('{', '}'); hasNext; hasNext = readSeparator('}')) {
            byte[] nameBytes = readScalarBytes();
            readExpected(':');
            textPositionByName.put(nameBytes == null ? "null" : decodeUtf8(nameBytes), position);
            skipValue();
        }
        return new StructRow(textBytes, fieldNames, textPositionByName);
    }

    /** Reads the beginning of a collection. Returns whether an element follows. */
    private boolean readOpening(char openingCharacter, char closingCharacter) {
        readExpected(openingCharacter);
        if (position < textBytes.length && textBytes[position] == closingCharacter) {
            position++;
            return false;
        }
        return true;
    }

    /** Reads a separator or the end of a collection. Returns whether an element follows. */
    private boolean readSeparator(char closingCharacter) {
        if (position < textBytes.length && textBytes[position] == closingCharacter) {
            position++;
            return false;
        }
        readExpected(',');
        return true;
    }

    private void readExpected(char character) {
        if (position >= textBytes.length || textBytes[position] != character) {
            throw createSyntaxException();
        }
        position++;
    }

    /** Skips a null at this position. Returns whether there was one. */
    private boolean skipIfNull() {
        if (position >= textBytes.length) {
            throw createSyntaxException();
        }
        if (!Arrays.equals(
                textBytes,
                position,
                Math.min(textBytes.length, position + NULL_BYTES.length),
                NULL_BYTES,
                0,
                NULL_BYTES.length)) {
            return false;
        }
        position += NULL_BYTES.length;
        return true;
    }

    private void skipValue() {
        int depth = 0;
        do {
            if (position >= textBytes.length) {
                throw createSyntaxException();
            }
            byte nextByte = textBytes[position];
            if (nextByte == '"' || nextByte == '\'') {
                skipQuotedScalar();
            } else if (nextByte == '[' || nextByte == '{') {
                depth++;
                position++;
            } else if (nextByte == ']' || nextByte == '}') {
                depth--;
                position++;
            } else if (nextByte == ',' || nextByte == ':') {
                position++;
            } else {
                skipUnquotedScalar();
            }
        } while (depth > 0);
    }

    private void skipUnquotedScalar() {
        while (position < textBytes.length
                && textBytes[position] != ','
                && textBytes[position] != ':'
                && textBytes[position] != ']'
                && textBytes[position] != '}') {
            position++;
        }
    }

    private void skipQuotedScalar() {
        byte quote = textBytes[position++];
        while (position < textBytes.length && textBytes[position] != quote) {
            position += textBytes[position] == '\\' ? 2 : 1;
        }
        readExpected((char) quote);
    }

    private IllegalArgumentException createSyntaxException() {
        return new IllegalArgumentException("expected a value of this type at byte " + position + " of "
                + new String(textBytes, StandardCharsets.UTF_8));
    }
}
