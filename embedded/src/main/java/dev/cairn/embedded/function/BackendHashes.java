package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.text.ByteTextCodec;
import dev.cairn.embedded.text.NumberText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.JulianFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash functions of backends: {@code hash64} for estimates of the number of distinct values, and {@code set_hash}
 * for the order of the values in a set.
 */
public final class BackendHashes {
    private static final long ESTIMATE_SEED = 0xadc83b19L;
    /** The seed for floating-point numbers, which only sets use. */
    private static final long FLOATING_POINT_SEED = 0xc70f6907L;

    private static final int TEXT_SEED = 0x811C9DC5;
    private static final long MURMUR_FACTOR = 0xc6a4a7935bd1e995L;
    private static final int MURMUR_SHIFT = 47;
    /** The polynomial of CRC-32C, with its lowest bit first. */
    private static final int CRC_POLYNOMIAL = 0x82F63B78;

    private static final long MIX_FACTOR = 0xde5fb9d2630458e9L;
    private static final long SHORT_MIX_FACTOR = 0xcc9e2d51L;
    private static final long COMBINE_INCREMENT = 0x9e3779b97f4a7c15L;
    /** What follows a date of the year 0 in DuckDB's text, which calls it the year 1 before Christ. */
    private static final String YEAR_ZERO_MARK = " (BC)";

    /** The bits of the time of day in a DATETIME; the days are above them. */
    private static final int TIME_BITS = 40;

