package dev.cairn.schema;

import java.time.LocalDateTime;

/**
 * A column of the type DATETIME.
 *
 * @param <R> the record of the table or view
 */
public sealed class DateTimeColumn<R> extends ComparableColumn<R, LocalDateTime> permits NullableDateTimeColumn {
    DateTimeColumn(Descriptor<R> owner, int position, String name) {
        super(owner, position, name);
    }
}
