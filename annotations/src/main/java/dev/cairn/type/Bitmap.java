package dev.cairn.type;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A set of numbers, of a column of the type BITMAP. It is written from its numbers; what a server gives back is how many
 * there are.
 *
 * <pre>{@code
 * Bitmap visitors = Bitmap.of(7, 42);
 * }</pre>
 */
public final class Bitmap {
    private final long[] values;

    private Bitmap(long[] values) {
        this.values = values;
    }

    /** Of numbers, none of them negative. */
    public static Bitmap of(long... values) {
        if (LongStream.of(values).anyMatch(value -> value < 0)) {
            throw new IllegalArgumentException("A bitmap holds no negative numbers: " + Arrays.toString(values));
        }
        return new Bitmap(LongStream.of(values).sorted().distinct().toArray());
    }

    /** The numbers, each once, the least first. */
    public LongStream values() {
        return LongStream.of(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bitmap bitmap && Arrays.equals(values, bitmap.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Bitmap" + Arrays.toString(values);
    }
}
