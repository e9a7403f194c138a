package dev.cairn.type;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A set of numbers, of a column of the type BITMAP. It is written from its numbers; what a server gives back is how many
 * there are.
 *
 * <pre>{@code
 * Bitmap visitors = Bitmap.of(7, 42);
 * }</pre>
 */
public final class Bitmap {
    private final long @Nullable [] values;
    private final long count;

    private Bitmap(long @Nullable [] values, long count) {
        this.values = values;
        this.count = count;
    }

    /** Of numbers, none of them negative. */
    public static Bitmap of(long... values) {
        if (LongStream.of(values).anyMatch(value -> value < 0)) {
            throw new IllegalArgumentException("A bitmap holds no negative numbers: " + Arrays.toString(values));
        }
        long[] sorted = LongStream.of(values).sorted().distinct().toArray();
        return new Bitmap(sorted, sorted.length);
    }

    /** One of which is only known how many numbers it holds, as it is read from a server. */
    public static Bitmap ofCount(long count) {
        return new Bitmap(null, count);
    }

    /** How many numbers there are. */
    public long count() {
        return count;
    }

    /**
     * The numbers, each once, the least first.
     *
     * @throws IllegalStateException of one that was read from a server
     */
    public LongStream values() {
        if (values == null) {
            throw new IllegalStateException("Of this bitmap only the count is known, " + count
                    + ": its numbers are what bitmap_to_string gives in SQL.");
        }
        return LongStream.of(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bitmap bitmap && count == bitmap.count && Arrays.equals(values, bitmap.values);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(count) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Bitmap" + (values == null ? "(" + count + ")" : Arrays.toString(values));
    }
}
