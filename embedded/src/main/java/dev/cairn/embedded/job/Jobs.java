package dev.cairn.embedded.job;

import java.util.List;

/**
 * The schema changes under way, for tests to take further.
 *
 * <pre>{@code
 * statement.execute("ALTER TABLE orders MODIFY COLUMN amount BIGINT");   // JobPace.stepped()
 * server.jobs().step();                                                  // PENDING -> WAITING_TXN
 * server.jobs().finish();
 * }</pre>
 */
public interface Jobs {
    /** All that the server remembers, the oldest first. */
    List<Job> all();

    /** Those that have not ended. */
    List<Job> running();

    /** Takes all one state further. */
    void step();

    /** Takes all to their end. */
    void finish();

    /** Takes the one on a table to its end. */
    void finish(String database, String table);

    /** Lets the server cancel the one on a table. */
    void fail(String database, String table, String reason);
}
