package dev.cairn.embedded.job;

import java.util.List;

/**
 * The asynchronous schema changes of a server. A test can advance them, from any thread.
 *
 * <pre>{@code
 * statement.execute("ALTER TABLE orders MODIFY COLUMN amount BIGINT");   // Job.Pace.manual()
 * server.jobs().step();                                                  // PENDING -> WAITING_TXN
 * server.jobs().finish();
 * }</pre>
 */
public interface Jobs {
    /** Returns all jobs that the server remembers, including those that have ended, the oldest first. */
    List<Job> all();

    /** Returns the jobs that have not ended, the oldest first. */
    List<Job> runningJobs();

    /** Advances each running job by one state. */
    void step();

    /** Finishes all running jobs. */
    void finish();

    /** Finishes the running job of a table. Does nothing if the table has none. */
    void finish(String database, String table);

    /**
     * Cancels the running job of a table as if the server had cancelled it. Does nothing if the table has none.
     *
     * @param reason the error message of the job
     */
    void fail(String database, String table, String reason);
}
