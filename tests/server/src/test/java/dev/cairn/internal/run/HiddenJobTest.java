package dev.cairn.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A shared-data server has jobs that SHOW ALTER does not list; a run waits for their effects. */
class HiddenJobTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String SET_STRATEGY = "ALTER TABLE orders SET (\"compaction_strategy\" = \"REAL_TIME\")";
    private static final String SENT_SET_STRATEGY =
            "ALTER TABLE `orders` SET (\"compaction_strategy\" = \"REAL_TIME\")";

    @AutoClose
    private final MigrationBench bench = new MigrationBench(Options.DEFAULT
            .profile(ServerProfile.DEFAULT.with(RunMode.SHARED_DATA).withReplicas(1, 3))
            .jobs(Job.Pace.manual()));

    private Catalog before = MigrationBench.empty();

    @BeforeEach
    void createTable() throws SQLException {
        before = bench.createCatalog(
                "CREATE TABLE orders (id INT NOT NULL, city STRING) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)"
                        + " BUCKETS 2");
    }

    @Test
    void aHiddenJobIsAwaitedUntilTheTableShowsItsEffect() {
        int[] pollCount = {0};
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting && ++pollCount[0] == 3) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, SET_STRATEGY);

        assertThat(bench.drainStatements()).containsExactly(SENT_SET_STRATEGY);
        assertThat(bench.events(Progress.StepWaiting.class)).hasSize(3);
    }

    @Test
    void aLongHiddenJobIsProbedWithItsStatement() {
        int[] pollCount = {0};
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting && ++pollCount[0] == 12) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, SET_STRATEGY);

        assertThat(bench.drainStatements()).containsExactly(SENT_SET_STRATEGY, SENT_SET_STRATEGY);
        assertThat(bench.server.jobs().all()).hasSize(1);
    }

    @Test
    void aRepeatedlyCancelledHiddenJobStopsTheRun() {
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().fail("shop", "orders", "no");
            }
        });

        assertThatThrownBy(() -> bench.run(before, SET_STRATEGY))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.runLedger.forNextRun().interruptedStepNumbers()).isEmpty();
    }

    @Test
    void aPropertyThatIsNoLongerPrintedHasItsTargetValue() {
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().finish();
            }
        });
        String switchOffBundling = "ALTER TABLE orders SET (\"file_bundling\" = \"false\")";
        bench.run(before, switchOffBundling);
        bench.runLedger = MemoryLedger.withBegunSteps(1);
        bench.run(before, switchOffBundling);

        assertThat(bench.drainStatements()).hasSize(1);
        assertThat(bench.events(Progress.StepSkipped.class)).hasSize(1);
    }

    @Test
    void aPropertyThatIsNeverPrintedIsSetAndRemembered() {
        String setQuorum = "ALTER TABLE orders SET (\"write_quorum\" = \"ALL\")";
        bench.run(before, setQuorum);
        assertThat(bench.drainStatements()).hasSize(1);

        bench.runAgain(before, setQuorum);
        assertThat(bench.drainStatements()).isEmpty();
    }

    @Test
    void theNextStepWaitsForTheHiddenJob() {
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, SET_STRATEGY, "ALTER TABLE orders ADD COLUMN note STRING");

        assertThat(bench.drainStatements()).hasSize(2);
    }
}
