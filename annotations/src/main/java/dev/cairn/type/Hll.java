package dev.cairn.type;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of which only an estimate of their number is kept, of a column of the type HLL. It is written from values; what a
 * server gives back is the estimate.
 *
 * <pre>{@code
 * Hll users = Hll.of("ada", "grace");
 * }</pre>
 */
public final class Hll {
    private final @Nullable List<String> values;
    private final long count;

    private Hll(@Nullable List<String> values, long count) {
        this.values = values;
        this.count = count;
    }

    public static Hll of(String... values) {
        return of(List.of(values));
    }

    /** Of what is counted. */
    public static Hll of(List<String> values) {
        return new Hll(List.copyOf(values), values.stream().distinct().count());
    }

    /** One of which is only known how many values it has counted, as it is read from a server. */
    public static Hll ofCount(long count) {
        return new Hll(null, count);
    }

    /** How many different values there are; of one that was read, an estimate. */
    public long count() {
        return count;
    }

    /**
     * What is counted.
     *
     * @throws IllegalStateException of one that was read from a server
     */
    public List<String> values() {
        if (values == null) {
            throw new IllegalStateException("Of this HLL only the count is known, " + count + ": it holds no values.");
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hll hll && count == hll.count && Objects.equals(values, hll.values);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(count) + Objects.hashCode(values);
    }

    @Override
    public String toString() {
        return "Hll" + (values == null ? "(" + count + ")" : values);
    }
}
