package dev.cairn.embedded.log;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * All statements in the order of their arrival; the oldest are forgotten when there are more than it keeps.
 *
 * <pre>{@code
 * assertThat(server.log().matching("(?i)create view.*")).hasSize(1);
 * assertThat(server.log().answers()).noneMatch(LoggedAnswer::isRefusal);
 * }</pre>
 */
public final class StatementLog {
    private final InstantSource clock;
    private final int kept;
    private final Deque<LoggedStatement> statements = new ArrayDeque<>();
    private final Deque<LoggedAnswer> answers = new ArrayDeque<>();
    private long last;

    public StatementLog(InstantSource clock, int kept) {
        this.clock = clock;
        this.kept = kept;
    }

    public synchronized LoggedStatement add(int connection, String user, String text) {
        LoggedStatement statement = new LoggedStatement(++last, connection, user, clock.instant(), text);
        keep(statements, statement);
        return statement;
    }

    /** Takes note that a statement which began at that time has ended; the number is 0 where it was not refused. */
    public synchronized void ended(LoggedStatement statement, Instant begun, int errno, String message) {
        keep(answers, new LoggedAnswer(statement, begun, clock.instant(), errno, message));
    }

    private <T> void keep(Deque<T> entries, T entry) {
        if (kept > 0) {
            if (entries.size() == kept) {
                entries.removeFirst();
            }
            entries.addLast(entry);
        }
    }

    /** What the server's clock says. */
    public Instant now() {
        return clock.instant();
    }

    /** How many have arrived since the server started, forgotten ones too. */
    public synchronized long count() {
        return last;
    }

    public synchronized List<LoggedStatement> all() {
        return List.copyOf(statements);
    }

    /**
     * What became of the statements, in the order in which the server was done with them. What arrived and was never run
     * is not among them; what is run when its client is long gone is.
     */
    public synchronized List<LoggedAnswer> answers() {
        return List.copyOf(answers);
    }

    /** Those whose whole text matches the regular expression; a dot matches line ends too. */
    public List<LoggedStatement> matching(String regex) {
        Predicate<String> matches = Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
        return all().stream()
                .filter(statement -> matches.test(statement.text()))
                .toList();
    }

    /** Those that arrived behind the one with this sequence number. */
    public List<LoggedStatement> since(long sequence) {
        return all().stream()
                .filter(statement -> statement.sequence() > sequence)
                .toList();
    }

    /** Forgets all; the numbers go on. */
    public synchronized void clear() {
        statements.clear();
        answers.clear();
    }
}
