package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Span;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The timeout after which the server cancels a statement, with the words of its error.
 *
 * @param seconds the timeout in seconds; 0 means no limit
 * @param statementKind the kind of statement in the server's error
 * @param variableName the session variable that sets the limit
 */
public record StatementTimeout(int seconds, String statementKind, String variableName) {
    /** The server's default of {@code max_load_timeout_second}. */
    private static final int MAX_LOAD_TIMEOUT_SECONDS = 259_200;

    public static final StatementTimeout NONE = new StatementTimeout(0, "", "");

    public static StatementTimeout ofQuery(ServerSession session) {
        return ofVariable(session, "Query", "query_timeout");
    }

    /**
     * Returns the timeout of an INSERT, UPDATE or DELETE: the session variable {@code insert_timeout}, unless an INSERT
     * has the property {@code timeout}.
     */
    public static StatementTimeout ofWrite(DmlStatement dmlStatement, ServerSession session) {
        StatementTimeout sessionTimeout = ofVariable(session, "Insert", "insert_timeout");
        return (dmlStatement instanceof DmlStatement.Insert insert
                        ? KnownProperty.TIMEOUT.findValueIn(insert.properties())
                        : Optional.<String>empty())
                .map(seconds -> new StatementTimeout(
                        Integer.parseInt(seconds), sessionTimeout.statementKind, sessionTimeout.variableName))
                .orElse(sessionTimeout);
    }

    private static StatementTimeout ofVariable(ServerSession session, String statementKind, String variableName) {
        int seconds = Integer.parseInt(session.variables().requireValue(variableName));
        return new StatementTimeout(seconds, statementKind, variableName);
    }

    /**
     * Requires that a load may have this timeout.
     *
     * @throws Refusal if the timeout is outside of the server's limits
     */
    public void requireValidForLoad() {
        if (seconds < 1 || seconds > MAX_LOAD_TIMEOUT_SECONDS) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.INSERT_TIMEOUT_INVALID, seconds, MAX_LOAD_TIMEOUT_SECONDS);
        }
    }

    /**
     * Requires that a statement may continue.
     *
     * @param startNanos the value of {@link System#nanoTime} when the statement began
     * @throws Refusal if the statement has exceeded the timeout
     */
    public void requireNotExceeded(long startNanos) {
        if (isExceeded(startNanos)) {
            throw createTimeoutRefusal();
        }
    }

    /** Returns whether a statement that began at this time has exceeded the timeout. */
    boolean isExceeded(long startNanos) {
        return seconds > 0 && System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Returns the refusal of a statement that exceeds the timeout. */
    Refusal createTimeoutRefusal() {
        return Refusal.ofExecution(Span.NONE, EmbeddedRule.TIMEOUT, statementKind, seconds, variableName);
    }
}
