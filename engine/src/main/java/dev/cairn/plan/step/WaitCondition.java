package dev.cairn.plan.step;

/** What a run waits for after the statement of a step, before the next step begins. */
public enum WaitCondition {
    /** The step ends when the statement returns. */
    NOTHING,
    /** A job that SHOW ALTER TABLE COLUMN shows. */
    COLUMN_JOB,
    /** A job of a shared-data server that SHOW ALTER never shows. */
    HIDDEN_JOB,
    /** A job that SHOW ALTER TABLE ROLLUP shows. */
    ROLLUP_JOB,
    /** A job that SHOW ALTER TABLE OPTIMIZE shows. */
    OPTIMIZE_JOB,
    /** The first refresh of a materialized view, or one that was requested. */
    REFRESH,
    /** The rows have been written. */
    LOAD
}
