package dev.cairn.schema;

/**
 * A column of the type CHAR, VARCHAR or STRING.
 *
 * @param <R> the record of the table or view
 */
public sealed class TextColumn<R> extends ComparableColumn<R, String> permits NullableTextColumn {
    TextColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
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
