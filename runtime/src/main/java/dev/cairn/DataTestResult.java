package dev.cairn;

import dev.cairn.schema.DataTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a data test.
 *
 * @param test the test
 * @param failing the number of rows that its query returns; 0 if the query could not be run
 * @param columns the columns of these rows; empty unless rows were asked for and there are any
 * @param rows some of these rows, with each value as text, or null for NULL
 * @param error why the query could not be run; empty if it was
 * @param time how long the test took
 */
public record DataTestResult(
        DataTest test,
        long failing,
        List<String> columns,
        List<List<@Nullable String>> rows,
        Optional<String> error,
        Duration time) {
    public DataTestResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Returns whether the query was run and returned no rows. */
    public boolean passed() {
        return error.isEmpty() && failing == 0;
    }

    /** Returns a description: {@code orders: amount >= 0: 3 rows fail}. */
    @Override
    public String toString() {
        return test + ": " + outcome();
    }

    /** Returns what happened: {@code passed}, {@code 3 rows fail}, or the error. */
    public String outcome() {
        if (error.isPresent()) {
            return "error: " + error.get();
        }
        return failing == 0 ? "passed" : failing == 1 ? "1 row fails" : failing + " rows fail";
    }
}
