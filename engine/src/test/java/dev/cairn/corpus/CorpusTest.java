package dev.cairn.corpus;

import static dev.cairn.corpus.Check.ACCEPTED;
import static dev.cairn.corpus.Check.ACTIVE;
import static dev.cairn.corpus.Check.COLUMN_NAMES;
import static dev.cairn.corpus.Check.COLUMN_NOT_NULL;
import static dev.cairn.corpus.Check.COLUMN_NULLABLE;
import static dev.cairn.corpus.Check.COLUMN_TYPES;
import static dev.cairn.corpus.Check.ERRNO;
import static dev.cairn.corpus.Check.HISTORY;
import static dev.cairn.corpus.Check.INACTIVE;
import static dev.cairn.corpus.Check.PARSED;
import static dev.cairn.corpus.Check.REFUSED;
import static dev.cairn.corpus.Check.SHOWN;
import static dev.cairn.corpus.Check.SPECIAL_ERRNO;
import static dev.cairn.corpus.Check.TEXT;
import static dev.cairn.corpus.Check.VIEW_ACCEPTED;
import static dev.cairn.corpus.Check.VIEW_ERRNO;
import static dev.cairn.corpus.Check.VIEW_REFUSED;
import static dev.cairn.corpus.Check.VIEW_SHOWN;
import static dev.cairn.corpus.Check.VIEW_SPECIAL_ERRNO;
import static dev.cairn.corpus.Check.WORDS;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The engine answers as a real server did. */
class CorpusTest {
    private static final Path DIFFERENCES = Path.of("src/test/resources/dev/cairn/corpus");

    /** The least rates, in percent, by what they are rates of. */
    private static final Map<Check, Double> LEAST = Map.ofEntries(
            entry(PARSED, 100.0),
            entry(TEXT, 99.5),
            entry(ACCEPTED, 99.0),
            entry(SHOWN, 99.0),
            entry(REFUSED, 95.0),
            entry(ERRNO, 98.0),
            entry(SPECIAL_ERRNO, 85.0),
            entry(WORDS, 70.0),
            entry(HISTORY, 97.0),
            entry(VIEW_ACCEPTED, 98.0),
            entry(VIEW_SHOWN, 98.0),
            entry(VIEW_REFUSED, 92.0),
            entry(VIEW_ERRNO, 98.0),
            entry(VIEW_SPECIAL_ERRNO, 80.0),
            entry(ACTIVE, 97.0),
            entry(INACTIVE, 90.0),
            entry(COLUMN_NAMES, 99.0),
            entry(COLUMN_TYPES, 95.0),
            entry(COLUMN_NULLABLE, 98.0),
            entry(COLUMN_NOT_NULL, 80.0));

    private static final Map<Check, Double> ALL = Map.of(ACCEPTED, 100.0, SHOWN, 100.0, REFUSED, 100.0, ERRNO, 100.0);

    @Test
    void statementsOfOurOwnOn41() throws IOException {
        compareAnswers(Recording.MATRIX, LEAST, 0);
    }

    @Test
    void mutatedStatementsOn41() throws IOException {
        compareAnswers(Recording.MUTATIONS, ALL, 0);
    }

    @Test
    void mutatedStatementsInSharedDataMode() throws IOException {
        compareAnswers(Recording.MUTATIONS_SHARED_DATA, ALL, 0);
    }

    @Test
    void mutatedStatementsInSharedDataModeOn35() throws IOException {
        compareAnswers(Recording.MUTATIONS_3_5_SHARED_DATA, ALL, 0);
    }

    @Test
    void statementsOfTheServersOwnDocumentationAndTestsOn41() throws IOException {
        compareAnswers(Recording.UPSTREAM, with(Map.of(PARSED, 99.5, ACCEPTED, 98.0, SHOWN, 98.0)), 0);
    }

    @Test
    void statementsOfOurOwnOn35() throws IOException {
        compareAnswers(Recording.MATRIX_3_5, LEAST, 2);
    }

    @Test
    void statementsOfOurOwnInSharedDataMode() throws IOException {
        compareAnswers(Recording.MATRIX_SHARED_DATA, LEAST, 2);
    }

    private static Map<Check, Double> with(Map<Check, Double> others) {
        Map<Check, Double> rates = new EnumMap<>(LEAST);
        rates.putAll(others);
        return rates;
    }

    private static void compareAnswers(Recording recording, Map<Check, Double> least, double allowance)
            throws IOException {
        assumeTrue(recording.isThere(), recording::whyNotThere);
        List<Verdict> verdicts = CorpusReport.replay(recording);
        assertThat(verdicts).isNotEmpty();
        System.out.println("\n" + recording.label());
        Rates rates = new Rates(verdicts);
        rates.print(Check.values(), System.out);
        SoftAssertions all = new SoftAssertions();
        least.forEach((check, rate) -> all.assertThat(rates.percent(check))
                .as("%s of %s, in percent", check, recording.label())
                .isGreaterThanOrEqualTo(rate - allowance));
        all.assertThat(KnownDifferences.in(DIFFERENCES, recording).compare(verdicts))
                .isEmpty();
        all.assertAll();
    }
}
