package dev.cairn.type;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A set of non-negative numbers, the value of a BITMAP column. A bitmap is written from its numbers; a server returns
 * only their count. A bitmap is immutable. Two bitmaps are equal if both have the same numbers, or if only their counts
 * are known and are the same; a bitmap that was read from a server never equals the one that was written.
 *
 * <pre>{@code
 * Bitmap visitors = Bitmap.of(7, 42);
 * }</pre>
 */
public final class Bitmap {
    private final long @Nullable [] numbers;
    private final long count;

    private Bitmap(long @Nullable [] numbers, long count) {
        this.numbers = numbers;
        this.count = count;
    }

    /**
     * Returns a bitmap of these numbers, which may be in any order and contain duplicates.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public static Bitmap of(long... numbers) {
        if (LongStream.of(numbers).anyMatch(value -> value < 0)) {
            throw new IllegalArgumentException("A bitmap holds no negative numbers: " + Arrays.toString(numbers));
        }
        long[] sortedNumbers = LongStream.of(numbers).sorted().distinct().toArray();
        return new Bitmap(sortedNumbers, sortedNumbers.length);
    }

    /** Returns a bitmap whose numbers are unknown, with only the count that a server returns. */
    public static Bitmap ofCount(long count) {
        return new Bitmap(null, count);
    }

    /** Returns the count of distinct numbers. */
    public long count() {
        return count;
    }

    /**
     * Returns the distinct numbers in ascending order.
     *
     * @throws IllegalStateException if the bitmap was read from a server, so only its count is known
     */
    public LongStream values() {
        if (numbers == null) {
            throw new IllegalStateException(
                    "Only the count of this bitmap is known, " + count + "; query its numbers with bitmap_to_string");
        }
        return LongStream.of(numbers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bitmap bitmap && count == bitmap.count && Arrays.equals(numbers, bitmap.numbers);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(count) + Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return "Bitmap" + (numbers == null ? "(" + count + ")" : Arrays.toString(numbers));
    }
}
