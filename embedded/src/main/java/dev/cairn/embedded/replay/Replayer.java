package dev.cairn.embedded.replay;

import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Backend;
import dev.cairn.embedded.protocol.Dialogue;
import dev.cairn.embedded.protocol.Limits;
import dev.cairn.embedded.protocol.Line;
import dev.cairn.embedded.protocol.Listener;
import dev.cairn.embedded.protocol.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A server that gives recorded answers verbatim, without an engine: a test of something that reads a server can't agree
 * with itself.
 *
 * <pre>{@code
 * Recording recording = Recording.EMPTY.with(
 *         "SHOW CREATE TABLE a", List.of("Table", "Create Table"), List.of(List.of("a", "CREATE TABLE `a` (…")));
 * try (Replayer replayer = Replayer.start(recording);
 *         Connection connection = DriverManager.getConnection(replayer.jdbcUrl(), "root", "")) { … }
 * }</pre>
 *
 * <p>Any user is let in, and any database may be used. What drivers ask for by themselves, variables and settings, is
 * answered too; a statement that was not recorded is refused.
 */
public final class Replayer implements AutoCloseable {
    private static final int KEPT_STATEMENTS = 100_000;

    private final StatementLog log = new StatementLog(InstantSource.system(), KEPT_STATEMENTS);
    private final Map<String, Integer> given = new ConcurrentHashMap<>();
    private final Recording recording;
    private final Listener listener;

    private Replayer(Recording recording) throws IOException {
        this.recording = recording;
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        this.listener = Listener.open(new Recorded(), loopback, 0, Limits.DEFAULT, null);
    }

    /** Starts on any free port of the loopback. */
    public static Replayer start(Recording recording) {
        try {
            return new Replayer(recording);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String jdbcUrl() {
        return "jdbc:mysql://127.0.0.1:" + listener.port() + "/";
    }

    public int port() {
        return listener.port();
    }

    /** What clients have sent. */
    public StatementLog log() {
        return log;
    }

    @Override
    public void close() {
        listener.close();
    }

    /** The next answer to a statement; without one, what somebody else says. */
    private Answer next(String statement, Function<String, Answer> otherwise) {
        List<Answer> answers = recording.answers(statement);
        if (answers.isEmpty()) {
            return otherwise.apply(statement);
        }
        int number = given.merge(Recording.key(statement), 1, Integer::sum);
        return answers.get(Math.min(number, answers.size()) - 1);
    }

    private final class Recorded implements Backend {
        @Override
        public String version() {
            return "8.0.33";
        }

        @Override
        public Dialogue open(Line line, Login login) {
            return new Repetition(line, login.user());
        }
    }

    private final class Repetition implements Dialogue {
        private final Line line;
        private final String user;
        private final DriverQuestions questions;

        Repetition(Line line, String user) {
            this.line = line;
            this.user = user;
            this.questions = new DriverQuestions(line, user);
        }

        @Override
        public Answer answer(String statement) {
            log.add(line.id(), user, statement);
            return next(statement, questions::answer);
        }

        @Override
        public Answer use(String database) {
            return next("USE " + database, statement -> Answer.OK);
        }

        @Override
        public Answer fields(String table) {
            return Answer.Failure.of("Unknown table(" + table + ")"); // nothing of it is recorded
        }

        @Override
        public void changeUser(Login login) {
            // whoever it is, the answers are the same
        }

        @Override
        public void reset() {
            questions.reset();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
