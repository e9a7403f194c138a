package dev.cairn.plan.step;

/** What has to be over before a step is done. */
public enum WaitCondition {
    /** Done when the statement returns. */
    NOTHING,
    /** A job that SHOW ALTER TABLE COLUMN shows. */
    COLUMN_JOB,
    /** A job of a shared-data server that SHOW ALTER never shows. */
    HIDDEN_JOB,
    /** A job that SHOW ALTER TABLE ROLLUP shows. */
    ROLLUP_JOB,
    /** A job that SHOW ALTER TABLE OPTIMIZE shows. */
    OPTIMIZE_JOB,
    /** The first refresh of a materialized view, or the one that was asked for. */
    REFRESH,
    /** Rows are written. */
    LOAD
}
