package dev.cairn.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.MigrationStep;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps whose outcome can't be verified on the server are not sent twice. */
class UntrackedStatementRunTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String UPDATE_CITY = "UPDATE orders SET city = 'Rome' WHERE id = 1";
    private static final String REPEATABLE_UPDATE = "-- repeatable\n" + UPDATE_CITY;

    private static final String FENCE_CLAUSE =
            "WITH `__cairn_ledger` AS (SELECT 1 FROM `shop`.`__cairn_shop_00000042`)\n";

    /** The server refuses the statement when the view of the ledger's state does not exist any more. */
    private static final String SENT_UPDATE = FENCE_CLAUSE + UPDATE_CITY;

    private static final String CREATE_STATE_VIEW = "CREATE VIEW __cairn_shop_00000042 AS SELECT 1";

    private static final String TIMEOUT_HINT_PATTERN = " /\\*\\+ SET_VAR\\(insert_timeout = \\d+\\) \\*/";

    @AutoClose
    private final MigrationBench bench = new MigrationBench();

    private Catalog before = MigrationBench.empty();

    @BeforeEach
    void createTable() throws SQLException {
        before = bench.createCatalog(
                "CREATE TABLE orders (id INT NOT NULL, city STRING) PRIMARY KEY(id)" + MigrationBench.TABLE_CLAUSES);
        bench.execute(CREATE_STATE_VIEW);
    }

    @Test
    void anUnverifiableStatementIsSentOnce() {
        bench.run(before, UPDATE_CITY);
        bench.runAgain(before, UPDATE_CITY);

        assertThat(drainStatements()).containsExactly(SENT_UPDATE);
    }

    @Test
    void aDeleteFromATableWithAPrimaryKeyIsFencedToo() {
        bench.run(before, "DELETE FROM orders WHERE id = 1");

        assertThat(drainStatements()).containsExactly(FENCE_CLAUSE + "DELETE FROM orders WHERE id = 1");
    }

    @Test
    void aDeleteWithoutSupportForCommonTableExpressionsIsSentUnchanged() throws SQLException {
        before = bench.createCatalog(MigrationBench.ORDERS.replace("orders", "visits"));
        bench.execute("DROP VIEW __cairn_shop_00000042");

        bench.run(before, "DELETE FROM visits WHERE id = 1");

        assertThat(drainStatements()).containsExactly("DELETE FROM visits WHERE id = 1");
    }

    @Test
    void aStatementWithItsOwnCommonTableExpressionsIsSentUnchanged() throws SQLException {
        bench.execute("DROP VIEW __cairn_shop_00000042");
        String statement = "WITH a AS (SELECT 1 AS id) UPDATE orders SET city = 'Rome' FROM a WHERE orders.id = a.id";

        bench.run(before, statement);

        assertThat(drainStatements()).containsExactly(statement);
    }

    /** A heartbeat may replace the state between the check and the statement. */
    @Test
    void anUnverifiableStatementIsSentAgainIfTheLedgerStateWasReplaced() throws SQLException {
        bench.execute("DROP VIEW __cairn_shop_00000042");
        bench.server.faults().add(Trigger.matching("CREATE VIEW.*"), Fault.defer());
        assertThatThrownBy(() -> bench.execute(CREATE_STATE_VIEW)).isInstanceOf(SQLException.class);
        AtomicInteger sentCount = new AtomicInteger();
        Trigger arrivalTrigger = Trigger.of(statement -> {
            if (statement.text().startsWith("WITH") && sentCount.incrementAndGet() == 3) {
                bench.server.faults().runDeferred();
            }
            return false;
        });
        bench.server.faults().add(arrivalTrigger, Fault.cutBefore());

        bench.run(before, UPDATE_CITY);

        assertThat(drainStatements())
                .filteredOn(text -> !text.equals(CREATE_STATE_VIEW))
                .containsExactly(SENT_UPDATE, SENT_UPDATE, SENT_UPDATE);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "check now", "check now", "check now", "done 1");
    }

    /** Without the privilege, the server would not refuse a statement that a dead migrator has sent. */
    @Test
    void aStatementIsNotSentWithoutItsFenceIfTheUserMayNotReadTheView() {
        bench.server
                .faults()
                .add(
                        Trigger.matching("(?s)WITH `__cairn_ledger`.*").every(),
                        Fault.reject(5203, "42000", "Access denied; you need SELECT on VIEW __cairn_shop_00000042"));

        assertThatThrownBy(() -> bench.run(before, UPDATE_CITY))
                .isInstanceOf(MissingGrantException.class)
                .hasMessageContaining("SELECT on VIEW __cairn_shop_00000042");

        assertThat(drainStatements()).containsExactly(SENT_UPDATE);
    }

    /** Returns the sent statements, without the hint that lets the server's list of loads show the statement. */
    private List<String> drainStatements() {
        return bench.drainStatements().stream()
                .map(text -> text.replaceFirst(TIMEOUT_HINT_PATTERN, ""))
                .toList();
    }

    private List<String> readRows() throws SQLException {
        return bench.queryRows("SELECT id, city FROM orders ORDER BY id").stream()
                .map(row -> String.join(" ", row))
                .toList();
    }

    @Test
    void aStatementThatDidNotArriveIsSentAgain() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching(".*UPDATE.*"), Fault.cutBefore());

        bench.run(before, UPDATE_CITY);

        assertThat(drainStatements()).filteredOn(SENT_UPDATE::equals).hasSize(2);
        assertThat(readRows()).containsExactly("1 Rome");
    }

    @Test
    void aStatementWithALostReplyIsNotSentAgain() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching(".*UPDATE.*"), Fault.cutAfter());

        bench.run(before, UPDATE_CITY);

        assertThat(drainStatements()).containsExactly(SENT_UPDATE);
    }

    @Test
    void aStatementThatADeadMigratorSentIsNotSentAgain() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.run(before, UPDATE_CITY);
        bench.runLedger = bench.runLedger.withInterruptedStep(1);

        bench.run(before, UPDATE_CITY);

        assertThat(drainStatements()).containsExactly(SENT_UPDATE);
    }

    @Test
    void aStatementThatADeadMigratorDidNotSendIsSent() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching(".*UPDATE.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, UPDATE_CITY)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        drainStatements();

        bench.runAgain(before, UPDATE_CITY);

        assertThat(drainStatements()).containsExactly(SENT_UPDATE);
        assertThat(readRows()).containsExactly("1 Rome");
    }

    /** A server shows the last statement of a connection until the connection runs another one. */
    @Test
    void anIdleConnectionThatRanTheSameStatementIsNotAwaited() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching("(?s)WITH.*UPDATE.*"), Fault.cutBefore());
        try (Connection idleConnection = DriverManager.getConnection(bench.server.jdbcUrl("shop"), "root", "");
                Statement statement = idleConnection.createStatement()) {
            statement.execute(UPDATE_CITY);
            bench.server.log().clear();

            bench.run(before, UPDATE_CITY);
        }

        assertThat(drainStatements()).containsExactly(SENT_UPDATE, SENT_UPDATE);
        assertThat(readRows()).containsExactly("1 Rome");
    }

    /** The rows may not have changed: the message states only that the server does not show it. */
    @Test
    void aRefusedListOfLoadsIsNamedAsTheReasonOfTheUncertainty() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching(".*UPDATE.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, UPDATE_CITY)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.server
                .faults()
                .add(Trigger.matching("SHOW LOAD.*").every(), Fault.reject(5203, "42000", "Access denied"));

        assertThatThrownBy(() -> bench.runAgain(before, UPDATE_CITY))
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    /** The timeout of the session distinguishes the statement of the migrator from the same one of another client. */
    @Test
    void theSameStatementOfAnotherClientIsNotTakenForThatOfTheMigrator() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching(".*UPDATE.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, UPDATE_CITY)).isInstanceOf(ServerUnreachableException.class);
        bench.server.faults().clear();
        bench.execute(UPDATE_CITY);

        assertThatThrownBy(() -> bench.runAgain(before, UPDATE_CITY))
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anErrorThatIsNoRefusalIsNotTrusted() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server
                .faults()
                .add(Trigger.matching(".*UPDATE.*"), Fault.rejectAfter(1064, "HY000", "no reply of the journal"));

        bench.run(before, UPDATE_CITY);

        assertThat(drainStatements()).containsExactly(SENT_UPDATE);
        assertThat(readRows()).containsExactly("1 Rome");
    }

    @Test
    void aTruncateWithALostReplyIsNotSentAgain() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching("TRUNCATE.*"), Fault.cutAfter());

        bench.run(before, "TRUNCATE TABLE orders");

        assertThat(drainStatements()).containsExactly("TRUNCATE TABLE `orders`");
    }

    /** Cairn knows no query that shows whether a statement ran that it does not understand. */
    @Test
    void anUnknownStatementWithALostReplyStopsTheRun() throws SQLException {
        bench.server.faults().add(Trigger.matching("ADMIN SET.*"), Fault.cutBefore());
        String setConfig = "ADMIN SET FRONTEND CONFIG ('a' = 'b')";

        assertThatThrownBy(() -> bench.run(before, setConfig)).isInstanceOf(UncertainStepException.class);
        assertThatThrownBy(() -> bench.runAgain(before, setConfig)).isInstanceOf(UncertainStepException.class);
    }

    @Test
    void aRepeatableStatementIsSentAgain() {
        bench.server.faults().add(Trigger.matching(".*UPDATE.*"), Fault.cutAfter());
        bench.run(before, REPEATABLE_UPDATE);
        bench.runLedger = MemoryLedger.withBegunSteps(1);
        bench.run(before, REPEATABLE_UPDATE);

        assertThat(drainStatements()).containsExactly(SENT_UPDATE, SENT_UPDATE, SENT_UPDATE);
    }

    @Test
    void aRefusedStatementDidNotRun() {
        bench.server.faults().add(Trigger.matching(".*UPDATE.*"), Fault.reject(1064, "HY000", "no"));

        assertThatThrownBy(() -> bench.run(before, UPDATE_CITY)).isInstanceOf(StepFailedException.class);
        bench.runAgain(before, UPDATE_CITY);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "check now", "done 1");
    }

    @Test
    void codeRunsBeforeAndAfterTheStatements() {
        List<String> moments = new ArrayList<>();
        bench.run(
                before,
                MigrationBench.builder()
                        .upgrade("ALTER TABLE orders ADD COLUMN note STRING")
                        .session("query_timeout", "77")
                        .build(
                                () -> new RecordingCode(moments, false),
                                MigrationStep.Moment.BEFORE_UPGRADE,
                                MigrationStep.Moment.AFTER_UPGRADE));

        assertThat(moments).containsExactly("before 77", "after 77");
        assertThat(bench.runLedger.calls)
                .containsExactly(
                        "begin 0", "check now", "done 0", "begin 1", "done 1", "begin 2", "check now", "done 2");
    }

    @Test
    void codeThatFailsStopsTheRunAndIsNotRunAgain() {
        var migration = MigrationBench.builder()
                .build(() -> new RecordingCode(new ArrayList<>(), true), MigrationStep.Moment.BEFORE_UPGRADE);

        assertThatThrownBy(() -> bench.run(before, migration))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        bench.runLedger = bench.runLedger.forNextRun();
        assertThatThrownBy(() -> bench.run(before, migration))
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    private record RecordingCode(List<String> moments, boolean isFailing) implements MigrationStep {
        @Override
        public void beforeUpgrade(Connection connection) throws SQLException {
            if (isFailing) {
                throw new SQLException("out of ideas");
            }
            moments.add("before " + readTimeout(connection));
        }

        @Override
        public void afterUpgrade(Connection connection) throws SQLException {
            moments.add("after " + readTimeout(connection));
        }

        private static String readTimeout(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    var result = statement.executeQuery("SELECT @@query_timeout")) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
