package dev.cairn.embedded.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of an INSERT, UPDATE, DELETE or Stream Load. It does not hold the rows.
 *
 * @param id the id of the transaction
 * @param database the name of the database when the load began
 * @param table the name of the table when the load began
 * @param tableId the id of the table, which RENAME and SWAP do not change; 0 for a temporary table
 * @param begun when the load began
 * @param ended when the load was committed or aborted; null if it is running
 * @param reason the error message of an aborted load; otherwise empty
 * @param partitions the ids of the partitions that the load wrote to
 */
public record Load(
        long id,
        String label,
        String database,
        String table,
        long tableId,
        String user,
        String kind,
        Phase phase,
        Instant begun,
        @Nullable Instant ended,
        String reason,
        List<Long> partitions) {
    /** The kind of loads by HTTP. */
    public static final String STREAM_LOAD = "STREAM_LOAD";

    public Load {
        partitions = List.copyOf(partitions);
    }

    /** The state of a transaction. Rows become visible when a transaction is committed. */
    public enum Phase {
        PREPARE,
        VISIBLE,
        ABORTED
    }

    static Load begun(
            long id, String label, StatementObject object, long tableId, String user, String kind, Instant now) {
        return new Load(
                id,
                label,
                object.database(),
                object.name(),
                tableId,
                user,
                kind,
                Phase.PREPARE,
                now,
                null,
                "",
                List.of());
    }

    Load committed(Instant now, List<Long> written) {
        return ended(Phase.VISIBLE, now, "", written);
    }

    Load aborted(Instant now, String why) {
        return ended(Phase.ABORTED, now, why, List.of());
    }

    private Load ended(Phase last, Instant now, String why, List<Long> written) {
        return new Load(id, label, database, table, tableId, user, kind, last, begun, now, why, written);
    }

    Load copied(long newId, String newDatabase, long newTableId) {
        return new Load(
                newId, label, newDatabase, table, newTableId, user, kind, phase, begun, ended, reason, List.of());
    }

    public boolean running() {
        return phase == Phase.PREPARE;
    }

    /** Returns the state as SHOW LOAD prints it. */
    public String state() {
        return switch (phase) {
            case PREPARE -> "LOADING";
            case VISIBLE -> "FINISHED";
            case ABORTED -> "CANCELLED";
        };
    }

    public String progress() {
        return phase == Phase.VISIBLE ? "ETL:100%; LOAD:100%" : "ETL:N/A; LOAD:0%";
    }
}
