package dev.cairn.embedded.driver;

import dev.cairn.embedded.function.JavaFunction;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The operations of DuckDB's driver for which JDBC has no methods. All other operations use JDBC's connections. */
public interface DuckDbDriver {
    /** Starts an instance of DuckDB that keeps its data in memory, and returns the first connection to it. */
    Connection start() throws SQLException;

    /** Opens another connection to the instance of a connection. */
    Connection duplicate(Connection connection) throws SQLException;

    /** Registers a function that is implemented in Java with the instance of a connection. */
    void registerFunction(JavaFunction function, Connection connection) throws SQLException;

    /** Opens an appender of rows to a table of the connection's default database. */
    RowAppender openAppender(Connection connection, String tableName) throws SQLException;

    /** Appends rows, value by value: the values of each row are between {@link #beginRow} and {@link #endRow}. */
    interface RowAppender extends AutoCloseable {
        void beginRow() throws SQLException;

        void append(@Nullable String value) throws SQLException;

        void append(long value) throws SQLException;

        void endRow() throws SQLException;

        /** Writes the rows that are still buffered. */
        @Override
        void close() throws SQLException;
    }
}
