package dev.cairn.tooling.importing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.AgreementRates;
import dev.cairn.corpus.KnownDifferences;
import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Verdict;
import dev.cairn.random.Breadth;
import dev.cairn.sql.ast.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All objects that a real server created can be declared by records that create the same objects. The short form
 * declares those of a sample of the scripts.
 */
@Tag(Breadth.LONG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedSchemasTest {
    /** The number of scripts of which the short form includes one. */
    private static final int SAMPLE_INTERVAL = 10;

    private static final Path DIFFERENCES = Path.of("src/test/resources/dev/cairn/tooling/importing");

    private final Map<String, List<Statement>> statementsByRecords = new HashMap<>();

    @ParameterizedTest
    @EnumSource
    void recordsDeclareTheObjectsOfTheirDdl(Recording recording) throws IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        RoundTrip roundTrip = new RoundTrip(recording, SAMPLE_INTERVAL, statementsByRecords);
        List<Verdict> verdicts = roundTrip.collectVerdicts();
        System.out.println("\n" + recording.label() + ": " + roundTrip.columnCounts());
        AgreementRates agreementRates = new AgreementRates(verdicts);
        agreementRates.print(RoundTrip.Check.values(), System.out);
        SoftAssertions assertions = new SoftAssertions();
        // A selection and a sample are judged by the list of known differences alone.
        boolean isRated = Breadth.isLong() && !recording.isSelection();
        RoundTrip.Check[] ratedChecks = isRated ? RoundTrip.Check.values() : new RoundTrip.Check[0];
        for (RoundTrip.Check check : ratedChecks) {
            assertions
                    .assertThat(agreementRates.percent(check))
                    .as("%s of %s, in percent", check, recording.label())
                    .isGreaterThanOrEqualTo(check == RoundTrip.Check.CHANGED ? 97 : 98);
        }
        assertions
                .assertThat(roundTrip.columnCounts().percentOfSqlTypes())
                .as("@SqlType, in percent")
                .isLessThanOrEqualTo(1);
        assertions
                .assertThat(KnownDifferences.forRecording(DIFFERENCES, recording)
                        .ofSample(SAMPLE_INTERVAL)
                        .findProblems(verdicts))
                .isEmpty();
        assertions.assertAll();
    }
}
