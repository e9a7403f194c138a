package dev.cairn.cli.pull;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Recording;
import java.nio.file.Path;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real server held becomes records, and from that server to those records nothing leads, in either direction. */
class RecordedPullTest {
    /** Most of what is missing are materialized views that were inactive just then, which no record says. */
    private static final double LEAST_PERCENT = 98;

    /** All recordings take minutes; without it, the first one has to do. */
    private static final String ALL = "cairn.pull.all";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"MATRIX", "UPSTREAM"})
    void whatIsPulledIsWhatIsThere(Recording recording) {
        assumeTrue(recording.isThere(), recording::whyNotThere);
        assumeTrue(recording == Recording.MATRIX || Boolean.getBoolean(ALL), "-D" + ALL + "=true tries this one too");
        RecordedPull pull = new RecordedPull(recording.profile(), folder);
        pull.judge(RecordedMoment.of(recording));
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
        pull.differing().forEach((object, how) -> System.out.println("  differs " + object + "\t" + how));
        SoftAssertions all = new SoftAssertions();
        all.assertThat(percent).isGreaterThanOrEqualTo(LEAST_PERCENT);
        all.assertAll();
    }
}
