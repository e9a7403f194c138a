package dev.cairn.embedded.load;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The open transactions of the HTTP interface. A transaction that exceeds its time limits is aborted at its next use. */
final class HttpTransactions implements AutoCloseable {
    private final Map<String, HttpTransaction> transactionByLabel = new ConcurrentHashMap<>();

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
            Optional<String> expiry = transaction.findExpiry();
            if (expiry.isPresent() && transaction.tryReserve()) {
                try {
                    end(transaction, expiry.get());
                } finally {
                    transaction.release();
                }
            }
        }
    }

    /** Ends a transaction; see {@link HttpTransaction#end}. */
    void end(HttpTransaction transaction, String message) {
        if (transactionByLabel.remove(transaction.startedLoad().label(), transaction)) {
            transaction.end(message);
        }
    }

    /** Ends all transactions. */
    @Override
    public void close() {
        transactionByLabel.values().forEach(transaction -> end(transaction, "The server is closed"));
    }
}
