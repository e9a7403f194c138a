package dev.cairn.internal.row;

import dev.cairn.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Scalars as they stand in an ARRAY, MAP or STRUCT. */
public final class ScalarText {
    private ScalarText() {}

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static Object value(byte[] bytes, ValueType.Kind kind) {
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

    /** A 1 or a 0, as numbers are; the word in documents. */
    public static boolean truth(String text) {
        return text.equals("1") || text.equals("true");
    }

    private static Object time(String text, ValueType.Kind kind) {
        try {
            return kind == ValueType.Kind.DATE ? LocalDate.parse(text) : LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }
}
