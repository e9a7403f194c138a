package dev.cairn.embedded.log;

import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The statements that clients have sent, in the order of their arrival. When the log is full, it discards the oldest
 * ones: see {@code Options.logCapacity}. A log may be used from several threads; the lists that it returns do not
 * change when further statements arrive.
 *
 * <pre>{@code
 * assertThat(server.log().findMatching("(?i)create view.*")).hasSize(1);
 * assertThat(server.log().answers()).noneMatch(LoggedAnswer::isRefusal);
 * }</pre>
 */
public final class StatementLog {
    private final InstantSource clock;
    private final NewestEntries<LoggedStatement> statements;
    private final NewestEntries<LoggedAnswer> answers;
    private long lastSequenceNumber;

    /**
     * Creates an empty log.
     *
     * @param capacity the maximum number of statements, and of answers; fewer are kept if their texts exceed
     *     16 million characters
     */
    public StatementLog(InstantSource clock, int capacity) {
        this.clock = clock;
        statements = new NewestEntries<>(capacity, statement -> statement.text().length());
        answers = new NewestEntries<>(
                capacity, answer -> answer.statement().text().length());
    }

    /** Adds a statement that has arrived now. */
    public synchronized LoggedStatement add(int connection, String user, String text) {
        LoggedStatement statement = new LoggedStatement(++lastSequenceNumber, connection, user, clock.instant(), text);
        statements.add(statement);
        return statement;
    }

    /**
     * Adds the outcome of a statement that has ended now.
     *
     * @param startedAt when the server began to run it
     * @param errno the error number; 0 if the statement succeeded
     * @param message the error message; empty if the statement succeeded
     */
    public synchronized void recordEnd(LoggedStatement statement, Instant startedAt, int errno, String message) {
        answers.add(new LoggedAnswer(statement, startedAt, clock.instant(), errno, message));
    }

    /** Returns the current time of the server's clock. */
    public Instant now() {
        return clock.instant();
    }

    /** Returns the number of statements that have arrived since the server started, including discarded ones. */
    public synchronized long count() {
        return lastSequenceNumber;
    }

    /** Returns the statements in the order of their arrival. */
    public synchronized List<LoggedStatement> all() {
        return statements.entries();
    }

    /**
     * Returns the outcomes of the statements, in the order in which the statements ended. A statement has an
     * outcome once it was run or refused, even if its connection was closed before.
     */
    public synchronized List<LoggedAnswer> answers() {
        return answers.entries();
    }

    /**
     * Returns the statements whose entire text matches a regular expression.
     *
     * @param regex the regular expression; a dot also matches line terminators
     * @throws java.util.regex.PatternSyntaxException if the regular expression is malformed
     */
    public List<LoggedStatement> findMatching(String regex) {
        Predicate<String> textPredicate = Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
        return all().stream()
                .filter(statement -> textPredicate.test(statement.text()))
                .toList();
    }

    /** Returns the statements that arrived after the one with this sequence number. */
    public List<LoggedStatement> findSince(long sequence) {
        return all().stream()
                .filter(statement -> statement.sequence() > sequence)
                .toList();
    }

    /** Discards all statements and outcomes. The sequence numbers continue. */
    public synchronized void clear() {
        statements.clear();
        answers.clear();
    }

    /**
     * A statement as it arrived at the server.
     *
     * @param sequence the sequence number over all connections, beginning with 1
     * @param connection the value of CONNECTION_ID(); 0 for an HTTP request
     * @param user the user name
     * @param time when the statement arrived
     * @param text the text of the statement; for a load by HTTP, the method, the path and the label
     */
    public record LoggedStatement(long sequence, int connection, String user, Instant time, String text) {}

    /**
     * The outcome of a statement that was run or refused.
     *
     * @param statement the statement
     * @param startedAt when the server began to run it; a fault may defer this until long after its arrival
     * @param endedAt when the server finished it
     * @param errno the error number; 0 if the statement succeeded
     * @param message the error message; empty if the statement succeeded
     */
    public record LoggedAnswer(
            LoggedStatement statement, Instant startedAt, Instant endedAt, int errno, String message) {
        /** Returns whether the statement was refused. */
        public boolean isRefusal() {
            return errno != 0;
        }
    }
}
