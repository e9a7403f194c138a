package dev.cairn.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientStatement;
import dev.cairn.embedded.rows.QueryPreparer;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements of one session while another one changes the objects that they name. */
class OutdatedCheckTest {
    private LocalServer server;

    @BeforeEach
    void start() {
        server = new LocalServer();
    }

    @AfterEach
    void stop() {
        server.rows.close();
    }

    private static final String SWAP_TABLES = "ALTER TABLE a SWAP WITH b";
    private static final String ADD_COLUMN = "ALTER TABLE a ADD COLUMN w INT";
    private static final String DROP_COLUMN = "ALTER TABLE a DROP COLUMN v";
    private static final String RENAME_COLUMN = "ALTER TABLE a RENAME COLUMN v TO w";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "INSERT INTO a VALUES (3, 'abc') | " + SWAP_TABLES,
                "INSERT INTO a VALUES (3, 'abc') | " + ADD_COLUMN,
                "INSERT INTO a VALUES (3, 'abc') | " + DROP_COLUMN,
                "INSERT INTO a VALUES (3, '3') | " + SWAP_TABLES,
                "INSERT INTO a VALUES (3, '3') | DROP TABLE a",
                "INSERT INTO a (k, v) VALUES (3, 'abc') | " + RENAME_COLUMN,
                "INSERT INTO a (k, v) SELECT 3, 'abc' | " + RENAME_COLUMN,
                "INSERT INTO a BY NAME SELECT 3 AS k, 'abc' AS v | " + RENAME_COLUMN,
                "INSERT INTO a SELECT k, v FROM log | " + ADD_COLUMN,
                "INSERT INTO a SELECT k, v FROM log | ALTER TABLE log DROP COLUMN v",
                "INSERT INTO log SELECT k, v FROM a | " + DROP_COLUMN,
                "INSERT INTO log SELECT * FROM a | " + ADD_COLUMN,
                "INSERT INTO a SELECT k, v FROM log | DROP TABLE log",
                "INSERT OVERWRITE a SELECT k, v FROM log | " + ADD_COLUMN,
                "INSERT OVERWRITE a VALUES (3, 'abc') | " + SWAP_TABLES,
                "WITH x AS (SELECT k FROM log) UPDATE a SET v = 'x' FROM x WHERE a.k = x.k | " + RENAME_COLUMN,
                "UPDATE a SET v = 'x' WHERE k = 1 | " + RENAME_COLUMN,
                "UPDATE a SET v = 'abc' WHERE k = 1 | " + SWAP_TABLES,
                "UPDATE a SET v = DEFAULT WHERE k = 1 | " + DROP_COLUMN,
                "DELETE FROM a WHERE v = 'one' | " + RENAME_COLUMN,
                "DELETE FROM a USING log WHERE a.k = log.v | ALTER TABLE log DROP COLUMN v",
                "DELETE FROM log WHERE v = 10 | ALTER TABLE log RENAME COLUMN v TO w",
                "DELETE FROM log WHERE v = 10 | ALTER TABLE log SWAP WITH a"
            })
    void aStatementBeginsOnTheTablesThatItWasCheckedAgainst(String statement, String change) {
        String outcome = server.runCheckedBefore(statement, change);
        String rows = server.allRows();
        server.rows.close();

        server = new LocalServer();
        server.change(change);
        assertThat(outcome).isEqualTo(server.run(statement));
        assertThat(rows).isEqualTo(server.allRows());
    }

    @Test
    void aStatementOfATransactionIsCheckedAgain() {
        assertThat(server.run("BEGIN")).isEqualTo("OK");
        assertThat(server.run("INSERT INTO log VALUES (3, 30)")).isEqualTo("OK");
        assertThat(server.runCheckedBefore("INSERT INTO a VALUES (3, 'abc')", SWAP_TABLES))
                .startsWith("1064 ");
        assertThat(server.run("COMMIT")).isEqualTo("OK");
        assertThat(server.rows("a")).isEqualTo("[[1, 1]]");
        assertThat(server.rows("log")).isEqualTo("[[1, 10], [2, 20], [3, 30]]");
    }

    @Test
    void aPrivilegeThatWasRevokedIsMissing() {
        server.change("CREATE USER u");
        server.change("GRANT INSERT ON TABLE d.a TO USER u");
        server.change("GRANT INSERT ON TABLE d.log TO USER u");
        User user = server.cluster
                .state()
                .accounts()
                .findUserForLogin("u", "127.0.0.1")
                .orElseThrow();
        server.session.switchUser(user.name(), user.defaultRoleNames());
        assertThat(server.run("INSERT INTO d.a VALUES (3, 'abc')")).isEqualTo("OK");
        assertThat(server.runCheckedBefore(
                        "INSERT INTO d.a VALUES (4, 'abc')", "REVOKE INSERT ON TABLE d.a FROM USER u"))
                .startsWith("5203 ");
        assertThat(server.rows("a")).isEqualTo("[[1, one], [2, 2], [3, abc]]");
    }

    @Test
    void aPreparedQueryIsAnalyzedWhenItIsExecuted() {
        assertThat(server.run("PREPARE p FROM SELECT v + 1 FROM log WHERE k = ?"))
                .isEqualTo("OK");
        server.change("ALTER TABLE log DROP COLUMN v");
        assertThat(server.run("SET @k = 1")).isEqualTo("OK");
        assertThat(server.run("EXECUTE p USING @k")).isEqualTo(server.run("SELECT v + 1 FROM log WHERE k = 1"));
    }

    /** DuckDB refuses the sum, so the query is translated once more, with arithmetic that wraps around. */
    @Test
    void aQueryThatIsTranslatedAgainDoesNotCreateATableThatWasDropped() {
        Query overflowingQuery = ((Statement.QueryStatement) Sql.parseScript("SELECT v + 9223372036854775800 FROM log")
                        .get(0))
                .queryText()
                .query();
        SessionQueryExecutor queryExecutor =
                server.createQueryExecutor(() -> server.cluster.state().catalog());
        Supplier<Answer.ResultRows> preparedRows = server.cluster.runExclusively(state -> {
            QueryPreparer preparation = new QueryPreparer(server.rows, queryExecutor.createContext(state));
            return preparation
                    .prepareSelect(overflowingQuery, preparation.analyze(overflowingQuery))
                    .begin(state);
        });
        server.change("DROP TABLE log FORCE");
        assertThatThrownBy(preparedRows::get).isInstanceOf(Refusal.class);
    }

    /** Runs a statement, with changes between its begin and its commit. */
    private String runWithChangesBeforeCommit(String statement, String... changes) {
        return LocalServer.outcome(server.client.answerWithHold(ClientStatement.ofText(statement), () -> {
            for (String change : changes) {
                server.change(change);
            }
        }));
    }

    @Test
    void aTableFromAQueryThatFailsIsDroppedUnderItsNewName() {
        assertThatThrownBy(() -> server.client.answerWithHold(
                        ClientStatement.ofText("CREATE TABLE c AS SELECT k FROM log"), () -> {
                            server.change("ALTER TABLE c RENAME e");
                            server.change("CREATE TABLE c (n INT) DUPLICATE KEY (n) DISTRIBUTED BY HASH (n) BUCKETS 1");
                            throw new CancellationException();
                        }))
                .isInstanceOf(CancellationException.class);
        assertThat(server.rows("c")).isEqualTo("[]");
        assertThat(server.run("DESC e")).startsWith("5502 ");
    }

    @Test
    void aTableFromAQueryIsFilledUnderItsNewName() {
        assertThat(runWithChangesBeforeCommit(
                        "CREATE TABLE c AS SELECT k FROM log",
                        "ALTER TABLE c RENAME e",
                        DROP_COLUMN.replace(" a ", " log ")))
                .isEqualTo("OK");
        assertThat(server.rows("e")).isEqualTo("[[1], [2]]");
    }
}
