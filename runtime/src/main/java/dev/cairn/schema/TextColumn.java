package dev.cairn.schema;

/**
 * A column of the type CHAR, VARCHAR or STRING.
 *
 * @param <R> the record of the table or view
 */
public sealed class TextColumn<R> extends OrderedColumn<R, String> permits TextColumn.Nullable {
    /** Called by generated code: adds a column to a table or view. */
    public TextColumn(Descriptor<R> owner, String name) {
        super(owner, name);
    }

    /**
     * Returns the condition {@code column LIKE pattern}: {@code %} matches any text, {@code _} matches one
     * character; a backslash before either makes it an ordinary character.
     */
    public final Condition<R> like(String pattern) {
        return new Condition.Like<>(this, pattern);
    }

    /** Returns the condition {@code column NOT LIKE pattern}. */
    public final Condition<R> notLike(String pattern) {
        return like(pattern).not();
    }

    /** A column of the type CHAR, VARCHAR or STRING that may hold NULL. */
    public static final class Nullable<R> extends TextColumn<R> implements NullableColumn<R> {
        /** Called by generated code: adds a column to a table or view. */
        public Nullable(Descriptor<R> owner, String name) {
            super(owner, name);
        }
    }
}
