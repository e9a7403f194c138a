package dev.cairn.annotation;

/** Specifies how the components of a record are matched to the columns of a query. */
public enum ColumnMatch {
    /** By name, in any order. The columns of a view have the order of its query. */
    BY_NAME,
    /** By position: the first component is the first column, whatever name the query gives it. */
    BY_POSITION
}
