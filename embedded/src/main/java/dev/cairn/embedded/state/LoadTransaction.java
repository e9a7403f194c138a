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
    public static final String STREAM_LOAD = "STREAM_LOAD";

    /**
     * The table of a load.
     *
     * @param database the name of the database when the load began
     * @param table the name of the table when the load began
     * @param tableId the id of the table, which RENAME and SWAP do not change; 0 for a temporary table
     */
    record LoadTarget(String database, String table, long tableId) {}

    /**
     * The statement or the request that began a load.
     *
     * @param kind the kind of the load, as SHOW LOAD prints it
     * @param timeout the timeout in seconds
     */
    public record LoadOrigin(String user, String kind, int timeout) {}

    /**
     * The progress of a load.
     *
     * @param beginTime when the load began
     * @param endTime when the load was committed or aborted; null if it is running
     * @param reason the error message of an aborted load; otherwise empty
     * @param partitions the ids of the partitions that the load wrote to
     */
    record LoadStatus(
            LoadPhase phase, Instant beginTime, @Nullable Instant endTime, String reason, List<Long> partitions) {
        LoadStatus {
            partitions = List.copyOf(partitions);
        }
    }

    public String user() {
        return origin.user;
    }

    public String kind() {
        return origin.kind;
    }

    public int timeout() {
        return origin.timeout;
    }

    @Override
    public String database() {
        return target.database;
    }

    public String table() {
        return target.table;
    }

    public long tableId() {
        return target.tableId;
    }

    public LoadPhase phase() {
        return status.phase;
    }

    public Instant beginTime() {
        return status.beginTime;
    }

    /** Returns when the load was committed or aborted; null if it is running. */
    public @Nullable Instant endTime() {
        return status.endTime;
    }

    /** Returns the error message of an aborted load; otherwise empty. */
    public String reason() {
        return status.reason;
    }

    /** Returns the ids of the partitions that the load wrote to. */
    public List<Long> partitions() {
        return status.partitions;
    }

    /** The state of a transaction. Rows become visible when a transaction is committed. */
    public enum LoadPhase {
        PREPARE,
        VISIBLE,
        ABORTED
    }

    static LoadTransaction begin(
            long id, String label, StatementObject object, long tableId, LoadOrigin origin, Instant now) {
        return new LoadTransaction(
                id,
                label,
                new LoadTarget(object.database(), object.name(), tableId),
                origin,
                new LoadStatus(LoadPhase.PREPARE, now, null, "", List.of()));
    }

    LoadTransaction commit(Instant now, List<Long> writtenPartitions) {
        return finish(LoadPhase.VISIBLE, now, "", writtenPartitions);
    }

    LoadTransaction abort(Instant now, String reason) {
        return finish(LoadPhase.ABORTED, now, reason, List.of());
    }

    private LoadTransaction finish(LoadPhase finalPhase, Instant now, String reason, List<Long> writtenPartitions) {
        return new LoadTransaction(
                id, label, target, origin, new LoadStatus(finalPhase, beginTime(), now, reason, writtenPartitions));
    }

    /**
     * Returns a copy for the copy of a table. It has no partition ids, because the copied partitions have ids of their
     * own.
     */
    LoadTransaction copyTo(long newId, String newDatabase, long newTableId) {
        LoadTarget newTarget = new LoadTarget(newDatabase, table(), newTableId);
        LoadStatus newStatus = new LoadStatus(phase(), beginTime(), endTime(), reason(), List.of());
        return new LoadTransaction(newId, label, newTarget, origin, newStatus);
    }

    @Override
    public boolean isRunning() {
        return phase() == LoadPhase.PREPARE;
    }

    /** Returns the phase as the column State of SHOW LOAD prints it. */
    public String state() {
        return switch (phase()) {
            case PREPARE -> "LOADING";
            case VISIBLE -> "FINISHED";
            case ABORTED -> "CANCELLED";
        };
    }

    /** Returns the progress as SHOW LOAD prints it. */
    public String progress() {
        return phase() == LoadPhase.VISIBLE ? "ETL:100%; LOAD:100%" : "ETL:N/A; LOAD:0%";
    }
}
