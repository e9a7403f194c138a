package dev.cairn;

import java.util.List;

/**
 * The results of data tests.
 *
 * @param schema the name of the schema
 * @param results the results in the order of the schema
 */
public record DataTestReport(String schema, List<DataTestResult> results) {
    public DataTestReport {
        results = List.copyOf(results);
    }

    /** Returns whether all tests passed. */
    public boolean isPassed() {
        return results.stream().allMatch(DataTestResult::hasPassed);
    }

    /** Returns the results of the tests that found failing rows, in their order. */
    public List<DataTestResult> failures() {
        return results.stream().filter(result -> result.failureCount() > 0).toList();
    }

    /** Returns the results of the tests whose queries could not be run, in their order. */
    public List<DataTestResult> errors() {
        return results.stream().filter(result -> result.error().isPresent()).toList();
    }
}
