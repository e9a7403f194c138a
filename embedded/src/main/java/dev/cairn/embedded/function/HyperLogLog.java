package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.util.Arrays;
import java.util.List;

/**
 * The estimate of a server for the number of different values: of the hashes of the values, it
 * keeps the greatest rank in each register, and calculates in single precision. Up to 160 hashes are counted instead.
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

    private HyperLogLog() {}

    static List<JavaFunction> functions() {
        return List.of(helper("estimated_count", TEXT)
                .returningLong(
                        arguments -> estimate(Arrays.stream(arguments.textAt(0).split(",", -1))
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
}
