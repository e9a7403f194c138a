package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.run.load.LoadErrors;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The transactions under way in a database. A transaction is bound to the id of its table: it writes to this table even
 * if the table is renamed. The server does not show the table of a transaction before the commit, so a wait includes
 * all transactions of the database.
 */
final class RunningTransactions {
    /** The number of transactions that the server lists; it omits older ones. */
    private static final int MAX_LISTED_TRANSACTIONS = 200;

    private final RunContext context;
    private final RunStep step;
    private final StepConnection connection;

    RunningTransactions(RunContext context, RunStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
    }

    /**
     * Returns the labels of the transactions that are not visible yet, by their ids.
     *
     * @throws dev.cairn.internal.connection.ServerRefusalException if the user may not see transactions
     */
    Map<String, String> readLabels(String databaseName) {
        return connection.runIdempotent(context::createBackoff, server -> {
            String databaseId = server.fetchNamedRows("SHOW PROC '/dbs'").stream()
                    .filter(row -> row.text("DbName").equals(databaseName))
                    .map(row -> row.text("DbId"))
                    .findFirst()
                    .orElseThrow();
            Map<String, String> labelById = new TreeMap<>();
            for (NamedRow row : server.fetchNamedRows("SHOW PROC '/transactions/" + databaseId + "/running'")) {
                labelById.put(row.text("TransactionId"), row.text("Label"));
            }
            return labelById;
        });
    }

    /** Returns whether the server may have omitted older transactions. */
    private static boolean mayBeIncomplete(Map<String, String> labelById) {
        return labelById.size() >= MAX_LISTED_TRANSACTIONS;
    }

    /**
     * Waits until all transactions that are under way now have ended.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if one of them takes longer than the timeout of
     *     a load
     */
    void awaitAll(String databaseName) {
        Ticker.Stopwatch stopwatch = context.ticker().start();
        Backoff backoff = context.createBackoff();
        Consumer<Collection<String>> timeoutCheck = labels -> {
            if (stopwatch.elapsed().compareTo(connection.loadTimeout()) >= 0) {
                throw new LoadErrors(context, step)
                        .runningLoad(labels.iterator().next(), connection.loadTimeout());
            }
        };
        awaitAll(databaseName, timeoutCheck, backoff::pause);
    }

    /**
     * Waits until all transactions that are under way now have ended. As long as the server may omit some of them, the
     * wait includes transactions that begin later.
     *
     * @param timeoutCheck is called with the labels of the remaining transactions before each pause, and throws an
     *     exception to end the wait
     */
    void awaitAll(String databaseName, Consumer<Collection<String>> timeoutCheck, Runnable pause) {
        Map<String, String> initialLabelById = readLabels(databaseName);
        Map<String, String> remainingLabelById = initialLabelById;
        while (!remainingLabelById.isEmpty()) {
            timeoutCheck.accept(remainingLabelById.values());
            context.publishWait(
                    step, "the load " + remainingLabelById.values().iterator().next() + " is running");
            pause.run();
            boolean wasIncomplete = mayBeIncomplete(remainingLabelById);
            remainingLabelById = readLabels(databaseName);
            if (wasIncomplete) {
                initialLabelById = remainingLabelById;
            } else {
                remainingLabelById.keySet().retainAll(initialLabelById.keySet());
            }
        }
    }
}
