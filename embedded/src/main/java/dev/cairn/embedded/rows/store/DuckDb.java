package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.function.StatementBudget;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory DuckDB database: one connection that changes it, and other connections that read snapshots. A
 * transaction of DuckDB sees the data as of its first read, so a snapshot begins with a read. Callers must serialize
 * the calls of the instance methods.
 */
public final class DuckDb implements AutoCloseable {
    /** The maximum number of rows that {@link #findRows} returns, because other statements wait for it. */
    private static final int MAX_FOUND_ROWS = 100;

    /** The table that each snapshot reads first, to fix the data that it sees. */
    static final String ANCHOR_TABLE = "cairn_snapshot";

    private static final System.Logger LOG = System.getLogger(DuckDb.class.getName());

    private final DuckDbEngine.AttachedDatabase database;
    private final Connection connection;
    private final PreparedStatementCache optimizedStatementCache;
    private final PreparedStatementCache unoptimizedStatementCache;
    private final SnapshotReaderPool readerPool;
    private final StatementWatchdog watchdog;
    private boolean isInTransaction;
    private StatementTimeout timeout = StatementTimeout.NONE;

    private DuckDb(DuckDbEngine.AttachedDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
        this.optimizedStatementCache = PreparedStatementCache.ofOptimized(connection);
        this.unoptimizedStatementCache = PreparedStatementCache.ofUnoptimized(connection);
        this.readerPool = new SnapshotReaderPool(database);
        this.watchdog = database.watchdog();
    }

    /** Creates an empty database; starts the shared engine if it is not running. */
    public static DuckDb open() {
        try {
            DuckDbEngine.AttachedDatabase database = DuckDbEngine.createDatabase();
            DuckDb duckDb = new DuckDb(database, database.connect());
            duckDb.run("CREATE TABLE " + ANCHOR_TABLE + " (nothing INTEGER)");
            return duckDb;
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't be started", failure);
        }
    }

    /**
     * Runs an operation. If it fails because other statements use the memory, runs it once more when they have ended.
     */
    private <T> T runWithMemoryRetry(StatementBudget.Work<T, SQLException> operation) {
        long startNanos = System.nanoTime();
        try {
            return runOrRefuse(operation);
        } catch (Refusal refusal) {
            if (!refusal.breaksAnyRule(Set.of(EmbeddedRule.MEMORY_LIMIT)) || !watchdog.freeMemory(startNanos)) {
                throw refusal;
            }
        }
        return runOrRefuse(operation);
    }

    /** Runs an operation, and converts a failure of DuckDB into a refusal. */
    private static <T> T runOrRefuse(StatementBudget.Work<T, SQLException> operation) {
        try {
            return operation.run();
        } catch (SQLException failure) {
            throw DuckDbRefusals.createRefusal(failure);
        }
    }

    /** Creates the storage for incoming rows, which other statements do not wait for. */
    public IncomingRows createIncomingRows(String name, int fieldCount) {
        return new IncomingRows(database, runWithMemoryRetry(database::connect), name, fieldCount);
    }

    /** Returns a snapshot of the current data, which can be read while other statements change the data. */
    public DuckDbSnapshot openSnapshot() {
        return runWithMemoryRetry(() -> DuckDbSnapshot.open(readerPool, watchdog));
    }

    public boolean isInTransaction() {
        return isInTransaction;
    }

    /** Sets the timeout of each subsequent statement. */
    public void setTimeout(StatementTimeout newTimeout) {
        timeout = newTimeout;
    }

    /** Runs a statement and returns the number of rows that it changed. */
    public long run(String sql) {
        return runWithMemoryRetryOutsideTransaction(() -> {
            try (Statement statement = connection.createStatement()) {
                return createRunner().run(statement, () -> statement.execute(sql) ? 0L : statement.getUpdateCount());
            }
        });
    }

    /**
     * A prepared statement that changes rows.
     *
     * @param isOptimized whether DuckDB optimizes it, which pays for statements that read many rows
     */
    public record PreparedChange(ParameterizedSql parameterizedSql, boolean isOptimized) {}

    /**
     * Runs prepared statements in one transaction, and returns the number of rows that each of them changed. The driver
     * begins and commits the transaction, which takes less time than BEGIN and COMMIT statements.
     */
    public List<Long> runPrepared(List<PreparedChange> changes) {
        return runWithMemoryRetryOutsideTransaction(
                () -> isInTransaction ? runChanges(changes) : runChangesInTransaction(changes));
    }

    private List<Long> runChanges(List<PreparedChange> changes) throws SQLException {
        List<Long> rowCounts = new ArrayList<>();
        for (PreparedChange change : changes) {
            rowCounts.add(runPrepared(change));
        }
        return rowCounts;
    }

