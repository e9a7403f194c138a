package dev.cairn.schema;

/**
 * The comparisons of a column of the type CHAR, VARCHAR or STRING.
 *
 * @param <R> the record of the table or view
 * @param <V> String, which may be null if the column is nullable
 */
abstract sealed class TextComparisons<R, V extends @org.jspecify.annotations.Nullable Object>
        extends OrderedColumn<R, V> permits TextColumn, TextColumn.Nullable {
    TextComparisons(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /**
     * Returns the condition {@code column LIKE pattern}: {@code %} matches any text, {@code _} matches one character.
     */
    public final Condition<R> like(String pattern) {
        return new Condition.Like<>(this, pattern);
    }

    /** Returns the condition {@code column NOT LIKE pattern}. */
    public final Condition<R> notLike(String pattern) {
        return like(pattern).not();
    }
}
