package dev.cairn.embedded.load;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open transactions of the HTTP interface, which requests may use concurrently. A transaction that has exceeded its
 * time limits is aborted when the next request arrives.
 *
 * <p>A backend finds a transaction by its label alone, until the transaction is prepared. A frontend, which then ends
 * it, finds it by its id, because another database may use the same label.
 */
final class HttpTransactions implements AutoCloseable {
    private static final int MAX_MULTI_TABLE_TRANSACTIONS = 1_000;

    private final Map<String, HttpTransaction> unpreparedTransactionByLabel = new ConcurrentHashMap<>();
    private final Map<Long, HttpTransaction> preparedTransactionById = new ConcurrentHashMap<>();

    /** The newest transactions of several tables, including those that have ended, by their labels. */
    private final Map<String, MultiTableTransaction> multiTableTransactionByLabel = new LinkedHashMap<>();

    /** Adds a transaction, unless a backend knows another one of its label; returns whether it was added. */
    boolean addIfAbsent(HttpTransaction transaction) {
        return unpreparedTransactionByLabel.putIfAbsent(
                        transaction.startedLoad().label(), transaction)
                == null;
    }

    /** Returns the transaction that a backend knows by a label; empty if it is prepared or has ended. */
    Optional<HttpTransaction> findUnprepared(String label) {
        abortExpiredTransactions();
        return Optional.ofNullable(unpreparedTransactionByLabel.get(label));
    }

    /** Returns a prepared transaction; empty if it has ended. */
    Optional<HttpTransaction> findPrepared(long transactionId) {
        abortExpiredTransactions();
        return Optional.ofNullable(preparedTransactionById.get(transactionId));
    }

    /** Leaves a transaction that has been prepared to the frontend. */
    void moveToFrontend(HttpTransaction transaction) {
        preparedTransactionById.put(transaction.startedLoad().transactionId(), transaction);
        unpreparedTransactionByLabel.remove(transaction.startedLoad().label(), transaction);
    }

    void abortExpiredTransactions() {
        for (Collection<HttpTransaction> transactions :
                List.of(unpreparedTransactionByLabel.values(), preparedTransactionById.values())) {
            for (HttpTransaction transaction : transactions) {
                transaction
                        .findExpiryReason()
                        .ifPresent(reason -> transaction.tryRun(() -> {
                            end(transaction, reason);
                            return reason;
                        }));
            }
        }
    }

    /** Ends a transaction; see {@link HttpTransaction#end}. */
    void end(HttpTransaction transaction, String message) {
        boolean isUnprepared =
                unpreparedTransactionByLabel.remove(transaction.startedLoad().label(), transaction);
        if (isUnprepared
                || preparedTransactionById.remove(transaction.startedLoad().transactionId(), transaction)) {
            transaction.end(message);
        }
    }

    /**
     * Adds a transaction of several tables, unless another one has its label. Returns the other one, or null. If there
     * are too many transactions, closes and removes the oldest.
     */
    @Nullable
    MultiTableTransaction addIfAbsent(String label, MultiTableTransaction transaction) {
        MultiTableTransaction knownTransaction;
        Optional<MultiTableTransaction> removedTransaction;
        synchronized (this) {
            knownTransaction = multiTableTransactionByLabel.putIfAbsent(label, transaction);
            removedTransaction = removeSurplusTransaction();
        }
        // Outside of the lock, because this waits for a request that still sends rows.
        removedTransaction.ifPresent(MultiTableTransaction::close);
        return knownTransaction;
    }

    private Optional<MultiTableTransaction> removeSurplusTransaction() {
        if (multiTableTransactionByLabel.size() <= MAX_MULTI_TABLE_TRANSACTIONS) {
            return Optional.empty();
        }
        Iterator<MultiTableTransaction> oldestTransactions =
                multiTableTransactionByLabel.values().iterator();
        MultiTableTransaction oldestTransaction = oldestTransactions.next();
        oldestTransactions.remove();
        return Optional.of(oldestTransaction);
    }

    synchronized Optional<MultiTableTransaction> findMultiTableTransaction(String label) {
        return Optional.ofNullable(multiTableTransactionByLabel.get(label));
    }

    /** Ends all transactions. */
    @Override
    public synchronized void close() {
        multiTableTransactionByLabel.values().forEach(MultiTableTransaction::close);
        unpreparedTransactionByLabel.values().forEach(transaction -> end(transaction, "The server is closed"));
        preparedTransactionById.values().forEach(transaction -> end(transaction, "The server is closed"));
    }
}
