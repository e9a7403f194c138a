package dev.cairn.engine.context;

/** The work that the server does for a change, and how a client can wait for its end. */
public enum ChangeCost {
    /** The change is complete when the statement returns; there is no job. */
    IMMEDIATE,
    /** A job that changes only metadata; SHOW ALTER TABLE COLUMN shows it as finished immediately. */
    METADATA_JOB,
    /** A job of a shared-data server that SHOW ALTER never shows. */
    HIDDEN_JOB,
    /** A job that rewrites the data; SHOW ALTER TABLE COLUMN shows its progress. */
    REWRITE_JOB,
    /** A job that builds a rollup; SHOW ALTER TABLE ROLLUP shows its progress. */
    ROLLUP_JOB,
    /** A job that rewrites the data into new partitions; SHOW ALTER TABLE OPTIMIZE shows its progress. */
    OPTIMIZE_JOB
}
