package dev.cairn.server.look;

import dev.cairn.plan.ObjectName;
import dev.cairn.server.link.Link;
import dev.cairn.server.link.Lost;
import dev.cairn.server.link.Refused;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody should know before a step writes a table anew.
 *
 * @param rows as the frontend last heard of them from the backends
 * @param size of all that is kept of it but for copies, in the server's words: {@code 1.234 GB}
 * @param routineLoads the names of those that bring in rows now
 */
public record TableLoad(long rows, String size, List<String> routineLoads) {
    private static final Set<String> RUNNING = Set.of("RUNNING", "NEED_SCHEDULE");

    public TableLoad {
        routineLoads = List.copyOf(routineLoads);
    }

    /**
     * By two statements, which need no backend.
     *
     * @throws Refused where the table is not there, or the user may do nothing with it
     * @throws Lost on the way
     */
    public static TableLoad of(Link link, ObjectName table) {
        List<Map<String, @Nullable String>> indexes = link.named("SHOW DATA FROM " + Names.quoted(table));
        // The last one sums them up. A rollup has no more rows than its table.
        Map<String, @Nullable String> total = indexes.get(indexes.size() - 1);
        long rows = indexes.subList(0, indexes.size() - 1).stream()
                .mapToLong(index -> Long.parseLong(Objects.toString(index.get("RowCount"), "0")))
                .max()
                .orElse(0);
        List<String> loads = link.named("SHOW ROUTINE LOAD FROM " + Names.quoted(table.database())).stream()
                .filter(row -> table.name().equals(row.get("TableName")) && RUNNING.contains(row.get("State")))
                .map(row -> Objects.toString(row.get("Name"), ""))
                .toList();
        return new TableLoad(rows, Objects.toString(total.get("Size"), ""), loads);
    }

    /** {@code 1204 rows, 1.234 GB; routine loads write to it: clicks} */
    @Override
    public String toString() {
        String text = rows + " rows, " + size;
        return routineLoads.isEmpty() ? text : text + "; routine loads write to it: " + String.join(", ", routineLoads);
    }
}
