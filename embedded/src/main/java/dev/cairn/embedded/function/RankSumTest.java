package dev.cairn.embedded.function;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The Mann-Whitney U test of two samples, as {@code mann_whitney_u_test} calculates it.
 *
 * @param values the values of both samples in ascending order
 */
record RankSumTest(List<SampleValue> values) {
    private static final double MIN_DEVIATION = 1e-7;
    private static final double SERIES_LIMIT = 3;
    private static final int FRACTION_TERMS = 200;

    /** A value of one of the samples. */
    private record SampleValue(double value, boolean isInSecondSample) {
        /** @param text a value, a blank, and 1 for the second sample */
        static SampleValue of(String text) {
            int blankIndex = text.indexOf(' ');
            return new SampleValue(Double.parseDouble(text.substring(0, blankIndex)), text.endsWith("1"));
        }
    }

    /** @param sampleTexts the values, separated by commas */
    static RankSumTest of(String sampleTexts) {
        return new RankSumTest(Arrays.stream(sampleTexts.split(",", -1))
                .map(SampleValue::of)
                .sorted(Comparator.comparing(SampleValue::value))
                .toList());
    }

    /** Returns the statistic and the p-value as JSON, or a JSON object with the reason why they can't be calculated. */
    String calculateResult(String alternative, long correction) {
        double size = values.size();
        double n1 = values.stream().filter(value -> !value.isInSecondSample()).count();
        double n2 = size - n1;
        double rankSum = 0;
        double tieTerm = 0;
        int tieEnd;
        for (int tieStart = 0; tieStart < values.size(); tieStart = tieEnd) {
            tieEnd = tieStart;
            double firstSampleCount = 0;
            while (tieEnd < values.size()
                    && values.get(tieEnd).value() == values.get(tieStart).value()) {
                firstSampleCount += values.get(tieEnd).isInSecondSample() ? 0 : 1;
                tieEnd++;
            }
            double tieSize = tieEnd - tieStart;
            if (tieSize == size) {
                return "{\"Error\": \"All numbers in both samples are identical.\"}";
            }
            tieTerm += Math.pow(tieSize, 3) - tieSize;
            rankSum += firstSampleCount * (tieStart + tieEnd + 1) / 2;
        }
        double u1 = n1 * n2 + n1 * (n1 + 1) / 2 - rankSum;
        double u2 = n1 * n2 - u1;
        double mean = n1 * n2 / 2 + 0.5 * correction;
        double tieCorrection = 1 - tieTerm / (Math.pow(size, 3) - size);
        double deviation = Math.sqrt(tieCorrection * n1 * n2 * (size + 1) / 12);
        if (!Double.isFinite(deviation) || deviation < MIN_DEVIATION) {
            String shownDeviation = deviation == 0 ? "0" : String.valueOf(deviation);
            return "{\"Logical Error\": \"sd(" + shownDeviation.toLowerCase(Locale.ROOT) + ") is not a valid value.\"}";
        }
        double pValue = switch (alternative.toLowerCase(Locale.ROOT)) {
            case "less" -> upperTailProbability((u1 - mean) / deviation);
            case "greater" -> upperTailProbability((u2 - mean) / deviation);
            default -> 2 * upperTailProbability(Math.abs((Math.max(u1, u2) - mean) / deviation));
        };
        return "[" + u2 + ", " + pValue + "]";
    }

    /** Returns the probability that a normally distributed value is greater. */
    private static double upperTailProbability(double z) {
        double x = z / Math.sqrt(2);
        if (Math.abs(x) < SERIES_LIMIT) {
            return (1 - errorFunction(x)) / 2;
        }
        double tailProbability = complementaryErrorFunction(Math.abs(x)) / 2;
        return x < 0 ? 1 - tailProbability : tailProbability;
    }

    /** Returns the error function by its Taylor series. */
    private static double errorFunction(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.ulp(sum); n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** Returns the complementary error function of a positive number by its continued fraction. */
    private static double complementaryErrorFunction(double x) {
        double fraction = x;
        for (int n = FRACTION_TERMS; n > 0; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
