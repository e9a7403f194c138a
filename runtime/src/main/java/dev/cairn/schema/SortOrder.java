package dev.cairn.schema;

/**
 * How rows are sorted by one column.
 *
 * @param <R> the record of the table or view
 */
public record SortOrder<R>(OrderedColumn<R> column, Direction direction) {
    public enum Direction {
        ASCENDING,
        DESCENDING
    }
}
