package dev.cairn;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.AnswerColumn;
import dev.cairn.internal.connection.AnswerReader;
import dev.cairn.internal.connection.AnswerRow;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.schema.DataTest;
import dev.cairn.upgrade.MigrationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Runs data tests over several connections in parallel. */
final class DataTestRun {
    /** The maximum of the variable query_timeout, in seconds. */
    private static final long LONGEST_TIMEOUT = 259_200;

    private final MigratorContext context;
    private final DataTests.Limits limits;
    private final Queue<DataTest> waiting = new ConcurrentLinkedQueue<>();
    private final Map<DataTest, DataTestResult> results = new ConcurrentHashMap<>();

    DataTestRun(MigratorContext context, DataTests.Limits limits) {
        this.context = context;
        this.limits = limits;
    }

    /** Returns the results in the order of the tests. */
    List<DataTestResult> of(List<DataTest> tests) {
        waiting.addAll(tests);
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(limits.connections(), tests.size()); i++) {
            workers.add(
                    CompletableFuture.runAsync(this::work, context.connections().threads()));
        }
        try {
            CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof MigrationException known) {
                throw known;
            }
            throw failure;
        }
        return tests.stream().map(results::get).toList();
    }

    /** Runs tests until none is left; a lost connection is replaced. */
    private void work() {
        try {
            while (!waiting.isEmpty()) {
                context.reading(this::runWith);
            }
        } catch (RuntimeException failure) {
            waiting.clear(); // the other workers end with their present tests
            throw failure;
        }
    }

    /** Runs tests until none is left, or the connection is lost; returns the number of tests that were run. */
    private int runWith(ServerConnection connection) {
        connection.set("query_timeout", timeout());
        int count = 0;
        while (!connection.isBroken()) {
            DataTest test = waiting.poll();
            if (test == null) {
                break;
            }
            results.put(test, result(connection, test));
            count++;
        }
        return count;
    }

    /** The server stops a query for which this process no longer waits. */
    private String timeout() {
        long seconds = context.settings().get(MigratorOption.LOAD_TIMEOUT).toSeconds();
        return String.valueOf(Math.max(1, Math.min(seconds, LONGEST_TIMEOUT)));
    }

    private DataTestResult result(ServerConnection connection, DataTest test) {
        Ticker.Stopwatch watch = context.settings().ticker().start();
        try {
            List<List<@Nullable String>> counted =
                    connection.query("SELECT count(*) FROM (" + test.sql() + ") failing");
            long failing = Long.parseLong(Objects.requireNonNull(counted.get(0).get(0)));
            FailingRows rows = new FailingRows();
            if (failing > 0 && limits.rows() > 0) {
                connection.stream(test.sql() + " LIMIT " + limits.rows(), rows);
            }
            return new DataTestResult(test, failing, rows.labels, rows.rows, Optional.empty(), watch.elapsed());
        } catch (ServerRefusalException | ConnectionLostException failure) {
            return new DataTestResult(
                    test, 0, List.of(), List.of(), Optional.of(String.valueOf(failure.getMessage())), watch.elapsed());
        }
    }

    /** The rows of an answer that fit into memory, because their number is limited. */
    private static final class FailingRows implements AnswerReader {
        private List<String> labels = List.of();
        private final List<List<@Nullable String>> rows = new ArrayList<>();

        @Override
        public void columns(List<AnswerColumn> columns) {
            labels = columns.stream().map(AnswerColumn::label).toList();
        }

        @Override
        public void row(AnswerRow row) {
            List<@Nullable String> values = new ArrayList<>(row.size());
            for (int i = 0; i < row.size(); i++) {
                values.add(row.value(i));
            }
            rows.add(Collections.unmodifiableList(values));
        }
    }
}
