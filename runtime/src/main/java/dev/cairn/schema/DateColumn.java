package dev.cairn.schema;

import java.time.LocalDate;

/**
 * A column of the type DATE.
 *
 * @param <R> the record of the table or view
 */
public sealed class DateColumn<R> extends ComparableColumn<R, LocalDate> permits NullableDateColumn {
    DateColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
