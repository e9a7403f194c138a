package dev.cairn.type;

import java.util.Arrays;
import java.util.List;

/**
 * Values of which only an estimate of their percentiles is kept, of a column of the type PERCENTILE.
 *
 * <pre>{@code
 * Percentile latency = Percentile.of(1.5, 20);
 * }</pre>
 *
 * @param values what is measured
 */
public record Percentile(List<Double> values) {
    public Percentile {
        values = List.copyOf(values);
    }

    public static Percentile of(double... values) {
        return new Percentile(Arrays.stream(values).boxed().toList());
    }
}
