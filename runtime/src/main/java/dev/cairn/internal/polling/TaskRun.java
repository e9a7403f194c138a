package dev.cairn.internal.polling;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A run of a materialized view's task.
 *
 * @param job the id of the refresh, which all its runs share; empty before the first run has begun
 * @param request the requested partitions, and whether the refresh is forced; the server merges a pending run into a later
 *     one with the same request
 * @param continued whether another run refreshes the remaining partitions
 * @param created the time of the request, which has seconds only
 * @param began the start time; empty if the run has not started
 * @param ended the end time; empty if the run has not ended
 */
public record TaskRun(
        String id,
        String task,
        String job,
        State state,
        String error,
        Map<String, String> request,
        boolean continued,
        String created,
        String began,
        String ended) {
    private static final Set<String> REQUEST = Set.of("PARTITION_START", "PARTITION_END", "PARTITION_VALUES", "FORCE");
    private static final List<String> REMAINING =
            List.of("nextPartitionStart", "nextPartitionEnd", "nextPartitionValues");

    /** The states, with the names that the server uses. */
    public enum State {
        PENDING,
        RUNNING,
        FAILED,
        SUCCESS,
        /** A later run with the same request replaces this one. */
        MERGED,
        /** There was nothing to refresh. */
        SKIPPED;

        public boolean isEnd() {
            return this != PENDING && this != RUNNING;
        }
    }

    /**
     * Returns the runs with a value in a column. A frontend answers this query without backends if the column is QUERY_ID
     * or TASK_NAME.
     */
    public static List<TaskRun> of(ServerConnection connection, String column, String value) {
        return connection
                .named("SELECT * FROM information_schema.task_runs WHERE " + column + " = " + SqlQuoting.text(value))
                .stream()
                .filter(row -> value.equals(row.text(column)))
                .map(TaskRun::of)
                .toList();
    }

    private static TaskRun of(NamedRow row) {
        Map<String, String> extra = fields(row.text("EXTRA_MESSAGE"));
        Map<String, String> request = new HashMap<>(fields(row.text("PROPERTIES")));
        request.keySet().retainAll(REQUEST);
        return new TaskRun(
                row.text("QUERY_ID"),
                row.text("TASK_NAME"),
                row.text("JOB_ID"),
                State.valueOf(row.text("STATE")),
                row.text("ERROR_MESSAGE"),
                request,
                REMAINING.stream()
                        .anyMatch(field -> !extra.getOrDefault(field, "").isEmpty()),
                row.text("CREATE_TIME"),
                row.text("PROCESS_TIME"),
                row.text("FINISH_TIME"));
    }

    private static Map<String, String> fields(String json) {
        return json.isEmpty() ? Map.of() : JsonFields.of(json);
    }
}
