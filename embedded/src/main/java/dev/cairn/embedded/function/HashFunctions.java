package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.Kind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.Kind.FLOAT;
import static dev.cairn.embedded.function.JavaFunction.Kind.LONG;
import static dev.cairn.embedded.function.JavaFunction.Kind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.protocol.ByteText;
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
    private static final int HEX = 16;

    private HashFunctions() {}

    static List<JavaFunction> all() {
        return List.of(
                function("sha2", TEXT, LONG).text(in -> sha(in.text(0), in.number(1))),
                helper("md5", TEXT).text(in -> digest("MD5", in.text(0))),
                helper("xxh3", TEXT, LONG).number(in -> Xxh3.hash64(bytes(in.text(0)), in.number(1))),
                helper("xxh3_of_128_bits", TEXT)
                        .text(in -> Xxh3.hash128(bytes(in.text(0))).toString()),
                helper("md5_number", TEXT)
                        .text(in -> new BigInteger(HexFormat.of().parseHex(digest("MD5", in.text(0)))).toString()),
                function("sm3", TEXT).text(in -> Sm3.formatDigits(bytes(in.text(0)))),
                helper("iceberg_bucket", LONG, LONG).number(in -> bucket(littleEndian(in.number(0)), in.number(1))),
                helper("iceberg_bucket_of_decimal", TEXT, LONG)
                        .number(in -> bucket(
                                new BigDecimal(in.text(0)).unscaledValue().toByteArray(), in.number(1))),
                function("crc32", TEXT).number(in -> crc(in.text(0))),
                helper("murmur", TEXT, LONG).number(in -> (long) murmur(bytes(in.text(0)), (int) in.number(1))),
                function("hex", LONG).text(in -> Long.toHexString(in.number(0)).toUpperCase(Locale.ROOT)),
                helper("hex_text", TEXT)
                        .text(in -> HexFormat.of().withUpperCase().formatHex(bytes(in.text(0)))),
                helper("sort_key_of_double", DOUBLE).text(in -> sortKey(in.real(0))),
                helper("sort_key_of_float", FLOAT)
                        .text(in -> sortKey((Float) in.values().get(0))),
                helper("sort_key_of_bytes", TEXT).text(in -> sortKey(in.text(0))),
                function("unhex, hex_decode_string", TEXT).text(in -> unhex(in.text(0))),
                function("to_base64", TEXT).text(in -> toBase64(in.text(0))),
                function("from_base64, base64_decode_string", TEXT).text(in -> fromBase64(in.text(0))));
    }

    private static byte[] bytes(String text) {
        return ByteText.encode(text);
    }

    private static @Nullable String sha(String text, long bits) {
        long length = bits == 0 ? 256 : bits;
        if (length != 224 && length != 256 && length != 384 && length != 512) {
            return null;
        }
        return digest("SHA-" + length, text);
    }

    private static String digest(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes(text)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every JDK has " + algorithm, missing);
        }
    }

    private static long bucket(byte[] bytes, long buckets) {
        return (murmur(bytes, 0) & Integer.MAX_VALUE) % buckets;
    }

    private static byte[] littleEndian(long number) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    private static long crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(bytes(text));
        return crc.getValue();
    }

    private static String sortKey(double number) {
        long bits = Double.doubleToRawLongBits(number);
        return HexFormat.of().toHexDigits(bits ^ (bits < 0 ? -1L : Long.MIN_VALUE));
    }

    private static String sortKey(float number) {
        int bits = Float.floatToRawIntBits(number);
        return HexFormat.of().toHexDigits(bits ^ (bits < 0 ? -1 : Integer.MIN_VALUE));
    }

    /** Returns the digits of bytes with an end, from which a byte of zero differs. */
    private static String sortKey(String digits) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            String each = digits.substring(i, i + 2);
            key.append(each).append(each.equals("00") ? "01" : "");
        }
        return key.append("0000").toString();
    }

    private static String unhex(String digits) {
        boolean valid = digits.length() % 2 == 0 && digits.chars().allMatch(digit -> Character.digit(digit, HEX) >= 0);
        return valid ? ByteText.decode(HexFormat.of().parseHex(digits)) : "";
    }

    private static @Nullable String toBase64(String text) {
        return text.isEmpty() ? null : Base64.getEncoder().encodeToString(bytes(text));
    }

    /** Returns the bytes of the complete groups and of the last one, which may lack its padding; white space is skipped. */
    private static @Nullable String fromBase64(String text) {
        String digits = text.replaceAll("[\\t\\n\\r ]|=+$", "");
        if (text.isEmpty() || !digits.matches("[A-Za-z0-9+/]*")) {
            return null;
        }
        boolean loose = digits.length() % 4 == 1; // a last digit of 6 bits is no byte
        return ByteText.decode(Base64.getDecoder().decode(loose ? digits.substring(0, digits.length() - 1) : digits));
    }

    /** Calculates the 32-bit MurmurHash3. */
    private static int murmur(byte[] bytes, int seed) {
        int hash = seed;
        int blocks = bytes.length / Integer.BYTES;
        for (int i = 0; i < blocks; i++) {
            int at = i * Integer.BYTES;
            int block = (bytes[at] & 0xff)
                    | (bytes[at + 1] & 0xff) << 8
                    | (bytes[at + 2] & 0xff) << 16
                    | (bytes[at + 3] & 0xff) << 24;
            hash = Integer.rotateLeft(hash ^ mix(block), 13) * 5 + 0xe6546b64;
        }
        int rest = 0;
        for (int i = bytes.length - 1; i >= blocks * Integer.BYTES; i--) {
            rest = rest << 8 | (bytes[i] & 0xff);
        }
        hash ^= mix(rest);
        return finish(hash ^ bytes.length);
    }

    private static int mix(int block) {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }

    private static int finish(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
