package dev.cairn.internal.run;

import static dev.cairn.internal.run.MigrationBench.TABLE_CLAUSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StepSchedule;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps of different objects run in parallel, steps of the same object one after the other. */
class ParallelStepRunnerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String[] CREATE_TABLES = {createTable("a"), createTable("b"), createTable("c")};

    @AutoClose
    private final MigrationBench bench = new MigrationBench(Options.DEFAULT.jobs(Job.Pace.manual()));

    private static String createTable(String name) {
        return "CREATE TABLE " + name + " (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)" + TABLE_CLAUSES;
    }

    private static String widenColumn(String table) {
        return "ALTER TABLE " + table + " MODIFY COLUMN city VARCHAR(40)";
    }

    @Test
    void jobsOfDifferentTablesRunAtOnce() throws SQLException {
        Catalog before = bench.createCatalog(CREATE_TABLES);
        // No job ends before all three have begun.
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting
                    && bench.server.jobs().all().size() == CREATE_TABLES.length) {
                bench.server.jobs().finish();
            }
        });
        bench.run(
                before,
                widenColumn("a"),
                widenColumn("b"),
                widenColumn("c"),
                "CREATE VIEW all_cities AS SELECT city FROM a");

        assertThat(bench.drainStatements()).hasSize(4).last().asString().startsWith("CREATE VIEW");
        assertThat(bench.runLedger.completedStepNumbers()).isEmpty();
        assertThat(bench.runLedger.forNextRun().completedStepNumbers()).isEqualTo(Set.of(1, 2, 3, 4));
    }

    @Test
    void stepsRunSequentiallyWithOneConnection() throws SQLException {
        Catalog before = bench.createCatalog(CREATE_TABLES);
        AtomicInteger maxRunningCount = new AtomicInteger();
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                maxRunningCount.accumulateAndGet(
                        bench.server.jobs().runningJobs().size(), Math::max);
                bench.server.jobs().finish();
            }
        });
        bench.run(
                before,
                MigrationBench.migration(widenColumn("a"), widenColumn("b"), widenColumn("c")),
                OptionValues.DEFAULTS.withValue(MigratorOption.CONNECTIONS, 1));

        assertThat(maxRunningCount).hasValue(1);
    }

    @Test
    void aFailureHaltsTheStepsThatWaitAndBeginsNoOthers() throws SQLException {
        Catalog before = bench.createCatalog(CREATE_TABLES);
        CountDownLatch firstWaitLatch = new CountDownLatch(1);
        bench.server.faults().add(Trigger.matching("ALTER TABLE `b`.*"), Fault.reject(1064, "HY000", "no"));
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                firstWaitLatch.countDown();
            }
            if (progress instanceof Progress.StepStarted stepStarted
                    && stepStarted.step().number() == 2) {
                awaitLatch(firstWaitLatch);
            }
        });

        assertThatThrownBy(() -> bench.run(before, widenColumn("a"), widenColumn("b"), widenColumn("a")))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.events(Progress.StepFailed.class))
                .extracting(event -> ((Progress.StepFailed) event).step().number())
                .containsExactly(2, 1);
        assertThat(bench.events(Progress.StepFailed.class))
                .extracting(event -> ((Progress.StepFailed) event).isStopped())
                .containsExactly(false, true);
        bench.server.jobs().finish();
        MemoryLedger nextLedger = bench.runLedger.forNextRun();
        assertThat(nextLedger.interruptedStepNumbers()).containsExactly(1);
        assertThat(nextLedger.completedStepNumbers()).isEmpty();
    }

    /** The step of the table fails while the view is being dropped, or after its DROP has ended. */
    @Test
    void aViewThatIsBeingReplacedIsCreatedAgainDespiteAFailure() throws SQLException {
        Catalog before = bench.createCatalog(createTable("a"), createTable("b"), "CREATE VIEW v AS SELECT id FROM a");
        CountDownLatch dropLatch = new CountDownLatch(1);
        CountDownLatch failureLatch = new CountDownLatch(1);
        bench.server.faults().add(Trigger.matching("ALTER TABLE `b`.*"), Fault.reject(1064, "HY000", "no"));
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepFailed) {
                failureLatch.countDown();
            }
            if (progress instanceof Progress.StepStarted stepStarted) {
                if (stepStarted.step().number() == 1) {
                    awaitLatch(dropLatch);
                } else if (stepStarted.step().number() == 2) {
                    dropLatch.countDown();
                    awaitLatch(failureLatch);
                }
            }
        });

        assertThatThrownBy(() -> bench.run(
                        before,
                        widenColumn("b"),
                        "DROP VIEW v",
                        "CREATE VIEW v AS SELECT id, city FROM a",
                        "CREATE VIEW w AS SELECT id FROM v"))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("1064: no");
        assertThat(bench.drainStatements().stream().filter(statement -> statement.contains("VIEW")))
                .satisfiesExactly(
                        drop -> assertThat(drop).startsWith("DROP VIEW"),
                        creation -> assertThat(creation).startsWith("CREATE VIEW `v`"));
        assertThat(bench.events(Progress.StepFailed.class)).hasSize(1);
    }

    @Test
    void stepsThatFailWithTheSameCauseAreReportedOnce() throws SQLException {
        Catalog before = bench.createCatalog(CREATE_TABLES);
        StepFailedException lostLedgerFailure =
                new StepFailedException(HistoryPlace.in("shop"), "the ledger is lost", "Repeat the operation.");
        CountDownLatch startLatch = new CountDownLatch(2);
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepStarted) {
                startLatch.countDown();
                awaitLatch(startLatch);
                throw lostLedgerFailure;
            }
        });

        assertThatThrownBy(() -> bench.run(before, widenColumn("a"), widenColumn("b")))
                .isSameAs(lostLedgerFailure);
        assertThat(lostLedgerFailure).hasNoSuppressedExceptions();
    }

    @Test
    void interruptingTheCallerEndsTheRun() throws SQLException {
        Catalog before = bench.createCatalog(CREATE_TABLES);
        Thread caller = Thread.currentThread();
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                caller.interrupt();
            }
        });

        assertThatThrownBy(() -> bench.run(before, widenColumn("a"), widenColumn("b")))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aStepWaitsForStepsOnTheSameObjects() throws SQLException {
        Catalog before = bench.createCatalog(CREATE_TABLES);
        StepSchedule schedule = new StepSchedule(bench.preparation()
                .prepare(
                        MigrationBench.migration(
                                widenColumn("a"),
                                "CREATE VIEW v AS SELECT city FROM a",
                                widenColumn("b"),
                                "INSERT INTO c SELECT * FROM b",
                                "ADMIN SET FRONTEND CONFIG ('a' = 'b')",
                                widenColumn("c")),
                        Direction.UPGRADE,
                        before)
                .steps());

        assertThat(listNumbers(schedule.startReadySteps(9))).containsExactly(1, 3);
        assertThat(listNumbers(schedule.startReadySteps(9))).isEmpty();
    }

    /** The name of a synchronous materialized view is unique in its database, not only among the views of its table. */
    @Test
    void aSynchronousViewWaitsForTheDropOfTheViewOfItsName() throws SQLException {
        Catalog before = bench.createCatalog(
                createTable("a"),
                createTable("b"),
                "CREATE MATERIALIZED VIEW s AS SELECT id, count(city) FROM a GROUP BY id");
        StepSchedule schedule = new StepSchedule(bench.preparation()
                .prepare(
                        MigrationBench.migration(
                                "DROP TABLE a",
                                "CREATE MATERIALIZED VIEW s AS SELECT id, count(city) FROM b GROUP BY id"),
                        Direction.UPGRADE,
                        before)
                .steps());

        assertThat(listNumbers(schedule.startReadySteps(9))).containsExactly(1);
    }

    @Test
    void aTableWaitsForTheTablesToWhichItsForeignKeysRefer() throws SQLException {
        Catalog before = bench.createCatalog(createTable("a"), createTable("b"));
        String foreignKeyProperty = "\"foreign_key_constraints\" = \"(id) REFERENCES parent(id)\"";
        StepSchedule schedule = new StepSchedule(bench.preparation()
                .prepare(
                        MigrationBench.migration(
                                "CREATE TABLE parent (id INT NOT NULL) PRIMARY KEY(id)" + TABLE_CLAUSES,
                                "CREATE TABLE child (id INT NOT NULL) DUPLICATE KEY(id)"
                                        + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES (" + foreignKeyProperty + ")",
                                "ALTER TABLE a SET (" + foreignKeyProperty + ")",
                                widenColumn("b"),
                                "ALTER TABLE a SET (\"foreign_key_constraints\" = \"\")",
                                "DROP TABLE child",
                                "ALTER TABLE parent RENAME other"),
                        Direction.UPGRADE,
                        before)
                .steps());

        List<RunStep> firstSteps = schedule.startReadySteps(9);
        assertThat(listNumbers(firstSteps)).containsExactly(1, 4);
        schedule.endStep(firstSteps.get(0));
        List<RunStep> secondSteps = schedule.startReadySteps(9);
        assertThat(listNumbers(secondSteps)).containsExactly(2, 3);
        schedule.endStep(secondSteps.get(0));
        assertThat(listNumbers(schedule.startReadySteps(9))).containsExactly(6);
        schedule.endStep(secondSteps.get(1));
        assertThat(listNumbers(schedule.startReadySteps(9))).containsExactly(5);
    }

    @Test
    void anOpaqueStatementRunsAlone() throws SQLException {
        Catalog before = bench.createCatalog(CREATE_TABLES);
        List<RunStep> steps = bench.preparation()
                .prepare(
                        MigrationBench.migration(
                                widenColumn("a"), "ADMIN SET FRONTEND CONFIG ('a' = 'b')", widenColumn("c")),
                        Direction.UPGRADE,
                        before)
                .steps();
        StepSchedule schedule = new StepSchedule(steps);

        for (RunStep step : steps) {
            assertThat(schedule.startReadySteps(9)).containsExactly(step);
            schedule.endStep(step);
        }
    }

    private static List<Integer> listNumbers(List<RunStep> steps) {
        return steps.stream().map(RunStep::number).toList();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }
}
