package dev.cairn.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.RefusalMapping;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events while a statement is translated. The translation evaluates {@code is_role_in_session}, whose catalog a test
 * supplies.
 */
class StatementPreparationTest {
    private static final String QUERY = "SELECT count(*), max(v) FROM log WHERE is_role_in_session('r') IS NOT NULL";

    private LocalServer server;

    @BeforeEach
    void start() {
        server = new LocalServer();
    }

    @AfterEach
    void stop() {
        server.rows.close();
    }

    /** Runs a statement with an event during its translation. */
    private String runWithEvent(String statement, Runnable event) {
        Supplier<Catalog> catalogSupplier = () -> {
            event.run();
            return server.cluster.state().catalog();
        };
        SessionQueryExecutor queryExecutor = server.createQueryExecutor(catalogSupplier);
        server.session.startStatement(statement, server.cluster.clock().instant());
        try {
            if (Sql.parseScript(statement).get(0) instanceof Statement.QueryStatement query) {
                Answer.ResultRows answer = (Answer.ResultRows)
                        queryExecutor.runQuery(query.queryText().query());
                return answer.rows().toString();
            }
            SessionSnapshot snapshot =
                    new SessionSnapshot(server.cluster.state(), server.cluster.profile(), server.session);
            server.createDmlExecutor(snapshot, queryExecutor)
                    .run((Statement.OpaqueStatement) Sql.parseScript(statement).get(0));
            return server.allRows();
        } catch (Refusal refusal) {
            return LocalServer.outcome(RefusalMapping.toFailure(refusal));
        } finally {
            server.session.finishStatement(server.cluster.clock().instant());
        }
    }

    /** Changes a table in another thread, which needs the lock of the cluster. */
    private void changeInOtherThread(String statement) {
        CompletableFuture.runAsync(() -> server.change(statement))
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                QUERY,
                "INSERT INTO log SELECT k, v FROM log WHERE is_role_in_session('r')",
                "UPDATE a SET v = 'x' WHERE is_role_in_session('r')",
                "DELETE FROM a WHERE is_role_in_session('r')"
            })
    void otherStatementsNeedNotWait(String statement) {
        String rows = runWithEvent(statement, () -> changeInOtherThread("INSERT INTO b VALUES (2, 2)"));

        assertThat(rows).startsWith("[[");
        assertThat(server.rows("b")).isEqualTo("[[1, 1], [2, 2]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                QUERY,
                "INSERT INTO log SELECT k, v FROM log WHERE is_role_in_session('r') IS NOT NULL",
                "UPDATE a SET v = 'x' WHERE is_role_in_session('r') IS NOT NULL",
                "DELETE FROM a WHERE is_role_in_session('r') IS NOT NULL"
            })
    void aCancelledStatementEnds(String statement) {
        String rows = server.allRows();

        assertThat(runWithEvent(statement, server.session::cancelQuery)).endsWith("Cancelled");
        assertThat(server.allRows()).isEqualTo(rows);
        assertThat(server.run("SELECT 1")).isEqualTo("OK");
    }

    @Test
    void aCancellationEndsOnlyTheCurrentStatement() {
        server.session.cancelQuery();

        assertThat(server.run("SELECT count(*) FROM log")).isEqualTo("OK");
        assertThat(server.client.prepare("SELECT k FROM log WHERE v = ?")).isInstanceOf(Answer.Prepared.class);
    }

    @Test
    void aQueryIsPreparedAgainAfterADefinitionHasChanged() {
        assertThat(runWithEvent(QUERY, () -> server.change("ALTER TABLE log SWAP WITH b")))
                .isEqualTo("[[1, 1]]");
    }
}
