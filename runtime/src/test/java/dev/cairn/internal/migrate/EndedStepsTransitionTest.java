package dev.cairn.internal.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.upgrade.Direction;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EndedStepsTransitionTest {
    private static final LedgerState FREE = LedgerState.initial("4.1/shared-nothing");
    private static final LedgerState UNDER_WAY =
            FREE.startRun(Direction.UPGRADE, 3, "h1:3", 17).startStep(1).startStep(2);

    private final EndedStepsTransition transition = new EndedStepsTransition();

    private static EndedStepsTransition.EndedSteps ended(Direction direction, int migration) {
        SortedMap<Integer, String> texts = new TreeMap<>(Map.of(1, "aa", 2, "bb", 3, "cc"));
        return new EndedStepsTransition.EndedSteps(direction, migration, "h1:3", Set.of(2), texts);
    }

    @Test
    void aHeartbeatRecordsEndedSteps() {
        transition.setEndedSteps(ended(Direction.UPGRADE, 3));

        LedgerState written = transition.apply(UNDER_WAY, 18);

        assertThat(written.completedSteps()).containsExactly(2);
        assertThat(written.openSteps()).containsExactly(1);
        assertThat(written.stepHashes()).isEqualTo(Map.of(1, "aa", 2, "bb"));
        assertThat(transition.apply(written, 19)).isEqualTo(written);
    }

    @Test
    void endedStepsOfAnotherRunAreIgnored() {
        assertThat(transition.apply(UNDER_WAY, 18)).isEqualTo(UNDER_WAY);

        transition.setEndedSteps(ended(Direction.DOWNGRADE, 3));
        assertThat(transition.apply(UNDER_WAY, 18)).isEqualTo(UNDER_WAY);

        transition.setEndedSteps(ended(Direction.UPGRADE, 2));
        assertThat(transition.apply(UNDER_WAY, 18)).isEqualTo(UNDER_WAY);
        assertThat(transition.apply(FREE, 18)).isEqualTo(FREE);
    }
}
