package dev.cairn.plan.step;

/**
 * A remark on a step that deserves attention before the step runs.
 *
 * @param about the object or part concerned, by its own name: {@code orders.note}; {@code Access} if it is who may do what
 */
public record Lint(Kind kind, String about, String message) {
    public enum Kind {
        REWRITES_TABLE,
        /**
         * A rollup or synchronous materialized view is built: a new one, or one recreated after a change of a column
         * that it reads.
         */
        BUILDS_ROLLUP,
        /** A materialized view is neither refreshed nor used until it is activated and refreshed. */
        INACTIVATES_VIEW,
        /** Rows of a materialized view have no value of a new column until they are refreshed. */
        LACKS_VALUES,
        DROPS_DATA,
        /** The server will drop data later. */
        SHORTENS_RETENTION,
        LOSES_DEFAULT,
        NOT_NULL_WITHOUT_DEFAULT,
        /** The new type can't hold all values of the old one. */
        LOSES_VALUES,
        /** Rows with different keys have the same key afterwards. */
        MERGES_ROWS,
        IGNORED_PROPERTY,
        /** A user, role or group may do more. */
        GAINS_ACCESS,
        LOSES_ACCESS
    }
}
