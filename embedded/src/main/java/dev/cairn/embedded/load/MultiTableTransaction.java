package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.load.HttpTransaction.TimeLimits;
import dev.cairn.embedded.load.TransactionAnswer.BackendStatus;
import dev.cairn.embedded.server.StartedLoad;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.refusal.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A transaction over HTTP that writes to several tables of a database. It consists of a transaction for each table, of
 * which the first has the label of the whole. Frontends manage such transactions and refuse to prepare them. Requests
 * may use an object concurrently.
 */
final class MultiTableTransaction {
    /** The limits of the load into one table, with the greatest timeout: the load ends with the transaction. */
    private static final TimeLimits TABLE_LOAD_LIMITS = new TimeLimits(Duration.ofDays(3), Optional.empty());

    private final StreamLoadExecutor loadExecutor;
    private final User user;
    private final String databaseName;
    private final String label;
    private final Map<String, HttpTransaction> transactionByTableName = new LinkedHashMap<>();
    private Phase phase = Phase.BEGIN;

    /** The phases as a frontend names them. */
    private enum Phase {
        BEGIN,
        COMMITED,
        CANCELLED
    }

    MultiTableTransaction(StreamLoadExecutor loadExecutor, User user, String databaseName, String label) {
        this.loadExecutor = loadExecutor;
        this.user = user;
        this.databaseName = databaseName;
        this.label = label;
    }

    /** Returns the id of the transaction of the first table; 0 before the first load. */
    private long transactionId() {
        return transactionByTableName.values().stream()
                .map(transaction -> transaction.startedLoad().transactionId())
                .findFirst()
                .orElse(0L);
    }

    /** Answers a request to begin this transaction once more. */
    synchronized TransactionAnswer answerRepeatedBegin() {
        String message = phase == Phase.COMMITED
                ? LoadAnswerBuilder.describeUsedLabel(label)
                : "Transaction already started with label [" + label + "], txnId: " + transactionId();
        return TransactionAnswer.ofUsedLabel(phase.name(), message);
    }

    /** Returns the answer to a load that can't be redirected to a backend; empty if it can. */
    synchronized Optional<TransactionAnswer> findLoadRefusal(String requestedDatabaseName) {
        if (!requestedDatabaseName.equals(databaseName)) {
            return Optional.of(TransactionAnswer.ofException(
                    "Request database " + requestedDatabaseName + " not equal transaction database " + databaseName));
        }
        return phase == Phase.BEGIN
                ? Optional.empty()
                : Optional.of(TransactionAnswer.ofFailure("stream load task " + label + " has already been "
                        + (phase == Phase.COMMITED ? "commited" : "cancelled: ")));
    }

    /**
     * Receives rows of a table. If this fails, the transaction is rolled back. A transaction that has ended receives no
     * rows, and remains as it is: its end may overtake a request that a frontend has already redirected.
     */
    synchronized TransactionAnswer load(HttpExchange exchange, String tableName) throws IOException {
        if (phase != Phase.BEGIN) {
            return TransactionAnswer.of(
                    BackendStatus.INTERNAL_ERROR, "stream load task " + label + " has already ended");
        }
        String failureMessage = HttpTransaction.INCOMPLETE_ROWS_MESSAGE;
        try {
            HttpTransaction transaction = beginIfAbsent(tableName);
            transaction.receiveRows(exchange);
            failureMessage = "";
            return TransactionAnswer.ofLoad(transaction.startedLoad()).addMember("TxnId", transactionId());
        } catch (Refusal | InvalidLoadException failure) {
            failureMessage = String.valueOf(failure.getMessage());
            return TransactionAnswer.of(BackendStatus.INTERNAL_ERROR, failureMessage);
        } finally {
            if (!failureMessage.isEmpty()) {
                end(Phase.CANCELLED, failureMessage);
            }
        }
    }

    /**
     * Returns the transaction of a table, and begins it for the first load into the table.
     *
     * @throws InvalidLoadException if the label is in use
     */
    private HttpTransaction beginIfAbsent(String tableName) {
        HttpTransaction knownTransaction = transactionByTableName.get(tableName);
        if (knownTransaction != null) {
            return knownTransaction;
        }
        StartedLoad startedLoad = loadExecutor
                .begin(
                        user,
                        databaseName,
                        tableName,
                        transactionByTableName.isEmpty() ? label : "",
                        StreamLoadExecutor.DEFAULT_TIMEOUT_SECONDS)
                .orElseThrow(() -> new InvalidLoadException(LoadAnswerBuilder.describeUsedLabel(label)));
        HttpTransaction transaction = new HttpTransaction(loadExecutor, startedLoad, TABLE_LOAD_LIMITS);
        transactionByTableName.put(tableName, transaction);
        return transaction;
    }

    /** Writes the rows of all tables, or none if one of the loads fails. A repeated commit succeeds without effect. */
    synchronized TransactionAnswer commit() {
        if (phase == Phase.COMMITED) {
            return TransactionAnswer.ofRepetition(transactionId(), label, "committed");
        }
        if (phase == Phase.CANCELLED) {
            return TransactionAnswer.ofFailure(
                    "Can not commit CANCELLED transaction " + transactionId() + ", label is " + label);
        }
        Optional<String> failureMessage = Optional.of("The transaction has failed");
        try {
            failureMessage = loadExecutor.runAll(transactionByTableName.values().stream()
                    .filter(HttpTransaction::hasReceivedRows)
                    .map(HttpTransaction::requireReceivedLoad)
                    .toList());
        } catch (Refusal refusal) {
            failureMessage = Optional.of(String.valueOf(refusal.getMessage()));
        } finally {
            end(failureMessage.isEmpty() ? Phase.COMMITED : Phase.CANCELLED, failureMessage.orElse(""));
        }
        return failureMessage
                .map(TransactionAnswer::ofFailure)
                .orElseGet(() -> TransactionAnswer.of(BackendStatus.OK, ""));
    }

    synchronized TransactionAnswer rollBack() {
        if (phase == Phase.COMMITED) {
            return TransactionAnswer.ofFailure(
                    "Can not abort VISIBLE transaction " + transactionId() + ", label is " + label);
        }
        if (phase == Phase.CANCELLED) {
            return TransactionAnswer.ofRepetition(transactionId(), label, "aborted");
        }
        end(Phase.CANCELLED, "manual abort");
        return TransactionAnswer.of(BackendStatus.OK, "stream load " + label + " abort");
    }

    /** Ends the transaction, unless it has ended. */
    synchronized void close() {
        if (phase == Phase.BEGIN) {
            end(Phase.CANCELLED, "The server is closed");
        }
    }

    private void end(Phase finalPhase, String message) {
        phase = finalPhase;
        transactionByTableName.values().forEach(transaction -> transaction.end(message));
    }
}
