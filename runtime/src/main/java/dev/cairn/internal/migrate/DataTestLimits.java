package dev.cairn.internal.migrate;

import dev.cairn.schema.DataTest;
import java.time.Duration;
import java.util.List;

/**
 * The choice of data tests, and the limits of their queries.
 *
 * @param only the names of tests or objects; empty for all tests
 * @param partitions the number of partitions that are read; 0 for all
 */
public record DataTestLimits(List<String> only, int connections, int rows, int partitions, Duration timeout) {
    public static final DataTestLimits DEFAULT = new DataTestLimits(List.of(), 4, 0, 0, Duration.ofMinutes(5));

    public boolean include(DataTest test) {
        return only.isEmpty()
                || only.contains(test.object())
                || only.contains(test.name())
                || only.contains(test.toString());
    }

    public DataTestLimits withNames(String... names) {
        return new DataTestLimits(List.of(names), connections, rows, partitions, timeout);
    }
}
