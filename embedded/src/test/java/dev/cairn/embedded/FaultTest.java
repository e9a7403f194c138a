package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.embedded.log.StatementLog.LoggedAnswer;
import dev.cairn.golden.GoldenMessages;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that are injected into connections, statements and jobs. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class FaultTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_SQL = "CREATE TABLE a (k INT) DISTRIBUTED BY HASH(k)";

    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @AutoClose
    private Client witness;

    @BeforeEach
    void connect(FreshDatabase database) throws SQLException {
        server = database.server();
        client = Client.of(database.jdbcUrl());
        witness = Client.of(database.jdbcUrl());
    }

    @Test
    void aConnectionIsCutBeforeAStatement() throws SQLException {
        server.faults().add(Trigger.matching("CREATE.*"), Fault.cutBefore());
        assertThat(client.refusal(CREATE_SQL).isLostConnection()).isTrue();
        assertThat(witness.rows("SHOW TABLES")).isEmpty();
        assertThat(server.faults().countPending()).isZero();
    }

    @Test
    void aConnectionIsCutAfterAStatement() throws SQLException {
        server.faults().add(Trigger.matching("CREATE.*"), Fault.cutAfter());
        assertThat(client.refusal(CREATE_SQL).isLostConnection()).isTrue();
        assertThat(witness.column("SHOW TABLES")).containsExactly("a");
    }

    @Test
    void aTriggerMaySelectTheNthStatement() throws SQLException {
        server.faults().add(Trigger.number(3), Fault.reject(1064, "HY000", "third"));
        client.run("SELECT 1", "SELECT 2");
        assertThat(client.refusal("SELECT 3").message()).isEqualTo("third");
        client.run("SELECT 4");
    }

    @Test
    void aTriggerMaySelectTheNthMatchingStatement() throws SQLException {
        server.faults().add(Trigger.matching("SELECT [13579]").nth(2), Fault.reject(5502, "42602", "odd"));
        client.run("SELECT 1", "SELECT 2");
        Client.Refusal refusal = client.refusal("SELECT 3");
        assertThat(refusal.errno()).isEqualTo(5502);
        assertThat(refusal.sqlState()).isEqualTo("42602");
        client.run("SELECT 5");
    }

    @Test
    void aTriggerMaySelectAllMatchingStatements() throws SQLException {
        server.faults().add(Trigger.matching("SELECT 1").every(), Fault.reject(1064, "HY000", "never"));
        assertThat(client.refusal("SELECT 1").message()).isEqualTo("never");
        assertThat(witness.refusal("SELECT 1").message()).isEqualTo("never");
        server.faults().clear();
        client.run("SELECT 1");
    }

    @Test
    void aTriggerMaySelectOneConnection() throws SQLException {
        int connectionId = Integer.parseInt(witness.value("SELECT CONNECTION_ID()"));
        server.faults().add(Trigger.nextStatement().on(connectionId), Fault.reject(1064, "HY000", "you"));
        client.run("SELECT 1");
        assertThat(witness.refusal("SELECT 1").message()).isEqualTo("you");
    }

    @Test
    void aStatementIsNeverAnswered() throws SQLException {
        server.faults().add(Trigger.matching("CREATE.*"), Fault.silentBefore());
        assertThat(client.refusalAfterTimeout(CREATE_SQL).isLostConnection()).isTrue();
        assertThat(witness.rows("SHOW TABLES")).isEmpty();
    }

    @Test
    void aStatementIsRunAndNeverAnswered() throws SQLException {
        server.faults().add(Trigger.matching("CREATE.*"), Fault.silentAfter());
        assertThat(client.refusalAfterTimeout(CREATE_SQL).isLostConnection()).isTrue();
        await().atMost(Client.PATIENCE)
                .untilAsserted(() -> assertThat(witness.column("SHOW TABLES")).containsExactly("a"));
    }

    @Test
    void silenceEndsOnRequest() throws Exception {
        server.faults().add(Trigger.matching("CREATE.*"), Fault.silentAfter());
        CompletableFuture<Client.Refusal> answer = Client.runAsync(() -> client.refusal(CREATE_SQL));
        await().atMost(Client.PATIENCE).until(() -> server.closeSilentConnections() == 1);
        assertThat(answer.get().isLostConnection()).isTrue();
        assertThat(witness.column("SHOW TABLES")).containsExactly("a");
    }

    @Test
    void aStatementIsRunAndAnsweredWithAnError() throws SQLException {
        server.faults().add(Trigger.matching("CREATE.*"), Fault.rejectAfter(1064, "HY000", "late"));
        assertThat(client.refusal(CREATE_SQL).message()).isEqualTo("late");
        assertThat(client.refusal("DROP TABLE a /* cairn:fault error-after=1064 message=\"later\" */")
                        .message())
                .isEqualTo("later");
        assertThat(witness.rows("SHOW TABLES")).isEmpty();
    }

    @Test
    void aClientThatConnectsIsRefused() {
        server.faults().add(Trigger.connecting(), Fault.reject(1040, "08004", "Too many connections"));
        assertThatThrownBy(() -> Client.of(server.jdbcUrl()))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getErrorCode()).isEqualTo(1040))
                .hasMessageContaining("Too many connections");
        assertThat(server.faults().countPending()).isZero();
    }

    @ParameterizedTest
    @MethodSource
    void aClientThatConnectsGetsNoAnswer(Fault fault) throws SQLException {
        server.faults().add(Trigger.connecting().nth(2), fault);
        Client.of(server.jdbcUrl()).close();
        assertThatThrownBy(() -> Client.of(server.jdbcUrl() + "?connectTimeout=50&socketTimeout=50"))
                .isInstanceOf(SQLException.class)
                .satisfies(MESSAGES::match);
        server.faults().clear(); // on a slow machine, the client may have given up before the fault
    }

    static List<Fault> aClientThatConnectsGetsNoAnswer() {
        return List.of(Fault.silentBefore(), Fault.silentAfter(), Fault.cutBefore(), Fault.cutAfter());
    }

    @Test
    void aStatementIsDelayed() throws SQLException {
        server.faults().add(Trigger.nextStatement(), Fault.delay(Duration.ofMillis(100)));
        long startNanos = System.nanoTime();
        client.run("SELECT 1");
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aStatementIsRunLateOnRequest() throws SQLException {
        server.faults().add(Trigger.matching("CREATE.*"), Fault.defer());
        assertThat(client.refusal(CREATE_SQL).isLostConnection()).isTrue();
        assertThat(witness.rows("SHOW TABLES")).isEmpty();
        assertThat(server.faults().countDeferred()).isEqualTo(1);
        assertThat(server.faults().runDeferred()).isEqualTo(1);
        assertThat(witness.column("SHOW TABLES")).containsExactly("a");
        assertThat(server.faults().runDeferred()).isZero();
    }

    @Test
    void aStatementIsRunLateByItself() throws SQLException {
        server.faults().add(Trigger.matching("CREATE.*"), Fault.defer(Duration.ofMillis(1)));
        assertThat(client.refusal(CREATE_SQL).isLostConnection()).isTrue();
        await().atMost(Client.PATIENCE)
                .untilAsserted(() -> assertThat(witness.column("SHOW TABLES")).containsExactly("a"));
    }

    @Test
    void aLateStatementRunsInItsOriginalSession() throws SQLException {
        client.run("CREATE DATABASE IF NOT EXISTS elsewhere", "USE elsewhere");
        assertThat(client.refusal("/* cairn:fault late */ " + CREATE_SQL).isLostConnection())
                .isTrue();
        server.faults().runDeferred();
        assertThat(witness.column("SHOW TABLES FROM elsewhere")).containsExactly("a");
        witness.run("DROP DATABASE elsewhere FORCE");
    }

    @Test
    void aLoadGoesOnWhenItsConnectionHasEnded() throws SQLException {
        String showLoading = "SHOW LOAD WHERE LABEL = 'one' AND STATE = 'LOADING'";
        client.run("CREATE TABLE a (k INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        server.faults().add(Trigger.matching("INSERT.*"), Fault.cutDuring());
        assertThat(client.refusal("INSERT INTO a WITH LABEL one VALUES (1)").isLostConnection())
                .isTrue();
        assertThat(witness.rows(showLoading)).hasSize(1);
        assertThat(witness.refusal("INSERT INTO a WITH LABEL one VALUES (1)").message())
                .satisfies(MESSAGES::matchText);

        assertThat(server.faults().runDeferred()).isEqualTo(1);
        assertThat(witness.rows(showLoading)).isEmpty();
        assertThat(witness.rows("SHOW LOAD WHERE LABEL LIKE 'on' AND STATE = 'FINISHED'"))
                .hasSize(1);
        assertThat(witness.rows("SHOW LOAD WHERE LABEL = 'two'")).isEmpty();
    }

    @Test
    void aCommentInjectsAFaultIntoItsStatement() throws SQLException {
        assertThat(client.refusal("/* cairn:fault error=1050 sqlstate=\"42S01\" message=\"no, no\" */ " + CREATE_SQL))
                .isEqualTo(new Client.Refusal(1050, "42S01", "no, no"));
        assertThat(client.refusal("/* cairn:fault cut-after */ " + CREATE_SQL).isLostConnection())
                .isTrue();
        assertThat(witness.column("SHOW TABLES")).containsExactly("a");
        assertThat(witness.refusal("DROP TABLE a /* cairn:fault cut-before */").isLostConnection())
                .isTrue();
    }

    @Test
    void aCommentInjectsAFaultIntoOtherStatements() throws SQLException {
        client.run("SELECT 1 /* cairn:fault error=1064 message=\"later\" matching=\"SELECT 2\" nth=2 */");
        client.run("SELECT 2", "SELECT 3");
        assertThat(witness.refusal("SELECT 2").message()).isEqualTo("later");
    }

    @Test
    void aCommentFailsAJob() throws SQLException {
        client.run(
                "CREATE TABLE a (k INT, v INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "/* cairn:fault fail-job message=\"disk\" */ ALTER TABLE a MODIFY COLUMN v BIGINT");
        server.jobs().finish();
        assertThat(server.jobs().all())
                .last()
                .satisfies(job -> assertThat(job.message()).isEqualTo("disk"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explode",
                "delay=soon",
                "error=x",
                "error=70000",
                "error=1064 sqlstate=\"4\"",
                "message=\"alone\"",
                "cut-after §",
                "cut-before cut-after"
            })
    void aCommentThatCantBeReadIsRefused(String faultText) {
        assertThat(client.refusal("SELECT 1 /* cairn:fault " + faultText + " */")
                        .errno())
                .isEqualTo(1064);
    }

    @Test
    void allStatementsAreLogged() throws SQLException {
        long countBefore = server.log().count();
        client.run("SELECT 'counted'");
        witness.run("SELECT 'counted'");
        assertThat(server.log().findMatching("SELECT 'counted'"))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(statement -> {
                    assertThat(statement.user()).isEqualTo("root");
                    assertThat(statement.sequence()).isGreaterThan(countBefore);
                });
        assertThat(server.log().findSince(countBefore)).hasSize(2);
        server.log().clear();
        assertThat(server.log().all()).isEmpty();
        assertThat(server.log().count()).isEqualTo(countBefore + 2);
    }

    @Test
    void outcomesOfStatementsAreLogged() throws SQLException {
        server.log().clear();
        server.faults().add(Trigger.matching("CREATE.*"), Fault.defer());
        client.refusal(CREATE_SQL);
        witness.refusal("SHOW CREATE TABLE a");
        assertThat(server.log().answers())
                .filteredOn(LoggedAnswer::isRefusal)
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.statement().text()).isEqualTo("SHOW CREATE TABLE a");
                    assertThat(answer.message()).satisfies(MESSAGES::matchText);
                });
        assertThat(server.log().answers())
                .extracting(answer -> answer.statement().text())
                .doesNotContain(CREATE_SQL);

        server.faults().runDeferred();
        witness.refusal(CREATE_SQL);

        assertThat(server.log().answers())
                .filteredOn(answer -> answer.statement().text().equals(CREATE_SQL))
                .extracting(LoggedAnswer::errno)
                .containsExactly(0, 1050);
        assertThat(server.log().answers())
                .allSatisfy(answer -> assertThat(answer.startedAt())
                        .isBetween(answer.statement().time(), answer.endedAt()));
    }

    @Test
    void aDelayedStatementBeginsLaterThanItArrives() throws SQLException {
        Duration delay = Duration.ofMillis(30);
        server.faults().add(Trigger.matching("SELECT 'delayed'"), Fault.delay(delay));
        client.run("SELECT 'delayed'");
        assertThat(server.log().answers())
                .filteredOn(answer -> answer.statement().text().equals("SELECT 'delayed'"))
                .singleElement()
                .satisfies(
                        answer -> assertThat(Duration.between(answer.statement().time(), answer.startedAt()))
                                .isGreaterThanOrEqualTo(delay));
    }

    @Test
    void anInjectedRefusalIsLoggedAsRefusal() throws SQLException {
        server.faults().add(Trigger.matching("SELECT 'refused'"), Fault.reject(1105, "HY000", "ordered"));
        client.refusal("SELECT 'refused'");
        assertThat(server.log().answers())
                .filteredOn(LoggedAnswer::isRefusal)
                .last()
                .satisfies(
                        answer -> assertThat(answer.errno() + answer.message()).isEqualTo("1105ordered"));
    }
}
