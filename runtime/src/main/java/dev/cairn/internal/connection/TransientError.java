package dev.cairn.internal.connection;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kinds of errors that may not occur again if the statement is repeated. The server distinguishes most of them only
 * by their message.
 */
public enum TransientError {
    /** The server did not start the statement. */
    OVERLOADED(
            "1040|1203|5300",
            "Too many connections|Reach .{0,80}connection limit|Reach limit of connections"
                    + "|planner use long time|Failed to allocate resource to query|Failed to acquire lock",
            "The server is overloaded: wait until it is less busy, or raise its limits (qe_max_connection,"
                    + " max_user_connections, new_planner_optimize_timeout), and repeat the operation."),
    /** The server cancelled the statement. */
    TIMED_OUT(
            "5024",
            "reached its timeout of|[Qq]uery timeout|Query exceeded time limit",
            "Wait until the server is less busy, or raise its limit (the session variable query_timeout or"
                    + " insert_timeout), and repeat the operation."),
    /** The server could not start the statement, or cancelled it, because a backend is down. */
    BACKEND_LOST(
            "none",
            "(Backend|Compute) node not found|[Nn]o alive (backend|compute)|no queryable replica",
            "Check that the backends are alive (SHOW BACKENDS, SHOW COMPUTE NODES), and repeat the operation."),
    /**
     * The server cancelled the statement or its job, because other statements changed the table or the cluster at the
     * same time.
     */
    DISTURBED(
            "none",
            "please re-run the alter table command|partitions changed during insert"
                    + "|insert overwrite commit failed because locking db"
                    // The key of the trigger that delays compactions is the time in milliseconds.
                    + "|Unable to store Trigger",
            "Loads or other statements interfere with the job: repeat the operation when the server is less busy."),
    /** The frontend forwarded the statement to the leader, and received no answer. The leader may have run it. */
    LEADER_LOST(
            "5401",
            "node is not leader|forward too many times|Call thrift rpc failed|TTransportException"
                    + "|java\\.net\\.(Connect|Socket|SocketTimeout)Exception",
            "Check that the frontends are alive and have a leader (SHOW FRONTENDS), and repeat the operation.");

    /** Matches the error's numbers; the pattern {@code none} matches no number. */
    private final Pattern numberPattern;

    private final Pattern reasonPattern;
    private final String remedy;

    TransientError(String numberRegex, String reasonRegex, String remedy) {
        this.numberPattern = Pattern.compile(numberRegex);
        this.reasonPattern = Pattern.compile(reasonRegex);
        this.remedy = remedy;
    }

    /** Classifies an error by its number and the server's message; empty if the error is permanent. */
    public static Optional<TransientError> classify(int errorNumber, String message) {
        for (TransientError error : values()) {
            if (error.numberPattern.matcher(Integer.toString(errorNumber)).matches()
                    || error.reasonPattern.matcher(message).find()) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }

    /** Classifies the exception of a driver; empty if the error is permanent. */
    static Optional<TransientError> classify(SQLException failure) {
        return classify(failure.getErrorCode(), String.valueOf(failure.getMessage()));
    }

    /** Returns whether the statement may have run, or may still run. */
    public boolean mayHaveRun() {
        return this != OVERLOADED;
    }

    /** Returns a sentence that tells users what to do about the error. */
    public String remedy() {
        return remedy;
    }
}
