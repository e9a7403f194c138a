package dev.cairn.spring.actuate;

import dev.cairn.DataTestReport;
import dev.cairn.DataTestResult;
import dev.cairn.spring.actuate.SchemaState.Health;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of the data tests of a schema, as operators see them in JSON, which omits components that are null. The
 * results contain no rows.
 *
 * @param status whether all tests passed; null before the first run has ended
 * @param tests the number of tests; null if they have not run
 * @param failed the outcomes of the tests that did not pass, by the names of the tests; null if the tests have not run
 * @param finished when the tests ended; null before the first run has ended
 * @param error why the tests could not be run; null if they could
 */
record DataTestState(
        @Nullable Health status,
        @Nullable Integer tests,
        @Nullable Map<String, String> failed,
        @Nullable Instant finished,
        @Nullable String error) {
    /** The state before the first run has ended. */
    static final DataTestState UNKNOWN = new DataTestState(null, null, null, null, null);

    static DataTestState of(DataTestReport report, Instant finishTime) {
        Map<String, String> outcomeByTestName = new LinkedHashMap<>();
        List<DataTestResult> results = report.results();
        results.stream()
                .filter(result -> !result.hasPassed())
                .forEach(result -> outcomeByTestName.put(result.test().toString(), result.describeOutcome()));
        return new DataTestState(
                outcomeByTestName.isEmpty() ? Health.UP : Health.DOWN,
                results.size(),
                outcomeByTestName,
                finishTime,
                null);
    }

    static DataTestState ofError(String error, Instant finishTime) {
        return new DataTestState(Health.DOWN, null, null, finishTime, error);
    }
}
