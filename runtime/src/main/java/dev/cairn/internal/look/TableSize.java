package dev.cairn.internal.look;

import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much there is in a table, as its frontend last heard of it from the backends.
 *
 * @param size of its rows and all rollups, but without copies; in the server's words: {@code 1.234 GB}
 */
public record TableSize(long rows, String size) {
    /**
     * By one statement, which needs no backend.
     *
     * @throws ServerRefusalException where the table is not there, or the user may do nothing with it
     * @throws ConnectionLostException on the way
     */
    public static TableSize of(ServerConnection link, ObjectName table) {
        List<Map<String, @Nullable String>> indexes = link.named("SHOW DATA FROM " + SqlQuoting.name(table));
        // The last one sums them up. A rollup has no more rows than its table.
        Map<String, @Nullable String> total = indexes.get(indexes.size() - 1);
        long rows = indexes.subList(0, indexes.size() - 1).stream()
                .mapToLong(index -> Long.parseLong(Objects.toString(index.get("RowCount"), "0")))
                .max()
                .orElse(0);
        return new TableSize(rows, Objects.toString(total.get("Size"), ""));
    }

    /** {@code 1204 rows, 1.234 GB} */
    @Override
    public String toString() {
        return rows + " rows, " + size;
    }
}
