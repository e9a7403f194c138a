package dev.cairn.embedded.corpus;

import static dev.cairn.embedded.corpus.Check.ACCEPTED;
import static dev.cairn.embedded.corpus.Check.ERRNO;
import static dev.cairn.embedded.corpus.Check.REFUSED;
import static dev.cairn.embedded.corpus.Check.ROWS;
import static dev.cairn.embedded.corpus.Check.SHOWN;
import static dev.cairn.embedded.corpus.Check.SPECIAL_ERRNO;
import static dev.cairn.embedded.corpus.Check.SQLSTATE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.AgreementRates;
import dev.cairn.corpus.KnownDifferences;
import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Verdict;
import dev.cairn.random.Breadth;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The embedded server answers clients of the driver as a real server did. The short form replays a sample of the
 * scripts.
 */
@Tag(Breadth.LONG)
class CorpusReplayTest {
    /** The number of scripts of which the short form includes one. */
    private static final int SAMPLE_INTERVAL = 9;

    private static final Path DIFFERENCES_FOLDER = Path.of("src/test/resources/dev/cairn/embedded/corpus");

    private static final Map<Check, Double> MIN_PERCENTAGES = new EnumMap<>(Map.of(
            ACCEPTED, 99.0,
            SHOWN, 99.0,
            ROWS, 95.0,
            REFUSED, 95.0,
            ERRNO, 98.0,
            SPECIAL_ERRNO, 85.0,
            SQLSTATE, 95.0));

    @Test
    void scriptsOfThisProjectOn41() throws SQLException, IOException {
        checkAnswers(Recording.MATRIX, 0);
    }

    @Test
    void mutatedScriptsOn41() throws SQLException, IOException {
        checkAnswers(Recording.MUTATIONS, 0);
    }

    @Test
    void mutatedScriptsInSharedDataMode() throws SQLException, IOException {
        checkAnswers(Recording.MUTATIONS_SHARED_DATA, 0);
    }

    @Test
    void mutatedScriptsInSharedDataModeOn35() throws SQLException, IOException {
        checkAnswers(Recording.MUTATIONS_3_5_SHARED_DATA, 0);
    }

    @Test
    void statementsOfUpstreamDocumentationAndTestsOn41() throws SQLException, IOException {
        checkAnswers(Recording.UPSTREAM, 1);
    }

    @Test
    void scriptsOfThisProjectOn35() throws SQLException, IOException {
        checkAnswers(Recording.MATRIX_3_5, 2);
    }

    @Test
    void scriptsOfThisProjectInSharedDataMode() throws SQLException, IOException {
        checkAnswers(Recording.MATRIX_SHARED_DATA, 2);
    }

    private static void checkAnswers(Recording recording, double allowance) throws SQLException, IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        List<Verdict> verdicts = Replay.replayAll(recording, recording.scripts(SAMPLE_INTERVAL));
        System.out.println("\n" + recording.label());
        AgreementRates rates = new AgreementRates(verdicts);
        rates.print(Check.values(), System.out);
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(verdicts).isNotEmpty();
        MIN_PERCENTAGES.forEach((check, minPercentage) -> softly.assertThat(rates.percent(check))
                .as("%s of %s, in percent", check, recording.label())
                .isGreaterThanOrEqualTo(minPercentage - allowance));
        softly.assertThat(KnownDifferences.forRecording(DIFFERENCES_FOLDER, recording)
                        .ofSample(SAMPLE_INTERVAL)
                        .withoutEngineDifferences(recording)
                        .findProblems(verdicts))
                .isEmpty();
        softly.assertAll();
    }
}