    private List<Long> runChangesInTransaction(List<PreparedChange> changes) throws SQLException {
        if (changes.size() == 1) {
            return runChanges(changes);
        }
        boolean hasSucceeded = false;
        connection.setAutoCommit(false);
        try {
            List<Long> rowCounts = runChanges(changes);
            hasSucceeded = true;
            return rowCounts;
        } finally {
            if (!hasSucceeded) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private long runPrepared(PreparedChange change) throws SQLException {
        PreparedStatementCache cache = change.isOptimized() ? optimizedStatementCache : unoptimizedStatementCache;
        return cache.execute(
                change.parameterizedSql(),
                statement ->
                        createRunner().run(statement, () -> statement.execute() ? 0L : statement.getUpdateCount()));
    }

    /**
     * Returns the rows of a query, with their values as texts.
     *
     * @throws Refusal if the query fails, or its rows are too large for the heap
     */
    public List<List<@Nullable String>> queryRows(String sql) {
        return runWithMemoryRetryOutsideTransaction(() -> {
            try (Statement statement = connection.createStatement()) {
                return createRunner().queryRows(statement, sql, List.of());
            }
        });
    }

    /**
     * Returns the rows that a query selects by a key in a small table. The query is prepared once for all keys. It runs
     * on the connection that changes the database, because the transaction of a snapshot takes longer than the search.
     * The result is empty if the query needs a snapshot: it selects many rows, or fails.
     */
    public Optional<List<List<@Nullable String>>> findRows(String sql) {
        try {
            return unoptimizedStatementCache.execute(
                    ParameterizedSql.parameterize(sql),
                    statement -> createRunner().run(statement, () -> readFewRows(statement.executeQuery())));
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "The query can't be run by key", failure);
            return Optional.empty();
        }
    }

    /** Reads and closes a result; empty if it has more than {@link #MAX_FOUND_ROWS} rows. */
    private static Optional<List<List<@Nullable String>>> readFewRows(ResultSet resultSet) throws SQLException {
        try (resultSet) {
            ResultReader reader = new ResultReader(resultSet);
            List<List<@Nullable String>> rows = new ArrayList<>();
            for (List<@Nullable String> row = reader.readRow(); row != null; row = reader.readRow()) {
                if (rows.size() == MAX_FOUND_ROWS) {
                    return Optional.empty();
                }
                rows.add(row);
            }
            return Optional.of(rows);
        }
    }

    /**
     * Runs an operation, and repeats it if memory was short. Within a transaction it is not repeated, because a failed
     * statement ends the transaction.
     */
    private <T> T runWithMemoryRetryOutsideTransaction(StatementBudget.Work<T, SQLException> operation) {
        return isInTransaction ? runOrRefuse(operation) : runWithMemoryRetry(operation);
    }

    private StatementRunner createRunner() {
        return new StatementRunner(watchdog, this, timeout, System.nanoTime());
    }

    /** Returns the number that a query selects; 0 if it selects no row or NULL. */
    public long queryNumber(String sql) {
        List<List<@Nullable String>> rows = queryRows(sql);
        String number = rows.isEmpty() ? null : rows.get(0).get(0);
        return number == null ? 0 : Long.parseLong(number);
    }

    /**
     * Runs work in a transaction, and once more if memory was short. The work must change nothing but the database.
     */
    public <T> T runInTransactionWithRetry(Supplier<T> work) {
        return isInTransaction ? work.get() : runWithMemoryRetry(() -> runInTransaction(work));
    }

    /** Runs the work in a transaction, which is rolled back if the work fails. */
    <T> T runInTransaction(Supplier<T> work) {
        return isInTransaction ? work.get() : runInNewTransaction(work, "COMMIT");
    }

    /** Runs the work, rolls back its changes, and returns its result. Must not be called within a transaction. */
    <T> T runAndRollBack(Supplier<T> work) {
        return runInNewTransaction(work, "ROLLBACK");
    }

    private <T> T runInNewTransaction(Supplier<T> work, String endStatement) {
        run("BEGIN TRANSACTION");
        isInTransaction = true;
        T result;
        try {
            result = work.get();
            run(endStatement);
        } catch (Throwable failure) {
            rollBackAfter(failure);
            throw failure;
        }
        isInTransaction = false;
        return result;
    }

    /**
     * Rolls back the transaction after a failure of any kind, so that the connection can be used again. A failure such
     * as that of COMMIT has ended the transaction; DuckDB then refuses ROLLBACK, and this refusal is suppressed.
     */
    private void rollBackAfter(Throwable failure) {
        isInTransaction = false;
        try {
            run("ROLLBACK");
        } catch (Refusal rollbackFailure) {
            failure.addSuppressed(rollbackFailure);
        }
    }

    @Override
    public void close() {
        try {
            readerPool.close();
            optimizedStatementCache.close();
            unoptimizedStatementCache.close();
            closeConnection(connection);
            database.drop();
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't remove a database", failure);
        }
    }

    static void closeConnection(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't be closed", failure);
        }
    }
}
