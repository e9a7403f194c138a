package dev.cairn.internal.run;

import static dev.cairn.internal.run.MigrationBench.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After a transient refusal, a step is retried if its outcome can be verified. */
class TransientRefusalTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String OVERLOADED_MESSAGE = "Too many connections";
    private static final String TIMED_OUT_MESSAGE = "Query reached its timeout of 300 seconds, pending time:0";
    private static final String LEADER_LOST_MESSAGE = "java.net.SocketTimeoutException: Read timed out";

    private static final String DISTURBED_MESSAGE =
            "concurrent transaction detected while adding shadow index, please re-run the alter table command";
    private static final String WIDEN_COLUMN = "ALTER TABLE orders MODIFY COLUMN city VARCHAR(80)";

    @AutoClose
    private final MigrationBench bench = new MigrationBench();

    private Catalog before = MigrationBench.empty();

    @BeforeEach
    void createTable() throws SQLException {
        before = bench.createCatalog(ORDERS);
        bench.drainStatements();
    }

    private static Fault refuse(String message) {
        return Fault.reject(1064, "HY000", message);
    }

    private static Fault refuseAfterRun(String message) {
        return Fault.rejectAfter(1064, "HY000", message);
    }

    @ParameterizedTest
    @CsvSource({
        "ALTER TABLE orders ADD COLUMN note STRING, (?i)alter table.*",
        "INSERT INTO orders (id) VALUES (1), (?i)insert.*",
        "CREATE VIEW cities AS SELECT city FROM orders, (?i)create view.*"
    })
    void aTransientlyRefusedStepThatDidNotRunIsSentAgain(String statement, String statementPattern)
            throws SQLException {
        bench.server.faults().add(Trigger.matching(statementPattern), refuse(OVERLOADED_MESSAGE));
        bench.server.faults().add(Trigger.matching(statementPattern).nth(2), refuse(TIMED_OUT_MESSAGE));
        bench.server.faults().add(Trigger.matching(statementPattern).nth(3), refuse(LEADER_LOST_MESSAGE));
        bench.run(before, statement);
        assertThat(bench.drainStatements()).hasSize(4);
        assertThat(bench.runLedger.calls).contains("done 1").doesNotContain("undone 1");
    }

    @ParameterizedTest
    @CsvSource({
        "ALTER TABLE orders ADD COLUMN note STRING, (?i)alter table.*",
        "INSERT INTO orders (id) VALUES (1), (?i)insert.*",
        "CREATE VIEW cities AS SELECT city FROM orders, (?i)create view.*"
    })
    void aTransientlyRefusedStepThatRanIsNotSentAgain(String statement, String statementPattern) throws SQLException {
        bench.server.faults().add(Trigger.matching(statementPattern), refuseAfterRun(LEADER_LOST_MESSAGE));
        bench.run(before, statement);
        assertThat(bench.drainStatements()).hasSize(1);
        assertThat(bench.runLedger.calls).contains("done 1");
    }

    @Test
    void aDeleteThatTheServerDidNotBeginIsSentAgain() throws SQLException {
        bench.server.faults().add(Trigger.matching("(?i)delete.*"), refuse(OVERLOADED_MESSAGE));
        bench.run(before, "DELETE FROM orders WHERE id = 1");
        assertThat(bench.drainStatements()).hasSize(2);
    }

    @Test
    void theReasonOfAPauseIsPublishedBeforeThePause() {
        bench.server.faults().add(Trigger.matching("(?i)create view.*"), refuse(OVERLOADED_MESSAGE));
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                Thread.currentThread().interrupt(); // ends a pause that follows
            }
        });
        assertThatThrownBy(() -> bench.run(before, "CREATE VIEW cities AS SELECT city FROM orders"))
                .isInstanceOf(MigrationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bench.drainStatements()).hasSize(1);
    }

    @Test
    void aDeleteAfterALostLeaderIsUncertainIfRowsHaveChanged() throws SQLException {
        bench.execute("INSERT INTO orders (id) VALUES (1)");
        bench.server.faults().add(Trigger.matching("(?i)delete.*"), refuseAfterRun(LEADER_LOST_MESSAGE));
        assertThatThrownBy(() -> bench.run(before, "DELETE FROM orders WHERE id = 1"))
                .isInstanceOf(UncertainStepException.class)
                .hasMessageContaining(LEADER_LOST_MESSAGE);
        assertThat(bench.runLedger.calls).doesNotContain("undone 1");
    }

    @Test
    void aDeleteThatRanOutOfTimeDidNotRun() {
        bench.server.faults().add(Trigger.matching("(?i)delete.*"), refuse(TIMED_OUT_MESSAGE));
        assertThatThrownBy(() -> bench.run(before, "DELETE FROM orders WHERE id = 1"))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.runLedger.calls).contains("undone 1");
    }

    @Test
    void aPersistentTransientRefusalEndsWithMatchingAdvice() {
        bench.server.faults().add(Trigger.matching("(?i)alter table.*").every(), refuse(OVERLOADED_MESSAGE));
        assertThatThrownBy(() -> bench.run(before, "ALTER TABLE orders ADD COLUMN note STRING"))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aJobThatOtherTransactionsDisturbedIsStartedAgain() throws SQLException {
        bench.server.faults().add(Trigger.matching("(?i)alter table.*"), Fault.failJob(DISTURBED_MESSAGE));
        bench.server.faults().add(Trigger.matching("(?i)alter table.*").nth(2), Fault.failJob(DISTURBED_MESSAGE));
        bench.run(before, WIDEN_COLUMN);
        assertThat(bench.drainStatements()).hasSize(3);
        assertThat(bench.runLedger.calls).contains("done 1").doesNotContain("undone 1");
    }

    @Test
    void aJobThatIsAlwaysDisturbedEndsWithMatchingAdvice() {
        bench.server.faults().add(Trigger.matching("(?i)alter table.*").every(), Fault.failJob(DISTURBED_MESSAGE));
        assertThatThrownBy(() -> bench.run(before, WIDEN_COLUMN))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.runLedger.calls).contains("undone 1");
    }

    @Test
    void aTransientlyRefusedInspectionDoesNotSuggestARepair() {
        bench.server.faults().add(Trigger.matching("(?i)show create table.*").every(), refuse(OVERLOADED_MESSAGE));
        assertThatThrownBy(() -> bench.run(before, "ALTER TABLE orders ADD COLUMN note STRING"))
                .isInstanceOf(MigrationException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("repair");
    }

    @Test
    void theWaitForALoadThatDoesNotEndEnds() {
        bench.server.faults().add(Trigger.matching("(?i)insert.*"), Fault.cutDuring());
        OptionValues options = OptionValues.DEFAULTS
                .withValue(MigratorOption.CONNECTIONS, 1)
                .withValue(MigratorOption.FIRST_POLL_PAUSE, Duration.ofMinutes(1))
                .withValue(MigratorOption.MAX_POLL_PAUSE, Duration.ofHours(1));
        assertThatThrownBy(() ->
                        bench.run(before, MigrationBench.migration("INSERT INTO orders (id) VALUES (1)"), options))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);

        bench.server.faults().runDeferred();
        bench.runAgain(before, "INSERT INTO orders (id) VALUES (1)");
        assertThat(bench.runLedger.calls).contains("done 1");
    }
}
