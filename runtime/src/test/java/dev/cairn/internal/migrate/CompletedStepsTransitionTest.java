package dev.cairn.internal.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.upgrade.Direction;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CompletedStepsTransitionTest {
    private static final LedgerState IDLE_STATE = LedgerState.initial("4.1/shared-nothing");
    private static final LedgerState RUNNING_STATE = IDLE_STATE
            .withStartedMigration(Direction.UPGRADE, 3, "h1:3", 17)
            .withStartedStep(1)
            .withStartedStep(2);

    private final CompletedStepsTransition transition = new CompletedStepsTransition();

    private static CompletedStepsTransition.UnrecordedSteps createEndedSteps(Direction direction, int migrationNumber) {
        SortedMap<Integer, String> stepHashes = new TreeMap<>(Map.of(1, "aa", 2, "bb", 3, "cc"));
        return new CompletedStepsTransition.UnrecordedSteps(direction, migrationNumber, "h1:3", Set.of(2), stepHashes);
    }

    @Test
    void aHeartbeatRecordsEndedSteps() {
        transition.setUnrecordedSteps(createEndedSteps(Direction.UPGRADE, 3));

        LedgerState recordedState = transition.apply(RUNNING_STATE, 18);

        assertThat(recordedState.completedStepNumbers()).containsExactly(2);
        assertThat(recordedState.openStepNumbers()).containsExactly(1);
        assertThat(recordedState.hashByStepNumber()).isEqualTo(Map.of(1, "aa", 2, "bb"));
        assertThat(transition.apply(recordedState, 19)).isEqualTo(recordedState);
    }

    @Test
    void endedStepsOfAnotherRunAreIgnored() {
        assertThat(transition.apply(RUNNING_STATE, 18)).isEqualTo(RUNNING_STATE);

        transition.setUnrecordedSteps(createEndedSteps(Direction.DOWNGRADE, 3));
        assertThat(transition.apply(RUNNING_STATE, 18)).isEqualTo(RUNNING_STATE);

        transition.setUnrecordedSteps(createEndedSteps(Direction.UPGRADE, 2));
        assertThat(transition.apply(RUNNING_STATE, 18)).isEqualTo(RUNNING_STATE);
        assertThat(transition.apply(IDLE_STATE, 18)).isEqualTo(IDLE_STATE);
    }
}
