package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.NamedRow;

/**
 * A row of SHOW MATERIALIZED VIEWS, which also lists the rollups of tables, with or without a query.
 *
 * @param isSynchronous whether it is a rollup of a table
 * @param reason why it is inactive; empty while it is active
 * @param text the statement that created it, for a rollup without its line breaks; for a rollup without a query, a
 *     query that could have created it
 */
public record MaterializedViewStatus(String name, boolean isSynchronous, boolean isActive, String reason, String text) {
    static MaterializedViewStatus of(NamedRow row) {
        return new MaterializedViewStatus(
                row.text("name"),
                row.text("refresh_type").equals("ROLLUP"),
                row.text("is_active").equalsIgnoreCase("true"),
                row.text("inactive_reason"),
                row.text("text"));
    }
}
