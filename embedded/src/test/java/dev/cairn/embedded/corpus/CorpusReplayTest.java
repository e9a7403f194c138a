package dev.cairn.embedded.corpus;

import static dev.cairn.embedded.corpus.Verdict.Check.ACCEPTED;
import static dev.cairn.embedded.corpus.Verdict.Check.ERRNO;
import static dev.cairn.embedded.corpus.Verdict.Check.REFUSED;
import static dev.cairn.embedded.corpus.Verdict.Check.ROWS;
import static dev.cairn.embedded.corpus.Verdict.Check.SHOWN;
import static dev.cairn.embedded.corpus.Verdict.Check.SPECIAL_ERRNO;
import static dev.cairn.embedded.corpus.Verdict.Check.SQLSTATE;
import static dev.cairn.embedded.corpus.Verdict.Check.WORDS;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.embedded.corpus.Verdict.Check;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Over the driver, the embedded server answers as a real one did. */
class CorpusReplayTest {
    private static final Map<Check, Double> LEAST = new EnumMap<>(Map.of(
            ACCEPTED, 99.0,
            SHOWN, 99.0,
            ROWS, 95.0,
            REFUSED, 95.0,
            ERRNO, 98.0,
            SPECIAL_ERRNO, 85.0,
            SQLSTATE, 95.0,
            WORDS, 70.0));

    @Test
    void statementsOfOurOwnOn41() throws SQLException {
        judge(Recording.MATRIX, 0);
    }

    @Test
    void statementsOfTheServersOwnDocumentationAndTestsOn41() throws SQLException {
        judge(Recording.UPSTREAM, 1);
    }

    @Test
    void statementsOfOurOwnOn35() throws SQLException {
        judge(Recording.MATRIX_3_5, 2);
    }

    @Test
    void statementsOfOurOwnInSharedDataMode() throws SQLException {
        judge(Recording.MATRIX_SHARED_DATA, 2);
    }

    private static void judge(Recording recording, double allowance) throws SQLException {
        assumeTrue(
                recording.path().isPresent(),
                () -> recording.file() + " is not part of the project: set CAIRN_CORPUS to the folder that holds it");
        List<Verdict> verdicts = Replay.of(recording);
        System.out.println("\n" + recording.file());
        CorpusReport.print(verdicts, System.out);
        SoftAssertions all = new SoftAssertions();
        all.assertThat(verdicts).isNotEmpty();
        LEAST.forEach((check, rate) -> all.assertThat(CorpusReport.rate(verdicts, check))
                .as("%s of %s, in percent", check, recording.file())
                .isGreaterThanOrEqualTo(rate - allowance));
        all.assertAll();
    }
}
