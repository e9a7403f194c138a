package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The server's estimate of the number of distinct values. Each register keeps the greatest rank of the hashes that
 * belong to it, and the estimate is calculated in single precision. Up to 160 distinct hashes are counted exactly.
 */
public final class HyperLogLog {
    private static final int REGISTER_BITS = 14;
    private static final int REGISTER_COUNT = 1 << REGISTER_BITS;
    private static final long HIGHEST_RANK_BIT = 1L << (Long.SIZE - REGISTER_BITS);
    private static final float ALPHA = 0.7213f / (1 + 1.079f / REGISTER_COUNT);
    /** Up to this estimate, the number of empty registers determines the result. */
    private static final double LINEAR_COUNTING_THRESHOLD = REGISTER_COUNT * 2.5;
    /** Estimates below this are corrected for bias. */
    private static final double BIAS_CORRECTION_THRESHOLD = 72_000;

    private static final int MAX_EXACT_HASHES = 160;
    private static final int MAX_SPARSE_REGISTERS = 4096;

    // The first byte of a sketch, which is its encoding.
    private static final int EMPTY_ENCODING = 0;
    private static final int HASHES_ENCODING = 1;
    private static final int SPARSE_ENCODING = 2;
    private static final int DENSE_ENCODING = 3;

    private HyperLogLog() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("estimated_count", TEXT)
                        .returningLong(arguments -> estimate(UnsignedNumberList.parse(arguments.textAt(0)))),
                helper("hll_to_hex", TEXT)
                        .returningText(arguments ->
                                HexFormat.of().formatHex(encode(UnsignedNumberList.parse(arguments.textAt(0))))),
                helper("hll_from_hex", TEXT)
                        .returningText(arguments ->
                                UnsignedNumberList.format(decode(HexFormat.of().parseHex(arguments.textAt(0))))));
    }

    /** Returns the bytes of a sketch: its hashes, or the ranks of the registers that are not empty, or all ranks. */
    private static byte[] encode(long[] hashes) {
        LittleEndianWriter writer = new LittleEndianWriter();
        if (hashes.length == 0) {
            return writer.writeInt8(EMPTY_ENCODING).toBytes();
        }
        if (hashes.length <= MAX_EXACT_HASHES) {
            writer.writeInt8(HASHES_ENCODING).writeInt8(hashes.length);
            for (int index : BackendHashSetOrder.computeOrder(hashes)) {
                writer.writeInt64(hashes[index]);
            }
            return writer.toBytes();
        }
        byte[] ranks = calculateRanks(hashes);
        int usedRegisterCount = REGISTER_COUNT - countEmptyRegisters(ranks);
        boolean isSparse = usedRegisterCount <= MAX_SPARSE_REGISTERS;
        writer.writeInt8(isSparse ? SPARSE_ENCODING : DENSE_ENCODING);
        if (isSparse) {
            writer.writeInt32(usedRegisterCount);
        }
        for (int register = 0; register < REGISTER_COUNT; register++) {
            if (isSparse && ranks[register] != 0) {
                writer.writeInt16(register);
            }
            if (!isSparse || ranks[register] != 0) {
                writer.writeInt8(ranks[register]);
            }
        }
        return writer.toBytes();
    }

    /**
     * Returns the hashes of a sketch, or other hashes with the same ranks; an empty array if the bytes are not a
     * sketch.
     */
    private static long[] decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int encoding = buffer.hasRemaining() ? buffer.get() : EMPTY_ENCODING;
        LongStream.Builder hashBuilder = LongStream.builder();
        if (encoding == HASHES_ENCODING && buffer.remaining() == 1 + Long.BYTES * (bytes[1] & 0xff)) {
            buffer.get();
            while (buffer.hasRemaining()) {
                hashBuilder.add(buffer.getLong());
            }
        } else if (encoding == SPARSE_ENCODING
                && buffer.remaining() >= Integer.BYTES
                && buffer.remaining() == Integer.BYTES + 3L * Integer.toUnsignedLong(buffer.getInt(1))) {
            buffer.getInt();
            while (buffer.hasRemaining()) {
                hashBuilder.add(createHash(buffer.getShort() & (REGISTER_COUNT - 1), buffer.get()));
            }
        } else if (encoding == DENSE_ENCODING && buffer.remaining() == REGISTER_COUNT) {
            for (int register = 0; register < REGISTER_COUNT; register++) {
                int rank = buffer.get();
                if (rank > 0) {
                    hashBuilder.add(createHash(register, rank));
                }
            }
        }
        return hashBuilder.build().toArray();
    }

    /** Returns a hash that has a rank in a register. The greatest rank is that of a hash without any higher bits. */
    private static long createHash(int register, int rank) {
        int rankBit = REGISTER_BITS + rank - 1;
        return rankBit < Long.SIZE ? register | 1L << rankBit : register;
    }

    /** Returns the greatest rank in each register: one more than the number of zero bits above the register's bits. */
    private static byte[] calculateRanks(long[] hashes) {
        byte[] ranks = new byte[REGISTER_COUNT];
        for (long hash : hashes) {
            int register = (int) (hash & (REGISTER_COUNT - 1));
            int rank = Long.numberOfTrailingZeros(hash >>> REGISTER_BITS | HIGHEST_RANK_BIT) + 1;
            ranks[register] = (byte) Math.max(ranks[register], rank);
        }
        return ranks;
    }

    private static int countEmptyRegisters(byte[] ranks) {
        int count = 0;
        for (byte rank : ranks) {
            count += rank == 0 ? 1 : 0;
        }
        return count;
    }

    /**
     * Returns the estimate for more than {@link #MAX_EXACT_HASHES} distinct hashes; the caller counts fewer
     * hashes exactly.
     */
    private static long estimate(long[] hashes) {
        byte[] ranks = calculateRanks(hashes);
        float sum = 0;
        for (byte rank : ranks) {
            sum += Math.scalb(1f, -rank);
        }
        int emptyRegisterCount = countEmptyRegisters(ranks);
        double rawEstimate = ALPHA * REGISTER_COUNT * REGISTER_COUNT * (1f / sum);
        if (rawEstimate <= LINEAR_COUNTING_THRESHOLD && emptyRegisterCount > 0) {
            return Math.round(
                    (double) (REGISTER_COUNT * (float) Math.log((float) REGISTER_COUNT / emptyRegisterCount)));
        }
        return Math.round(
                rawEstimate < BIAS_CORRECTION_THRESHOLD
                        ? rawEstimate - rawEstimate * calculateBias(rawEstimate)
                        : rawEstimate);
    }

    /** Returns the fraction by which an estimate is expected to be too high, by the server's polynomial. */
    private static double calculateBias(double estimate) {
        double percent = 5.9119 * 1.0e-18 * (estimate * estimate * estimate * estimate)
                - 1.4253 * 1.0e-12 * (estimate * estimate * estimate)
                + 1.2940 * 1.0e-7 * (estimate * estimate)
                - 5.2921 * 1.0e-3 * estimate
                + 83.3216;
        return percent / 100;
    }
}
