package dev.cairn.internal.run;

import static dev.cairn.internal.run.MigrationBench.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A load is sent under a label, which shows the server's outcome whatever happens to the reply. */
class LoadRunTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String INSERT_SQL = "INSERT INTO orders (id) VALUES (1)";
    private static final String SENT_INSERT =
            "INSERT INTO orders WITH LABEL `cairn_shop_3_1_1_9f3a01bc` (id) VALUES (1)";

    private static final OptionValues QUICK_POLLS = OptionValues.DEFAULTS
            .withValue(MigratorOption.CONNECTIONS, 1)
            .withValue(MigratorOption.FIRST_POLL_PAUSE, Duration.ofMillis(1))
            .withValue(MigratorOption.MAX_POLL_PAUSE, Duration.ofMillis(1));

    @AutoClose
    private final MigrationBench bench = new MigrationBench();

    private Catalog before = MigrationBench.empty();
    private String[] statementsOfOthers = {};

    @BeforeEach
    void createTable() throws SQLException {
        before = bench.createCatalog(ORDERS);
    }

    @Test
    void aLoadHasAUniqueLabel() {
        bench.run(before, INSERT_SQL);

        assertThat(bench.drainStatements()).containsExactly(SENT_INSERT);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "done 1");
    }

    /** Only the query for the label ends the silence. */
    @Test
    void aFinishedLoadWithoutAResponseIsDone() {
        bench.server.faults().add(Trigger.matching("INSERT.*"), Fault.silentAfter());

        bench.run(before, MigrationBench.migration(INSERT_SQL), QUICK_POLLS);

        assertThat(bench.drainStatements()).containsExactly(SENT_INSERT);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "done 1");
    }

    @Test
    void aLabelOfTheUserIsKept() {
        bench.run(before, "INSERT INTO orders WITH LABEL nightly SELECT 1, 'Oslo'");

        assertThat(bench.drainStatements()).containsExactly("INSERT INTO orders WITH LABEL nightly SELECT 1, 'Oslo'");
    }

    @Test
    void aLabelOfTheUserThatWasUsedBeforeStopsTheRun() throws SQLException {
        bench.execute("INSERT INTO orders WITH LABEL nightly VALUES (2, 'Rome')");

        assertThatThrownBy(() -> bench.run(before, "INSERT INTO orders WITH LABEL nightly VALUES (1, 'Oslo')"))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aLateLoadOfThePreviousRunCountsAsDone() throws SQLException {
        bench.execute(SENT_INSERT);

        bench.run(before, INSERT_SQL);

        assertThat(bench.countLoads()).isEqualTo(1);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "done 1");
    }

    @Test
    void aLoadOfAnEarlierLedgerHasAnotherLabel() throws SQLException {
        bench.execute(SENT_INSERT.replace(MemoryLedger.BIRTH_WORD, "0123abcd"));

        bench.run(before, INSERT_SQL);

        assertThat(bench.countLoads()).isEqualTo(2);
    }

    @Test
    void anAmbiguousLabelInALedgerOfAnOlderCairnStopsTheRun() throws SQLException {
        bench.execute(SENT_INSERT.replace("_" + MemoryLedger.BIRTH_WORD, ""));
        bench.runLedger = MemoryLedger.ofOlderLedger();

        assertThatThrownBy(() -> bench.run(before, INSERT_SQL))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "undone 1");
    }

    @Test
    void aLoadThatWasLostIsSentAgainUnderItsLabel() {
        bench.server.faults().add(Trigger.matching("INSERT.*"), Fault.cutBefore());
        bench.run(before, INSERT_SQL);

        assertThat(bench.drainStatements()).containsExactly(SENT_INSERT, SENT_INSERT);
    }

    /** The server begins the transaction before it plans the statement, and lists the load only then. */
    @Test
    void aLoadWhoseLabelIsInUseButNotListedIsSentAgain() throws SQLException {
        bench.server.faults().add(Trigger.matching("INSERT.*"), Fault.cutBefore());
        bench.server
                .faults()
                .add(
                        Trigger.matching("INSERT.*").nth(2),
                        Fault.reject(1064, "HY000", "fail to begin transaction. Label [x] has already been used."));
        bench.run(before, INSERT_SQL);
        assertThat(bench.queryRows("SELECT count(*) FROM orders")).containsExactly(List.of("1"));
    }

    @Test
    void aLoadWhoseReplyWasLostIsNotSentAgain() {
        bench.server.faults().add(Trigger.matching("INSERT.*"), Fault.cutAfter());
        bench.run(before, INSERT_SQL);

        assertThat(bench.drainStatements()).containsExactly(SENT_INSERT);
    }

    @Test
    void aRunningLoadIsAwaited() {
        bench.server.faults().add(Trigger.matching("INSERT.*"), Fault.cutDuring());
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.faults().runDeferred();
            }
        });
        bench.run(before, INSERT_SQL);

        assertThat(bench.drainStatements()).containsExactly(SENT_INSERT);
        assertThat(bench.events(Progress.StepWaiting.class))
                .extracting(progress -> ((Progress.StepWaiting) progress).reason())
                .containsExactly("the load cairn_shop_3_1_1_9f3a01bc is running");
    }

    @Test
    void aLateDuplicateOfALoadHasNoEffect() throws SQLException {
        bench.server.faults().add(Trigger.matching("INSERT.*"), Fault.defer());
        bench.run(before, INSERT_SQL);
        bench.server.faults().runDeferred();

        assertThat(bench.drainStatements()).containsExactly(SENT_INSERT, SENT_INSERT);
        assertThat(bench.countLoads()).isEqualTo(1);
    }

    @Test
    void aRunThatTakesOverFindsTheLoadByItsLabel() throws SQLException {
        bench.execute(SENT_INSERT);
        bench.runLedger = MemoryLedger.withBegunSteps(1);
        bench.run(before, INSERT_SQL);

        assertThat(bench.drainStatements()).isEmpty();
        assertThat(bench.events(Progress.StepSkipped.class)).hasSize(1);
    }

    @Test
    void aLoadWithAForgottenLabelStopsTheRun() {
        bench.runLedger = MemoryLedger.withBegunSteps(1);

        assertThatThrownBy(() -> bench.run(before, INSERT_SQL))
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aRepeatableLoadIsRepeated() {
        bench.runLedger = MemoryLedger.withBegunSteps(1);
        bench.run(before, "-- repeatable\n" + INSERT_SQL);

        assertThat(bench.drainStatements()).containsExactly(SENT_INSERT);
    }

    @Test
    void aFailedLoadIsReportedAndCanBeRunAgain() throws SQLException {
        bench.server
                .faults()
                .add(Trigger.matching("INSERT.*"), Fault.reject(1064, "HY000", "Insert has filtered data"));

        assertThatThrownBy(() -> bench.run(before, INSERT_SQL))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "undone 1");
        bench.runAgain(before, INSERT_SQL);
        assertThat(bench.countLoads()).isEqualTo(1);
    }

    /** The server replaces the partitions after the load has finished, and drops its rows if this fails. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Partition id:5 does not exist in table id:4",
                "insert overwrite commit failed because locking db:3 failed"
            })
    void rowsThatDidNotReplaceTheOldOnesAreLoadedAgain(String reason) throws SQLException {
        String overwrite = "INSERT OVERWRITE orders SELECT id + 1, city FROM orders";
        String sentOverwrite =
                "INSERT OVERWRITE orders WITH LABEL `cairn_shop_3_1_1_9f3a01bc%s` SELECT id + 1, city FROM orders";
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        rejectReplacement(reason);
        assertThatThrownBy(() -> bench.run(before, overwrite))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining(reason);
        assertThat(bench.runLedger.calls).containsExactly("begin 1", "undone 1");

        bench.execute("INSERT OVERWRITE orders VALUES (1, 'Oslo')");
        rejectReplacement(reason);
        bench.drainStatements();
        assertThatThrownBy(() -> bench.runAgain(before, overwrite)).isInstanceOf(StepFailedException.class);
        assertThat(bench.drainStatements()).containsExactly(sentOverwrite.formatted("_17"));

        bench.execute("INSERT OVERWRITE orders VALUES (1, 'Oslo')");
        bench.drainStatements();
        bench.runAgain(before, overwrite);
        assertThat(bench.drainStatements()).containsExactly(sentOverwrite.formatted("_33"));
        assertThat(bench.runLedger.calls).endsWith("done 1");

        bench.runLedger = bench.runLedger.withInterruptedStep(1);
        bench.run(before, overwrite);
        assertThat(bench.drainStatements()).isEmpty();
        assertThat(bench.queryRows("SELECT id, city FROM orders")).containsExactly(List.of("2", "Oslo"));
    }

    private static final String OVERWRITE_SQL = "INSERT OVERWRITE orders SELECT id + 1, city FROM orders";
    private static final String SENT_OVERWRITE =
            "INSERT OVERWRITE orders WITH LABEL `cairn_shop_3_1_1_9f3a01bc%s` SELECT id + 1, city FROM orders";

    /** The load finishes, and the leader changes before the partitions are replaced: the server drops the new rows. */
    private void loseReplacement(String... newStatementsOfOthers) throws SQLException {
        bench.execute("CREATE TABLE others (id BIGINT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id) DISTRIBUTED BY"
                + " HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1')");
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.of(this::finishLoadElsewhere), Fault.silentBefore());
        statementsOfOthers = newStatementsOfOthers;
    }

    /** Loads rows with the label of an INSERT OVERWRITE into another table. Returns false for any other statement. */
    private boolean finishLoadElsewhere(LoggedStatement statement) {
        if (!statement.text().startsWith("INSERT OVERWRITE")) {
            return false;
        }
        String otherLoad = statement
                .text()
                .replaceFirst("OVERWRITE orders( WITH LABEL `\\w+`).*", "INTO others$1 VALUES (1, 'Oslo')");
        Thread thread = new Thread(() -> {
            try {
                bench.execute(statementsOfOthers);
                bench.execute(otherLoad);
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        });
        thread.start();
        return true;
    }

    @Test
    void rowsThatALostLeaderHasDroppedAreLoadedAgain() throws SQLException {
        loseReplacement();
        assertThatThrownBy(() -> bench.run(before, MigrationBench.migration(OVERWRITE_SQL), QUICK_POLLS))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.runLedger.calls).containsOnlyOnce("begin 1").doesNotContain("undone 1", "done 1");

        bench.drainStatements();
        bench.runLedger = bench.runLedger.withInterruptedStep(1);
        bench.run(before, OVERWRITE_SQL);
        assertThat(bench.drainStatements()).containsExactly(SENT_OVERWRITE.formatted("_17"));
        assertThat(bench.queryRows("SELECT id, city FROM orders")).containsExactly(List.of("2", "Oslo"));
    }

    @Test
    void aReplacementThatCantBeSeenStopsTheRun() throws SQLException {
        loseReplacement("INSERT INTO orders VALUES (7, 'Rome')");
        assertThatThrownBy(() -> bench.run(before, MigrationBench.migration(OVERWRITE_SQL), QUICK_POLLS))
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    /** Another client adds a row after the replacement. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReplacementWhoseReplyWasLostIsDone(boolean isConnectionLost) throws SQLException {
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server
                .faults()
                .add(
                        Trigger.matching("INSERT OVERWRITE.*"),
                        isConnectionLost
                                ? Fault.cutAfter()
                                : Fault.rejectAfter(1064, "HY000", "Call thrift rpc failed"));
        bench.run(before, OVERWRITE_SQL);
        assertThat(bench.drainStatements()).containsExactly(SENT_OVERWRITE.formatted(""));
        bench.execute("INSERT INTO orders VALUES (7, 'Rome')");
        bench.runLedger = bench.runLedger.withInterruptedStep(1);
        bench.run(before, OVERWRITE_SQL);
        assertThat(bench.drainStatements()).isEmpty();
        assertThat(bench.queryRows("SELECT id, city FROM orders ORDER BY id"))
                .containsExactly(List.of("2", "Oslo"), List.of("7", "Rome"));
    }

    /** The server ignores the label of an INSERT OVERWRITE that replaces only the partitions of its rows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET dynamic_overwrite = true",
                "INSERT OVERWRITE orders SELECT /*+ SET_VAR(dynamic_overwrite = true) */ 9, 'Bari'",
                ""
            })
    void aDynamicOverwriteOfADeadMigratorStopsTheRun(String otherStatement) throws SQLException {
        RecordedMigration migration = otherStatement.isEmpty()
                ? MigrationBench.builder()
                        .session("dynamic_overwrite", "true")
                        .upgrade(OVERWRITE_SQL)
                        .build()
                : MigrationBench.migration(otherStatement, OVERWRITE_SQL);
        bench.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        bench.server.faults().add(Trigger.matching("(?s)INSERT OVERWRITE orders SELECT id.*"), Fault.cutAfter());
        assertThatThrownBy(() -> bench.run(before, migration)).isInstanceOf(UncertainStepException.class);
        assertThat(bench.drainStatements()).noneMatch(text -> text.contains("LABEL"));

        bench.runLedger = bench.runLedger.withInterruptedStep(otherStatement.isEmpty() ? 1 : 2);
        assertThatThrownBy(() -> bench.run(before, migration))
                .isInstanceOf(UncertainStepException.class)
                .hasMessageContaining("-- repeatable");
        assertThat(bench.drainStatements()).noneMatch(text -> text.contains("id + 1"));
    }

    private void rejectReplacement(String reason) {
        bench.server
                .faults()
                .add(Trigger.matching("INSERT OVERWRITE orders WITH.*"), Fault.rejectAfter(1064, "HY000", reason));
    }
}
