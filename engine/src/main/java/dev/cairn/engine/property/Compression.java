package dev.cairn.engine.property;

import dev.cairn.engine.value.InvalidValueException;
import java.util.Locale;

/** The property {@code compression}: {@code LZ4}, {@code ZSTD(3)}. */
public final class Compression {
    public static final String PROPERTY = "compression";
    public static final String ASSUMED = "LZ4";

    private static final int HIGHEST_LEVEL = 22;

    private Compression() {}

    /** In the form that SHOW CREATE prints. */
    public static String normal(String text) throws InvalidValueException {
        String compact = text.replace(" ", "").toUpperCase(Locale.ROOT);
        if (compact.startsWith("ZSTD(") && compact.endsWith(")")) {
            return withLevel(text, compact.substring("ZSTD(".length(), compact.length() - 1));
        }
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "LZ4", "LZ4_FRAME" -> ASSUMED;
            case "ZLIB" -> "ZLIB";
            case "ZSTD" -> "ZSTD";
            case "SNAPPY" -> "SNAPPY";
            default -> throw unknown(text);
        };
    }

    private static String withLevel(String text, String digits) throws InvalidValueException {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw unknown(text);
        }
        int level = digits.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (level < 1 || level > HIGHEST_LEVEL) {
            throw new InvalidValueException("Invalid level for zstd compression type");
        }
        return "ZSTD(" + level + ")";
    }

    private static InvalidValueException unknown(String text) {
        return new InvalidValueException("unknown compression type: " + text);
    }
}
