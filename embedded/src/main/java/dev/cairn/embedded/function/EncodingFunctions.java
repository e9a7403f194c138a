package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.FLOAT;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.text.ByteTextCodec;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions that convert numbers and bytes to digits, such as Base64 digits and sort keys, or digits to bytes. */
public final class EncodingFunctions {
    private EncodingFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                function("hex", LONG)
                        .returningText(arguments ->
                                Long.toHexString(arguments.longAt(0)).toUpperCase(Locale.ROOT)),
                helper("hex_text", TEXT)
                        .returningText(arguments ->
                                HexFormat.of().withUpperCase().formatHex(ByteTextCodec.encode(arguments.textAt(0)))),
                helper("sort_key_of_double", DOUBLE).returningText(arguments -> encodeSortKey(arguments.doubleAt(0))),
                helper("sort_key_of_float", FLOAT)
                        .returningText(arguments ->
                                encodeSortKey((Float) arguments.values().get(0))),
                helper("bits_of_double", DOUBLE)
                        .returningLong(arguments -> Double.doubleToRawLongBits(arguments.doubleAt(0))),
                helper("bits_of_float", FLOAT).returningLong(arguments -> (long)
                        Float.floatToRawIntBits((Float) arguments.values().get(0))),
                helper("little_endian", TEXT).returningText(arguments -> toLittleEndianDigits(arguments.textAt(0))),
                helper("sort_key_of_bytes", TEXT).returningText(arguments -> encodeSortKey(arguments.textAt(0))),
                function("unhex, hex_decode_string", TEXT).returningText(arguments -> unhex(arguments.textAt(0))),
                function("to_base64", TEXT).returningText(arguments -> toBase64(arguments.textAt(0))),
                function("from_base64, base64_decode_string", TEXT)
                        .returningText(arguments -> fromBase64(arguments.textAt(0))));
    }

    /** Returns the hexadecimal digits of the 16 bytes of an integer, the lowest one first. */
    private static String toLittleEndianDigits(String numberText) {
        return HexFormat.of()
                .formatHex(new LittleEndianWriter()
                        .writeInteger(new BigInteger(numberText), 2 * Long.BYTES)
                        .toBytes());
    }

    /**
     * Returns digits that sort like the numbers: all bits of a negative number are inverted; otherwise, only the sign
     * bit.
     */
    private static String encodeSortKey(double number) {
        long bits = Double.doubleToRawLongBits(number);
        return HexFormat.of().toHexDigits(bits ^ (bits < 0 ? -1L : Long.MIN_VALUE));
    }

    private static String encodeSortKey(float number) {
        int bits = Float.floatToRawIntBits(number);
        return HexFormat.of().toHexDigits(bits ^ (bits < 0 ? -1 : Integer.MIN_VALUE));
    }

    /**
     * Returns digits that sort like the bytes: 01 follows each zero byte, and 0000 marks the end.
     *
     * @param digits the hexadecimal digits of the bytes
     */
    private static String encodeSortKey(String digits) {
        StringBuilder sortKey = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            String byteDigits = digits.substring(i, i + 2);
            sortKey.append(byteDigits).append(byteDigits.equals("00") ? "01" : "");
        }
        return sortKey.append("0000").toString();
    }

    /** Returns the bytes of hexadecimal digits; empty if the digits are not valid. */
    private static String unhex(String digits) {
        boolean isValid = digits.length() % 2 == 0 && digits.chars().allMatch(HexFormat::isHexDigit);
        return isValid ? ByteTextCodec.decode(HexFormat.of().parseHex(digits)) : "";
    }

    /** Returns the text in Base64; null if it is empty, as on a server. */
    private static @Nullable String toBase64(String text) {
        return text.isEmpty() ? null : Base64.getEncoder().encodeToString(ByteTextCodec.encode(text));
    }

    /**
     * Decodes a text whose padding may be missing; white space is skipped. Returns null if the text is empty or not
     * valid.
     */
    private static @Nullable String fromBase64(String text) {
        String characters = text.replaceAll("[\\t\\n\\r ]", "");
        String digits = characters.replace("=", "");
        if (text.isEmpty() || hasLoneDigit(characters) || !digits.matches("[A-Za-z0-9+/]*")) {
            return null;
        }
        boolean hasSurplusDigit = digits.length() % 4 == 1; // a last digit of 6 bits is not a byte
        return ByteTextCodec.decode(
                Base64.getDecoder().decode(hasSurplusDigit ? digits.substring(0, digits.length() - 1) : digits));
    }

    /** Returns whether a group of four has only one digit before its padding, although more digits follow. */
    private static boolean hasLoneDigit(String base64) {
        int digitCount = 0;
        for (int i = 0; i < base64.length(); i++) {
            if (base64.charAt(i) != '=') {
                digitCount++;
            } else if (digitCount % 4 == 1 && i + 1 < base64.length() && base64.charAt(i + 1) != '=') {
                return true;
            }
        }
        return false;
    }
}
