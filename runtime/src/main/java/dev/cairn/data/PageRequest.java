package dev.cairn.data;

/**
 * A request for one page of the rows of a query, which a method with {@code @Query} returns as a {@link Page}.
 *
 * <pre>{@code
 * Page<Account> page = accounts.all(PageRequest.of(0, 50));
 * }</pre>
 *
 * @param number the number of the page, from 0
 * @param size the maximum number of rows of a page, at least 1
 */
public record PageRequest(long number, int size) {
    /**
     * Creates a request for a page.
     *
     * @throws IllegalArgumentException if the number is negative, if the size is less than 1, or if it is
     *     {@link Integer#MAX_VALUE}
     * @throws ArithmeticException if the page begins beyond the range of {@code long}
     */
    public PageRequest {
        if (number < 0) {
            throw new IllegalArgumentException("The number of a page is " + number + "; the first page is 0");
        }
        if (size < 1 || size == Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The size of a page is " + size + "; it must be from 1 to " + (Integer.MAX_VALUE - 1));
        }
        Math.multiplyExact(number, size);
    }

    /**
     * Returns the request for a page.
     *
     * @param number the number of the page, from 0
     * @param size the maximum number of rows of a page, at least 1
     * @throws IllegalArgumentException if the number is negative, if the size is less than 1, or if it is
     *     {@link Integer#MAX_VALUE}
     * @throws ArithmeticException if the page begins beyond the range of {@code long}
     */
    public static PageRequest of(long number, int size) {
        return new PageRequest(number, size);
    }

    /** Returns the number of rows on the preceding pages. */
    public long offset() {
        return number * size;
    }

    /** Returns the request for the page after this one. */
    public PageRequest next() {
        return new PageRequest(number + 1, size);
    }
}
