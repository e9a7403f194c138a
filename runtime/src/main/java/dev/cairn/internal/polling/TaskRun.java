package dev.cairn.internal.polling;

import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run of a materialized view's task.
 *
 * @param request the requested partitions, and whether the refresh is forced; the server merges a pending run
 *     into a later run with the same request
 * @param isContinued whether another run refreshes the remaining partitions
 */
public record TaskRun(
        RunIdentity identity, TaskResult result, Map<String, String> request, boolean isContinued, TaskTimes times) {
    private static final Set<String> REQUEST_FIELDS =
            Set.of("PARTITION_START", "PARTITION_END", "PARTITION_VALUES", "FORCE");
    private static final List<String> CONTINUATION_FIELDS =
            List.of("nextPartitionStart", "nextPartitionEnd", "nextPartitionValues");

    /**
     * The identifiers of a run on the server.
     *
     * @param jobId the id of the refresh, which all its runs share; empty before the first run has begun
     */
    public record RunIdentity(String id, String taskName, String jobId) {}

    /** The result of a run. */
    public record TaskResult(State state, String errorMessage) {}

    /**
     * The times of a run, as the server prints them.
     *
     * @param creationTime the time of the request, to the second
     * @param startTime the start time; empty if the run has not started
     * @param endTime the end time; empty if the run has not ended
     */
    public record TaskTimes(String creationTime, String startTime, String endTime) {}

    public String id() {
        return identity.id;
    }

    public String taskName() {
        return identity.taskName;
    }

    public String jobId() {
        return identity.jobId;
    }

    public State state() {
        return result.state;
    }

    public String errorMessage() {
        return result.errorMessage;
    }

    public String creationTime() {
        return times.creationTime;
    }

    public String startTime() {
        return times.startTime;
    }

    public String endTime() {
        return times.endTime;
    }

    /** The states of a run, with the names that the server uses. */
    public enum State {
        PENDING,
        RUNNING,
        FAILED,
        SUCCESS,
        /** A later run with the same request replaces this one. */
        MERGED,
        /** No partition had to be refreshed. */
        SKIPPED,
        /** A state that this version does not know, and that is not final. */
        UNKNOWN;

        private static final Map<String, State> STATE_BY_NAME =
                Arrays.stream(values()).collect(Collectors.toMap(State::name, Function.identity()));

        static State of(String name) {
            return STATE_BY_NAME.getOrDefault(name, UNKNOWN);
        }

        public boolean isFinal() {
            return this != PENDING && this != RUNNING && this != UNKNOWN;
        }
    }

    /**
     * Reads the run with an id; an empty list if the frontend does not list it. A frontend answers, even if no backend
     * is alive.
     */
    public static List<TaskRun> readById(ServerConnection connection, String id) {
        return readByColumn(connection, "QUERY_ID", id);
    }

    /** Reads the runs of a task. A frontend answers, even if no backend is alive. */
    public static List<TaskRun> readByTask(ServerConnection connection, String taskName) {
        return readByColumn(connection, "TASK_NAME", taskName);
    }

    private static List<TaskRun> readByColumn(ServerConnection connection, String columnName, String value) {
        return connection
                .fetchNamedRows("SELECT * FROM information_schema.task_runs WHERE " + columnName + " = "
                        + SqlQuoting.quoteText(value))
                .stream()
                .filter(row -> value.equals(row.text(columnName)))
                .map(TaskRun::of)
                .toList();
    }

    private static TaskRun of(NamedRow row) {
        Map<String, String> extraFields = parseFields(row.text("EXTRA_MESSAGE"));
        Map<String, String> request = new HashMap<>(parseFields(row.text("PROPERTIES")));
        request.keySet().retainAll(REQUEST_FIELDS);
        return new TaskRun(
                new RunIdentity(row.text("QUERY_ID"), row.text("TASK_NAME"), row.text("JOB_ID")),
                new TaskResult(State.of(row.text("STATE")), row.text("ERROR_MESSAGE")),
                request,
                CONTINUATION_FIELDS.stream()
                        .anyMatch(field -> !extraFields.getOrDefault(field, "").isEmpty()),
                new TaskTimes(row.text("CREATE_TIME"), row.text("PROCESS_TIME"), row.text("FINISH_TIME")));
    }

    private static Map<String, String> parseFields(String jsonText) {
        return jsonText.isEmpty() ? Map.of() : JsonFields.parse(jsonText);
    }
}
