package dev.cairn;

import dev.cairn.internal.migrate.DataTestLimits;
import dev.cairn.internal.migrate.DataTestRun;
import dev.cairn.internal.migrate.MigratorContext;
import dev.cairn.schema.DataTest;
import java.time.Duration;
import java.util.List;

/**
 * The data tests that the records of a schema declare. {@link #run} runs them; each method that chooses tests or sets a
 * limit returns a copy.
 *
 * <pre>{@code
 * DataTestReport report = migrator.dataTests().select("orders").maxFailingRows(5).run();
 * report.failures().forEach(System.out::println); // orders: amount >= 0: 3 rows fail
 * }</pre>
 */
public final class DataTests {
    private final MigratorContext context;
    private final DataTestLimits limits;

    private DataTests(MigratorContext context, DataTestLimits limits) {
        this.context = context;
        this.limits = limits;
    }

    static DataTests of(MigratorContext context) {
        return new DataTests(context, DataTestLimits.DEFAULT);
    }

    private DataTests withLimits(DataTestLimits newLimits) {
        return new DataTests(context, newLimits);
    }

    /**
     * Chooses the tests that {@link #run} runs, in place of an earlier choice; without names, all of them. Default:
     * all.
     *
     * @param names names of objects, such as {@code orders}, and of tests, alone or with their object:
     *     {@code orders: amount >= 0}
     * @throws IllegalArgumentException if a name is neither the name of a test nor the name of an object with tests
     */
    public DataTests select(String... names) {
        for (String name : names) {
            DataTestLimits limitsOfName = limits.withSelectedNames(name);
            if (declaredTests().stream().noneMatch(limitsOfName::includes)) {
                throw new IllegalArgumentException(
                        "The schema " + context.application().schema()
                                + " has no data test and no object with data tests '" + name + "'");
            }
        }
        return withLimits(limits.withSelectedNames(names));
    }

    /**
     * Sets the number of connections that run tests in parallel. Default: 4.
     *
     * @param connections at least 1
     * @throws IllegalArgumentException if the number is less than 1
     */
    public DataTests connections(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("At least one connection is needed");
        }
        return withLimits(limits.withMaxConnections(connections));
    }

    /**
     * Sets the maximum number of failing rows that a result contains. The others are only counted. Default: 0.
     *
     * @param maxRows not negative
     * @throws IllegalArgumentException if the number is negative
     */
    public DataTests maxFailingRows(int maxRows) {
        if (maxRows < 0) {
            throw new IllegalArgumentException("The number of rows must not be negative");
        }
        return withLimits(limits.withMaxFailingRows(maxRows));
    }

    /**
     * Reads only the newest partitions of partitioned tables and materialized views. Each result lists the partitions
     * that were read. Tests of views, of external tables and of freshness read everything. Default: all partitions.
     *
     * @param partitions the number of partitions with rows; 0 for all
     * @throws IllegalArgumentException if the number is negative
     */
    public DataTests newestPartitions(int partitions) {
        if (partitions < 0) {
            throw new IllegalArgumentException("The number of partitions must not be negative");
        }
        return withLimits(limits.withNewestPartitionCount(partitions));
    }

    /**
     * Sets the time after which the server stops a query. Default: 5 minutes.
     *
     * @param timeout at least one second
     * @throws IllegalArgumentException if the timeout is shorter
     */
    public DataTests timeout(Duration timeout) {
        if (timeout.toSeconds() < 1) {
            throw new IllegalArgumentException("The timeout of data tests must be at least one second");
        }
        return withLimits(limits.withTimeout(timeout));
    }

    /** Returns the chosen tests, in the order of the schema. */
    public List<DataTest> selectedTests() {
        return declaredTests().stream().filter(limits::includes).toList();
    }

    private List<DataTest> declaredTests() {
        return context.application().schema().dataTests();
    }

    /**
     * Runs the chosen tests. Each of them sends a query that counts the failing rows and, if there are any and the
     * result may contain some, a query that reads them. The queries read the tables, not materialized views in their
     * place, and do not rely on declared constraints. A query that the server rejects is an error in the result
     * of its test. The method may be called repeatedly, and by several threads.
     *
     * @throws dev.cairn.upgrade.MigrationException.ServerUnreachableException if the server can't be reached
     */
    public DataTestReport run() {
        List<DataTestResult> results = new DataTestRun(context, limits).run(selectedTests());
        return new DataTestReport(context.application().schema().name(), results);
    }
}
