package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.Kind.DOUBLE;
import static dev.cairn.embedded.function.JavaFunction.Kind.LONG;
import static dev.cairn.embedded.function.JavaFunction.Kind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Functions of the values that an aggregate function collects. */
final class CollectedValueFunctions {
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private CollectedValueFunctions() {}

    static List<JavaFunction> all() {
        return List.of(
                helper("funnel", TEXT, LONG, LONG, LONG)
                        .number(in -> new EventFunnel(in.number(1), in.number(2), (int) in.number(3))
                                .countLevels(in.text(0))),
                helper("prefix", TEXT, LONG).text(in -> prefix(in.text(0), in.number(1))),
                helper("weighted_quantile", TEXT, DOUBLE, DOUBLE)
                        .real(in -> quantile(in.text(0), in.real(1), in.real(2))),
                helper("mann_whitney", TEXT, TEXT, LONG)
                        .text(in -> RankSumTest.of(in.text(0)).result(in.text(1), in.number(2))));
    }

    /** Returns the longest prefix of whole characters that has at most so many bytes in UTF-8. */
    private static String prefix(String text, long most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = (int) Math.min(bytes.length, most);
        while (length > 0 && length < bytes.length && (bytes[length] & CONTINUATION_MASK) == CONTINUATION) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /**
     * Returns a quantile of weighted values.
     *
     * @param texts the values and their weights, separated by commas
     */
    private static Double quantile(String texts, double place, double compression) {
        if (place < 0 || place > 1) {
            throw new RefusedValueException(
                    "Type check failed. percentile parameter must be between 0 and 1, but got: " + place);
        }
        return QuantileSketch.of(texts, compression).quantile(place);
    }
}
