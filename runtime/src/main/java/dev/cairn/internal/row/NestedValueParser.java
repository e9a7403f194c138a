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

    private final byte[] text;
    private int position;

    public NestedValueParser(byte[] text, int start) {
        this.text = text;
        this.position = start;
    }

    /**
     * Parses a whole text.
     *
     * @throws IllegalArgumentException if the text is not a value of the type
     */
    public static @Nullable Object parse(byte[] text, ValueType<?> type) {
        NestedValueParser parser = new NestedValueParser(text, 0);
        Object value = parser.read(type);
        if (parser.position < text.length) {
            throw parser.createSyntaxException();
        }
        return value;
    }

    /** Reads the value at this position. */
    @Nullable
    public Object read(ValueType<?> type) {
        if (type instanceof ValueType.ListType<?> list) {
            return skipIfNull() ? null : readList(list.element());
        }
        if (type instanceof ValueType.MapType<?, ?> map) {
            return skipIfNull() ? null : readMap(map.key(), map.value());
        }
        if (type instanceof ValueType.StructType<?> struct) {
            return skipIfNull() ? null : struct.reader().apply(readFields(struct.names()));
        }
        byte[] scalarBytes = readScalar();
        if (scalarBytes == null) {
            return null;
        }
        return type instanceof ValueType.EnumType<?> enumType
                ? Enum.valueOf(enumType.type(), decode(scalarBytes))
                : convertScalar(scalarBytes, ((ValueType.Scalar<?>) type).kind());
    }

    /** Reads the bytes of the scalar at this position, without quotes; null for NULL. */
    public byte @Nullable [] readScalar() {
        if (skipIfNull()) {
            return null;
        }
        int start = position;
        if (text[position] != '"' && text[position] != '\'') {
            skipUnquoted();
            return Arrays.copyOfRange(text, start, position);
        }
        skipQuoted();
        byte[] value = new byte[position - start - 2];
        int length = 0;
        for (int i = start + 1; i < position - 1; i++) {
            if (text[i] == '\\') {
                i++;
            }
            value[length++] = text[i];
        }
        return length == value.length ? value : Arrays.copyOf(value, length);
    }

    static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Object convertScalar(byte[] bytes, ValueType.Kind kind) {
        if (kind == ValueType.Kind.BINARY) {
            return bytes;
        }
        String text = decode(bytes);
        return switch (kind) {
            case BOOLEAN -> parseBoolean(text);
            case BYTE -> Byte.valueOf(text);
            case SHORT -> Short.valueOf(text);
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case LARGE_INT -> new BigInteger(text);
            case DECIMAL -> new BigDecimal(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case DATE, DATE_TIME -> parseTime(text, kind);
            default -> text;
        };
    }

    /** Parses 1 or 0; in JSON documents, true or false. */
    static boolean parseBoolean(String text) {
        return text.equals("1") || text.equals("true");
    }

    private static Object parseTime(String text, ValueType.Kind kind) {
        try {
            return kind == ValueType.Kind.DATE ? LocalDate.parse(text) : LocalDateTime.parse(text.replace(' ', 'T'));
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
        Map<String, Integer> positions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (boolean hasNext = readOpening('{', '}'); hasNext; hasNext = readSeparator('}')) {
            byte[] name = readScalar();
            readExpected(':');
            positions.put(name == null ? "null" : decode(name), position);
            skipValue();
        }
        return new StructRow(text, fieldNames, positions);
    }

    /** Reads the beginning of a collection. Returns whether an element follows. */
    private boolean readOpening(char openingCharacter, char closingCharacter) {
        readExpected(openingCharacter);
        if (position < text.length && text[position] == closingCharacter) {
            position++;
            return false;
        }
        return true;
    }

    /** Reads a separator or the end of a collection. Returns whether an element follows. */
    private boolean readSeparator(char closingCharacter) {
        if (position < text.length && text[position] == closingCharacter) {
            position++;
            return false;
        }
        readExpected(',');
        return true;
    }

    private void readExpected(char character) {
        if (position >= text.length || text[position] != character) {
            throw createSyntaxException();
        }
        position++;
    }

    /** Skips a null at this position. Returns whether there was one. */
    private boolean skipIfNull() {
        if (position >= text.length) {
            throw createSyntaxException();
        }
        if (!Arrays.equals(
                text,
                position,
                Math.min(text.length, position + NULL_BYTES.length),
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
            if (position >= text.length) {
                throw createSyntaxException();
            }
            byte nextByte = text[position];
            if (nextByte == '"' || nextByte == '\'') {
                skipQuoted();
            } else if (nextByte == '[' || nextByte == '{') {
                depth++;
                position++;
            } else if (nextByte == ']' || nextByte == '}') {
                depth--;
                position++;
            } else if (nextByte == ',' || nextByte == ':') {
                position++;
            } else {
                skipUnquoted();
            }
        } while (depth > 0);
    }

    private void skipUnquoted() {
        while (position < text.length
                && text[position] != ','
                && text[position] != ':'
                && text[position] != ']'
                && text[position] != '}') {
            position++;
        }
    }

    private void skipQuoted() {
        byte quote = text[position++];
        while (position < text.length && text[position] != quote) {
            position += text[position] == '\\' ? 2 : 1;
        }
        readExpected((char) quote);
    }

    private IllegalArgumentException createSyntaxException() {
        return new IllegalArgumentException("expected a value of this type at byte " + position + " of "
                + new String(text, StandardCharsets.UTF_8));
    }
}
