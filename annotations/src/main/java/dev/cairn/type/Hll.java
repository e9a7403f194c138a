package dev.cairn.type;

import java.util.List;

/**
 * Values of which only an estimate of their number is kept, of a column of the type HLL.
 *
 * <pre>{@code
 * Hll users = Hll.of("ada", "grace");
 * }</pre>
 *
 * @param values what is counted
 */
public record Hll(List<String> values) {
    public Hll {
        values = List.copyOf(values);
    }

    public static Hll of(String... values) {
        return new Hll(List.of(values));
    }
}
