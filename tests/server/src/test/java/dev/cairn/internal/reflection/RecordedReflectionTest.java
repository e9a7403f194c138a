package dev.cairn.internal.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects that a server printed are equal to the objects that their statements create. */
class RecordedReflectionTest {
    /** The known differences: a name, a tab and the reason. */
    private static final Path KNOWN = Path.of("src/test/resources/dev/cairn/internal/reflection/drift.tsv");

    /** One of the few texts of the recording of shared-data servers of version 3.5 can't be parsed. */
    private static double leastPercent(Recording recording) {
        return recording == Recording.MUTATIONS_3_5_SHARED_DATA ? 90 : 99;
    }

    @ParameterizedTest
    @EnumSource
    void recordedTextsThatDifferFromTheirStatementsAreFewAndListed(Recording recording) throws IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        RecordedDrift drift = RecordedDrift.ofParsed(recording);
        double percent = 100.0 * (drift.shown() - drift.differences().size()) / drift.shown();
        System.out.printf(
                Locale.ROOT, "%s: %d texts, %.2f %% without drift%n", recording.label(), drift.shown(), percent);
        SoftAssertions all = new SoftAssertions();
        all.assertThat(drift.shown()).isGreaterThan(recording.scripts().size() / 2);
        all.assertThat(percent).isGreaterThanOrEqualTo(leastPercent(recording));
        Map<String, String> reasons = reasons(recording);
        drift.differences()
                .forEach((id, problems) ->
                        all.assertThat(reasons).as("%s", problems).containsKey(id));
        all.assertThat(drift.differences().keySet())
                .as("listed, but no longer differing")
                .containsAll(reasons.keySet());
        all.assertAll();
    }

    /** An expected text is not parsed, so the check says no more about it than it would after parsing it. */
    @ParameterizedTest
    @EnumSource
    void expectedTextsHaveNoDriftThatParsedTextsDoNotHave(Recording recording) throws IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        RecordedDrift drift = RecordedDrift.of(recording);
        assertThat(drift.shown()).isGreaterThan(recording.scripts().size() / 2);
        assertThat(reasons(recording).keySet()).containsAll(drift.differences().keySet());
    }

    private static Map<String, String> reasons(Recording recording) throws IOException {
        return Files.readAllLines(KNOWN).stream()
                .filter(line -> line.startsWith(recording.label() + " "))
                .map(line -> line.substring(recording.label().length() + 1).split("\t", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }
}
