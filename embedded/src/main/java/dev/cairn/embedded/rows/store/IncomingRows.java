package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.driver.DuckDbDriver.RowAppender;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the incoming rows of a load as texts, before they are converted. It has a separate DuckDB connection: a
 * client may send rows slowly, and other statements run in the meantime.
 */
public final class IncomingRows implements AutoCloseable {
    /** The maximum number of unparsable rows that the server's error log describes. */
    public static final int MAX_PARSE_PROBLEMS = 50;

    /** The column with the number of a row, which begins at 1, in quotes. */
    public static final String QUOTED_ROW_NUMBER_COLUMN = "\"#number\"";

    private final DuckDbEngine.AttachedDatabase database;
    private final Connection connection;
    private final String tableName;
    private @Nullable RowAppender appender;
    private final List<String> parseProblems = new ArrayList<>();
    private long parsedRowCount;
    private long unparsableRowCount;

    /**
     * Creates the table of a load.
     *
     * @param connection the connection of the load, which is also closed if the table can't be created
     * @param tableName a table name that is not in use
     */
    IncomingRows(DuckDbEngine.AttachedDatabase database, Connection connection, String tableName, int fieldCount) {
        this.database = database;
        this.tableName = tableName;
        this.connection = connection;
        try {
            String columnsSql = IntStream.range(0, fieldCount)
                    .mapToObj(index -> fieldColumnName(index) + " VARCHAR, ")
                    .collect(Collectors.joining());
            run("CREATE TABLE " + quotedTableName() + " (" + columnsSql + QUOTED_ROW_NUMBER_COLUMN + " BIGINT)");
        } catch (SQLException failure) {
            closeConnectionAfter(failure);
            throw DuckDbRefusals.createRefusal(failure);
        }
    }

    private void closeConnectionAfter(SQLException failure) {
        try {
            connection.close();
        } catch (SQLException closeFailure) {
            failure.addSuppressed(closeFailure);
        }
    }

    /** Returns the name of the column of a field, which needs no quotes. */
    public static String fieldColumnName(int index) {
        return "f" + index;
    }

    public String quotedTableName() {
        return DuckDbQuoting.quoteName(tableName);
    }

    /** Records a row that can't be parsed, with its message for the server's error log. */
    public void addUnparsableRow(String problem) {
        unparsableRowCount++;
        if (parseProblems.size() < MAX_PARSE_PROBLEMS) {
            parseProblems.add(problem);
        }
    }

    /** Returns the number of rows that can't be parsed. */
    public long unparsableRowCount() {
        return unparsableRowCount;
    }

    /** Returns the messages about the first rows that can't be parsed. */
    public List<String> parseProblems() {
        return List.copyOf(parseProblems);
    }

    /** Returns the number of parsed rows. */
    public long parsedRowCount() {
        return parsedRowCount;
    }

    /** Adds a row: a value for each field of the load, null for NULL. */
    public void addRow(List<@Nullable String> row) {
        try {
            RowAppender rowAppender = appender == null ? database.openAppender(connection, tableName) : appender;
            appender = rowAppender;
            rowAppender.beginRow();
            for (String value : row) {
                rowAppender.append(value);
            }
            rowAppender.append(++parsedRowCount);
            rowAppender.endRow();
        } catch (SQLException failure) {
            throw DuckDbRefusals.createRefusal(failure);
        }
    }

    /** Writes the rows that are still buffered. Called in the thread that has added them. */
    public void flush() {
        try {
            closeAppender();
        } catch (SQLException failure) {
            throw DuckDbRefusals.createRefusal(failure);
        }
    }

    private void closeAppender() throws SQLException {
        RowAppender openAppender = appender;
        appender = null;
        if (openAppender != null) {
            openAppender.close();
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Drops the rows, and closes the connection of the load. Call it once. */
    @Override
    public void close() {
        try (connection) {
            try {
                closeAppender();
            } finally {
                run("DROP TABLE " + quotedTableName());
            }
        } catch (SQLException failure) {
            throw DuckDbRefusals.createRefusal(failure);
        }
    }
}
