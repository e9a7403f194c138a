package dev.cairn.embedded.load;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open transactions of the HTTP interface, which requests may use concurrently. A transaction that has exceeded its
 * time limits is aborted when the next request arrives.
 */
final class HttpTransactions implements AutoCloseable {
    private static final int MAX_MULTI_TABLE_TRANSACTIONS = 1_000;

    private final Map<String, HttpTransaction> transactionByLabel = new ConcurrentHashMap<>();

    /** The newest transactions of several tables, including those that have ended, by their labels. */
    private final Map<String, MultiTableTransaction> multiTableTransactionByLabel = new LinkedHashMap<>();

    void add(HttpTransaction transaction) {
        transactionByLabel.put(transaction.startedLoad().label(), transaction);
    }

    /** Returns the transaction with a label; empty if it has ended. */
    Optional<HttpTransaction> find(String label) {
        abortExpiredTransactions();
        return Optional.ofNullable(transactionByLabel.get(label));
    }

    void abortExpiredTransactions() {
        for (HttpTransaction transaction : transactionByLabel.values()) {
            transaction
                    .findExpiryReason()
                    .ifPresent(reason -> transaction.tryRun(() -> {
                        end(transaction, reason);
                        return reason;
                    }));
        }
    }

    /** Ends a transaction; see {@link HttpTransaction#end}. */
    void end(HttpTransaction transaction, String message) {
        if (transactionByLabel.remove(transaction.startedLoad().label(), transaction)) {
            transaction.end(message);
        }
    }

    /**
     * Adds a transaction of several tables, unless another one has its label. Returns the other one, or null. If there
     * are too many transactions, closes and removes the oldest.
     */
    synchronized @Nullable MultiTableTransaction addIfAbsent(String label, MultiTableTransaction transaction) {
        MultiTableTransaction knownTransaction = multiTableTransactionByLabel.putIfAbsent(label, transaction);
        if (multiTableTransactionByLabel.size() > MAX_MULTI_TABLE_TRANSACTIONS) {
            Iterator<MultiTableTransaction> oldestTransactions =
                    multiTableTransactionByLabel.values().iterator();
            oldestTransactions.next().close();
            oldestTransactions.remove();
        }
        return knownTransaction;
    }

    synchronized Optional<MultiTableTransaction> findMultiTableTransaction(String label) {
        return Optional.ofNullable(multiTableTransactionByLabel.get(label));
    }

    /** Ends all transactions. */
    @Override
    public synchronized void close() {
        multiTableTransactionByLabel.values().forEach(MultiTableTransaction::close);
        transactionByLabel.values().forEach(transaction -> end(transaction, "The server is closed"));
    }
}
