package dev.cairn.embedded.load;

import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.server.StartedLoad;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to a request of the interface of transactions, with the members that clients evaluate. */
final class TransactionAnswer {
    private static final String SUCCESS = "OK";

    private final Map<String, Object> members = new LinkedHashMap<>();

    private TransactionAnswer(String status, String message) {
        members.put("Status", status);
        members.put("Message", message);
    }

    /**
     * Creates an answer.
     *
     * @param status the status code of a backend
     */
    static TransactionAnswer of(BackendStatus status, String message) {
        return new TransactionAnswer(status.name(), message);
    }

    /** Creates the answer of a frontend to a request that has failed. */
    static TransactionAnswer ofFailure(String message) {
        return new TransactionAnswer("FAILED", message);
    }

    /** Creates the answer of a frontend to a request that has failed with an exception. */
    static TransactionAnswer ofException(String message) {
        return ofFailure("class com.starrocks.common.StarRocksException: " + message);
    }

    /** Creates the answer to a request with a label that is in use. */
    static TransactionAnswer ofUsedLabel(String jobStatus, String message) {
        return of(BackendStatus.LABEL_ALREADY_EXISTS, message).addMember("ExistingJobStatus", jobStatus);
    }

    /** Creates the answer of a backend that has received rows. */
    static TransactionAnswer ofLoad(StartedLoad startedLoad) {
        return ofSuccess(startedLoad)
                .addMember("LoadBytes", 0)
                .addMember("StreamLoadPlanTimeMs", 0)
                .addMember("ReceivedDataTimeMs", 0);
    }

    /** Creates the answer of a frontend to a successful request. */
    static TransactionAnswer ofSuccess(long transactionId, String label, String message) {
        return new TransactionAnswer(SUCCESS, message)
                .addMember("TxnId", transactionId)
                .addMember("Label", label);
    }

    /**
     * Creates the answer of a frontend to a repeated request, which has no effect.
     *
     * @param end {@code committed} or {@code aborted}
     */
    static TransactionAnswer ofRepetition(long transactionId, String label, String end) {
        return ofSuccess(
                transactionId, label, "Transaction " + transactionId + " has already " + end + ", label is " + label);
    }

    /** Creates the answer of a backend to a successful request. */
    static TransactionAnswer ofSuccess(StartedLoad startedLoad) {
        return of(BackendStatus.OK, "")
                .addMember("Db", startedLoad.databaseName())
                .addMember("Table", startedLoad.tableName())
                .addMember("Label", startedLoad.label())
                .addMember("TxnId", startedLoad.transactionId());
    }

    TransactionAnswer addMember(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** Adds the numbers of rows, and the times that clients expect, which are 0. */
    TransactionAnswer addOutcome(LoadOutcome outcome) {
        return addMember("NumberTotalRows", outcome.totalRowCount())
                .addMember("NumberLoadedRows", outcome.loadedRowCount())
                .addMember("NumberFilteredRows", outcome.filteredRowCount())
                .addMember("NumberUnselectedRows", outcome.unselectedRowCount())
                .addMember("LoadBytes", 0)
                .addMember("LoadTimeMs", 0)
                .addMember("StreamLoadPlanTimeMs", 0)
                .addMember("ReceivedDataTimeMs", 0)
                .addMember("WriteDataTimeMs", 0)
                .addMember("CommitAndPublishTimeMs", 0);
    }

    boolean isSuccess() {
        return SUCCESS.equals(members.get("Status"));
    }

    String message() {
        return String.valueOf(members.get("Message"));
    }

    String toJson() {
        return LoadAnswerBuilder.toJson(members);
    }

    /** The status codes that backends send. */
    enum BackendStatus {
        OK,
        ANALYSIS_ERROR,
        INTERNAL_ERROR,
        INVALID_ARGUMENT,
        LABEL_ALREADY_EXISTS,
        TXN_IN_PROCESSING,
        TXN_NOT_EXISTS
    }
}
