package dev.cairn.embedded.replay;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.protocol.ClientLimits;
import dev.cairn.embedded.protocol.ClientStatement;
import dev.cairn.embedded.protocol.ConnectionListener;
import dev.cairn.embedded.protocol.Login;
import dev.cairn.embedded.protocol.SessionFactory;
import dev.cairn.embedded.protocol.StatementHandler;
import dev.cairn.embedded.query.ConstantQuery;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.session.SetStatementExecutor;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A server that replays recorded answers verbatim, without an engine. Code that reads a server can thus be tested
 * against the answers of a real server, independently of the engine on which the code is built.
 *
 * <pre>{@code
 * Transcript recording = Transcript.EMPTY.with(
 *         "SHOW CREATE TABLE a", List.of("Table", "Create Table"), List.of(List.of("a", "CREATE TABLE `a` (…")));
 * try (Replayer replayer = Replayer.start(recording);
 *         Connection connection = DriverManager.getConnection(replayer.jdbcUrl(), "root", "")) { … }
 * }</pre>
 *
 * <p>The server accepts any user and any database. It also answers the queries of variables and the SET statements that
 * drivers send on their own. It refuses other statements that were not recorded.
 */
public final class Replayer implements AutoCloseable {
    private static final QueryAnalysis ANALYSIS = new QueryAnalysis(
            ServerProfile.DEFAULT, new CatalogSourceResolver(ServerProfile.DEFAULT, Catalog.EMPTY), null);

    private static final int MAX_LOGGED_STATEMENTS = 100_000;

    private final StatementLog log = new StatementLog(InstantSource.system(), MAX_LOGGED_STATEMENTS);
    private final Map<String, Integer> answerCounts = new ConcurrentHashMap<>();
    private final Transcript recording;
    private final ConnectionListener listener;

    private Replayer(Transcript recording) throws IOException {
        this.recording = recording;
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        this.listener = ConnectionListener.open(new RecordedSessionFactory(), loopback, 0, ClientLimits.DEFAULT, null);
    }

    /**
     * Starts a server on a free port of the loopback interface.
     *
     * @throws UncheckedIOException if the server can't listen on the loopback interface
     */
    public static Replayer start(Transcript recording) {
        try {
            return new Replayer(recording);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the JDBC URL; any user name and password are accepted. */
    public String jdbcUrl() {
        return "jdbc:mysql://127.0.0.1:" + listener.port() + "/";
    }

    /** Returns the port for MySQL clients. */
    public int port() {
        return listener.port();
    }

    /** Returns the log of the statements that clients have sent. */
    public StatementLog log() {
        return log;
    }

    /** Stops the server and closes all connections. */
    @Override
    public void close() {
        listener.close();
    }

    /** Returns the next recorded answer to a statement, or the answer of the fallback if none is recorded. */
    private Answer next(String statement, Function<String, Answer> fallback) {
        List<Answer> answers = recording.answers(statement);
        if (answers.isEmpty()) {
            return fallback.apply(statement);
        }
        int requestNumber = answerCounts.merge(Transcript.key(statement), 1, Integer::sum);
        return answers.get(Math.min(requestNumber, answers.size()) - 1);
    }

    private final class RecordedSessionFactory implements SessionFactory {
        @Override
        public String version() {
            return "8.0.33";
        }

        @Override
        public StatementHandler open(ClientConnection connection, Login login) {
            return new ReplayHandler(connection, login.userName());
        }
    }

    private final class ReplayHandler implements StatementHandler {
        private final ClientConnection connection;
        private final String user;
        private final DriverQueries driverQueries;

        ReplayHandler(ClientConnection connection, String user) {
            this.connection = connection;
            this.user = user;
            this.driverQueries = new DriverQueries(connection, user);
        }

        @Override
        public Answer answer(ClientStatement statement) {
            log.add(connection.id(), user, statement.text());
            return next(statement.text(), driverQueries::answer);
        }

        @Override
        public Answer prepare(String statement) {
            return new Answer.Failure(1295, "HY000", "Prepared statements are not recorded");
        }

        @Override
        public void cancel() {
            // each answer is complete at once
        }

        @Override
        public Answer useDatabase(String database) {
            return next("USE " + database, statement -> Answer.OK);
        }

        @Override
        public Answer listFields(String table) {
            return Answer.Failure.of("Unknown table(" + table + ")"); // COM_FIELD_LIST is not recorded
        }

        @Override
        public void changeUser(Login login) {
            // the answers do not depend on the user
        }

        @Override
        public void reset() {
            driverQueries.reset();
        }

        @Override
        public void close() {
            // no resources to release
        }
    }

    /** Answers the queries and SET statements that drivers send on their own, so they need not be recorded. */
    private static final class DriverQueries {
        private final ServerSession session;
        private final SessionExpressionEvaluator values;

        DriverQueries(ClientConnection connection, String user) {
            InstantSource clock = InstantSource.system();
            ServerVariables variables = new ServerVariables(ServerProfile.DEFAULT);
            session = new ServerSession(connection, new UserName(user, "%"), List.of(), variables, clock.instant());
            String version = ServerVariables.versionComment(ServerProfile.DEFAULT);
            values = new SessionExpressionEvaluator(session, version, () -> Catalog.EMPTY);
        }

        void reset() {
            session.reset();
        }

        Answer answer(String text) {
            try {
                Statement statement = Sql.parse(text);
                if (statement instanceof Statement.QueryStatement queryStatement) {
                    Query query = queryStatement.queryText().query();
                    Optional<ConstantQuery> constantQuery = ConstantQuery.find(query);
                    if (constantQuery.isPresent()) {
                        return constantQuery.get().answer(values, ANALYSIS.analyze(query));
                    }
                }
                if (statement instanceof Statement.OpaqueStatement opaque
                        && opaque.keywords().get(0).equals("SET")) {
                    new SetStatementExecutor(session, values::evaluate).run(text);
                    return Answer.OK;
                }
            } catch (SqlSyntaxException | Refusal refusal) {
                return Answer.Failure.of(String.valueOf(refusal.getMessage()));
            }
            return Answer.Failure.of("No answer is recorded for: " + text);
        }
    }
}
