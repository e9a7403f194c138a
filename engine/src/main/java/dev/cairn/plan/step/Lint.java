package dev.cairn.plan.step;

/**
 * What somebody should know of a step before it runs.
 *
 * @param about what it is about, by its own name: {@code orders.note}
 */
public record Lint(Kind kind, String about, String message) {
    public enum Kind {
        REWRITES_TABLE,
        /** A rollup or synchronous materialized view, new or back after a change of a column that it reads. */
        BUILDS_ROLLUP,
        /** A materialized view is no longer refreshed, nor used, until it is activated and refreshed. */
        INACTIVATES_VIEW,
        /** Rows of a materialized view have no value of a new column until they are refreshed. */
        LACKS_VALUES,
        DROPS_DATA,
        /** Data is dropped later, by the server. */
        SHORTENS_RETENTION,
        LOSES_DEFAULT,
        NOT_NULL_WITHOUT_DEFAULT,
        /** Values of the old type that the new one can't hold. */
        LOSES_VALUES,
        /** Rows that were different have the same key now. */
        MERGES_ROWS,
        IGNORED_PROPERTY
    }
}
