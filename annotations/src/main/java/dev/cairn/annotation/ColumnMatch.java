package dev.cairn.annotation;

/**
 * How the components of a record find their columns in a query.
 */
public enum ColumnMatch {
    /** By their names; the order is the query's. */
    BY_NAME,
    /** The first component is the first column, whatever the query calls it. */
    BY_POSITION
}
