package dev.cairn.benchmark.data;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Alternates the calls of {@link QueriesVersusJdbcBenchmark} with their counterparts that are written by hand, in slices
 * of a few milliseconds of CPU time. Other load on the machine slows down both, so their ratio is reliable. Each JVM
 * may compile the two in a different way, so a result requires several runs.
 */
public final class PairedQueryComparison {
    private static final int DEFAULT_ROUND_COUNT = 500;
    private static final int WARM_UP_CALL_COUNT = 100_000;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final ThreadMXBean threadBean = ManagementFactory.getThreadMXBean();
    private final int roundCount;
    /** The result of the last call. It is stored, so that the JVM can't leave out a call. */
    private Object result = "";

    private PairedQueryComparison(int roundCount) {
        this.roundCount = roundCount;
    }

    /**
     * Prints the CPU time of a call and of its counterpart, and the quartiles of their ratio.
     *
     * @param arguments the number of rounds; by default 500
     */
    public static void main(String[] arguments) throws Exception {
        PairedQueryComparison pairs =
                new PairedQueryComparison(arguments.length == 0 ? DEFAULT_ROUND_COUNT : Integer.parseInt(arguments[0]));
        QueriesVersusJdbcBenchmark benchmark = new QueriesVersusJdbcBenchmark();
        benchmark.connect();
        pairs.compare("execute", 1, benchmark::update, benchmark::updateByHand);
        pairs.compare("1 row", 1, benchmark::oneRow, benchmark::oneRowByHand);
        pairs.compare("10 rows", 1, benchmark::tenRows, benchmark::tenRowsByHand);
        pairs.compare("1000 rows", 100, benchmark::thousandRows, benchmark::thousandRowsByHand);
        benchmark.disconnect();
    }

    /**
     * Measures a call and its counterpart, and prints the result.
     *
     * @param callDivisor the divisor of the number of warm-up calls, for calls that take longer
     */
    private void compare(String name, int callDivisor, Callable<Object> generated, Callable<Object> byHand)
            throws Exception {
        for (int i = 0; i < WARM_UP_CALL_COUNT / callDivisor; i++) {
            result = generated.call();
            result = byHand.call();
        }
        int callCount = Math.max(1, (int) (SLICE_NANOS / measureNanos(byHand, WARM_UP_CALL_COUNT / callDivisor)));
        List<Double> ratios = new ArrayList<>();
        List<Double> generatedTimes = new ArrayList<>();
        List<Double> handTimes = new ArrayList<>();
        for (int round = 0; round < roundCount; round++) {
            boolean isGeneratedFirst = round % 2 == 0;
            double earlyTime = isGeneratedFirst ? measureNanos(generated, callCount) : 0;
            double handTime = measureNanos(byHand, callCount);
            double generatedTime = isGeneratedFirst ? earlyTime : measureNanos(generated, callCount);
            ratios.add(generatedTime / handTime);
            generatedTimes.add(generatedTime);
            handTimes.add(handTime);
        }
        System.out.printf(
                Locale.ROOT,
                "%-9s %8.2f us, by hand %8.2f us, ratio %.3f (%.3f to %.3f)%n",
                name,
                computeQuartile(generatedTimes, 2) / 1_000,
                computeQuartile(handTimes, 2) / 1_000,
                computeQuartile(ratios, 2),
                computeQuartile(ratios, 1),
                computeQuartile(ratios, 3));
    }

    /** Returns the mean CPU time of a call in nanoseconds. */
    private double measureNanos(Callable<Object> call, int callCount) throws Exception {
        long start = threadBean.getCurrentThreadCpuTime();
        for (int i = 0; i < callCount; i++) {
            result = call.call();
        }
        long time = threadBean.getCurrentThreadCpuTime() - start;
        if (result == null) {
            throw new IllegalStateException("A call returned nothing");
        }
        return (double) time / callCount;
    }

    private static double computeQuartile(List<Double> values, int quartileNumber) {
        List<Double> sortedValues = values.stream().sorted().toList();
        return sortedValues.get(Math.min(sortedValues.size() - 1, sortedValues.size() * quartileNumber / 4));
    }
}
