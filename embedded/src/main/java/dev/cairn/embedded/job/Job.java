package dev.cairn.embedded.job;

import java.time.Instant;
import java.util.Optional;

/**
 * An asynchronous change of a table, which is running or has ended.
 *
 * @param id the id of the job
 * @param kind the kind of the job
 * @param database the name of the database when the job started
 * @param table the name of the table when the job started
 * @param created when the job started
 * @param finished when the job ended; empty if it has not ended
 * @param state the current state
 * @param message the error message of a cancelled job; otherwise empty
 */
public record Job(
        long id,
        JobKind kind,
        String database,
        String table,
        Instant created,
        Optional<Instant> finished,
        JobState state,
        String message) {}
