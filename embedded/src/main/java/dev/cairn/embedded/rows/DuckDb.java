package dev.cairn.embedded.rows;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.function.OwnFunction;
import dev.cairn.embedded.function.OwnFunctions;
import dev.cairn.sql.Span;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A database in memory, with one connection. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;
    private boolean within;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    static DuckDb open() {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            DuckDb opened = new DuckDb(connection);
            for (OwnFunction function : OwnFunctions.all()) {
                Registration.register(function, connection);
            }
            OwnFunctions.macros().forEach(macro -> opened.run("CREATE MACRO " + macro));
            return opened;
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't be started", failure);
        }
    }

    /** A place for rows that come in while others work. */
    LoadStage stage(String name, int fields) {
        return new LoadStage(connection, name, fields);
    }

    /** Runs a statement; how many rows it changed. */
    long run(String sql) {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql) ? 0 : statement.getUpdateCount();
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    List<List<@Nullable String>> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int width = result.getMetaData().getColumnCount();
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                @Nullable String[] row = new String[width];
                for (int i = 0; i < width; i++) {
                    row[i] = result.getString(i + 1);
                }
                rows.add(Arrays.asList(row));
            }
            return rows;
        } catch (SQLException failure) {
            throw refused(failure);
        }
    }

    /** One number, 0 for none. */
    long number(String sql) {
        List<List<@Nullable String>> rows = rows(sql);
        String number = rows.isEmpty() ? null : rows.get(0).get(0);
        return number == null ? 0 : Long.parseLong(number);
    }

    /** What the work gives, but nothing of what it does. */
    <T> T rehearsed(Supplier<T> work) {
        run("BEGIN TRANSACTION");
        within = true;
        try {
            return work.get();
        } finally {
            within = false;
            run("ROLLBACK");
        }
    }

    /** All or nothing of what the work does. */
    <T> T transaction(Supplier<T> work) {
        if (within) {
            return work.get();
        }
        run("BEGIN TRANSACTION");
        boolean done = false;
        try {
            T result = work.get();
            run("COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                run("ROLLBACK");
            }
        }
    }

    /** What DuckDB can't calculate, a server would refuse at some other place, or not at all. */
    static Refusal refused(SQLException failure) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return Refusal.execution(Span.NONE, "The embedded server can't calculate this: " + message);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException("DuckDB can't be closed", failure);
        }
    }
}
