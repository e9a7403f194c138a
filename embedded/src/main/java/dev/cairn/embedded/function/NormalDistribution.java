package dev.cairn.embedded.function;

/** The standard normal distribution. */
final class NormalDistribution {
    /** Up to this argument, the error function is calculated by its Taylor series; beyond, by a continued fraction. */
    private static final double TAYLOR_SERIES_LIMIT = 3;

    private static final int CONTINUED_FRACTION_TERMS = 200;

    private NormalDistribution() {}

    /** Returns the probability that a normally distributed value is greater. */
    static double upperTailProbability(double standardScore) {
        double scaledScore = standardScore / Math.sqrt(2);
        if (Math.abs(scaledScore) < TAYLOR_SERIES_LIMIT) {
            return (1 - errorFunction(scaledScore)) / 2;
        }
        double tailProbability = complementaryErrorFunction(Math.abs(scaledScore)) / 2;
        return scaledScore < 0 ? 1 - tailProbability : tailProbability;
    }

    /** Returns the error function by its Taylor series. */
    private static double errorFunction(double argument) {
        double term = argument;
        double sum = argument;
        for (int termIndex = 1; Math.abs(term) > Math.ulp(sum); termIndex++) {
            term *= -argument * argument / termIndex;
            sum += term / (2 * termIndex + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** Returns the complementary error function of a positive number by its continued fraction. */
    private static double complementaryErrorFunction(double argument) {
        double fraction = argument;
        for (int termIndex = CONTINUED_FRACTION_TERMS; termIndex > 0; termIndex--) {
            fraction = argument + termIndex / 2.0 / fraction;
        }
        return Math.exp(-argument * argument) / Math.sqrt(Math.PI) / fraction;
    }
}
