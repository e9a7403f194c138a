package dev.cairn;

import dev.cairn.schema.DataTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a data test.
 *
 * @param test the test
 * @param executedQuery the query that was run, and the part of the object that it read
 * @param failureCount the number of rows that the query returned; 0 if it could not be run
 * @param failingRows some of these rows
 * @param error the reason why the query could not be run; empty if it was run
 * @param duration the duration of the test
 */
public record DataTestResult(
        DataTest test,
        ExecutedQuery executedQuery,
        long failureCount,
        FailingRows failingRows,
        Optional<String> error,
        Duration duration) {
    /**
     * The query of a test, and the partitions that it read.
     *
     * @param sql the query of the rows that break the rule, as it was sent
     * @param partitions the partitions, the oldest first; empty if the query read the whole object
     * @param existingPartitionCount the number of partitions of the object that may have rows; 0 if the query read the
     *     whole object
     */
    public record ExecutedQuery(String sql, List<String> partitions, int existingPartitionCount) {
        public ExecutedQuery {
            partitions = List.copyOf(partitions);
        }

        /** Returns whether the query read only a sample. */
        public boolean isSample() {
            return !partitions.isEmpty();
        }
    }

    /**
     * Rows that break the rule of a test.
     *
     * @param columns the names of the columns; empty if there are no rows
     * @param values the values of each row as text, or null for NULL
     */
    public record FailingRows(List<String> columns, List<List<@Nullable String>> values) {
        /** No rows. */
        public static final FailingRows NONE = new FailingRows(List.of(), List.of());

        public FailingRows {
            columns = List.copyOf(columns);
            List<List<@Nullable String>> copiedRows = new ArrayList<>();
            for (List<@Nullable String> row : values) {
                copiedRows.add(Collections.unmodifiableList(new ArrayList<>(row)));
            }
            values = List.copyOf(copiedRows);
        }
    }

    /** Returns whether the query was run and returned no rows. */
    public boolean hasPassed() {
        return error.isEmpty() && failureCount == 0;
    }

    /** Returns a description: {@code orders: amount >= 0: 3 rows fail}. */
    @Override
    public String toString() {
        return test + ": " + describeOutcome();
    }

    /**
     * Describes the outcome, such as {@code passed} or {@code 3 rows fail in the newest 2 of 40 partitions}, or the
     * error.
     */
    public String describeOutcome() {
        if (error.isPresent()) {
            return "error: " + error.get();
        }
        return failureCount == 0 ? "passed" + describeSample() : describeFailures() + describeSample();
    }

    private String describeFailures() {
        return switch (test.kind()) {
            case UNIQUE ->
                failureCount == 1 ? "1 value occurs several times" : failureCount + " values occur several times";
            case FRESH -> "there is no newer row";
            case CHECK, REFERENCES, VALUES -> failureCount == 1 ? "1 row fails" : failureCount + " rows fail";
        };
    }

    /** Describes the part of the object that was read, as the end of a sentence; empty if the whole object was read. */
    public String describeSample() {
        return executedQuery.isSample()
                ? " in the newest " + executedQuery.partitions().size() + " of "
                        + executedQuery.existingPartitionCount() + " partitions"
                : "";
    }
}
