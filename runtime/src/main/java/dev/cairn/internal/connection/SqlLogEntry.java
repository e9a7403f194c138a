package dev.cairn.internal.connection;

import dev.cairn.internal.Ticker;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.sql.token.SourceExcerpt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The log entry of one statement in the log {@code dev.cairn.sql}. At the level DEBUG, it contains the text, the
 * duration and the number of rows; at TRACE also the values of the parameters. A statement that mentions a password is
 * logged without its literals and values.
 *
 * <pre>{@code
 * SqlLogEntry logEntry = SqlLogEntry.start("SELECT …", ticker);
 * … // send it
 * logEntry.logAnswer(3);                 // 1.2 ms, 3 rows: SELECT …
 * }</pre>
 */
public final class SqlLogEntry {
    private static final Logger LOG = System.getLogger("dev.cairn.sql");
    private static final SqlLogEntry NOT_LOGGED = new SqlLogEntry("", null);
    private static final int MAX_LOGGED_CHARACTERS = 2_000;
    private static final int MAX_LOGGED_VALUES = 100;

    private final String sql;
    /** Null if the statement is not logged. */
    private final Ticker.@Nullable Stopwatch stopwatch;

    private List<@Nullable Object> parameterValues = List.of();

    private SqlLogEntry(String sql, Ticker.@Nullable Stopwatch stopwatch) {
        this.sql = sql;
        this.stopwatch = stopwatch;
    }

    /** Starts the measurement, right before the statement is sent. */
    public static SqlLogEntry start(String sql, Ticker ticker) {
        return LOG.isLoggable(Level.DEBUG) ? new SqlLogEntry(sql, ticker.start()) : NOT_LOGGED;
    }

    /** Returns whether values are logged; if they are not, callers need not collect them. */
    public static boolean isLoggingValues() {
        return LOG.isLoggable(Level.TRACE);
    }

    /** Sets the values of the parameters, in their order, if values are logged. Returns this entry. */
    public SqlLogEntry setValues(Collection<? extends @Nullable Object> values) {
        if (stopwatch != null && isLoggingValues()) {
            parameterValues = new ArrayList<>(values);
        }
        return this;
    }

    /** Logs a successful statement with the number of rows that it returned or changed. */
    public void logAnswer(long rowCount) {
        if (stopwatch != null) {
            LOG.log(
                    Level.DEBUG,
                    formatElapsed(stopwatch) + ", " + rowCount + (rowCount == 1 ? " row: " : " rows: ")
                            + formatStatement());
        }
    }

    /** Logs a statement that was refused, or whose connection was lost. */
    public void logFailure(Exception failure) {
        int number = failure instanceof SQLException refusal ? refusal.getErrorCode() : 0;
        logFailure((number == 0 ? "" : number + ": ") + failure.getMessage());
    }

    /** Logs a failure with the message of the server or the driver, which may repeat parts of the statement. */
    public void logFailure(String reason) {
        if (stopwatch != null) {
            String loggedReason = RedactedSql.mentionsSecret(sql) ? "[the reason is not logged]" : reason;
            LOG.log(Level.DEBUG, formatElapsed(stopwatch) + ", failed: " + formatStatement() + " -> " + loggedReason);
        }
    }

    private static String formatElapsed(Ticker.Stopwatch stopwatch) {
        return String.format(Locale.ROOT, "%.1f ms", stopwatch.elapsed().toNanos() / 1e6);
    }

    private String formatStatement() {
        String redactedSql = SqlRedactor.redact(sql);
        return truncate(redactedSql) + (parameterValues.isEmpty() ? "" : " " + formatValues());
    }

    private String formatValues() {
        if (RedactedSql.mentionsSecret(sql)) {
            return "[values are not logged]";
        }
        StringJoiner loggedValues =
                new StringJoiner(", ", "[", parameterValues.size() > MAX_LOGGED_VALUES ? ", …]" : "]");
        for (Object value : parameterValues.subList(0, Math.min(parameterValues.size(), MAX_LOGGED_VALUES))) {
            loggedValues.add(value instanceof String text ? "'" + text + "'" : String.valueOf(value));
        }
        return truncate(loggedValues.toString());
    }

    private static String truncate(String text) {
        return SourceExcerpt.shorten(text, MAX_LOGGED_CHARACTERS);
    }
}
