package dev.cairn.internal.row;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.LeadingKeyword;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlLogEntry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement and the values of its parameters. All typed access to rows sends its statements in this form, so there is
 * one way to log statements and to bind values.
 *
 * @param sql the text, with a {@code ?} for each value
 * @param values the values in the order of the placeholders; null stands for NULL. The list is not copied: no caller
 *     changes it afterwards
 */
public record BoundStatement(String sql, List<@Nullable Object> values) {
    /** From this number on, the 17 significant digits of a double are among the 76 digits that a literal may have. */
    private static final double SMALLEST_EXACT_LITERAL = 1e-58;

    /** Executes the statement and returns the number of rows that it changed; 0 if it returns rows, as REFRESH does. */
    public long execute(Connection connection) throws SQLException {
        SqlLogEntry logEntry = startLog();
        try (Statement statement = prepare(connection)) {
            long changedRowCount = LeadingKeyword.execute(statement, sql);
            logEntry.logAnswer(changedRowCount);
            return changedRowCount;
        } catch (SQLException failure) {
            logEntry.logFailure(failure);
            throw failure;
        }
    }

    /**
     * Runs a prepared statement and returns its rows; null if it returns none. Drivers' executeQuery accepts only
     * statements for which MySQL returns rows.
     */
    public @Nullable ResultSet query(Statement statement) throws SQLException {
        if (!(statement instanceof PreparedStatement preparedStatement)) {
            return statement.execute(sql) ? statement.getResultSet() : null;
        }
        if (LeadingKeyword.matches(sql, "SELECT")) {
            return preparedStatement.executeQuery();
        }
        return preparedStatement.execute() ? preparedStatement.getResultSet() : null;
    }

    /** Returns the approximate length of the statement with its values. */
    long estimateLength() {
        long characterCount = sql.length();
        for (Object value : values) {
            characterCount += value instanceof String text ? text.length() : 0;
        }
        return characterCount;
    }

    /** Begins the log entry of an execution; its time is measured from now. */
    public SqlLogEntry startLog() {
        return SqlLogEntry.start(sql, Ticker.system()).setValues(values);
    }

    /**
     * Prepares the statement and binds its values. Without values it is a plain statement, because drivers interpret
     * braces in prepared statements as JDBC escapes.
     */
    public Statement prepare(Connection connection) throws SQLException {
        if (values.isEmpty()) {
            Statement statement = connection.createStatement();
            statement.setEscapeProcessing(false);
            statement.setFetchSize(ServerConnection.ALL_ROWS_FETCH_SIZE);
            return statement;
        }
        if (values.stream().anyMatch(String.class::isInstance)) {
            DriverEscaping.requireBackslashEscapes(connection);
        }
        PreparedStatement preparedStatement = connection.prepareStatement(sql);
        try {
            preparedStatement.setFetchSize(ServerConnection.ALL_ROWS_FETCH_SIZE);
            for (int i = 0; i < values.size(); i++) {
                bind(preparedStatement, i + 1, values.get(i));
            }
            return preparedStatement;
        } catch (SQLException | RuntimeException failure) {
            try {
                preparedStatement.close();
            } catch (SQLException closeFailure) {
                failure.addSuppressed(closeFailure);
            }
            throw failure;
        }
    }

    /**
     * Sets the parameter at an index, counted from 1. Values that some drivers would send with a loss of precision are
     * sent as text.
     */
    public static void bind(PreparedStatement preparedStatement, int parameterIndex, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            preparedStatement.setNull(parameterIndex, Types.NULL);
        } else if (value instanceof String text) {
            preparedStatement.setString(parameterIndex, text);
        } else if (value instanceof Integer number) {
            preparedStatement.setInt(parameterIndex, number);
        } else if (value instanceof Long number) {
            preparedStatement.setLong(parameterIndex, number);
        } else if (value instanceof BigDecimal decimal) {
            preparedStatement.setBigDecimal(parameterIndex, decimal);
        } else if (value instanceof Boolean booleanValue) {
            preparedStatement.setBoolean(parameterIndex, booleanValue);
        } else if (value instanceof Enum<?> enumValue) {
            preparedStatement.setString(parameterIndex, enumValue.name());
        } else if (value instanceof Short number) {
            // Servers up to 4.1 read a SMALLINT of a statement that they prepared as if it had no sign.
            preparedStatement.setInt(parameterIndex, number);
        } else if (value instanceof Double number) {
            bindDouble(preparedStatement, parameterIndex, number);
        } else if (value instanceof BigInteger || value instanceof LocalDate) {
            preparedStatement.setString(parameterIndex, value.toString());
        } else if (value instanceof LocalDateTime dateTime) {
            // Drivers omit the microseconds if the server reports an old version, as StarRocks up to 3.x does.
            preparedStatement.setString(parameterIndex, TimeFormatter.format(dateTime));
        } else {
            preparedStatement.setObject(parameterIndex, value);
        }
    }

    /**
     * Sets a parameter of the type double. The server reads a numeric literal as a decimal, with at most 76 digits
     * after the point, so a number near zero would be rounded; a text is read as the double that it denotes.
     */
    public static void bindDouble(PreparedStatement preparedStatement, int parameterIndex, double value)
            throws SQLException {
        if (Math.abs(value) < SMALLEST_EXACT_LITERAL && value != 0) {
            preparedStatement.setString(parameterIndex, String.valueOf(value));
        } else {
            preparedStatement.setDouble(parameterIndex, value);
        }
    }
}
