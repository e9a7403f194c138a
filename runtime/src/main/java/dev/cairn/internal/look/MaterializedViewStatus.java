package dev.cairn.internal.look;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of SHOW MATERIALIZED VIEWS, which also has the rollups of tables, with or without a query.
 *
 * @param synchronous a rollup of a table
 * @param reason why it is inactive; empty while it is active
 * @param text the statement that made it, of a rollup without its line breaks; of one without a query, what might have
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
