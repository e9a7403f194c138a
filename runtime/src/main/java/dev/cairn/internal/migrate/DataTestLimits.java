package dev.cairn.internal.migrate;

import dev.cairn.schema.DataTest;
import java.time.Duration;
import java.util.List;

/**
 * The choice of data tests, and the limits of their queries.
 *
 * @param selectedNames the names of tests or objects; empty for all tests
 * @param maxConnections the maximum number of tests that run in parallel, each over its own connection
 * @param maxFailingRows the maximum number of failing rows that are read for each test
 * @param newestPartitionCount the number of newest partitions that a test reads; 0 for all
 * @param timeout the time after which the server stops the query of a test
 */
public record DataTestLimits(
        List<String> selectedNames,
        int maxConnections,
        int maxFailingRows,
        int newestPartitionCount,
        Duration timeout) {
    public static final DataTestLimits DEFAULT = new DataTestLimits(List.of(), 4, 0, 0, Duration.ofMinutes(5));

    public boolean includes(DataTest test) {
        return selectedNames.isEmpty()
                || selectedNames.contains(test.object())
                || selectedNames.contains(test.name())
                || selectedNames.contains(test.toString());
    }

    public DataTestLimits withSelectedNames(String... names) {
        return new DataTestLimits(List.of(names), maxConnections, maxFailingRows, newestPartitionCount, timeout);
    }

    public DataTestLimits withMaxConnections(int newCount) {
        return new DataTestLimits(selectedNames, newCount, maxFailingRows, newestPartitionCount, timeout);
    }

    public DataTestLimits withMaxFailingRows(int newCount) {
        return new DataTestLimits(selectedNames, maxConnections, newCount, newestPartitionCount, timeout);
    }

    public DataTestLimits withNewestPartitionCount(int newCount) {
        return new DataTestLimits(selectedNames, maxConnections, maxFailingRows, newCount, timeout);
    }

    public DataTestLimits withTimeout(Duration newTimeout) {
        return new DataTestLimits(selectedNames, maxConnections, maxFailingRows, newestPartitionCount, newTimeout);
    }
}
