package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.upgrade.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The time at or after which the steps under way were begun is kept over take-overs, and never too late. */
class OwnerTokenTest {
    private static final Optional<Instant> NOW = Optional.of(Instant.ofEpochSecond(1_763_880_000));
    private static final Optional<Instant> LATER = Optional.of(Instant.ofEpochSecond(1_763_990_000));

    private final LedgerState idle = LedgerState.initial("4.1/shared-nothing");

    private LedgerState busy(String owner) {
        return idle.withOwner(owner, Duration.ofSeconds(30))
                .startRun(Direction.UPGRADE, 1, "h1:1", 2)
                .startStep(1)
                .withWriter(owner);
    }

    @Test
    void anOwnerWithoutInterruptedStepsBeginsThemAfterItHasReadTheTime() {
        assertThat(OwnerToken.forAcquirer("ci/1", idle, NOW)).isEqualTo("ci/1~1763880000");
        assertThat(OwnerToken.earliestStepStart("ci/1~1763880000")).isEqualTo(NOW);
        assertThat(OwnerToken.forAcquirer("ci/1", idle, Optional.empty())).isEqualTo("ci/1");
    }

    @Test
    void interruptedStepsKeepTheTimeOfTheirFirstOwner() {
        String first = OwnerToken.forAcquirer("ci/1", idle, NOW);
        String second = OwnerToken.forAcquirer("ci/2", busy(first), LATER);
        assertThat(OwnerToken.earliestStepStart(second)).isEqualTo(NOW);
        assertThat(OwnerToken.earliestStepStart(
                        OwnerToken.forAcquirer("ci/3", busy(second).release(), LATER)))
                .isEqualTo(NOW);
    }

    @Test
    void stepsOfAnOwnerWithoutATimeHaveNone() {
        String second = OwnerToken.forAcquirer("ci/2", busy("an older Cairn"), NOW);
        assertThat(second).isEqualTo("ci/2");
        assertThat(OwnerToken.earliestStepStart(OwnerToken.forAcquirer("ci/3", busy(second), LATER)))
                .isEmpty();
    }
}
