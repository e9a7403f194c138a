package dev.cairn.schema;

/**
 * The order of rows by one column.
 *
 * @param column the column
 * @param direction ascending or descending
 * @param <R> the record of the table or view
 */
public record SortOrder<R>(SortableColumn<R> column, Direction direction) {
    /** The direction of a sort order. */
    public enum Direction {
        ASCENDING,
        DESCENDING
    }
}
