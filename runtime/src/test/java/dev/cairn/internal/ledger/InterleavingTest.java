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
 * The protocol over a server in memory, in many random histories with crashes, lost answers, late statements, sleeps
 * beyond the lease, and databases that are recreated. {@code -Dcairn.interleavings=200000} tries more of them, and
 * {@code -Dcairn.seed=24156} begins with another one.
 */
@Tag(Breadth.LONG)
class InterleavingTest {
    private static final int RUNS = Breadth.of("cairn.interleavings", 2_000, 20_000);
    private static final int FIRST = Integer.getInteger("cairn.seed", 0);

    @Test
    void noStepRunsTwiceAndNoMigratorContinuesWithoutTheLedger() {
        Tally tally = new Tally();
        for (int seed = FIRST; seed < FIRST + RUNS; seed++) {
            run(seed, tally, Interleaving::run, true);
        }
        System.out.println(tally);
        assertThat(tally.takeOvers).isGreaterThan(RUNS / 10);
        assertThat(tally.late).isGreaterThan(RUNS / 100);
        assertThat(tally.lost).isGreaterThan(RUNS / 10);
        assertThat(tally.databases).isGreaterThan(RUNS / 100);
        assertThat(tally.muddled).isLessThan(tally.databases / 6);
    }

    @Test
    void theSameHistoriesFailWithoutTheLedgerCheck() {
        assertThatThrownBy(() -> {
                    for (int seed = FIRST; seed < FIRST + RUNS; seed++) {
                        run(seed, new Tally(), Interleaving::run, false);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed ");
    }

    @Test
    void undisturbedMigratorsKeepTheLedgerUntilTheyHaveReleasedIt() {
        Tally tally = new Tally();
        for (int seed = FIRST; seed < FIRST + RUNS; seed++) {
            run(seed, tally, Interleaving::runUndisturbed, true);
        }
        assertThat(tally.requests).isGreaterThan(RUNS * 50L);
    }

    @Test
    void brokenConnectionsAndRefusalsAreNoLossOfTheLedger() {
        Tally tally = new Tally();
        for (int seed = FIRST; seed < FIRST + RUNS; seed++) {
            run(seed, tally, Interleaving::runHarmless, true);
        }
        System.out.println(tally);
        assertThat(tally.breaks).isGreaterThan(RUNS);
        assertThat(tally.refusals).isGreaterThan(RUNS / 2);
    }

    @Test
    void anOverloadedMachineIsNoLossOfTheLedgerUnlessAnotherMigratorTakesIt() {
        Tally tally = new Tally();
        for (int seed = FIRST; seed < FIRST + RUNS / 10; seed++) {
            run(seed, tally, Interleaving::runSlowly, true);
        }
        System.out.println(tally);
        assertThat(tally.takeOvers).isGreaterThan(RUNS / 100);
    }

    /** A failure is reported with the whole history that led to it. */
    private static void run(int seed, Tally tally, Consumer<Interleaving> history, boolean looking) {
        try {
            history.accept(new Interleaving(seed, looking, tally, null));
        } catch (ModelServer.Violation violation) {
            List<String> trace = new ArrayList<>();
            assertThatThrownBy(() -> history.accept(new Interleaving(seed, looking, new Tally(), trace)))
                    .isInstanceOf(ModelServer.Violation.class);
            throw new AssertionError(
                    "seed " + seed + ": " + violation.getMessage() + "\n" + String.join("\n", trace), violation);
        }
    }
}
