package dev.cairn.embedded.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of an INSERT, UPDATE, DELETE or Stream Load. It does not hold the rows.
 *
 * @param id the id of the transaction
 * @param target the table
 * @param origin the statement or the request that began the load
 * @param status the progress of the load
 */
public record LoadTransaction(long id, String label, LoadTarget target, LoadOrigin origin, LoadStatus status)
        implements ServerWork {
    /** The kind of loads by HTTP. */
    public static final String STREAM_LOAD_KIND = "STREAM_LOAD";

    /**
     * The table of a load.
     *
     * @param databaseName the name of the database when the load began
     * @param tableName the name of the table when the load began
     * @param tableId the id of the table, which RENAME and SWAP do not change; 0 for a temporary table
     */
    record LoadTarget(String databaseName, String tableName, long tableId) {}

    /**
     * The statement or the request that began a load.
     *
     * @param kind the kind of the load, as SHOW LOAD prints it
     * @param timeoutSeconds the timeout in seconds
     */
    public record LoadOrigin(String userName, String kind, int timeoutSeconds) {}

    /**
     * The progress of a load.
     *
     * @param beginTime when the load began
     * @param endTime when the load was committed or aborted; null if it is running
     * @param abortReason the error message of an aborted load; otherwise empty
     * @param partitionIds the ids of the partitions that the load wrote to
     */
    record LoadStatus(
            TransactionStatus transactionStatus,
            Instant beginTime,
            @Nullable Instant endTime,
            String abortReason,
            List<Long> partitionIds) {
        LoadStatus {
            partitionIds = List.copyOf(partitionIds);
        }
    }

    public String userName() {
        return origin.userName;
    }

    public String kind() {
        return origin.kind;
    }

    public int timeoutSeconds() {
        return origin.timeoutSeconds;
    }

    @Override
    public String databaseName() {
        return target.databaseName;
    }

    public String tableName() {
        return target.tableName;
    }

    public long tableId() {
        return target.tableId;
    }

    public TransactionStatus transactionStatus() {
        return status.transactionStatus;
    }

    public Instant beginTime() {
        return status.beginTime;
    }

    /** Returns when the load was committed or aborted; null if it is running. */
    public @Nullable Instant endTime() {
        return status.endTime;
    }

    /** Returns when the load was committed; null if it is running or was aborted. */
    public @Nullable Instant commitTime() {
        return transactionStatus() == TransactionStatus.VISIBLE ? endTime() : null;
    }

    /** Returns the error message of an aborted load; otherwise empty. */
    public String abortReason() {
        return status.abortReason;
    }

    /** Returns the ids of the partitions that the load wrote to. */
    public List<Long> partitionIds() {
        return status.partitionIds;
    }

    /** The state of a transaction. Rows become visible when a transaction is committed. */
    public enum TransactionStatus {
        /** The transaction is running. */
        PREPARE,
        /** All rows have been accepted, and will be stored if the client commits the transaction. */
        PREPARED,
        VISIBLE,
        ABORTED
    }

    static LoadTransaction begin(
            long transactionId,
            String label,
            DatabaseObjectName tableName,
            long tableId,
            LoadOrigin origin,
            Instant now) {
        return new LoadTransaction(
                transactionId,
                label,
                new LoadTarget(tableName.databaseName(), tableName.name(), tableId),
                origin,
                new LoadStatus(TransactionStatus.PREPARE, now, null, "", List.of()));
    }

    LoadTransaction withPreparation() {
        return new LoadTransaction(
                id,
                label,
                target,
                origin,
                new LoadStatus(TransactionStatus.PREPARED, beginTime(), null, "", List.of()));
    }

    LoadTransaction withCommit(Instant now, List<Long> writtenPartitionIds) {
        return withEnd(TransactionStatus.VISIBLE, now, "", writtenPartitionIds);
    }

    LoadTransaction withAbort(Instant now, String abortReason) {
        return withEnd(TransactionStatus.ABORTED, now, abortReason, List.of());
    }

    private LoadTransaction withEnd(
            TransactionStatus finalStatus, Instant now, String abortReason, List<Long> writtenPartitionIds) {
        return new LoadTransaction(
                id,
                label,
                target,
                origin,
                new LoadStatus(finalStatus, beginTime(), now, abortReason, writtenPartitionIds));
    }

    /**
     * Returns a copy for the copy of a table. It has no partition ids, because the copied partitions have new ids.
     */
    LoadTransaction copyTo(long newId, String newDatabaseName, long newTableId) {
        LoadTarget newTarget = new LoadTarget(newDatabaseName, tableName(), newTableId);
        LoadStatus newStatus = new LoadStatus(transactionStatus(), beginTime(), endTime(), abortReason(), List.of());
        return new LoadTransaction(newId, label, newTarget, origin, newStatus);
    }

    @Override
    public boolean isRunning() {
        return transactionStatus() == TransactionStatus.PREPARE || transactionStatus() == TransactionStatus.PREPARED;
    }

    /** Returns the status as the column State of SHOW LOAD prints it. */
    public String listedState() {
        return switch (transactionStatus()) {
            case PREPARE -> "LOADING";
            case PREPARED -> "PREPARED";
            case VISIBLE -> "FINISHED";
            case ABORTED -> "CANCELLED";
        };
    }

    /** Returns the progress as SHOW LOAD prints it. */
    public String listedProgress() {
        return transactionStatus() == TransactionStatus.VISIBLE ? "ETL:100%; LOAD:100%" : "ETL:N/A; LOAD:0%";
    }
}
