package dev.cairn.embedded.log;

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
 * }</pre>
 */
public final class StatementLog {
    private final InstantSource clock;
    private final int kept;
    private final Deque<LoggedStatement> statements = new ArrayDeque<>();
    private long last;

    public StatementLog(InstantSource clock, int kept) {
        this.clock = clock;
        this.kept = kept;
    }

    public synchronized LoggedStatement add(int connection, String user, String text) {
        LoggedStatement statement = new LoggedStatement(++last, connection, user, clock.instant(), text);
        if (kept > 0) {
            if (statements.size() == kept) {
                statements.removeFirst();
            }
            statements.addLast(statement);
        }
        return statement;
    }

    /** How many have arrived since the server started, forgotten ones too. */
    public synchronized long count() {
        return last;
    }

    public synchronized List<LoggedStatement> all() {
        return List.copyOf(statements);
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
    }
}
