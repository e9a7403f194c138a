package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.random.Breadth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the protocol of the ledger on a server in memory, in many random histories with crashes, lost responses, late
 * statements, sleeps beyond the lease, and databases that are recreated. {@code -Dcairn.interleavings=200000} tries
 * more histories, and {@code -Dcairn.seed=24156} begins with another seed.
 */
@Tag(Breadth.LONG)
class InterleavingTest {
    private static final int RUN_COUNT = Breadth.of("cairn.interleavings", 2_000, 20_000);
    private static final int FIRST_SEED = Integer.getInteger("cairn.seed", 0);

    @Test
    void noStepRunsTwiceAndNoMigratorContinuesWithoutTheLedger() {
        Tally tally = new Tally();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT; seed++) {
            run(seed, tally, Interleaving::run, true);
        }
        System.out.println(tally);
        assertThat(tally.takeOverCount).isGreaterThan(RUN_COUNT / 10);
        assertThat(tally.orphanStateCount).isGreaterThan(RUN_COUNT / 100);
        assertThat(tally.lostOwnerCount).isGreaterThan(RUN_COUNT / 10);
        assertThat(tally.recreatedDatabaseCount).isGreaterThan(RUN_COUNT / 100);
        assertThat(tally.uncheckedDatabaseCount).isLessThan(tally.recreatedDatabaseCount / 6);
    }

    @Test
    void theSameHistoriesFailWithoutTheLedgerCheck() {
        assertThatThrownBy(() -> {
                    for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT; seed++) {
                        run(seed, new Tally(), Interleaving::run, false);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed ");
    }

    @Test
    void undisturbedMigratorsKeepTheLedgerUntilTheyHaveReleasedIt() {
        Tally tally = new Tally();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT; seed++) {
            run(seed, tally, Interleaving::runUndisturbed, true);
        }
        assertThat(tally.requestCount).isGreaterThan(RUN_COUNT * 50L);
    }

    @Test
    void brokenConnectionsAndRefusalsAreNoLossOfTheLedger() {
        Tally tally = new Tally();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT; seed++) {
            run(seed, tally, Interleaving::runWithoutGraveDisturbances, true);
        }
        System.out.println(tally);
        assertThat(tally.brokenConnectionCount).isGreaterThan(RUN_COUNT);
        assertThat(tally.refusalCount).isGreaterThan(RUN_COUNT / 2);
    }

    @Test
    void anOverloadedMachineIsNoLossOfTheLedgerUnlessAnotherMigratorTakesIt() {
        Tally tally = new Tally();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT / 10; seed++) {
            run(seed, tally, Interleaving::runOnOverloadedMachine, true);
        }
        System.out.println(tally);
        assertThat(tally.takeOverCount).isGreaterThan(RUN_COUNT / 100);
    }

    /** Runs the history of a seed. A failure is reported with all events that led to it. */
    private static void run(int seed, Tally tally, Consumer<Interleaving> scenario, boolean listsTruthfully) {
        try {
            scenario.accept(new Interleaving(seed, listsTruthfully, tally, null));
        } catch (ModelServer.Violation violation) {
            List<String> traceLines = new ArrayList<>();
            assertThatThrownBy(() -> scenario.accept(new Interleaving(seed, listsTruthfully, new Tally(), traceLines)))
                    .isInstanceOf(ModelServer.Violation.class);
            throw new AssertionError(
                    "seed " + seed + ": " + violation.getMessage() + "\n" + String.join("\n", traceLines), violation);
        }
    }
}
