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
 * Parses the text of an ARRAY, MAP or STRUCT in a result: {@code [1,null]}, {@code {"a":[1]}}. It resembles JSON, but JSON
 * documents in it have single quotes, keys may be numbers, and only the quote and the backslash are escaped.
 *
 * <p>It is parsed as bytes, because the bytes of a VARBINARY are included unchanged.
 */
public final class NestedText {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private int at;

    public NestedText(byte[] text, int at) {
        this.text = text;
        this.at = at;
    }

    public static @Nullable Object value(byte[] text, ValueType<?> type) {
        NestedText nested = new NestedText(text, 0);
        Object value = nested.read(type);
        if (nested.at < text.length) {
            throw nested.malformed();
        }
        return value;
    }

    /** Reads the value at this position. */
    @Nullable
    public Object read(ValueType<?> type) {
        if (type instanceof ValueType.ListOf<?> list) {
            return isNull() ? null : list(list.element());
        }
        if (type instanceof ValueType.MapOf<?, ?> map) {
            return isNull() ? null : map(map.key(), map.value());
        }
        if (type instanceof ValueType.StructOf<?> struct) {
            return isNull() ? null : struct.reader().apply(fields(struct.names()));
        }
        byte[] value = scalar();
        if (value == null) {
            return null;
        }
        return type instanceof ValueType.EnumOf<?> constants
                ? Enum.valueOf(constants.type(), text(value))
                : scalar(value, ((ValueType.Scalar<?>) type).kind());
    }

    /** Reads the bytes of the scalar at this position, without quotes. */
    public byte @Nullable [] scalar() {
        if (isNull()) {
            return null;
        }
        int from = at;
        if (text[at] != '"' && text[at] != '\'') {
            skipBare();
            return Arrays.copyOfRange(text, from, at);
        }
        skipQuoted();
        byte[] value = new byte[at - from - 2];
        int length = 0;
        for (int i = from + 1; i < at - 1; i++) {
            if (text[i] == '\\') {
                i++;
            }
            value[length++] = text[i];
        }
        return length == value.length ? value : Arrays.copyOf(value, length);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Object scalar(byte[] bytes, ValueType.Kind kind) {
        if (kind == ValueType.Kind.BINARY) {
            return bytes;
        }
        String text = text(bytes);
        return switch (kind) {
            case BOOLEAN -> truth(text);
            case BYTE -> Byte.valueOf(text);
            case SHORT -> Short.valueOf(text);
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case LARGE_INT -> new BigInteger(text);
            case DECIMAL -> new BigDecimal(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case DATE, DATE_TIME -> time(text, kind);
            default -> text;
        };
    }

    /** Parses 1 or 0; in JSON documents, true or false. */
    static boolean truth(String text) {
        return text.equals("1") || text.equals("true");
    }

    private static Object time(String text, ValueType.Kind kind) {
        try {
            return kind == ValueType.Kind.DATE ? LocalDate.parse(text) : LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    private List<@Nullable Object> list(ValueType<?> element) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (boolean more = enter('[', ']'); more; more = goOn(']')) {
            elements.add(read(element));
        }
        return Collections.unmodifiableList(elements);
    }

    private Map<@Nullable Object, @Nullable Object> map(ValueType<?> key, ValueType<?> value) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (boolean more = enter('{', '}'); more; more = goOn('}')) {
            Object read = read(key);
            expect(':');
            entries.put(read, read(value));
        }
        return Collections.unmodifiableMap(entries);
    }

    private StructRow fields(List<String> names) {
        Map<String, Integer> places = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (boolean more = enter('{', '}'); more; more = goOn('}')) {
            byte[] name = scalar();
            expect(':');
            places.put(name == null ? "null" : text(name), at);
            skip();
        }
        return new StructRow(text, names, places);
    }

    private boolean enter(char open, char close) {
        expect(open);
        if (at < text.length && text[at] == close) {
            at++;
            return false;
        }
        return true;
    }

    private boolean goOn(char close) {
        if (at < text.length && text[at] == close) {
            at++;
            return false;
        }
        expect(',');
        return true;
    }

    private void expect(char character) {
        if (at >= text.length || text[at] != character) {
            throw malformed();
        }
        at++;
    }

    private boolean isNull() {
        if (at >= text.length) {
            throw malformed();
        }
        if (!Arrays.equals(text, at, Math.min(text.length, at + NULL.length), NULL, 0, NULL.length)) {
            return false;
        }
        at += NULL.length;
        return true;
    }

    private void skip() {
        int depth = 0;
        do {
            if (at >= text.length) {
                throw malformed();
            }
            byte next = text[at];
            if (next == '"' || next == '\'') {
                skipQuoted();
            } else if (next == '[' || next == '{') {
                depth++;
                at++;
            } else if (next == ']' || next == '}') {
                depth--;
                at++;
            } else if (next == ',' || next == ':') {
                at++;
            } else {
                skipBare();
            }
        } while (depth > 0);
    }

    private void skipBare() {
        while (at < text.length && text[at] != ',' && text[at] != ':' && text[at] != ']' && text[at] != '}') {
            at++;
        }
    }

    private void skipQuoted() {
        byte quote = text[at++];
        while (at < text.length && text[at] != quote) {
            at += text[at] == '\\' ? 2 : 1;
        }
        expect((char) quote);
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "expected a value of this type at byte " + at + " of " + new String(text, StandardCharsets.UTF_8));
    }
}
