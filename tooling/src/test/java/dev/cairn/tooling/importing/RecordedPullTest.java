package dev.cairn.tooling.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Recording;
import dev.cairn.embedded.replay.RecordedMoment;
import dev.cairn.random.Breadth;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The objects of a real server become records without a difference, in either direction. */
@Tag(Breadth.LONG)
class RecordedPullTest {
    /**
     * The number of objects of which at most one is reported, because no record can express it. In a small recording,
     * one object may be reported.
     */
    private static final int OBJECTS_PER_REPORTED_ONE = 100;

    /** The number of scripts of which the short form includes one; all of them take minutes. */
    private static final int SAMPLE_INTERVAL = 120;

    @ParameterizedTest
    @EnumSource
    void pulledRecordsDeclareTheLiveObjects(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        RecordedPull pull = new RecordedPull(recording.profile());
        pull.verify(RecordedMoment.distinct(recording, recording.scripts(SAMPLE_INTERVAL)));
        int equalCount = pull.objectCount()
                - pull.differences().size()
                - pull.reportedObjects().size();
        double percent = 100.0 * equalCount / pull.objectCount();
        System.out.printf(
                Locale.ROOT,
                "%s: %d objects, %.2f %% the same, %d named, %d differ%n",
                recording.label(),
                pull.objectCount(),
                percent,
                pull.reportedObjects().size(),
                pull.differences().size());
        pull.reportedObjects().forEach((object, reason) -> System.out.println("  named " + object + "\t" + reason));
        assertThat(pull.differences()).isEmpty();
        if (Breadth.isLong()) {
            assertThat(pull.reportedObjects())
                    .hasSizeLessThanOrEqualTo(Math.max(1, pull.objectCount() / OBJECTS_PER_REPORTED_ONE));
        }
    }
}
