package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.protocol.ByteTextCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.JulianFields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The estimate of a server for the number of different values: it hashes the bytes of each value, keeps the greatest
 * rank of the hashes in each register, and calculates in single precision. Up to 160 hashes are counted instead.
 */
final class HyperLogLog {
    private static final int REGISTER_BITS = 14;
    private static final int REGISTERS = 1 << REGISTER_BITS;
    private static final long HIGHEST_RANK_BIT = 1L << (Long.SIZE - REGISTER_BITS);
    private static final float ALPHA = 0.7213f / (1 + 1.079f / REGISTERS);
    /** Below this estimate, empty registers are counted. */
    private static final double MAX_LINEAR_ESTIMATE = REGISTERS * 2.5;
    /** Below this estimate, its bias is corrected. */
    private static final double MAX_BIASED_ESTIMATE = 72_000;

    private static final long HASH_SEED = 0xadc83b19L;
    private static final long HASH_FACTOR = 0xc6a4a7935bd1e995L;
    private static final int HASH_SHIFT = 47;
    /** The bits of the time of day in a DATETIME; the days are above them. */
    private static final int TIME_BITS = 40;

    private HyperLogLog() {}

    static List<JavaFunction> functions() {
        return List.of(
                helper("hash64", TEXT, TEXT)
                        .returningText(arguments ->
                                Long.toUnsignedString(hash(toServerBytes(arguments.textAt(0), arguments.textAt(1))))),
                helper("estimated_count", TEXT)
                        .returningLong(arguments ->
                                estimate(Arrays.stream(arguments.textAt(0).split(",", -1))
                                        .mapToLong(Long::parseUnsignedLong)
                                        .toArray())));
    }

    /** Returns the estimate for different hashes, of which there are more than the server counts. */
    private static long estimate(long[] hashes) {
        byte[] ranks = new byte[REGISTERS];
        for (long hash : hashes) {
            int register = (int) (hash & (REGISTERS - 1));
            int rank = Long.numberOfTrailingZeros(hash >>> REGISTER_BITS | HIGHEST_RANK_BIT) + 1;
            ranks[register] = (byte) Math.max(ranks[register], rank);
        }
        float sum = 0;
        int emptyRegisters = 0;
        for (byte rank : ranks) {
            sum += Math.scalb(1f, -rank);
            emptyRegisters += rank == 0 ? 1 : 0;
        }
        double estimate = ALPHA * REGISTERS * REGISTERS * (1f / sum);
        if (estimate <= MAX_LINEAR_ESTIMATE && emptyRegisters > 0) {
            return Math.round((double) (REGISTERS * (float) Math.log((float) REGISTERS / emptyRegisters)));
        }
        return Math.round(estimate < MAX_BIASED_ESTIMATE ? estimate - estimate * calculateBias(estimate) : estimate);
    }

    private static double calculateBias(double estimate) {
        double percent = 5.9119 * 1.0e-18 * (estimate * estimate * estimate * estimate)
                - 1.4253 * 1.0e-12 * (estimate * estimate * estimate)
                + 1.2940 * 1.0e-7 * (estimate * estimate)
                - 5.2921 * 1.0e-3 * estimate
                + 83.3216;
        return percent / 100;
    }

    /**
     * Returns the bytes in which a server keeps a value.
     *
     * @param duckDbType the name of the value's type in DuckDB
     */
    private static byte[] toServerBytes(String text, String duckDbType) {
        return switch (duckDbType) {
            case "BOOLEAN" -> new byte[] {(byte) (text.equals("true") ? 1 : 0)};
            case "TINYINT" -> toBytes(new BigInteger(text), Byte.BYTES);
            case "SMALLINT" -> toBytes(new BigInteger(text), Short.BYTES);
            case "INTEGER" -> toBytes(new BigInteger(text), Integer.BYTES);
            case "BIGINT" -> toBytes(new BigInteger(text), Long.BYTES);
            case "HUGEINT" -> toBytes(new BigInteger(text), 2 * Long.BYTES);
            case "BIGNUM" -> toBytes(new BigInteger(text), 4 * Long.BYTES);
            case "FLOAT" -> toBytes(Float.floatToIntBits(Float.parseFloat(javaNumber(text))), Integer.BYTES);
            case "DOUBLE" -> toBytes(Double.doubleToLongBits(Double.parseDouble(javaNumber(text))), Long.BYTES);
            case "DATE" -> toBytes(LocalDate.parse(text).getLong(JulianFields.JULIAN_DAY), Integer.BYTES);
            case "TIMESTAMP" -> toBytes(toServerTime(LocalDateTime.parse(text.replace(' ', 'T'))), Long.BYTES);
            default ->
                duckDbType.startsWith("DECIMAL(")
                        ? toBytes(new BigDecimal(text).unscaledValue(), countDecimalBytes(duckDbType))
                        : ByteTextCodec.encode(text);
        };
    }

    private static String javaNumber(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            case "nan", "-nan" -> "NaN";
            default -> text;
        };
    }

    private static long toServerTime(LocalDateTime time) {
        return time.getLong(JulianFields.JULIAN_DAY) << TIME_BITS | time.getLong(ChronoField.MICRO_OF_DAY);
    }

    /** @param type the type with its digits, such as {@code DECIMAL(18,4)} */
    private static int countDecimalBytes(String type) {
        int digits = Integer.parseInt(type.substring(type.indexOf('(') + 1, type.indexOf(',')));
        return digits <= 9 ? Integer.BYTES : digits <= 18 ? Long.BYTES : 2 * Long.BYTES;
    }

    private static byte[] toBytes(long number, int size) {
        return toBytes(BigInteger.valueOf(number), size);
    }

    /** Returns the lowest bytes of a number, beginning with the lowest one. */
    private static byte[] toBytes(BigInteger number, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = number.shiftRight(Byte.SIZE * i).byteValue();
        }
        return bytes;
    }

    /** Calculates the 64-bit MurmurHash2. */
    private static long hash(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long hash = HASH_SEED ^ bytes.length * HASH_FACTOR;
        while (buffer.remaining() >= Long.BYTES) {
            long block = buffer.getLong() * HASH_FACTOR;
            hash = (hash ^ (block ^ block >>> HASH_SHIFT) * HASH_FACTOR) * HASH_FACTOR;
        }
        if (buffer.hasRemaining()) {
            for (int shift = 0; buffer.hasRemaining(); shift += Byte.SIZE) {
                hash ^= (buffer.get() & 0xffL) << shift;
            }
            hash *= HASH_FACTOR;
        }
        hash = (hash ^ hash >>> HASH_SHIFT) * HASH_FACTOR;
        return hash ^ hash >>> HASH_SHIFT;
    }
}
