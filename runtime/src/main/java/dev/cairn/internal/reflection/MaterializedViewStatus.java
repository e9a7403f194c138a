package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.NamedRow;

/**
 * A row of SHOW MATERIALIZED VIEWS, which also lists the rollups of tables, with or without a query.
 *
 * @param isSynchronous whether the row describes a rollup of a table
 * @param inactiveReason why the view is inactive; empty while it is active
 * @param definitionText the statement that created the view; for a rollup, the statement without its line breaks, or a
 *     query that could have created a rollup that has no query
 */
public record MaterializedViewStatus(
        String name, boolean isSynchronous, boolean isActive, String inactiveReason, String definitionText) {
    static MaterializedViewStatus of(NamedRow row) {
        return new MaterializedViewStatus(
                row.text("name"),
                row.text("refresh_type").equals("ROLLUP"),
                row.text("is_active").equalsIgnoreCase("true"),
                row.text("inactive_reason"),
                row.text("text"));
    }
}
