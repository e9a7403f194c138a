package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.FLOAT;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.protocol.ByteTextCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Checksums, and the conversion of bytes and sort keys to digits. */
final class HashFunctions {
    private static final int HEXADECIMAL_RADIX = 16;

    private HashFunctions() {}

    static List<JavaFunction> functions() {
        return List.of(
                function("sha2", TEXT, LONG)
                        .returningText(arguments -> hashSha2(arguments.textAt(0), arguments.longAt(1))),
                helper("md5", TEXT).returningText(arguments -> calculateDigest("MD5", arguments.textAt(0))),
                helper("xxh3", TEXT, LONG)
                        .returningLong(arguments -> Xxh3.hash64(toBytes(arguments.textAt(0)), arguments.longAt(1))),
                helper("xxh3_of_128_bits", TEXT)
                        .returningText(arguments ->
                                Xxh3.hash128(toBytes(arguments.textAt(0))).toString()),
                helper("md5_number", TEXT)
                        .returningText(arguments -> new BigInteger(
                                        HexFormat.of().parseHex(calculateDigest("MD5", arguments.textAt(0))))
                                .toString()),
                function("sm3", TEXT).returningText(arguments -> Sm3.hashToHex(toBytes(arguments.textAt(0)))),
                helper("iceberg_bucket", LONG, LONG)
                        .returningLong(arguments ->
                                calculateIcebergBucket(toLittleEndian(arguments.longAt(0)), arguments.longAt(1))),
                helper("iceberg_bucket_of_decimal", TEXT, LONG)
                        .returningLong(arguments -> calculateIcebergBucket(
                                new BigDecimal(arguments.textAt(0))
                                        .unscaledValue()
                                        .toByteArray(),
                                arguments.longAt(1))),
                function("crc32", TEXT).returningLong(arguments -> calculateCrc(arguments.textAt(0))),
                helper("murmur", TEXT, LONG).returningLong(arguments ->
                        (long) calculateMurmur(toBytes(arguments.textAt(0)), (int) arguments.longAt(1))),
                function("hex", LONG)
                        .returningText(arguments ->
                                Long.toHexString(arguments.longAt(0)).toUpperCase(Locale.ROOT)),
                helper("hex_text", TEXT)
                        .returningText(
                                arguments -> HexFormat.of().withUpperCase().formatHex(toBytes(arguments.textAt(0)))),
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

    private static byte[] toBytes(String text) {
        return ByteTextCodec.encode(text);
    }

    private static @Nullable String hashSha2(String text, long bits) {
        long length = bits == 0 ? 256 : bits;
        if (length != 224 && length != 256 && length != 384 && length != 512) {
            return null;
        }
        return calculateDigest("SHA-" + length, text);
    }

    private static String calculateDigest(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(toBytes(text)));
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("Every JDK has " + algorithm, failure);
        }
    }

    private static long calculateIcebergBucket(byte[] bytes, long bucketCount) {
        return (calculateMurmur(bytes, 0) & Integer.MAX_VALUE) % bucketCount;
    }

    private static byte[] toLittleEndian(long number) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    /** Returns the hexadecimal digits of the 16 bytes of an integer, the lowest one first. */
    private static String toLittleEndianDigits(String number) {
        BigInteger integer = new BigInteger(number);
        return HexFormat.of()
                .formatHex(ByteBuffer.allocate(2 * Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(integer.longValue())
                        .putLong(integer.shiftRight(Long.SIZE).longValue())
                        .array());
    }

    private static long calculateCrc(String text) {
        CRC32 crc = new CRC32();
        crc.update(toBytes(text));
        return crc.getValue();
    }

    private static String encodeSortKey(double number) {
        long bits = Double.doubleToRawLongBits(number);
        return HexFormat.of().toHexDigits(bits ^ (bits < 0 ? -1L : Long.MIN_VALUE));
    }

    private static String encodeSortKey(float number) {
        int bits = Float.floatToRawIntBits(number);
        return HexFormat.of().toHexDigits(bits ^ (bits < 0 ? -1 : Integer.MIN_VALUE));
    }

    /** Returns digits that sort as the bytes do: 01 follows each byte of zero, and 0000 marks the end. */
    private static String encodeSortKey(String digits) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            String byteDigits = digits.substring(i, i + 2);
            key.append(byteDigits).append(byteDigits.equals("00") ? "01" : "");
        }
        return key.append("0000").toString();
    }

    private static String unhex(String digits) {
        boolean isValid = digits.length() % 2 == 0
                && digits.chars().allMatch(digit -> Character.digit(digit, HEXADECIMAL_RADIX) >= 0);
        return isValid ? ByteTextCodec.decode(HexFormat.of().parseHex(digits)) : "";
    }

    private static @Nullable String toBase64(String text) {
        return text.isEmpty() ? null : Base64.getEncoder().encodeToString(toBytes(text));
    }

    /**
     * Decodes a text whose padding may be missing; white space is skipped. Returns null if the text is not valid.
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

    /** Returns whether other characters follow a fill character after the first digit of a group of four. */
    private static boolean hasLoneDigit(String base64) {
        int digits = 0;
        for (int i = 0; i < base64.length(); i++) {
            if (base64.charAt(i) != '=') {
                digits++;
            } else if (digits % 4 == 1 && i + 1 < base64.length() && base64.charAt(i + 1) != '=') {
                return true;
            }
        }
        return false;
    }

    /** Calculates the 32-bit MurmurHash3. */
    private static int calculateMurmur(byte[] bytes, int seed) {
        int hash = seed;
        int blocks = bytes.length / Integer.BYTES;
        for (int i = 0; i < blocks; i++) {
            int offset = i * Integer.BYTES;
            int block = (bytes[offset] & 0xff)
                    | (bytes[offset + 1] & 0xff) << 8
                    | (bytes[offset + 2] & 0xff) << 16
                    | (bytes[offset + 3] & 0xff) << 24;
            hash = Integer.rotateLeft(hash ^ mixBlock(block), 13) * 5 + 0xe6546b64;
        }
        int tailBlock = 0;
        for (int i = bytes.length - 1; i >= blocks * Integer.BYTES; i--) {
            tailBlock = tailBlock << 8 | (bytes[i] & 0xff);
        }
        hash ^= mixBlock(tailBlock);
        return finalizeHash(hash ^ bytes.length);
    }

    private static int mixBlock(int block) {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }

    private static int finalizeHash(int hash) {
        int mixedHash = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixedHash = (mixedHash ^ mixedHash >>> 13) * 0xc2b2ae35;
        return mixedHash ^ mixedHash >>> 16;
    }
}
