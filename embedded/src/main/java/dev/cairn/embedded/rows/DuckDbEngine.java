package dev.cairn.embedded.rows;

import dev.cairn.embedded.function.OwnFunction;
import dev.cairn.embedded.function.OwnFunctions;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The instance of DuckDB that the embedded servers of a process share. To start one and to define Cairn's functions and
 * macros costs as much CPU time as about a hundred databases within it, and tests start many servers.
 */
final class DuckDbEngine {
    /** The memory limit of all statements of the process together. A statement that exceeds it is refused. */
    static final String MEMORY_LIMIT = "2GB";

    /** The database in which the macros are, which an unqualified name may also refer to. */
    private static final String OWN_DATABASE = "memory";

    private static final System.Logger LOG = System.getLogger(DuckDbEngine.class.getName());

    private static @Nullable DuckDbEngine shared;

    private static long databases;

    private final Connection root;

    private DuckDbEngine(Connection root) {
        this.root = root;
    }

    /** Creates an empty database. */
    static synchronized Database newDatabase() throws SQLException {
        if (shared != null) {
            try {
                return shared.attached();
            } catch (SQLException unusable) {
                LOG.log(Level.DEBUG, "DuckDB is started again after a failure", unusable);
                shared.root.close();
            }
        }
        shared = start();
        return shared.attached();
    }

    private Database attached() throws SQLException {
        String name = "cairn_" + ++databases;
        run("ATTACH ':memory:' AS " + name);
        return new Database(this, name);
    }

    private static DuckDbEngine start() throws SQLException {
        Connection root = DriverManager.getConnection("jdbc:duckdb:");
        DuckDbEngine engine = new DuckDbEngine(root);
        for (OwnFunction function : OwnFunctions.all()) {
            FunctionRegistration.register(function, root);
        }
        for (String macro : OwnFunctions.macros()) {
            engine.run("CREATE MACRO " + macro);
        }
        engine.run("SET memory_limit = '" + MEMORY_LIMIT + "'");
        // Nothing is written to disk.
        engine.run("SET temp_directory = ''");
        return engine;
    }

    private synchronized void run(String sql) throws SQLException {
        run(root, sql);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A database within the engine. */
    record Database(DuckDbEngine engine, String name) {
        /** Opens a connection for which unqualified names refer to this database. */
        Connection connect() throws SQLException {
            Connection connection = ((DuckDBConnection) engine.root).duplicate();
            DuckDbEngine.run(connection, "SET search_path = '" + name + ".main," + OWN_DATABASE + ".main'");
            return connection;
        }

        /** Removes the database with its data. Connections to it must not be used any more. */
        void drop() throws SQLException {
            engine.run("DETACH " + name);
        }
    }
}
