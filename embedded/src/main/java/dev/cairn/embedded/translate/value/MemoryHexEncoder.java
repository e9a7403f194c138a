package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The hexadecimal digits of values as a backend holds them in memory. The hashes of rows depend on these bytes. */
public final class MemoryHexEncoder {
    private MemoryHexEncoder() {}

    /** Returns SQL for the digits of a value that is not NULL; null if the type is not supported. */
    public static @Nullable String render(PrimitiveType type, String sql) {
        return switch (type) {
            case BOOLEAN -> "CASE WHEN " + sql + " THEN '01' ELSE '00' END";
            case TINYINT -> renderNumber(sql, 1);
            case SMALLINT -> renderNumber(sql, 2);
            case INT -> renderNumber(sql, 4);
            case BIGINT -> renderNumber(sql, 8);
            case LARGEINT -> renderNumber(sql, 16);
            case FLOAT -> renderNumber("sr_bits_of_float(" + sql + ")", 4);
            case DOUBLE -> renderNumber("sr_bits_of_double(" + sql + ")", 8);
            case DECIMAL32 -> renderNumber(BackendIntegerRenderer.renderUnscaledValue(sql), 4);
            case DECIMAL64 -> renderNumber(BackendIntegerRenderer.renderUnscaledValue(sql), 8);
            case DECIMAL128 -> renderNumber(BackendIntegerRenderer.renderUnscaledValue(sql), 16);
            case DATE -> renderNumber(BackendIntegerRenderer.renderJulianDay(sql), 4);
            case DATETIME -> renderNumber(BackendIntegerRenderer.renderPackedTimestamp(sql), 8);
            case CHAR, VARCHAR -> "sr_hex_text(" + sql + ")";
            case VARBINARY -> "hex(" + sql + ")";
            default -> null;
        };
    }

    /** Returns the digits of an integer with this number of bytes, the lowest byte first. */
    public static String renderNumber(String sql, int byteCount) {
        return "left(sr_little_endian(CAST(" + sql + " AS VARCHAR)), " + 2 * byteCount + ")";
    }
}
