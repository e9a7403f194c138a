package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine answers as real servers did, except for the known differences. */
class CorpusTest {
    private static final Path DIFFERENCES_FOLDER = Path.of("src/test/resources/dev/cairn/corpus");

    @Test
    void ownStatementsOn41() throws IOException {
        compareAnswers(Recording.MATRIX);
    }

    @Test
    void mutatedStatementsOn41() throws IOException {
        compareAnswers(Recording.MUTATIONS);
    }

    @Test
    void mutatedStatementsInSharedDataMode() throws IOException {
        compareAnswers(Recording.MUTATIONS_SHARED_DATA);
    }

    @Test
    void mutatedStatementsInSharedDataModeOn35() throws IOException {
        compareAnswers(Recording.MUTATIONS_3_5_SHARED_DATA);
    }

    @Test
    void statementsOfTheDocumentationAndTestsOfStarRocksOn41() throws IOException {
        compareAnswers(Recording.UPSTREAM);
    }

    @Test
    void ownStatementsOn35() throws IOException {
        compareAnswers(Recording.MATRIX_3_5);
    }

    @Test
    void ownStatementsInSharedDataMode() throws IOException {
        compareAnswers(Recording.MATRIX_SHARED_DATA);
    }

    private static void compareAnswers(Recording recording) throws IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        List<Verdict> verdicts = CorpusReport.replay(recording);
        assertThat(verdicts).isNotEmpty();
        System.out.println("\n" + recording.label());
        new AgreementRates(verdicts).print(Check.values(), System.out);
        assertThat(KnownDifferences.forRecording(DIFFERENCES_FOLDER, recording).findProblems(verdicts))
                .isEmpty();
    }
}
