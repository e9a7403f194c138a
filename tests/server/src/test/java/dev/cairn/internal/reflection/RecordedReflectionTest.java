package dev.cairn.internal.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.random.Breadth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Objects that a server printed are equal to the objects that their statements create. The short form reads those of a
 * sample of the scripts.
 */
@Tag(Breadth.LONG)
class RecordedReflectionTest {
    /** The number of scripts of which the short form includes one. */
    private static final int SAMPLE_INTERVAL = 3;

    /** The known differences: in each line, the name of the text, a tab and the reason. */
    private static final Path KNOWN_DIFFERENCES_FILE =
            Path.of("src/test/resources/dev/cairn/internal/reflection/drift.tsv");

    /** Returns the least percentage of texts without drift; one small recording has a text that can't be parsed. */
    private static double minMatchPercent(Recording recording) {
        return recording == Recording.MUTATIONS_3_5_SHARED_DATA ? 90 : 99;
    }

    @ParameterizedTest
    @EnumSource
    void recordedTextsThatDifferFromTheirStatementsAreFewAndListed(Recording recording) throws IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        List<Script> scripts = recording.scripts(SAMPLE_INTERVAL);
        RecordedDrift drift = RecordedDrift.ofParsed(recording, scripts);
        double percent = 100.0 * (drift.definitionCount() - drift.differences().size()) / drift.definitionCount();
        System.out.printf(
                Locale.ROOT,
                "%s: %d texts, %.2f %% without drift%n",
                recording.label(),
                drift.definitionCount(),
                percent);
        SoftAssertions assertions = new SoftAssertions();
        assertions.assertThat(drift.definitionCount()).isGreaterThan(scripts.size() / 2);
        assertions.assertThat(percent).isGreaterThanOrEqualTo(minMatchPercent(recording));
        Map<String, String> reasons = readReasons(recording);
        drift.differences()
                .forEach((id, problems) ->
                        assertions.assertThat(reasons).as("%s", problems).containsKey(id));
        assertions
                .assertThat(drift.differences().keySet())
                .as("listed, but no longer differing")
                .containsAll(reasons.keySet());
        assertions.assertAll();
    }

    /**
     * Texts that equal the expected ones are not parsed, and have no difference that parsed texts do not have.
     */
    @ParameterizedTest
    @EnumSource
    void expectedTextsHaveNoDriftThatParsedTextsDoNotHave(Recording recording) throws IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        List<Script> scripts = recording.scripts(SAMPLE_INTERVAL);
        RecordedDrift drift = RecordedDrift.of(recording, scripts);
        assertThat(drift.definitionCount()).isGreaterThan(scripts.size() / 2);
        assertThat(readReasons(recording).keySet())
                .containsAll(drift.differences().keySet());
    }

    private static Map<String, String> readReasons(Recording recording) throws IOException {
        return Files.readAllLines(KNOWN_DIFFERENCES_FILE).stream()
                .filter(line -> line.startsWith(recording.label() + " "))
                .map(line -> line.substring(recording.label().length() + 1).split("\t", 2))
                .filter(line -> Breadth.includes(line[0].substring(0, line[0].indexOf('#')), SAMPLE_INTERVAL))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }
}
