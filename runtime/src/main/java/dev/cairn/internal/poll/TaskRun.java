package dev.cairn.internal.poll;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.SqlQuoting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run of a materialized view's task.
 *
 * @param job what all runs of one refresh share; empty before the first has begun
 * @param asked the partitions that it is for, and whether it is forced: the server merges a run that waits into a later
 *     one with the same
 * @param goesOn whether it has left partitions to another run
 * @param began empty before it has
 * @param ended empty before it has
 */
public record TaskRun(
        String id,
        String task,
        String job,
        State state,
        String error,
        Map<String, String> asked,
        boolean goesOn,
        String began,
        String ended) {
    private static final Set<String> ASKED = Set.of("PARTITION_START", "PARTITION_END", "PARTITION_VALUES", "FORCE");
    private static final List<String> LEFT = List.of("nextPartitionStart", "nextPartitionEnd", "nextPartitionValues");

    /** As the server names them. */
    public enum State {
        PENDING,
        RUNNING,
        FAILED,
        SUCCESS,
        /** A later one with the same partitions does what it should. */
        MERGED,
        /** There was nothing to do. */
        SKIPPED;

        public boolean isEnd() {
            return this != PENDING && this != RUNNING;
        }
    }

    /** Those whose {@code column} has the value: a frontend answers this by itself for QUERY_ID and TASK_NAME. */
    public static List<TaskRun> of(ServerConnection link, String column, String value) {
        return link
                .named("SELECT * FROM information_schema.task_runs WHERE " + column + " = " + SqlQuoting.text(value))
                .stream()
                .filter(row -> value.equals(row.get(column)))
                .map(TaskRun::of)
                .toList();
    }

    private static TaskRun of(Map<String, @Nullable String> row) {
        Map<String, String> extra = fields(said(row, "EXTRA_MESSAGE"));
        Map<String, String> asked = new HashMap<>(fields(said(row, "PROPERTIES")));
        asked.keySet().retainAll(ASKED);
        return new TaskRun(
                said(row, "QUERY_ID"),
                said(row, "TASK_NAME"),
                said(row, "JOB_ID"),
                State.valueOf(said(row, "STATE")),
                said(row, "ERROR_MESSAGE"),
                asked,
                LEFT.stream().anyMatch(left -> !extra.getOrDefault(left, "").isEmpty()),
                said(row, "PROCESS_TIME"),
                said(row, "FINISH_TIME"));
    }

    private static Map<String, String> fields(String json) {
        return json.isEmpty() ? Map.of() : JsonFields.of(json);
    }

    private static String said(Map<String, @Nullable String> row, String column) {
        return Objects.toString(row.get(column), "");
    }
}
