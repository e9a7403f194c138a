package dev.cairn.tooling.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Recording;
import dev.cairn.embedded.replay.RecordedMoment;
import dev.cairn.random.Breadth;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The objects of a real server become records without a difference, in either direction. */
@Tag(Breadth.LONG)
class RecordedPullTest {
    /** At most one of so many objects, or one of a small recording, is named because no record can express it. */
    private static final int ONE_NAMED_OF = 100;

    /** The short form pulls one of so many moments; all of them take minutes. */
    private static final int ONE_OF = 20;

    @ParameterizedTest
    @EnumSource
    void pulledRecordsDeclareTheLiveObjects(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        boolean all = Breadth.isLong();
        RecordedPull pull = new RecordedPull(recording.profile());
        List<RecordedMoment> moments = RecordedMoment.distinct(recording);
        pull.verify(all ? moments : some(moments));
        int whole = pull.objects() - pull.differing().size() - pull.named().size();
        double percent = 100.0 * whole / pull.objects();
        System.out.printf(
                Locale.ROOT,
                "%s: %d objects, %.2f %% the same, %d named, %d differ%n",
                recording.label(),
                pull.objects(),
                percent,
                pull.named().size(),
                pull.differing().size());
        pull.named().forEach((object, why) -> System.out.println("  named " + object + "\t" + why));
        assertThat(pull.differing()).isEmpty();
        if (all) {
            assertThat(pull.named()).hasSizeLessThanOrEqualTo(Math.max(1, pull.objects() / ONE_NAMED_OF));
        }
    }

    private static List<RecordedMoment> some(List<RecordedMoment> moments) {
        return IntStream.range(0, moments.size())
                .filter(i -> i % ONE_OF == 0)
                .mapToObj(moments::get)
                .toList();
    }
}