    private BackendHashes() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("hash64", TEXT, TEXT)
                        .returningText(arguments -> Long.toUnsignedString(
                                hashBytes(toBytes(arguments.textAt(0), arguments.textAt(1)), ESTIMATE_SEED))),
                helper("set_hash", TEXT, TEXT)
                        .returningText(arguments -> hashForSet(arguments.textAt(0), arguments.textAt(1))));
    }

    /** Returns the hash of a value in a set; null if its type has no hash here. */
    private static @Nullable String hashForSet(String text, String duckDbTypeName) {
        if (duckDbTypeName.equals("BIGNUM")
                || duckDbTypeName.equals("BLOB")
                || duckDbTypeName.matches("(STRUCT|MAP).*|.*]")) {
            return null;
        }
        byte[] bytes = toBytes(text, duckDbTypeName);
        return Long.toUnsignedString(
                switch (duckDbTypeName) {
                    case "VARCHAR" -> mix(hashText(bytes));
                    case "HUGEINT" -> mix(combine(combine(0, toLong(bytes, 0)), toLong(bytes, Long.BYTES)));
                    case "FLOAT", "DOUBLE" ->
                        mix(NumberText.parseDouble(text) == 0 ? 0 : hashBytes(bytes, FLOATING_POINT_SEED));
                    default -> mix(toLong(bytes, 0));
                });
    }

    /**
     * Returns the bytes that represent a value in the memory of a server.
     *
     * @param duckDbTypeName the name of the value's type in DuckDB
     */
    private static byte[] toBytes(String text, String duckDbTypeName) {
        return switch (duckDbTypeName) {
            case "BOOLEAN" -> new byte[] {(byte) (text.equals("true") ? 1 : 0)};
            case "TINYINT" -> toBytes(new BigInteger(text), Byte.BYTES);
            case "SMALLINT" -> toBytes(new BigInteger(text), Short.BYTES);
            case "INTEGER" -> toBytes(new BigInteger(text), Integer.BYTES);
            case "BIGINT" -> toBytes(new BigInteger(text), Long.BYTES);
            case "HUGEINT" -> toBytes(new BigInteger(text), 2 * Long.BYTES);
            case "BIGNUM" -> toBytes(new BigInteger(text), 4 * Long.BYTES);
            case "FLOAT" -> toBytes(Float.floatToIntBits(NumberText.parseFloat(text)), Integer.BYTES);
            case "DOUBLE" -> toBytes(Double.doubleToLongBits(NumberText.parseDouble(text)), Long.BYTES);
            case "DATE" -> toBytes(parseDateTime(text).getLong(JulianFields.JULIAN_DAY), Integer.BYTES);
            case "TIMESTAMP" -> toBytes(toPackedDateTime(parseDateTime(text)), Long.BYTES);
            default ->
                duckDbTypeName.startsWith("DECIMAL(")
                        ? toBytes(new BigDecimal(text).unscaledValue(), countDecimalBytes(duckDbTypeName))
                        : ByteTextCodec.encode(text);
        };
    }

    /** Reads a DATE or DATETIME in DuckDB's text; a DATE is read as its midnight. */
    private static LocalDateTime parseDateTime(String text) {
        boolean isYearZero = text.contains(YEAR_ZERO_MARK);
        String bareText = isYearZero ? text.replace(YEAR_ZERO_MARK, "") : text;
        LocalDateTime time = bareText.contains(":")
                ? LocalDateTime.parse(bareText.replace(' ', 'T'))
                : LocalDate.parse(bareText).atStartOfDay();
        return isYearZero ? time.withYear(0) : time;
    }

    /** Returns a DATETIME as a server stores it: the Julian day above the microseconds of the day. */
    private static long toPackedDateTime(LocalDateTime time) {
        return time.getLong(JulianFields.JULIAN_DAY) << TIME_BITS | time.getLong(ChronoField.MICRO_OF_DAY);
    }

    /**
     * Returns the number of bytes of a decimal in the memory of a server.
     *
     * @param duckDbTypeName the type with its digits, such as {@code DECIMAL(18,4)}
     */
    private static int countDecimalBytes(String duckDbTypeName) {
        int precision = Integer.parseInt(
                duckDbTypeName.substring(duckDbTypeName.indexOf('(') + 1, duckDbTypeName.indexOf(',')));
        return precision <= 9 ? Integer.BYTES : precision <= 18 ? Long.BYTES : 2 * Long.BYTES;
    }

    private static byte[] toBytes(long number, int byteCount) {
        return toBytes(BigInteger.valueOf(number), byteCount);
    }

    private static byte[] toBytes(BigInteger number, int byteCount) {
        return new LittleEndianWriter().writeInteger(number, byteCount).toBytes();
    }

    /** Returns the number in the eight bytes from an index; missing bytes are filled with the sign of the last byte. */
    private static long toLong(byte[] bytes, int index) {
        long number = bytes[bytes.length - 1] < 0 ? -1 : 0;
        for (int i = Math.min(index + Long.BYTES, bytes.length) - 1; i >= index; i--) {
            number = number << Byte.SIZE | (bytes[i] & 0xff);
        }
        return number;
    }

    /** Calculates the 64-bit MurmurHash2. */
    private static long hashBytes(byte[] bytes, long seed) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long hash = seed ^ bytes.length * MURMUR_FACTOR;
        while (buffer.remaining() >= Long.BYTES) {
            long block = buffer.getLong() * MURMUR_FACTOR;
            hash = (hash ^ (block ^ block >>> MURMUR_SHIFT) * MURMUR_FACTOR) * MURMUR_FACTOR;
        }
        if (buffer.hasRemaining()) {
            for (int shift = 0; buffer.hasRemaining(); shift += Byte.SIZE) {
                hash ^= (buffer.get() & 0xffL) << shift;
            }
            hash *= MURMUR_FACTOR;
        }
        hash = (hash ^ hash >>> MURMUR_SHIFT) * MURMUR_FACTOR;
        return hash ^ hash >>> MURMUR_SHIFT;
    }

    /**
     * Returns the checksum CRC-32C of the whole blocks of eight bytes, updated with the last eight bytes, although some
     * or all of these have been counted already. For a text with fewer than eight bytes, the checksum of all bytes is
     * multiplied and folded instead.
     */
    private static long hashText(byte[] bytes) {
        int blockEnd = bytes.length < Long.BYTES ? bytes.length : bytes.length / Long.BYTES * Long.BYTES;
        int hash = updateChecksum(TEXT_SEED, bytes, 0, blockEnd);
        if (bytes.length < Long.BYTES) {
            long product = Integer.toUnsignedLong(hash) * SHORT_MIX_FACTOR;
            return (product ^ product >>> Integer.SIZE) & 0xffffffffL;
        }
        return Integer.toUnsignedLong(updateChecksum(hash, bytes, bytes.length - Long.BYTES, bytes.length));
    }

    /** Continues a checksum CRC-32C with a range of bytes. */
    private static int updateChecksum(int checksum, byte[] bytes, int start, int end) {
        int newChecksum = checksum;
        for (int i = start; i < end; i++) {
            newChecksum ^= bytes[i] & 0xff;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                newChecksum = (newChecksum & 1) == 0 ? newChecksum >>> 1 : newChecksum >>> 1 ^ CRC_POLYNOMIAL;
            }
        }
        return newChecksum;
    }

    private static long combine(long hash, long value) {
        return hash ^ (value + COMBINE_INCREMENT + (hash << 12) + (hash >>> 4));
    }

    /** Returns the sum of both halves of the 128-bit product with {@link #MIX_FACTOR}. */
    private static long mix(long hash) {
        long upperHalf = Math.multiplyHigh(hash, MIX_FACTOR) + (hash < 0 ? MIX_FACTOR : 0) + hash;
        return upperHalf + hash * MIX_FACTOR;
    }
}
