package dev.cairn.internal.connection;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the server. It sends each statement separately: the server accepts several statements in one text,
 * but does not announce this capability, and drivers fail to read the answers.
 *
 * <p>This class is not thread-safe; only {@link #cancel} and {@link #abort} may be called from any thread.
 */
public final class ServerConnection implements AutoCloseable {
    /**
     * The fetch size with which a driver receives all rows at once. Cairn always sets it, because a URL may set another
     * default: with {@code useCursorFetch} and {@code defaultFetchSize}, Connector/J asks for a cursor, and because
     * StarRocks does not open one, the driver loses all rows without an error.
     */
    public static final int ALL_ROWS_FETCH_SIZE = 0;

    private static final Logger LOG = System.getLogger("dev.cairn");
    private static final int STREAMING_FETCH_SIZE = 1_000;
    private static final Pattern READ_STATEMENT_PATTERN = Pattern.compile("^(?i:SHOW|SELECT|DESC|EXPLAIN)\\b");

    private final Connection connection;
    private final Ticker ticker;
    private final OptionValues options;
    private final Watchdog watchdog;
    private final SessionSettings session;
    private final NetworkTimeout networkTimeout;
    private volatile @Nullable Statement currentStatement;
    private boolean isBroken;
    private boolean hasUnknownSession;

    /** @param semantics records whether a session had to be corrected */
    ServerConnection(
            Connection connection, Ticker ticker, OptionValues options, Watchdog watchdog, SessionSemantics semantics) {
        this.connection = connection;
        this.ticker = ticker;
        this.options = options;
        this.watchdog = watchdog;
        this.session = new SessionSettings(this, semantics);
        this.networkTimeout = new NetworkTimeout(connection);
    }

    /**
     * Sends a statement whose result is not needed.
     *
     * @throws ServerRefusalException if the server refuses the statement
     * @throws ConnectionLostException if the connection is lost
     */
    public void execute(String sql) {
        execute(sql, options.get(MigratorOption.STATEMENT_TIMEOUT));
    }

    /** Sends a statement whose result is not needed, with a timeout. */
    public void execute(String sql, Duration timeout) {
        send(sql, timeout, statement -> LeadingKeyword.execute(statement, sql));
    }

    /** Like {@link #execute(String)}, with the timeout of a load, for a statement that reads or writes rows. */
    public void executeLoad(String sql) {
        execute(sql, options.get(MigratorOption.LOAD_TIMEOUT));
    }

    /**
     * Like {@link #executeLoad(String)}, but only if the statement is still permitted.
     *
     * @param permissionCheck is called right before the statement is sent, and throws an exception to prevent that
     */
    public void executeLoad(String sql, Runnable permissionCheck) {
        send(sql, options.get(MigratorOption.LOAD_TIMEOUT), statement -> {
            permissionCheck.run();
            return LeadingKeyword.execute(statement, sql);
        });
    }

    /**
     * Returns all rows of an answer, with each value as text; empty if the statement returns no result set. A statement
     * that only reads is sent again if the server refuses it with a transient error.
     *
     * @throws ServerRefusalException if the server refuses the statement
     * @throws ConnectionLostException if the connection is lost
     */
    public List<List<@Nullable String>> fetchRows(String sql) {
        return fetchRows(sql, options.get(MigratorOption.READ_TIMEOUT));
    }

    /** Like {@link #fetchRows(String)}, with a timeout. */
    public List<List<@Nullable String>> fetchRows(String sql, Duration timeout) {
        return read(sql, timeout).rows();
    }

    /** Like {@link #fetchRows(String)}, with the timeout of a load, for a query that reads rows of tables. */
    public List<List<@Nullable String>> query(String sql) {
        return fetchRows(sql, options.get(MigratorOption.LOAD_TIMEOUT));
    }

    /**
     * Like {@link #fetchRows(String)}, but returns rows whose values are looked up by column name, because different
     * versions of the server return different columns.
     *
     * @throws ServerRefusalException if the server refuses the statement
     * @throws ConnectionLostException if the connection is lost
     */
    public List<NamedRow> fetchNamedRows(String sql) {
        return read(sql, options.get(MigratorOption.READ_TIMEOUT)).toNamedRows();
    }

    /**
     * Like {@link #fetchNamedRows(String)}, for a query that needs a backend and whose result is optional. Returns
     * empty, without a retry, if no backend is available. After any other refusal, the query is sent again.
     *
     * @throws ServerRefusalException if the server refuses the statement for another reason
     * @throws ConnectionLostException if the connection is lost
     */
    public Optional<List<NamedRow>> fetchNamedRowsIfAvailable(String sql) {
        try {
            return Optional.of(
                    readOnce(sql, options.get(MigratorOption.READ_TIMEOUT)).toNamedRows());
        } catch (ServerRefusalException refusal) {
            return refusal.transientError().equals(Optional.of(TransientError.BACKEND_LOST))
                    ? Optional.empty()
                    : Optional.of(fetchNamedRows(sql));
        }
    }

    /** The labels of the columns, and the rows. */
    private record Answer(List<String> labels, List<List<@Nullable String>> rows) {
        List<NamedRow> toNamedRows() {
            return rows.stream().map(row -> new NamedRow(labels, row)).toList();
        }
    }

    /** Returns the answer to a statement, which is repeated if it only reads. */
    private Answer read(String sql, Duration timeout) {
        Retry retry = new Retry(ticker, options);
        while (true) {
            try {
                return readOnce(sql, timeout);
            } catch (ServerRefusalException refusal) {
                if (refusal.transientError().isEmpty()
                        || !READ_STATEMENT_PATTERN.matcher(sql).find()
                        || !retry.pauseIfTimeLeft()) {
                    throw refusal;
                }
            }
        }
    }

    private Answer readOnce(String sql, Duration timeout) {
        List<String> labels = new ArrayList<>();
        List<List<@Nullable String>> rows = new ArrayList<>();
        send(sql, timeout, statement -> {
            // The drivers' executeQuery accepts only statements that return rows in MySQL.
            if (!statement.execute(sql)) {
                return countChangedRows(statement);
            }
            try (ResultSet resultSet = statement.getResultSet()) {
                ResultSetMetaData metaData = resultSet.getMetaData();
                int columnCount = metaData.getColumnCount();
                List<ServerTextReader> textReaders = new ArrayList<>(columnCount);
                for (int i = 1; i <= columnCount; i++) {
                    labels.add(metaData.getColumnLabel(i));
                    textReaders.add(ServerTextReader.ofColumn(metaData, i));
                }
                while (resultSet.next()) {
                    List<@Nullable String> row = new ArrayList<>(columnCount);
                    for (int i = 1; i <= columnCount; i++) {
                        row.add(textReaders.get(i - 1).read(resultSet, i));
                    }
                    rows.add(Collections.unmodifiableList(row));
                }
            }
            return rows.size();
        });
        return new Answer(labels, rows);
    }

    /**
     * Sends a statement, and passes its rows to a receiver while they arrive. The receiver is not called if the
     * statement returns no result set.
     *
     * @return the number of rows that the statement returned or changed
     * @throws ServerRefusalException if the server refuses the statement, or {@link #cancel} was called
     * @throws ConnectionLostException if the connection is lost
     */
    public long streamRows(String sql, RowReceiver receiver) {
        return streamRows(sql, options.get(MigratorOption.LOAD_TIMEOUT), receiver);
    }

    /** Like {@link #streamRows(String, RowReceiver)}, with a timeout. */
    public long streamRows(String sql, Duration timeout, RowReceiver receiver) {
        long[] rowCount = {0};
        send(sql, timeout, statement -> {
            statement.setFetchSize(streamingFetchSize(connection));
            rowCount[0] = statement.execute(sql) ? forwardRows(statement, receiver) : countChangedRows(statement);
            return rowCount[0];
        });
        return rowCount[0];
    }

    private static long forwardRows(Statement statement, RowReceiver receiver) throws SQLException {
        try (ResultSet resultSet = statement.getResultSet()) {
            List<ReceivedColumn> columns = ReceivedColumn.readColumns(resultSet.getMetaData());
            receiver.acceptColumns(columns);
            long rowCount = 0;
            for (; resultSet.next(); rowCount++) {
                List<@Nullable String> row = new ArrayList<>(columns.size());
                for (int i = 0; i < columns.size(); i++) {
                    row.add(columns.get(i).readValue(resultSet, i + 1));
                }
                receiver.acceptRow(new ReceivedRow(row));
            }
            return rowCount;
        }
    }

    /**
     * Returns the fetch size with which a driver streams. Connector/J streams only with a value that other drivers
     * refuse.
     */
    public static int streamingFetchSize(Connection connection) throws SQLException {
        return connection.getMetaData().getDriverName().startsWith("MySQL") ? Integer.MIN_VALUE : STREAMING_FETCH_SIZE;
    }

    /**
     * Cancels the running statement, from any thread: the driver sends KILL QUERY on another connection, and the caller
     * that waits for an answer gets a {@link ServerRefusalException}. Has no effect if no statement is running; a
     * failure is only logged.
     */
    public void cancel() {
        Statement statement = currentStatement;
        if (statement == null) {
            return;
        }
        try {
            statement.cancel();
        } catch (SQLException failure) {
            LOG.log(Level.WARNING, "The statement can't be cancelled: " + failure.getMessage(), failure);
        }
    }

    /**
     * Returns the values of variables. The same statement reads the selected database, and the variables that change
     * the meaning of statements. If one of them differs from what the checks at compile time assume, the session is
     * corrected until this connection is closed. From then on, the factory also corrects the session of each connection
     * that it opens.
     *
     * @throws ServerRefusalException if the server refuses the statement, for example because a variable is unknown
     * @throws ConnectionLostException if the connection is lost
     */
    public List<@Nullable String> readVariables(String... variableNames) {
        return session.readVariables(variableNames);
    }

    /**
     * Sets a variable of the session until this connection is closed. The previous value is restored when it is closed,
     * because the connection may belong to a pool.
     */
    public void setVariable(String variableName, String value) {
        session.setVariable(variableName, value);
    }

    /**
     * Returns the JDBC connection for the code of users. The statements of this code are not logged, and each of them
     * has the timeout of a load. The code may leave the session in any state, such as with another database or an open
     * transaction: the connection does not return to a pool.
     */
    public Connection unwrapForUserCode() {
        Connection jdbcConnection = unwrapWithTimeout(options.get(MigratorOption.LOAD_TIMEOUT));
        hasUnknownSession = true;
        return jdbcConnection;
    }

    /**
     * Returns the URL of the server, as the driver reports it.
     *
     * @throws ConnectionLostException if the driver can't report it
     */
    public String url() {
        try {
            return String.valueOf(connection.getMetaData().getURL());
        } catch (SQLException failure) {
            throw new ConnectionLostException(failure);
        }
    }

    /**
     * Returns the JDBC connection, with a network timeout.
     *
     * @throws ConnectionLostException if the timeout can't be set
     */
    Connection unwrapWithTimeout(Duration timeout) {
        try {
            networkTimeout.set(timeout);
            return connection;
        } catch (SQLException failure) {
            isBroken = true;
            throw new ConnectionLostException(failure);
        }
    }

    /** Starts a wait, with the timeout of a load, for code that uses the connection; the caller closes the wait. */
    public Watchdog.Wait startWait(String operation) {
        return watchdog.startWait(operation, options.get(MigratorOption.LOAD_TIMEOUT));
    }

    /**
     * Aborts the connection, from any thread: a caller that waits for an answer on it gets a
     * {@link ConnectionLostException}.
     */
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "A connection can't be aborted", failure);
        }
    }

    /** Returns whether the connection was lost; in this case, nothing can be sent on it any more. */
    public boolean isBroken() {
        return isBroken;
    }

    /**
     * Restores the previous values of all variables that {@link #setVariable} has set.
     *
     * @throws ServerRefusalException if the server refuses a statement
     * @throws ConnectionLostException if the connection is lost
     */
    public void restoreVariables() {
        session.restoreVariables();
    }

    /** Closes the connection so that it does not return to a pool, because the state of its session is unknown. */
    public void closePermanently() {
        hasUnknownSession = true;
        close();
    }

    /**
     * Restores the settings of the session and closes the connection, which may return to its pool. If the session
     * can't be restored or its state is unknown, the connection is aborted instead. Failures are only logged.
     */
    @Override
    public void close() {
        isBroken |= hasUnknownSession;
        try {
            session.restore();
        } catch (ServerRefusalException | ConnectionLostException failure) {
            // No other user must get a connection whose settings are unknown.
            isBroken = true;
            LOG.log(Level.WARNING, "The settings of a session can't be restored: its connection is aborted", failure);
        }
        try {
            if (isBroken) {
                connection.abort(Runnable::run);
            } else {
                networkTimeout.restore();
            }
            connection.close();
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, "A connection can't be closed", failure);
        }
    }

    private static long countChangedRows(Statement statement) throws SQLException {
        return Math.max(0, statement.getUpdateCount());
    }

    @FunctionalInterface
    private interface StatementSender {
        /** Returns the number of rows that the statement returned or changed. */
        long sendOn(Statement statement) throws SQLException;
    }

    @SuppressWarnings("try") // the wait exists only to be closed
    private void send(String sql, Duration timeout, StatementSender sender) {
        SqlLogEntry logEntry = SqlLogEntry.start(sql, ticker);
        try (Watchdog.Wait wait = watchdog.startWait("a statement", timeout);
                Statement statement = connection.createStatement()) {
            networkTimeout.set(timeout);
            statement.setEscapeProcessing(false);
            statement.setFetchSize(ALL_ROWS_FETCH_SIZE);
            currentStatement = statement;
            logEntry.logAnswer(sender.sendOn(statement));
        } catch (SQLException failure) {
            logEntry.logFailure(failure);
            if (ConnectionLostException.isReportedBy(failure)) {
                isBroken = true;
                throw ConnectionLostException.ofMissingAnswer(failure, timeout);
            }
            throw new ServerRefusalException(failure, sql);
        } finally {
            currentStatement = null;
        }
    }
}
