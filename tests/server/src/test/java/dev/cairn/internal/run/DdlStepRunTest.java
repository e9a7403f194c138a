package dev.cairn.internal.run;

import static dev.cairn.internal.run.MigrationBench.ORDERS;
import static dev.cairn.internal.run.MigrationBench.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps that change definitions are sent once, whatever happens to their replies. */
class DdlStepRunTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String ADD_COLUMN = "ALTER TABLE orders ADD COLUMN note STRING";
    private static final String WIDEN_COLUMN = "ALTER TABLE orders MODIFY COLUMN city VARCHAR(40)";
    private static final String CREATE_SYNCHRONOUS_VIEW =
            "CREATE MATERIALIZED VIEW cities AS SELECT city, count(id) FROM orders GROUP BY city";
    private static final String SENT_ADD_COLUMN = "ALTER TABLE `orders` ADD COLUMN `note` varchar(65533)";

    @AutoClose
    private MigrationBench bench = new MigrationBench();

    @Test
    void pendingStepsAreRun() {
        bench.run(empty(), ORDERS, ADD_COLUMN);

        assertThat(bench.drainStatements()).hasSize(2);
        assertThat(ServerCatalog.of(bench.server)
                        .findTable("shop", "orders")
                        .orElseThrow()
                        .findColumn("note"))
                .isPresent();
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "done 1", "begin 2", "done 2");
    }

    @Test
    void aStepWhoseEffectIsPresentIsSkipped() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute(ADD_COLUMN);
        bench.run(before, ADD_COLUMN);

        assertThat(bench.drainStatements()).isEmpty();
        assertThat(bench.events(Progress.StepSkipped.class)).hasSize(1);
        assertThat(bench.runLedger.calls).containsExactly("done 1");
    }

    @Test
    void stepsRecordedAsDoneAreNotInspected() {
        bench.run(empty(), ORDERS);
        bench.runAgain(empty(), ORDERS);

        assertThat(bench.server.log().findMatching("(?is)show create.*")).hasSize(1);
    }

    @Test
    void unprintedPropertiesDoNotPreventSkippingAStep() {
        String createTable = "CREATE TABLE quick (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k)"
                + " PROPERTIES (\"bloom_filter_columns\" = \"v\", \"bloom_filter_fpp\" = \"0.02\")";
        String setProperty = "ALTER TABLE quick SET (\"primary_index_cache_expire_sec\" = \"60\")";
        bench.run(empty(), createTable, setProperty);
        bench.run(empty(), createTable);

        assertThat(bench.drainStatements()).hasSize(2);
    }

    @Test
    void unrelatedForeignChangesDoNotStopTheRun() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute("ALTER TABLE orders ADD COLUMN foreign_one INT", "ALTER TABLE orders COMMENT = 'mine'");
        bench.run(before, ADD_COLUMN);

        assertThat(bench.drainStatements()).hasSize(1);
    }

    @Test
    void anObjectNeitherAsBeforeNorAsAfterStopsTheRun() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute("ALTER TABLE orders ADD COLUMN note INT");

        assertThatThrownBy(() -> bench.run(before, ADD_COLUMN))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.drainStatements()).isEmpty();
    }

    @Test
    void aRefusalIsReportedInTheServersWords() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.server.faults().add(Trigger.matching("ALTER TABLE.*"), Fault.reject(1064, "HY000", "no space"));

        assertThatThrownBy(() -> bench.run(before, ADD_COLUMN))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "undone 1");

        bench.runAgain(before, ADD_COLUMN);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "done 1");
    }

    @Test
    void aStatementThatWasLostIsSentAgain() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.server.faults().add(Trigger.matching("ALTER TABLE.*"), Fault.cutBefore());
        bench.run(before, ADD_COLUMN);

        assertThat(bench.drainStatements()).containsExactly(SENT_ADD_COLUMN, SENT_ADD_COLUMN);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "check", "done 1");
        assertThat(bench.server.log().all()).isEmpty();
    }

    @Test
    void aStatementWhoseReplyWasLostIsNotSentAgain() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.server.faults().add(Trigger.matching("ALTER TABLE.*"), Fault.cutAfter());
        bench.run(before, ADD_COLUMN);

        assertThat(bench.drainStatements()).containsExactly(SENT_ADD_COLUMN);
    }

    @Test
    void anInspectionWhoseReplyWasLostIsRepeated() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.server.faults().add(Trigger.matching("SHOW CREATE.*"), Fault.cutBefore());
        bench.run(before, ADD_COLUMN);

        assertThat(bench.drainStatements()).hasSize(1);
    }

    @Test
    void aConnectionThatAlwaysBreaksStopsTheRun() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.server.faults().add(Trigger.matching("ALTER TABLE.*").every(), Fault.cutBefore());

        assertThatThrownBy(() -> bench.run(before, ADD_COLUMN))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aJobIsWaitedFor() throws SQLException {
        bench.close();
        bench = new MigrationBench(Options.DEFAULT.jobs(Job.Pace.manual()));
        Catalog before = bench.createCatalog(ORDERS);
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().step();
            }
        });
        bench.run(before, WIDEN_COLUMN, "CREATE VIEW cities AS SELECT city FROM orders");

        assertThat(bench.events(Progress.StepWaiting.class))
                .extracting(
                        progress -> ((Progress.StepWaiting) progress).reason().replaceAll("[0-9]{5}", "N"))
                .containsExactly("job N is PENDING", "job N is WAITING_TXN", "job N is RUNNING, 0/1");
        assertThat(bench.drainStatements()).hasSize(2);
        assertThat(bench.warnings()).isEmpty();
    }

    @Test
    void theJobOfASynchronousViewIsWaitedFor() throws SQLException {
        bench.close();
        bench = new MigrationBench(Options.DEFAULT.jobs(Job.Pace.manual()));
        Catalog before = bench.createCatalog(ORDERS);
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, CREATE_SYNCHRONOUS_VIEW);

        assertThat(bench.events(Progress.StepWaiting.class)).hasSize(1);
        assertThat(ServerCatalog.of(bench.server)
                        .findTable("shop", "orders")
                        .orElseThrow()
                        .findRollup("cities"))
                .isPresent();
    }

    @Test
    void aCancelledJobOfASynchronousViewIsReported() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.server.faults().add(Trigger.matching("CREATE MATERIALIZED VIEW.*"), Fault.failJob("disk is full"));

        assertThatThrownBy(() -> bench.run(before, CREATE_SYNCHRONOUS_VIEW))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        bench.runAgain(before, CREATE_SYNCHRONOUS_VIEW);
        assertThat(bench.drainStatements()).hasSize(2);
    }

    @Test
    void aPlanReportsTheSizeOfARewrittenTable() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        RunStep step = bench.preparation()
                .prepare(MigrationBench.migration(WIDEN_COLUMN), Direction.UPGRADE, before)
                .steps()
                .get(0);

        assertThat(bench.planNotes((StatementStep) step)).containsExactly("shop.orders is rewritten: 0 rows, 0.000 B");
    }

    @Test
    void aPlanReportsTheSizeOfATableWhoseRowsAreChanged() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        RunStep step = bench.preparation()
                .prepare(MigrationBench.migration("INSERT INTO orders SELECT * FROM orders"), Direction.UPGRADE, before)
                .steps()
                .get(0);

        assertThat(bench.planNotes((StatementStep) step))
                .containsExactly("shop.orders is changed, and has 0 rows, 0.000 B");
    }

    @Test
    void aGroupThatAnotherDatabaseBindsIsExplained() throws SQLException {
        String createTableFormat =
                "CREATE TABLE %s (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS %d"
                        + " PROPERTIES (\"colocate_with\" = \"g\", \"replication_num\" = \"1\")";
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute("CREATE DATABASE tenant");
        bench.execute(createTableFormat.formatted("tenant.t", 4));

        assertThatThrownBy(() -> bench.run(before, createTableFormat.formatted("t", 3)))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        bench.runAgain(before, createTableFormat.formatted("t", 4));
    }

    @Test
    void aCancelledJobIsReportedWithTheServersReasonAndCanBeRunAgain() throws SQLException {
        Catalog before = bench.createCatalog(ORDERS);
        bench.server.faults().add(Trigger.matching("ALTER TABLE.*"), Fault.failJob("disk is full"));

        assertThatThrownBy(() -> bench.run(before, WIDEN_COLUMN))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        bench.runAgain(before, WIDEN_COLUMN);
        assertThat(bench.drainStatements()).hasSize(2);
    }

    @Test
    void aBusyTableIsWaitedFor() throws SQLException {
        bench.close();
        bench = new MigrationBench(Options.DEFAULT.jobs(Job.Pace.manual()));
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute("ALTER TABLE orders ADD INDEX by_city (city) USING BITMAP");
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, ADD_COLUMN);

        assertThat(bench.events(Progress.StepWaiting.class))
                .extracting(progress -> ((Progress.StepWaiting) progress).reason())
                .singleElement()
                .asString()
                .startsWith("the table is busy: A schema change operation is in progress on the table orders.");
        assertThat(bench.drainStatements()).containsExactly(SENT_ADD_COLUMN, SENT_ADD_COLUMN);
    }

    @Test
    void aRunThatTakesOverWaitsForTheJobOfThePreviousRun() throws SQLException {
        bench.close();
        bench = new MigrationBench(Options.DEFAULT.jobs(Job.Pace.manual()));
        Catalog before = bench.createCatalog(ORDERS);
        bench.execute(WIDEN_COLUMN);
        bench.runLedger = MemoryLedger.withBegunSteps(1);
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, WIDEN_COLUMN);

        assertThat(bench.drainStatements()).isEmpty();
        assertThat(bench.events(Progress.StepSkipped.class)).hasSize(1);
    }
}
