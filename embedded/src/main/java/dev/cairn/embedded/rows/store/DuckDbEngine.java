package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.driver.DriverLoader;
import dev.cairn.embedded.driver.DuckDbDriver;
import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.embedded.translate.template.FunctionLibrary;
import dev.cairn.embedded.translate.value.MacroLibrary;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The instance of DuckDB that the embedded servers of a process share. Starting an instance with Cairn's functions and
 * macros costs as much CPU time as creating about a hundred databases in a running instance, and tests start many
 * servers.
 */
final class DuckDbEngine {
    private static final long MEMORY_LIMIT_BYTES = 2_000_000_000;

    /** The memory limit of all statements of the process together, as messages print it. */
    static final String MEMORY_LIMIT = MEMORY_LIMIT_BYTES / 1_000_000_000 + "GB";

    /**
     * The limit that DuckDB enforces. In some places, DuckDB aborts the process if this memory is exhausted, so
     * statements are ended before they reach the limit; see {@link StatementWatchdog}.
     */
    private static final String DUCKDB_MEMORY_LIMIT = "4GB";

    /**
     * Measures the memory in use, except the memory of arrays; for arrays, see
     * {@link dev.cairn.embedded.function.StatementBudget}.
     */
    private static final String MEMORY_USE_QUERY =
            "SELECT CAST(sum(memory_usage_bytes) AS BIGINT) FROM duckdb_memory()";

    /** The database that contains the macros; unqualified names may also refer to it. */
    private static final String MACROS_DATABASE = "memory";

    private static final System.Logger LOG = System.getLogger(DuckDbEngine.class.getName());

    private static @Nullable DuckDbEngine sharedEngine;

    private static long databaseCount;

    private final DuckDbDriver driver;
    private final Connection rootConnection;
    private final StatementWatchdog watchdog = new StatementWatchdog(MEMORY_LIMIT_BYTES, this::measureUsedBytes);

    private DuckDbEngine(DuckDbDriver driver, Connection rootConnection) {
        this.driver = driver;
        this.rootConnection = rootConnection;
    }

    /** Creates an empty database in the shared engine. Starts an engine if none runs, or if the running one fails. */
    static synchronized AttachedDatabase createDatabase() throws SQLException {
        if (sharedEngine == null) {
            sharedEngine = start(DriverLoader.load());
            return sharedEngine.attach();
        }
        try {
            return sharedEngine.attach();
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "DuckDB is started again after a failure", failure);
            sharedEngine.watchdog.close();
            sharedEngine.rootConnection.close();
            sharedEngine = start(sharedEngine.driver);
            return sharedEngine.attach();
        }
    }

    private AttachedDatabase attach() throws SQLException {
        String name = "cairn_" + ++databaseCount;
        run("ATTACH ':memory:' AS " + name);
        return new AttachedDatabase(this, name);
    }

    private static DuckDbEngine start(DuckDbDriver driver) throws SQLException {
        // The JVM links the functions while DuckDB starts.
        CompletableFuture<List<JavaFunction>> functionsFuture =
                CompletableFuture.supplyAsync(FunctionLibrary::functions);
        DuckDbEngine engine = new DuckDbEngine(driver, driver.start());
        for (JavaFunction function : functionsFuture.join()) {
            driver.registerFunction(function, engine.rootConnection);
        }
        engine.run(MacroLibrary.definitions());
        engine.run("SET memory_limit = '" + DUCKDB_MEMORY_LIMIT + "'");
        // Nothing is written to disk.
        engine.run("SET temp_directory = ''");
        // The thread that sends a statement executes it: its functions find their budget in this thread, and other
        // statements can use the other cores.
        engine.run("SET threads = 1");
        engine.run("SET GLOBAL " + AttachedDatabase.STREAMING_SETTING + " = true");
        return engine;
    }

    /** Returns the memory in use in bytes; the limit if memory does not even suffice for the measurement. */
    private synchronized long measureUsedBytes() throws SQLException {
        try (Statement statement = rootConnection.createStatement();
                ResultSet resultSet = statement.executeQuery(MEMORY_USE_QUERY)) {
            return resultSet.next() ? resultSet.getLong(1) : 0;
        } catch (SQLException failure) {
            if (DuckDbRefusals.isOutOfMemory(failure)) {
                return MEMORY_LIMIT_BYTES;
            }
            throw failure;
        }
    }

    private synchronized void run(String sql) throws SQLException {
        run(rootConnection, sql);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A database within the engine. */
    record AttachedDatabase(DuckDbEngine engine, String name) {
        StatementWatchdog watchdog() {
            return engine.watchdog;
        }

        /** The setting of a connection that lets DuckDB calculate the rows of a query while they are read. */
        static final String STREAMING_SETTING = "jdbc_stream_results";

        /** Opens a connection for which unqualified names refer to this database. */
        Connection connect() throws SQLException {
            Connection connection = openStreamingConnection();
            DuckDbEngine.run(connection, "SET " + STREAMING_SETTING + " = false");
            return connection;
        }

        /**
         * Opens a connection that calculates the rows of a query while they are read. If the calculation fails, DuckDB
         * does not report the cause.
         */
        Connection openStreamingConnection() throws SQLException {
            Connection connection = engine.driver.duplicate(engine.rootConnection);
            DuckDbEngine.run(connection, "SET search_path = '" + name + ".main," + MACROS_DATABASE + ".main'");
            return connection;
        }

        /** Appends rows to a table over a connection to this database. */
        DuckDbDriver.RowAppender openAppender(Connection connection, String tableName) throws SQLException {
            return engine.driver.openAppender(connection, tableName);
        }

        /** Removes the database with its data. Connections to it must no longer be used. */
        void drop() throws SQLException {
            engine.run("DETACH " + name);
        }
    }
}
