package dev.cairn.engine.context;

/** What the server does for a change, and how its end is seen. */
public enum Cost {
    /** Done when the statement returns, without a job. */
    IMMEDIATE,
    /** Metadata only: a job that SHOW ALTER TABLE COLUMN shows as finished at once. */
    FAST_JOB,
    /** A job of a shared-data server that SHOW ALTER never shows. */
    HIDDEN_JOB,
    /** Rewrites the data; watched through SHOW ALTER TABLE COLUMN. */
    COLUMN_JOB,
    /** Builds a rollup; watched through SHOW ALTER TABLE ROLLUP. */
    ROLLUP_JOB,
    /** Rewrites the data into new partitions; watched through SHOW ALTER TABLE OPTIMIZE. */
    OPTIMIZE_JOB
}
