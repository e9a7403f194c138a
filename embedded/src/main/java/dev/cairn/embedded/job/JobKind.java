package dev.cairn.embedded.job;

/** The kind of a job, which also determines the variant of SHOW ALTER TABLE that lists it. */
public enum JobKind {
    /** A change of columns, the sort key or a property, listed by SHOW ALTER TABLE COLUMN. */
    COLUMN,
    /** A change of the metadata of a shared-data table, which SHOW ALTER TABLE does not list. */
    HIDDEN,
    /** The creation of a rollup or a synchronous materialized view, listed by SHOW ALTER TABLE ROLLUP. */
    ROLLUP,
    /** A change that rewrites the data into new partitions, listed by SHOW ALTER TABLE OPTIMIZE. */
    OPTIMIZE
}
