package dev.cairn.embedded.driver.linked;

import dev.cairn.embedded.driver.DuckDbDriver;
import dev.cairn.embedded.function.JavaFunction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * The driver that the class loader of this class sees. {@code DriverLoader} loads this class again, together with a
 * separate copy of the driver, so that an application may use another DuckDB.
 */
public final class LinkedDriver implements DuckDbDriver {
    @Override
    public Connection start() throws SQLException {
        return new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    }

    @Override
    public Connection duplicate(Connection connection) throws SQLException {
        return ((DuckDBConnection) connection).duplicate();
    }

    @Override
    public void registerFunction(JavaFunction function, Connection connection) throws SQLException {
        FunctionRegistrar.register(function, connection);
    }

    @Override
    public RowAppender openAppender(Connection connection, String tableName) throws SQLException {
        return new TableAppender(
                ((DuckDBConnection) connection).createAppender(DuckDBConnection.DEFAULT_SCHEMA, tableName));
    }

    private record TableAppender(DuckDBAppender appender) implements RowAppender {
        @Override
        public void beginRow() throws SQLException {
            appender.beginRow();
        }

        @Override
        public void append(@Nullable String value) throws SQLException {
            if (value == null) {
                appender.appendNull();
            } else {
                appender.append(value);
            }
        }

        @Override
        public void append(long value) throws SQLException {
            appender.append(value);
        }

        @Override
        public void endRow() throws SQLException {
            appender.endRow();
        }

        @Override
        public void close() throws SQLException {
            appender.close();
        }
    }
}
