package dev.cairn.embedded.state;

import java.time.Instant;

/**
 * An INSERT, UPDATE or DELETE; it brings no rows.
 *
 * @param running it has been begun, and not ended yet
 */
public record Load(
        long id, String label, String database, String table, String user, String kind, Instant time, boolean running) {
    /** The kind of those that come by HTTP. */
    public static final String STREAM_LOAD = "STREAM_LOAD";

    Load running(boolean now) {
        return new Load(id, label, database, table, user, kind, time, now);
    }

    /** As SHOW LOAD names it. */
    public String state() {
        return running ? "LOADING" : "FINISHED";
    }

    public String progress() {
        return running ? "ETL:N/A; LOAD:0%" : "ETL:100%; LOAD:100%";
    }
}
