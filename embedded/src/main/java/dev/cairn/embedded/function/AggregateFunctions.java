package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunction.Kind.DOUBLE;
import static dev.cairn.embedded.function.OwnFunction.Kind.LONG;
import static dev.cairn.embedded.function.OwnFunction.Kind.TEXT;
import static dev.cairn.embedded.function.OwnFunction.function;

import dev.cairn.embedded.function.OwnFunctions.RefusedValueException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Functions of the values that an aggregate function collects. */
final class AggregateFunctions {
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private AggregateFunctions() {}

    static List<OwnFunction> all() {
        return List.of(
                function("prefix", TEXT, LONG).text(in -> prefix(in.text(0), in.number(1))),
                function("weighted_quantile", TEXT, DOUBLE).real(in -> quantile(in.text(0), in.real(1))),
                function("mann_whitney", TEXT, TEXT, LONG)
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

    /** A value and the number of its occurrences. */
    private record Weighted(float value, double weight) {
        /** @param text a value and its weight with a blank between them */
        static Weighted of(String text) {
            int blank = text.indexOf(' ');
            return new Weighted(
                    Float.parseFloat(text.substring(0, blank)), Double.parseDouble(text.substring(blank + 1)));
        }
    }

    /**
     * Returns a quantile as a sketch calculates it: each value is in the middle of its weight, between two values it is
     * interpolated.
     *
     * @param texts the values and their weights, separated by commas
     */
    private static Double quantile(String texts, double place) {
        if (place < 0 || place > 1) {
            throw new RefusedValueException(
                    "Type check failed. percentile parameter must be between 0 and 1, but got: " + place);
        }
        List<Weighted> values = Arrays.stream(texts.split(",", -1))
                .map(Weighted::of)
                .sorted(Comparator.comparing(Weighted::value))
                .toList();
        double target = place * values.stream().mapToDouble(Weighted::weight).sum();
        Weighted before = values.get(0);
        double middle = before.weight() / 2;
        for (Weighted next : values.subList(1, values.size())) {
            double nextMiddle = middle + (before.weight() + next.weight()) / 2;
            if (target <= middle) {
                break;
            }
            if (target <= nextMiddle) {
                double share = (target - middle) / (nextMiddle - middle);
                return (double) (float) (before.value() + share * (next.value() - before.value()));
            }
            before = next;
            middle = nextMiddle;
        }
        return (double) before.value();
    }
}
