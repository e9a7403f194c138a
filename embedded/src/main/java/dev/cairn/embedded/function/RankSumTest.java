package dev.cairn.embedded.function;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The Mann-Whitney U test of two samples, as {@code mann_whitney_u_test} calculates it.
 *
 * @param sampleValues the values of both samples in ascending order
 */
record RankSumTest(List<SampleValue> sampleValues) {
    /** The smallest standard deviation with which a server calculates a result. */
    private static final double MIN_DEVIATION = 1e-7;

    /** A value of one of the samples. */
    private record SampleValue(double value, boolean isInSecondSample) {
        /**
         * Parses a value.
         *
         * @param text a value, a space, and 1 for the second sample
         */
        static SampleValue of(String text) {
            int spaceIndex = text.indexOf(' ');
            return new SampleValue(Double.parseDouble(text.substring(0, spaceIndex)), text.endsWith("1"));
        }
    }

    /**
     * Creates the test of at least one value.
     *
     * @param joinedSampleValues the values, separated by commas; each one is followed by a space, and 1 for the second
     *     sample
     */
    static RankSumTest of(String joinedSampleValues) {
        return new RankSumTest(Arrays.stream(joinedSampleValues.split(",", -1))
                .map(SampleValue::of)
                .sorted(Comparator.comparing(SampleValue::value))
                .toList());
    }

    /**
     * Returns the statistic and the p-value as JSON, or a JSON object with the reason why they can't be calculated.
     *
     * @param alternative {@code less} or {@code greater}, in any case; any other text means two-sided
     * @param continuityCorrection twice the number that is added to the mean
     */
    String calculateResult(String alternative, long continuityCorrection) {
        double size = sampleValues.size();
        double firstSampleSize =
                sampleValues.stream().filter(value -> !value.isInSecondSample()).count();
        double secondSampleSize = size - firstSampleSize;
        double rankSum = 0;
        double tieTerm = 0;
        int tieEnd;
        for (int tieStart = 0; tieStart < sampleValues.size(); tieStart = tieEnd) {
            tieEnd = tieStart;
            double firstSampleCount = 0;
            while (tieEnd < sampleValues.size()
                    && sampleValues.get(tieEnd).value()
                            == sampleValues.get(tieStart).value()) {
                firstSampleCount += sampleValues.get(tieEnd).isInSecondSample() ? 0 : 1;
                tieEnd++;
            }
            double tieSize = tieEnd - tieStart;
            if (tieSize == size) {
                return "{\"Error\": \"All numbers in both samples are identical.\"}";
            }
            tieTerm += Math.pow(tieSize, 3) - tieSize;
            rankSum += firstSampleCount * (tieStart + tieEnd + 1) / 2;
        }
        double firstStatistic =
                firstSampleSize * secondSampleSize + firstSampleSize * (firstSampleSize + 1) / 2 - rankSum;
        double secondStatistic = firstSampleSize * secondSampleSize - firstStatistic;
        double mean = firstSampleSize * secondSampleSize / 2 + 0.5 * continuityCorrection;
        double tieCorrection = 1 - tieTerm / (Math.pow(size, 3) - size);
        double deviation = Math.sqrt(tieCorrection * firstSampleSize * secondSampleSize * (size + 1) / 12);
        if (!Double.isFinite(deviation) || deviation < MIN_DEVIATION) {
            String deviationText = deviation == 0 ? "0" : String.valueOf(deviation);
            return "{\"Logical Error\": \"sd(" + deviationText.toLowerCase(Locale.ROOT) + ") is not a valid value.\"}";
        }
        double pValue = switch (alternative.toLowerCase(Locale.ROOT)) {
            case "less" -> NormalDistribution.upperTailProbability((firstStatistic - mean) / deviation);
            case "greater" -> NormalDistribution.upperTailProbability((secondStatistic - mean) / deviation);
            default ->
                2
                        * NormalDistribution.upperTailProbability(
                                Math.abs((Math.max(firstStatistic, secondStatistic) - mean) / deviation));
        };
        return "[" + secondStatistic + ", " + pValue + "]";
    }
}
