package dev.cairn.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs of a shared-data server that no SHOW ALTER lists. */
class HiddenJobTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String SET = "ALTER TABLE orders SET (\"compaction_strategy\" = \"REAL_TIME\")";
    private static final String SENT = "ALTER TABLE `orders` SET (\"compaction_strategy\" = \"REAL_TIME\")";

    private final MigrationBench bench = new MigrationBench(Options.DEFAULT
            .profile(ServerProfile.DEFAULT.with(RunMode.SHARED_DATA).withReplicas(1, 3))
            .jobs(Job.Pace.manual()));
    private Catalog before = MigrationBench.empty();

    @BeforeEach
    void aTable() throws SQLException {
        before = bench.createCatalog(
                "CREATE TABLE orders (id INT NOT NULL, city STRING) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)"
                        + " BUCKETS 2");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aHiddenJobIsAwaitedUntilTheTableShowsItsEffect() {
        int[] polls = {0};
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting && ++polls[0] == 3) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, SET);

        assertThat(bench.drainStatements()).containsExactly(SENT);
        assertThat(bench.events(Progress.StepWaiting.class)).hasSize(3);
    }

    @Test
    void aLongHiddenJobIsProbedWithItsStatement() {
        int[] polls = {0};
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting && ++polls[0] == 12) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, SET);

        assertThat(bench.drainStatements()).containsExactly(SENT, SENT);
        assertThat(bench.server.jobs().all()).hasSize(1);
    }

    @Test
    void aRepeatedlyCancelledHiddenJobStopsTheRun() {
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().fail("shop", "orders", "no");
            }
        });

        assertThatThrownBy(() -> bench.run(before, SET))
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        assertThat(bench.protection.forNextRun().interruptedSteps()).isEmpty();
    }

    @Test
    void aPropertyThatIsNoLongerPrintedHasItsTargetValue() {
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().finish();
            }
        });
        String off = "ALTER TABLE orders SET (\"file_bundling\" = \"false\")";
        bench.run(before, off);
        bench.protection = MemoryLedger.withBegunSteps(1);
        bench.run(before, off);

        assertThat(bench.drainStatements()).hasSize(1);
        assertThat(bench.events(Progress.StepSkipped.class)).hasSize(1);
    }

    @Test
    void aPropertyThatIsNeverPrintedIsSetAndRemembered() {
        String quorum = "ALTER TABLE orders SET (\"write_quorum\" = \"ALL\")";
        bench.run(before, quorum);
        assertThat(bench.drainStatements()).hasSize(1);

        bench.runAgain(before, quorum);
        assertThat(bench.drainStatements()).isEmpty();
    }

    @Test
    void theNextStepWaitsForTheHiddenJob() {
        bench.setListener(progress -> {
            if (progress instanceof Progress.StepWaiting) {
                bench.server.jobs().finish();
            }
        });
        bench.run(before, SET, "ALTER TABLE orders ADD COLUMN note STRING");

        assertThat(bench.drainStatements()).hasSize(2);
    }
}
