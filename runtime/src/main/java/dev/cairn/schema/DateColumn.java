package dev.cairn.schema;

import java.time.LocalDate;

/**
 * A column of the type DATE.
 *
 * @param <R> the record of the table or view
 */
public sealed class DateColumn<R> extends ComparableColumn<R, LocalDate> permits DateColumn.Nullable {
    DateColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }

    /** One that may hold NULL. */
    public static final class Nullable<R> extends DateColumn<R> implements NullableColumn<R> {
        Nullable(Descriptor<R> owner, int position, String name) {
            super(owner, position, name);
        }
    }
}
