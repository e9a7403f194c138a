package dev.cairn.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.protocol.ClientStatement;
import dev.cairn.embedded.query.RefusalMapping;
import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.rows.RowStorage;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.embedded.show.VirtualTables;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A server with two sessions. */
final class LocalServer {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2025-06-01T12:00:00Z"));
    private static final List<String> SETUP_STATEMENTS = List.of(
            "CREATE DATABASE d",
            "USE d",
            "CREATE TABLE a (k INT NOT NULL, v VARCHAR(20) DEFAULT 'none') PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1",
            "CREATE TABLE b (k INT NOT NULL, v TINYINT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1",
            "CREATE TABLE log (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1",
            "INSERT INTO a VALUES (1, 'one'), (2, '2')",
            "INSERT INTO b VALUES (1, 1)",
            "INSERT INTO log VALUES (1, 10), (2, 20)");

    final RowStorage rows = new RowStorage(ServerProfile.DEFAULT, CLOCK);
    final Cluster cluster = new Cluster(
            ServerProfile.DEFAULT,
            Job.Pace.atOnce(),
            CLOCK,
            Accounts.initial(),
            VirtualTables.createDatabases(ServerProfile.DEFAULT),
            rows);
    final SessionRegistry sessions = new SessionRegistry();
    final ServerSession session = openSession(1);
    final ServerStatementHandler client = new ServerStatementHandler(cluster, rows, session, sessions);
    final ServerStatementHandler otherClient = new ServerStatementHandler(cluster, rows, openSession(2), sessions);

    LocalServer() {
        SETUP_STATEMENTS.forEach(this::change);
        assertThat(client.answer(ClientStatement.ofText("USE d"))).isEqualTo(Answer.OK);
    }

    private ServerSession openSession(int id) {
        User root =
                cluster.state().accounts().findUserForLogin("root", "127.0.0.1").orElseThrow();
        return new ServerSession(
                new LocalConnection(id),
                root.name(),
                root.defaultRoleNames(),
                new ServerVariables(ServerProfile.DEFAULT),
                CLOCK.instant());
    }

    void change(String statement) {
        assertThat(otherClient.answer(ClientStatement.ofText(statement)))
                .as(statement)
                .isInstanceOf(Answer.Ok.class);
    }

    /** Returns the outcome of a statement that is checked before a change and begins after it. */
    String runCheckedBefore(String statement, String change) {
        SessionSnapshot snapshot = new SessionSnapshot(cluster.state(), cluster.profile(), session);
        change(change);
        DmlExecutor executor = createDmlExecutor(
                snapshot, createQueryExecutor(() -> cluster.state().catalog()));
        try {
            executor.run((Statement.OpaqueStatement) Sql.parseScript(statement).get(0));
            return "OK";
        } catch (Refusal refusal) {
            return outcome(RefusalMapping.toFailure(refusal));
        }
    }

    /** @param catalogSupplier called when an expression calls {@code is_role_in_session} */
    SessionQueryExecutor createQueryExecutor(Supplier<Catalog> catalogSupplier) {
        return new SessionQueryExecutor(
                cluster, rows, session, new SessionExpressionEvaluator(session, "", catalogSupplier));
    }

    DmlExecutor createDmlExecutor(SessionSnapshot snapshot, SessionQueryExecutor queryExecutor) {
        return new DmlExecutor(
                cluster, session, snapshot, queryExecutor, new ArrayList<>(), StatementFaults.ofHeldCommit(() -> {}));
    }

    String run(String statement) {
        return outcome(client.answer(ClientStatement.ofText(statement)));
    }

    static String outcome(Answer answer) {
        return answer instanceof Answer.Failure failure ? failure.errno() + " " + failure.message() : "OK";
    }

    String rows(String table) {
        Answer answer = otherClient.answer(ClientStatement.ofText("SELECT * FROM " + table + " ORDER BY 1"));
        return answer instanceof Answer.ResultRows resultRows
                ? resultRows.rows().toString()
                : answer.toString();
    }

    String allRows() {
        return rows("a") + rows("b") + rows("log");
    }

    private record LocalConnection(int id) implements ClientConnection {
        @Override
        public String remoteAddress() {
            return "127.0.0.1:1";
        }

        @Override
        public void disconnect() {}
    }
}
