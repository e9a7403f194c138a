package dev.cairn.embedded.load;

import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.state.ChangedPartitions;
import dev.cairn.engine.value.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds the answer to a load: JSON in the format of a backend, with the fields that clients evaluate. */
final class LoadAnswerBuilder {
    /** The transaction id of a load that has not begun. */
    static final long NO_TRANSACTION = -1;

    private static final LoadOutcome NO_OUTCOME = new LoadOutcome("", 0, 0, 0, List.of(), ChangedPartitions.NONE);
    private static final List<String> TIME_MEMBER_NAMES = List.of(
            "LoadTimeMs",
            "BeginTxnTimeMs",
            "StreamLoadPlanTimeMs",
            "ReadDataTimeMs",
            "WriteDataTimeMs",
            "CommitAndPublishTimeMs");

    private final Map<String, Object> members = new LinkedHashMap<>();

    LoadAnswerBuilder(long transactionId, String label, String database, String table) {
        members.put("TxnId", transactionId);
        members.put("Label", label);
        members.put("Db", database);
        members.put("Table", table);
    }

    /** Reports a load that has failed before any row was counted. */
    LoadAnswerBuilder reportFailure(String message) {
        return setStatus("Fail", message, NO_OUTCOME);
    }

    /** Reports a failure after the rows have been received: the answer keeps their counts if they are known. */
    LoadAnswerBuilder reportUnconfirmedCommit(String message) {
        if (!members.containsKey("Message")) {
            return reportFailure(message);
        }
        members.put("Status", "Fail");
        members.put("Message", message);
        return this;
    }

    /** Reports that the label is in use by a load that is running or has finished. */
    LoadAnswerBuilder reportUsedLabel(boolean isRunning) {
        members.put("Status", "Label Already Exists");
        members.put("ExistingJobStatus", isRunning ? "RUNNING" : "FINISHED");
        return setMessageAndCounts(describeUsedLabel(String.valueOf(members.get("Label"))), NO_OUTCOME);
    }

    /** Returns the server's message for a label that is in use by a load that is running or has finished. */
    static String describeUsedLabel(String label) {
        return "Label [" + label + "] has already been used.";
    }

    /** Returns the message; empty until a result is reported. */
    String message() {
        return String.valueOf(members.getOrDefault("Message", ""));
    }

    LoadAnswerBuilder reportOutcome(LoadOutcome outcome) {
        return outcome.isAccepted()
                ? setStatus("Success", "OK", outcome)
                : setStatus("Fail", outcome.failureMessage(), outcome);
    }

    /** Adds the URL of the error log. */
    LoadAnswerBuilder setErrorUrl(String url) {
        members.put("ErrorURL", url);
        return this;
    }

    private LoadAnswerBuilder setStatus(String status, String message, LoadOutcome outcome) {
        members.put("Status", status);
        return setMessageAndCounts(message, outcome);
    }

    private LoadAnswerBuilder setMessageAndCounts(String message, LoadOutcome outcome) {
        members.put("Message", message);
        members.put("NumberTotalRows", outcome.totalRowCount());
        members.put(
                // Even if the load has failed, the rows that could have been loaded are counted.
                "NumberLoadedRows",
                outcome.totalRowCount() - outcome.filteredRowCount() - outcome.unselectedRowCount());
        members.put("NumberFilteredRows", outcome.filteredRowCount());
        members.put("NumberUnselectedRows", outcome.unselectedRowCount());
        members.put("LoadBytes", 0);
        TIME_MEMBER_NAMES.forEach(name -> members.put(name, 0));
        return this;
    }

    String toJson() {
        return toJson(members);
    }

    static String toJson(Map<String, ?> members) {
        return members.entrySet().stream()
                .map(memberEntry -> "    " + JsonWriter.quote(memberEntry.getKey()) + ": "
                        + JsonWriter.COMPACT.format(memberEntry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
    }
}
