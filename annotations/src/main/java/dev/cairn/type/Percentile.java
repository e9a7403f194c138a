package dev.cairn.type;

import java.util.Arrays;
import java.util.List;

/**
 * A sketch that estimates percentiles of values, the value of a PERCENTILE column. It can only be written: in a row
 * that is read from a server, the component is null.
 *
 * <pre>{@code
 * Percentile latency = Percentile.of(1.5, 20);
 * }</pre>
 *
 * @param values the measured values, none of which may be null; the list is copied
 */
public record Percentile(List<Double> values) {
    public Percentile {
        values = List.copyOf(values);
    }

    /** Returns a sketch of these values. */
    public static Percentile of(double... values) {
        return new Percentile(Arrays.stream(values).boxed().toList());
    }
}
