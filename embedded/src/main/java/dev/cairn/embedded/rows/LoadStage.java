package dev.cairn.embedded.rows;

import dev.cairn.embedded.translate.value.DuckDbQuoting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Rows that come in from a client, each of texts, before anything is done with them. They come as slowly as the client likes,
 * and meanwhile others may do what they want: so they have a connection to DuckDB of their own.
 */
public final class LoadStage implements AutoCloseable {
    static final String NUMBER = "\"#number\"";

    private final DuckDBConnection connection;
    private final String name;
    private final DuckDBAppender appender;
    private final List<String> refused = new ArrayList<>();
    private long rows;
    private long wrong;

    /** @param name what no other table is called */
    LoadStage(Connection duck, String name, int fields) {
        this.name = name;
        try {
            connection = ((DuckDBConnection) duck).duplicate();
            String columns = IntStream.range(0, fields)
                    .mapToObj(field -> field(field) + " VARCHAR, ")
                    .collect(Collectors.joining());
            run("CREATE TABLE " + sql() + " (" + columns + NUMBER + " BIGINT)");
            appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, name);
        } catch (SQLException failure) {
            throw DuckDb.refused(failure);
        }
    }

    static String field(int place) {
        return "f" + place;
    }

    String sql() {
        return DuckDbQuoting.name(name);
    }

    /** A row that can't be read, as the server's error log has it. */
    public void refuse(String problem) {
        wrong++;
        if (refused.size() < LoadedRows.MOST_REFUSED) {
            refused.add(problem);
        }
    }

    /** How many can't be read. */
    long wrong() {
        return wrong;
    }

    /** The first of those that can't be read. */
    List<String> refused() {
        return refused;
    }

    /** How many rows there are. */
    public long rows() {
        return rows;
    }

    /** One more row. */
    public void add(List<@Nullable String> row) {
        try {
            appender.beginRow();
            for (String value : row) {
                if (value == null) {
                    appender.appendNull();
                } else {
                    appender.append(value);
                }
            }
            appender.append(++rows);
            appender.endRow();
        } catch (SQLException failure) {
            throw DuckDb.refused(failure);
        }
    }

    /** There are no more. */
    public void end() {
        try {
            appender.close();
        } catch (SQLException failure) {
            throw DuckDb.refused(failure);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Forgets them. */
    @Override
    public void close() {
        try (connection) {
            appender.close();
            run("DROP TABLE " + sql());
        } catch (SQLException failure) {
            throw DuckDb.refused(failure);
        }
    }
}
