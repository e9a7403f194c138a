package dev.cairn.type;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sketch that estimates the count of distinct values, the value of an HLL column. It is written from values; a server
 * returns only the estimated count. A sketch is immutable. Two sketches are equal if both have the same values in the
 * same order, or if only their counts are known and are the same; a sketch that was read from a server never equals the
 * one that was written.
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

    /** Returns a sketch of these values, none of which may be null. */
    public static Hll of(String... values) {
        return of(List.of(values));
    }

    /** Returns a sketch of these values, none of which may be null. Later changes of the list have no effect. */
    public static Hll of(List<String> values) {
        List<String> distinctValues = values.stream().distinct().sorted().toList();
        return new Hll(distinctValues, distinctValues.size());
    }

    /** Returns a sketch whose values are unknown, with only the count that a server returns. */
    public static Hll ofCount(long count) {
        return new Hll(null, count);
    }

    /** Returns the count of distinct values, which is an estimate if it was read from a server. */
    public long count() {
        return count;
    }

    /**
     * Returns the distinct values in ascending order.
     *
     * @throws IllegalStateException if the sketch was read from a server, so only its count is known
     */
    public List<String> values() {
        if (values == null) {
            throw new IllegalStateException(
                    "Only the count of this HLL is known, " + count + "; a server does not return its values");
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
