package dev.cairn.internal.run.step.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.copy.CopySize;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.copy.PartitionState;
import dev.cairn.internal.run.step.evidence.OverwriteEvidence.Outcome;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The partitions show whether an INSERT OVERWRITE has replaced them. */
class OverwriteEvidenceTest {
    /** @param versionById the version of each partition by its id */
    private static PartitionSnapshot createSnapshot(Map<Long, Long> versionById) {
        TreeMap<String, PartitionState> stateByName = new TreeMap<>();
        versionById.forEach((id, version) -> stateByName.put(
                "p" + id, new PartitionState("p" + id, "", new TreeMap<>(Map.of(id, version)), new CopySize(0, 0))));
        return new PartitionSnapshot(stateByName);
    }

    private static Outcome determineOutcome(Map<Long, Long> versionsBefore, Map<Long, Long> versionsAfter) {
        OverwriteEvidence evidence = OverwriteEvidence.of(17, createSnapshot(versionsBefore));
        OverwriteEvidence parsedEvidence =
                OverwriteEvidence.parse(evidence.format()).orElseThrow();
        assertThat(parsedEvidence).isEqualTo(evidence);
        return parsedEvidence.determineOutcome(createSnapshot(versionsAfter));
    }

    @Test
    void aReplacedPartitionHasAnotherId() {
        assertThat(determineOutcome(Map.of(4L, 3L, 5L, 2L), Map.of(4L, 3L, 9L, 2L)))
                .isEqualTo(Outcome.REPLACED);
        assertThat(determineOutcome(Map.of(), Map.of(9L, 2L))).isEqualTo(Outcome.REPLACED);
    }

    @Test
    void unchangedVersionsShowThatNothingWasReplaced() {
        assertThat(determineOutcome(Map.of(4L, 3L, 5L, 1L), Map.of(4L, 3L, 5L, 1L)))
                .isEqualTo(Outcome.NOT_REPLACED);
    }

    /** Another client has written rows, also into a partition that the server has created for them. */
    @Test
    void rowsOfOthersShowNothing() {
        assertThat(determineOutcome(Map.of(4L, 3L), Map.of(4L, 4L))).isEqualTo(Outcome.ROWS_CHANGED);
        assertThat(determineOutcome(Map.of(4L, 3L), Map.of(4L, 3L, 9L, 2L))).isEqualTo(Outcome.ROWS_CHANGED);
    }

    @Test
    void anOlderNoteHasOnlyTheNumberOfTheLabel() {
        assertThat(OverwriteEvidence.parse("17")).contains(OverwriteEvidence.ofLabel(17));
        assertThat(OverwriteEvidence.ofLabel(17).format()).isEqualTo("17");
        assertThat(OverwriteEvidence.parse("older")).isEmpty();
    }
}
