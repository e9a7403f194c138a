package dev.cairn.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import dev.cairn.upgrade.MigrationStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps whose outcome can't be verified on the server. */
class UntrackedStatementRunTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String UPDATE = "UPDATE orders SET city = 'Rome' WHERE id = 1";
    private static final String REPEATABLE = "-- repeatable\n" + UPDATE;

    private static final String FENCE = "WITH `__cairn_ledger` AS (SELECT 1 FROM `shop`.`__cairn_shop_00000042`)\n";

    /** The server refuses it when the view of the ledger's state is there no more. */
    private static final String SENT = FENCE + UPDATE;

    private static final String CREATE_STATE = "CREATE VIEW __cairn_shop_00000042 AS SELECT 1";

    private static final String HINT = " /\\*\\+ SET_VAR\\(insert_timeout = \\d+\\) \\*/";

    private final MigrationBench bench = new MigrationBench();
    private Catalog before = MigrationBench.empty();

    @BeforeEach
    void aTable() throws SQLException {
        before = bench.createCatalog(
                "CREATE TABLE orders (id INT NOT NULL, city STRING) PRIMARY KEY(id)" + MigrationBench.TABLE_CLAUSES);
        bench.execute(CREATE_STATE);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void anUnverifiableStatementIsSentOnce() {
        bench.run(before, UPDATE);
        bench.runAgain(before, UPDATE);

        assertThat(sent()).containsExactly(SENT);
    }

    @Test
    void aDeleteFromATableWithAPrimaryKeyIsFencedToo() {
        bench.run(before, "DELETE FROM orders WHERE id = 1");

        assertThat(sent()).containsExactly(FENCE + "DELETE FROM orders WHERE id = 1");
    }

    @Test
    void aDeleteWithoutSupportForCommonTableExpressionsIsSentUnchanged() throws SQLException {
        before = bench.createCatalog(MigrationBench.ORDERS.replace("orders", "visits"));
        bench.execute("DROP VIEW __cairn_shop_00000042");

        bench.run(before, "DELETE FROM visits WHERE id = 1");

        assertThat(sent()).containsExactly("DELETE FROM visits WHERE id = 1");
    }

    @Test
    void aStatementWithItsOwnCommonTableExpressionsIsSentUnchanged() throws SQLException {
        bench.execute("DROP VIEW __cairn_shop_00000042");
        String statement = "WITH a AS (SELECT 1 AS id) UPDATE orders SET city = 'Rome' FROM a WHERE orders.id = a.id";

        bench.run(before, statement);

        assertThat(sent()).containsExactly(statement);
    }

    /** A sign of life may come between the look and the statement. */
    @Test
    void anUnverifiableStatementIsSentAgainIfTheLedgerStateWasReplaced() throws SQLException {
        bench.execute("DROP VIEW __cairn_shop_00000042");
        bench.server.faults().add(Trigger.matching("CREATE VIEW.*"), Fault.late());
        assertThatThrownBy(() -> bench.execute(CREATE_STATE)).isInstanceOf(SQLException.class);
        AtomicInteger sent = new AtomicInteger();
        Trigger never = Trigger.of(statement -> {
            if (statement.text().startsWith("WITH") && sent.incrementAndGet() == 3) {
                bench.server.faults().runDeferred();
            }
            return false;
        });
        bench.server.faults().add(never, Fault.cutBefore());

        bench.run(before, UPDATE);

        assertThat(sent()).filteredOn(text -> !text.equals(CREATE_STATE)).containsExactly(SENT, SENT, SENT);
        assertThat(bench.protection.calls).containsExactly("begin 1", "check now", "check now", "check now", "done 1");
    }

    /** Returns what was sent, without the hint by which the server's list of loads shows the statement. */
    private List<String> sent() {
        return bench.drainStatements().stream()
                .map(text -> text.replaceFirst(HINT, ""))
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

        bench.run(before, UPDATE);

        assertThat(sent()).filteredOn(SENT::equals).hasSize(2);
        assertThat(readRows()).containsExactly("1 Rome");
    }

    @Test
    void aStatementWithALostReplyIsNotSentAgain() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching(".*UPDATE.*"), Fault.cutAfter());

        bench.run(before, UPDATE);

        assertThat(sent()).containsExactly(SENT);
    }

    @Test
    void aStatementThatADeadMigratorSentIsNotSentAgain() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.run(before, UPDATE);
        bench.protection = bench.protection.withInterruptedStep(1);

        bench.run(before, UPDATE);

        assertThat(sent()).containsExactly(SENT);
    }

    @Test
    void aStatementThatADeadMigratorDidNotSendIsSent() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching(".*UPDATE.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, UPDATE)).isInstanceOf(UnreachableException.class);
        bench.server.faults().clear();
        sent();

        bench.runAgain(before, UPDATE);

        assertThat(sent()).containsExactly(SENT);
        assertThat(readRows()).containsExactly("1 Rome");
    }

    /** The same statement of another client has the timeout of its session. */
    @Test
    void theSameStatementOfAnotherClientIsNotTakenForIt() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching(".*UPDATE.*").every(), Fault.cutBefore());
        assertThatThrownBy(() -> bench.run(before, UPDATE)).isInstanceOf(UnreachableException.class);
        bench.server.faults().clear();
        bench.execute(UPDATE);

        assertThatThrownBy(() -> bench.runAgain(before, UPDATE))
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anErrorThatIsNoRefusalIsNotTrusted() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server
                .faults()
                .add(Trigger.matching(".*UPDATE.*"), Fault.refuseAfter(1064, "HY000", "no reply of the journal"));

        bench.run(before, UPDATE);

        assertThat(sent()).containsExactly(SENT);
        assertThat(readRows()).containsExactly("1 Rome");
    }

    @Test
    void aTruncateWithALostReplyIsNotSentAgain() throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching("TRUNCATE.*"), Fault.cutAfter());

        bench.run(before, "TRUNCATE TABLE orders");

        assertThat(sent()).containsExactly("TRUNCATE TABLE `orders`");
    }

    /** The server can't be asked about a table of an external catalog, or in a language that Cairn does not know. */
    @Test
    void anUnknownStatementWithALostReplyStopsTheRun() throws SQLException {
        bench.server.faults().add(Trigger.matching("ADMIN SET.*"), Fault.cutBefore());
        String unknown = "ADMIN SET FRONTEND CONFIG ('a' = 'b')";

        assertThatThrownBy(() -> bench.run(before, unknown)).isInstanceOf(UncertainStepException.class);
        assertThatThrownBy(() -> bench.runAgain(before, unknown)).isInstanceOf(UncertainStepException.class);
    }

    @Test
    void aRepeatableStatementIsSentAgain() {
        bench.server.faults().add(Trigger.matching(".*UPDATE.*"), Fault.cutAfter());
        bench.run(before, REPEATABLE);
        bench.protection = MemoryLedger.withBegunSteps(1);
        bench.run(before, REPEATABLE);

        assertThat(sent()).containsExactly(SENT, SENT, SENT);
    }

    @Test
    void aRefusedStatementDidNotRun() {
        bench.server.faults().add(Trigger.matching(".*UPDATE.*"), Fault.refuse(1064, "HY000", "no"));

        assertThatThrownBy(() -> bench.run(before, UPDATE)).isInstanceOf(StepException.class);
        bench.runAgain(before, UPDATE);
        assertThat(bench.protection.calls).containsExactly("begin 1", "check now", "done 1");
    }

    @Test
    void codeRunsBeforeAndAfterTheStatements() {
        List<String> ran = new ArrayList<>();
        bench.run(
                before,
                MigrationBench.builder()
                        .upgrade("ALTER TABLE orders ADD COLUMN note STRING")
                        .session("query_timeout", "77")
                        .build(
                                () -> new Code(ran, false),
                                MigrationStep.Moment.BEFORE_UPGRADE,
                                MigrationStep.Moment.AFTER_UPGRADE));

        assertThat(ran).containsExactly("before 77", "after 77");
        assertThat(bench.protection.calls)
                .containsExactly(
                        "begin 0", "check now", "done 0", "begin 1", "done 1", "begin 2", "check now", "done 2");
    }

    @Test
    void codeThatFailsStopsTheRunAndIsNotRunAgain() {
        var migration = MigrationBench.builder()
                .build(() -> new Code(new ArrayList<>(), true), MigrationStep.Moment.BEFORE_UPGRADE);

        assertThatThrownBy(() -> bench.run(before, migration))
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        bench.protection = bench.protection.forNextRun();
        assertThatThrownBy(() -> bench.run(before, migration))
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    private record Code(List<String> ran, boolean fails) implements MigrationStep {
        @Override
        public void beforeUpgrade(Connection connection) throws SQLException {
            if (fails) {
                throw new SQLException("out of ideas");
            }
            ran.add("before " + timeout(connection));
        }

        @Override
        public void afterUpgrade(Connection connection) throws SQLException {
            ran.add("after " + timeout(connection));
        }

        private static String timeout(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    var answer = statement.executeQuery("SELECT @@query_timeout")) {
                answer.next();
                return answer.getString(1);
            }
        }
    }
}
