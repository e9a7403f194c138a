package dev.cairn.internal.migrate;

import dev.cairn.DataTestResult;
import dev.cairn.DataTestResult.ExecutedQuery;
import dev.cairn.DataTestResult.FailingRows;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedRow;
import dev.cairn.internal.connection.RowReceiver;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.schema.DataTest;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.ExternalDescriptor;
import dev.cairn.schema.ViewDescriptor;
import dev.cairn.upgrade.MigrationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs data tests over several connections in parallel. A test that fails, or that can't be run, does not stop the
 * others.
 */
public final class DataTestRun {
    /** The maximum of the variable query_timeout, in seconds. */
    private static final long MAX_QUERY_TIMEOUT_SECONDS = 259_200;
    /** The time that the server may take to report that it has stopped a query. */
    private static final Duration REPLY_GRACE_PERIOD = Duration.ofSeconds(10);

    /** A count always has one row, except from a server that executes no queries. */
    private static final String MISSING_COUNT_ERROR =
            "The server answered the count of the failing rows without a row. Check that its backends or compute nodes"
                    + " execute queries, as in SELECT count(*) of any table.";

    private final MigratorContext context;
    private final DataTestLimits limits;
    private final Queue<DataTest> waitingTests = new ConcurrentLinkedQueue<>();
    private final Map<DataTest, DataTestResult> resultByTest = new ConcurrentHashMap<>();
    private final Map<String, NewestPartitions> newestPartitionsByObjectName = new ConcurrentHashMap<>();
    private final Set<String> partitionableObjectNames;

    public DataTestRun(MigratorContext context, DataTestLimits limits) {
        this.context = context;
        this.limits = limits;
        this.partitionableObjectNames = context.application().schema().descriptors().stream()
                .filter(descriptor ->
                        !(descriptor instanceof ViewDescriptor || descriptor instanceof ExternalDescriptor))
                .map(Descriptor::toString)
                .collect(Collectors.toSet());
    }

    /**
     * Runs the tests, and returns the results in the order of the tests. Must be called only once.
     *
     * @throws MigrationException if the server can't be reached
     */
    public List<DataTestResult> run(List<DataTest> tests) {
        waitingTests.addAll(tests);
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(limits.maxConnections(), tests.size()); i++) {
            workers.add(CompletableFuture.runAsync(
                    this::runTests, context.connectionFactory().executor()));
        }
        try {
            CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof MigrationException migrationFailure) {
                throw migrationFailure;
            }
            throw failure;
        }
        return tests.stream().map(resultByTest::get).toList();
    }

    /** Runs tests until none is left; a lost connection is replaced. */
    private void runTests() {
        try {
            while (!waitingTests.isEmpty()) {
                context.read(this::runWaitingTests);
            }
        } catch (RuntimeException failure) {
            waitingTests.clear(); // the other workers end with their present tests
            throw failure;
        }
    }

    /** Runs tests until none is left, or the connection is lost. Returns the number of tests that were run. */
    private int runWaitingTests(ServerConnection connection) {
        connection.readVariables();
        connection.setVariable(
                "query_timeout", String.valueOf(Math.min(limits.timeout().toSeconds(), MAX_QUERY_TIMEOUT_SECONDS)));
        // The server must not answer from a materialized view, which may be stale, or assume the tested constraints.
        connection.setVariable("enable_materialized_view_rewrite", "false");
        connection.setVariable("enable_ukfk_opt", "false");
        int testCount = 0;
        while (!connection.isBroken()) {
            DataTest test = waitingTests.poll();
            if (test == null) {
                break;
            }
            resultByTest.put(test, runTest(connection, test));
            testCount++;
        }
        return testCount;
    }

    private DataTestResult runTest(ServerConnection connection, DataTest test) {
        Ticker.Stopwatch stopwatch = context.settings().ticker().start();
        ExecutedQuery executedQuery = new ExecutedQuery(test.sql(), List.of(), 0);
        try {
            executedQuery = determineCoveredPartitions(connection, test).restrict(test);
            List<List<@Nullable String>> countRows =
                    connection.fetchRows("SELECT count(*) FROM (" + executedQuery.sql() + ") failing", clientTimeout());
            if (countRows.isEmpty()) {
                return createErrorResult(test, executedQuery, MISSING_COUNT_ERROR, stopwatch);
            }
            long failingRowCount =
                    Long.parseLong(Objects.requireNonNull(countRows.get(0).get(0)));
            FailingRows rows =
                    failingRowCount == 0 ? FailingRows.NONE : readFailingRows(connection, test, executedQuery);
            return new DataTestResult(
                    test, executedQuery, failingRowCount, rows, Optional.empty(), stopwatch.elapsed());
        } catch (ServerRefusalException | ConnectionLostException failure) {
            return createErrorResult(test, executedQuery, String.valueOf(failure.getMessage()), stopwatch);
        }
    }

    private static DataTestResult createErrorResult(
            DataTest test, ExecutedQuery executedQuery, String error, Ticker.Stopwatch stopwatch) {
        return new DataTestResult(test, executedQuery, 0, FailingRows.NONE, Optional.of(error), stopwatch.elapsed());
    }

    /**
     * Returns the partitions that a test covers. A freshness test covers all partitions, because the newest row may be
     * in any of them.
     */
    private NewestPartitions determineCoveredPartitions(ServerConnection connection, DataTest test) {
        if (limits.newestPartitionCount() == 0
                || test.kind() == DataTest.Kind.FRESH
                || !partitionableObjectNames.contains(test.object())) {
            return NewestPartitions.UNRESTRICTED;
        }
        return newestPartitionsByObjectName.computeIfAbsent(
                test.object(),
                objectName -> NewestPartitions.read(connection, objectName, limits.newestPartitionCount()));
    }

    /**
     * Returns some of the failing rows. The only row of a freshness test is always read, because it contains the reason
     * of the failure.
     */
    private FailingRows readFailingRows(ServerConnection connection, DataTest test, ExecutedQuery executedQuery) {
        int rowLimit = test.kind() == DataTest.Kind.FRESH ? 1 : limits.maxFailingRows();
        if (rowLimit == 0) {
            return FailingRows.NONE;
        }
        FailingRowCollector collector = new FailingRowCollector();
        connection.streamRows(executedQuery.sql() + " LIMIT " + rowLimit, clientTimeout(), collector);
        return new FailingRows(collector.labels, collector.rows);
    }

    private Duration clientTimeout() {
        return limits.timeout().plus(REPLY_GRACE_PERIOD);
    }

    /** Collects the rows of an answer. They fit into memory, because their number is limited. */
    private static final class FailingRowCollector implements RowReceiver {
        private List<String> labels = List.of();
        private final List<List<@Nullable String>> rows = new ArrayList<>();

        @Override
        public void acceptColumns(List<ReceivedColumn> columns) {
            labels = columns.stream().map(ReceivedColumn::label).toList();
        }

        @Override
        public void acceptRow(ReceivedRow row) {
            List<@Nullable String> values = new ArrayList<>(row.size());
            for (int i = 0; i < row.size(); i++) {
                values.add(row.value(i));
            }
            rows.add(Collections.unmodifiableList(values));
        }
    }
}
