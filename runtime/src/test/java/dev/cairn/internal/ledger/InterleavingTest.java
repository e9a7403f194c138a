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
        EventCounts eventCounts = new EventCounts();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT; seed++) {
            run(seed, eventCounts, Interleaving::run, true);
        }
        System.out.println(eventCounts);
        assertThat(eventCounts.takeOverCount).isGreaterThan(RUN_COUNT / 10);
        assertThat(eventCounts.orphanStateCount).isGreaterThan(RUN_COUNT / 100);
        assertThat(eventCounts.lostOwnerCount).isGreaterThan(RUN_COUNT / 10);
        assertThat(eventCounts.recreatedDatabaseCount).isGreaterThan(RUN_COUNT / 100);
        assertThat(eventCounts.uncheckedDatabaseCount).isLessThan(eventCounts.recreatedDatabaseCount / 6);
    }

    @Test
    void theSameHistoriesFailWithoutTheLedgerCheck() {
        assertThatThrownBy(() -> {
                    for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT; seed++) {
                        run(seed, new EventCounts(), Interleaving::run, false);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed ");
    }

    @Test
    void undisturbedMigratorsKeepTheLedgerUntilTheyHaveReleasedIt() {
        EventCounts eventCounts = new EventCounts();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT; seed++) {
            run(seed, eventCounts, Interleaving::runUndisturbed, true);
        }
        assertThat(eventCounts.requestCount).isGreaterThan(RUN_COUNT * 50L);
    }

    @Test
    void brokenConnectionsAndRefusalsAreNoLossOfTheLedger() {
        EventCounts eventCounts = new EventCounts();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT; seed++) {
            run(seed, eventCounts, Interleaving::runWithoutGraveDisturbances, true);
        }
        System.out.println(eventCounts);
        assertThat(eventCounts.brokenConnectionCount).isGreaterThan(RUN_COUNT);
        assertThat(eventCounts.refusalCount).isGreaterThan(RUN_COUNT / 2);
    }

    @Test
    void anOverloadedMachineIsNoLossOfTheLedgerUnlessAnotherMigratorTakesIt() {
        EventCounts eventCounts = new EventCounts();
        for (int seed = FIRST_SEED; seed < FIRST_SEED + RUN_COUNT / 10; seed++) {
            run(seed, eventCounts, Interleaving::runOnOverloadedMachine, true);
        }
        System.out.println(eventCounts);
        assertThat(eventCounts.takeOverCount).isGreaterThan(RUN_COUNT / 100);
    }

    /** Runs the history of a seed. A failure is reported with all events that led to it. */
    private static void run(
            int seed, EventCounts eventCounts, Consumer<Interleaving> scenario, boolean listsTruthfully) {
        try {
            scenario.accept(new Interleaving(seed, listsTruthfully, eventCounts, null));
        } catch (ModelServer.Violation violation) {
            List<String> traceLines = new ArrayList<>();
            assertThatThrownBy(() ->
                            scenario.accept(new Interleaving(seed, listsTruthfully, new EventCounts(), traceLines)))
                    .isInstanceOf(ModelServer.Violation.class);
            throw new AssertionError(
                    "seed " + seed + ": " + violation.getMessage() + "\n" + String.join("\n", traceLines), violation);
        }
    }
}
