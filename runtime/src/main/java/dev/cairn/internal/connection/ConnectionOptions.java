package dev.cairn.internal.connection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The time for which a server may be silent, and the time for which it may be overloaded. If an answer does not arrive in time, the
 * connection counts as lost; the effect of the statement is then determined over another connection.
 *
 * @param connect the timeout for opening a connection, including the login
 * @param read the timeout of SHOW, and of queries about the schema
 * @param statement the timeout of statements that change the schema. The server itself gives up CREATE TABLE after ten
 *     minutes at the latest ({@code max_create_table_timeout_second})
 * @param load the timeout of statements that read or write rows: INSERT, UPDATE, DELETE, a synchronous refresh, code of
 *     a migration. The server itself gives up after four hours ({@code insert_timeout})
 * @param retry how long to retry after a transient error, such as too many connections
 * @param jitter random numbers from 0 to 1, so that clients of an overloaded server do not all retry at the same time
 */
public record ConnectionOptions(
        Duration connect, Duration read, Duration statement, Duration load, Duration retry, DoubleSupplier jitter) {
    /**
     * One minute to connect, two minutes to read, 15 minutes for a statement, five hours for a load; five minutes of
     * retries.
     */
    public static final ConnectionOptions DEFAULT = new ConnectionOptions(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(15),
            Duration.ofHours(5),
            Duration.ofMinutes(5),
            () -> ThreadLocalRandom.current().nextDouble());

    public ConnectionOptions {
        require(connect);
        require(read);
        require(statement);
        require(load);
        if (retry.isNegative()) {
            throw new IllegalArgumentException("The retry timeout must not be negative: " + retry);
        }
    }

    private static void require(Duration limit) {
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException("A timeout must be at least 1 ms: " + limit);
        }
    }

    public ConnectionOptions connect(Duration limit) {
        return new ConnectionOptions(limit, read, statement, load, retry, jitter);
    }

    public ConnectionOptions read(Duration limit) {
        return new ConnectionOptions(connect, limit, statement, load, retry, jitter);
    }

    public ConnectionOptions statement(Duration limit) {
        return new ConnectionOptions(connect, read, limit, load, retry, jitter);
    }

    public ConnectionOptions load(Duration limit) {
        return new ConnectionOptions(connect, read, statement, limit, retry, jitter);
    }

    public ConnectionOptions retry(Duration time) {
        return new ConnectionOptions(connect, read, statement, load, time, jitter);
    }

    public ConnectionOptions jitter(DoubleSupplier random) {
        return new ConnectionOptions(connect, read, statement, load, retry, random);
    }

    /** Returns the timeout in milliseconds, the unit of drivers. */
    static int millis(Duration limit) {
        return (int) Math.min(limit.toMillis(), Integer.MAX_VALUE);
    }
}
