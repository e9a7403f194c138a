package dev.cairn.internal.look;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of SHOW MATERIALIZED VIEWS, which also lists the rollups of tables, with or without a query.
 *
 * @param synchronous whether it is a rollup of a table
 * @param reason why it is inactive; empty while it is active
 * @param text the statement that created it, for a rollup without its line breaks; for a rollup without a query, a
 *     query that might have created it
 */
public record MaterializedViewStatus(String name, boolean synchronous, boolean active, String reason, String text) {
    static MaterializedViewStatus of(Map<String, @Nullable String> row) {
        return new MaterializedViewStatus(
                said(row, "name"),
                said(row, "refresh_type").equals("ROLLUP"),
                said(row, "is_active").equalsIgnoreCase("true"),
                said(row, "inactive_reason"),
                said(row, "text"));
    }

    private static String said(Map<String, @Nullable String> row, String column) {
        String value = row.get(column);
        return value == null ? "" : value;
    }
}
