package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Functions of the values that an aggregate function collects. */
public final class CollectedValueFunctions {
    /** The bits of a byte that show whether it continues a character of UTF-8. */
    private static final int CONTINUATION_MASK = 0xC0;
    /** The values of these bits in a byte that continues a character. */
    private static final int CONTINUATION_BITS = 0x80;

    private CollectedValueFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("funnel", TEXT, LONG, LONG, LONG)
                        .returningLong(arguments -> new WindowFunnel(
                                        arguments.longAt(1), arguments.longAt(2), (int) arguments.longAt(3))
                                .countLevels(arguments.textAt(0))),
                helper("prefix", TEXT, LONG)
                        .returningText(arguments -> longestPrefix(arguments.textAt(0), arguments.longAt(1))),
                helper("weighted_quantile", TEXT, DOUBLE, DOUBLE)
                        .returningDouble(arguments ->
                                calculateQuantile(arguments.textAt(0), arguments.doubleAt(1), arguments.doubleAt(2))),
                helper("mann_whitney", TEXT, TEXT, LONG)
                        .returningText(arguments -> RankSumTest.of(arguments.textAt(0))
                                .calculateResult(arguments.textAt(1), arguments.longAt(2))));
    }

    /** Returns the longest prefix of whole characters whose UTF-8 encoding does not exceed a number of bytes. */
    private static String longestPrefix(String text, long maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = (int) Math.min(bytes.length, maxBytes);
        while (length > 0 && length < bytes.length && (bytes[length] & CONTINUATION_MASK) == CONTINUATION_BITS) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /**
     * Returns a quantile of weighted values.
     *
     * @param joinedWeightedValues the values, separated by commas; each one is followed by a space and its weight
     * @param compression see {@link TDigestSketch#of}
     * @throws FunctionEvaluationException if the fraction is not between 0 and 1
     */
    private static Double calculateQuantile(String joinedWeightedValues, double fraction, double compression) {
        if (fraction < 0 || fraction > 1) {
            throw new FunctionEvaluationException(
                    "Type check failed. percentile parameter must be between 0 and 1, but got: " + fraction);
        }
        return TDigestSketch.of(joinedWeightedValues, compression).quantile(fraction);
    }
}
