package dev.cairn.embedded.state;

import java.time.Instant;

/**
 * A load: an INSERT, UPDATE, DELETE or Stream Load. It does not hold the rows.
 *
 * @param running whether the load has not ended yet
 */
public record Load(
        long id, String label, String database, String table, String user, String kind, Instant time, boolean running) {
    /** The kind of loads by HTTP. */
    public static final String STREAM_LOAD = "STREAM_LOAD";

    Load running(boolean now) {
        return new Load(id, label, database, table, user, kind, time, now);
    }

    Load copied(long newId, String newDatabase) {
        return new Load(newId, label, newDatabase, table, user, kind, time, running);
    }

    /** Returns the state as SHOW LOAD prints it. */
    public String state() {
        return running ? "LOADING" : "FINISHED";
    }

    public String progress() {
        return running ? "ETL:N/A; LOAD:0%" : "ETL:100%; LOAD:100%";
    }
}
