package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.upgrade.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Tests that the earliest start of interrupted steps survives take-overs, and that it is never later than the start of
 * such a step.
 */
class OwnerTokenTest {
    private static final Optional<Instant> NOW = Optional.of(Instant.ofEpochSecond(1_763_880_000));
    private static final Optional<Instant> LATER = Optional.of(Instant.ofEpochSecond(1_763_990_000));

    private final LedgerState idleState = LedgerState.initial("4.1/shared-nothing");

    private LedgerState createStateWithStep(String owner) {
        return idleState
                .withOwner(owner, Duration.ofSeconds(30))
                .withStartedMigration(Direction.UPGRADE, 1, "h1:1", 2)
                .withStartedStep(1)
                .withWriter(owner);
    }

    @Test
    void theOwnerOfAnIdleLedgerHasTheTimeOfItsAcquisition() {
        assertThat(OwnerToken.createForAcquirer("ci/1", idleState, NOW)).isEqualTo("ci/1~1763880000");
        assertThat(OwnerToken.parseEarliestStepStart("ci/1~1763880000")).isEqualTo(NOW);
        assertThat(OwnerToken.createForAcquirer("ci/1", idleState, Optional.empty()))
                .isEqualTo("ci/1");
    }

    @Test
    void interruptedStepsKeepTheTimeOfTheirFirstOwner() {
        String firstToken = OwnerToken.createForAcquirer("ci/1", idleState, NOW);
        String secondToken = OwnerToken.createForAcquirer("ci/2", createStateWithStep(firstToken), LATER);
        assertThat(OwnerToken.parseEarliestStepStart(secondToken)).isEqualTo(NOW);
        assertThat(OwnerToken.parseEarliestStepStart(OwnerToken.createForAcquirer(
                        "ci/3", createStateWithStep(secondToken).withoutOwner(), LATER)))
                .isEqualTo(NOW);
    }

    @Test
    void stepsOfAnOwnerWithoutATimeHaveNoEarliestStart() {
        String secondToken = OwnerToken.createForAcquirer("ci/2", createStateWithStep("an older Cairn"), NOW);
        assertThat(secondToken).isEqualTo("ci/2");
        assertThat(OwnerToken.parseEarliestStepStart(
                        OwnerToken.createForAcquirer("ci/3", createStateWithStep(secondToken), LATER)))
                .isEmpty();
    }
}
