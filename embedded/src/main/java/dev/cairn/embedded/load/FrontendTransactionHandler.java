package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequestHandler;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.state.LoadTransaction.TransactionStatus;
import dev.cairn.refusal.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Handles the requests of the interface of transactions to a frontend: it commits or aborts transactions that have been
 * prepared, manages transactions of several tables, and redirects all other requests to the backend.
 */
final class FrontendTransactionHandler {
    private static final Set<String> OPERATIONS = Set.of("begin", "load", "prepare", "commit", "rollback");
    /** Headers of transactions that the embedded server does not support. */
    private static final List<String> UNSUPPORTED_HEADERS = List.of("channel_id", "channel_num");

    private final StreamLoadExecutor loadExecutor;
    private final HttpTransactions transactions;
    private final TransactionResponder responder;
    private final Function<String, String> backendUrlFunction;

    /**
     * Creates the handler.
     *
     * @param backendUrlFunction returns the URL of a path at a backend
     */
    FrontendTransactionHandler(
            StreamLoadExecutor loadExecutor,
            HttpTransactions transactions,
            FaultyRequestHandler faultyRequestHandler,
            Function<String, String> backendUrlFunction) {
        this.loadExecutor = loadExecutor;
        this.transactions = transactions;
        this.responder = new TransactionResponder(faultyRequestHandler);
        this.backendUrlFunction = backendUrlFunction;
    }

    void abortExpiredTransactions() {
        transactions.abortExpiredTransactions();
    }

    void handle(HttpExchange exchange, User user) throws IOException {
        TransactionRequest request = new TransactionRequest(exchange);
        Optional<String> problem = findProblem(request);
        Optional<LoadTransaction> load = loadExecutor.findLoad(request.databaseName(), request.label());
        boolean isMultiTable = request.isMultiTable() && loadExecutor.mayWriteToSeveralTables();
        if (problem.isPresent()) {
            exchange.answerJson(TransactionAnswer.ofException(problem.get()).toJson());
        } else if (isMultiTable && !isRedirectedLoad(request)) {
            responder.respond(request, user, () -> runMultiTable(request, user));
        } else if (!isMultiTable && isEndedByFrontend(request, load)) {
            responder.respond(request, user, () -> end(request, load.orElseThrow()));
        } else {
            exchange.redirect(backendUrlFunction.apply(exchange.request().target()));
        }
    }

    /** Returns the error of an invalid request, or of a request for an unknown transaction of one table. */
    private Optional<String> findProblem(TransactionRequest request) {
        if (request.databaseName().isBlank()) {
            return Optional.of("No database selected.");
        }
        if (request.label().isBlank()) {
            return Optional.of("Empty label.");
        }
        if (!OPERATIONS.contains(request.operationName())) {
            return Optional.of("Unknown transaction operation: " + request.operationName());
        }
        for (String headerName : UNSUPPORTED_HEADERS) {
            if (!request.header(headerName).isEmpty()) {
                return Optional.of("The embedded server has no transactions with the header " + headerName);
            }
        }
        if (!loadExecutor.hasDatabase(request.databaseName())) {
            return Optional.of("Database[" + request.databaseName() + "] does not exist.");
        }
        boolean isLabelUnknown = !request.operationName().equals("begin")
                && !request.isMultiTable()
                && loadExecutor
                        .findLoad(request.databaseName(), request.label())
                        .isEmpty();
        return isLabelUnknown
                ? Optional.of("No transaction found with db[" + request.databaseName() + "] and label["
                        + request.label() + "]")
                : Optional.empty();
    }

    /** Returns whether a backend receives rows for a transaction of several tables. */
    private boolean isRedirectedLoad(TransactionRequest request) {
        return request.operationName().equals("load")
                && transactions
                        .findMultiTableTransaction(request.label())
                        .filter(transaction -> transaction
                                .findLoadRefusal(request.databaseName())
                                .isEmpty())
                        .isPresent();
    }

    /** Runs an operation of a transaction of several tables, which the frontend manages. */
    private TransactionAnswer runMultiTable(TransactionRequest request, User user) {
        if (request.operationName().equals("begin")) {
            return beginMultiTable(request, user);
        }
        if (request.operationName().equals("prepare")) {
            return TransactionAnswer.ofException("Unsupported operation: TXN_PREPARE");
        }
        Optional<MultiTableTransaction> transaction = transactions.findMultiTableTransaction(request.label());
        Optional<TransactionAnswer> answer = switch (request.operationName()) {
            case "commit" -> transaction.map(MultiTableTransaction::commit);
            case "rollback" -> transaction.map(MultiTableTransaction::rollBack);
            // No refusal: the transaction began after this load could not be redirected.
            default -> transaction.flatMap(begun -> begun.findLoadRefusal(request.databaseName()));
        };
        return answer.orElseGet(
                () -> TransactionAnswer.ofException("stream load task " + request.label() + " does not exist"));
    }

    /** Begins a transaction of several tables, unless its label is in use. A label of an aborted load can be reused. */
    private TransactionAnswer beginMultiTable(TransactionRequest request, User user) {
        Optional<LoadTransaction> load = loadExecutor
                .findLoad(request.databaseName(), request.label())
                .filter(existingLoad -> existingLoad.transactionStatus() != TransactionStatus.ABORTED);
        MultiTableTransaction knownTransaction = load.isPresent()
                ? transactions.findMultiTableTransaction(request.label()).orElse(null)
                : transactions.addIfAbsent(
                        request.label(),
                        new MultiTableTransaction(loadExecutor, user, request.databaseName(), request.label()));
        if (knownTransaction != null) {
            return knownTransaction.answerRepeatedBegin();
        }
        return load.map(existingLoad -> TransactionAnswer.ofUsedLabel(
                        existingLoad.transactionStatus().name(), LoadAnswerBuilder.describeUsedLabel(request.label())))
                .orElseGet(() -> TransactionAnswer.of(TransactionAnswer.BackendStatus.OK, ""));
    }

    /** Returns whether the frontend answers a request because its transaction is prepared or has ended. */
    private static boolean isEndedByFrontend(TransactionRequest request, Optional<LoadTransaction> load) {
        return Set.of("commit", "rollback").contains(request.operationName())
                && load.filter(transaction -> transaction.transactionStatus() != TransactionStatus.PREPARE)
                        .isPresent();
    }

    /**
     * Commits or aborts a prepared transaction. A repeated request succeeds without effect. A transaction that is not
     * prepared, or is used by another request, is refused.
     */
    private TransactionAnswer end(TransactionRequest request, LoadTransaction load) {
        boolean isCommit = request.operationName().equals("commit");
        TransactionStatus requestedStatus = isCommit ? TransactionStatus.VISIBLE : TransactionStatus.ABORTED;
        if (load.transactionStatus() == requestedStatus) {
            return TransactionAnswer.ofRepetition(load.id(), load.label(), isCommit ? "committed" : "aborted");
        }
        return transactions
                .findPrepared(load.id())
                .filter(transaction -> load.transactionStatus() == TransactionStatus.PREPARED)
                .flatMap(
                        transaction -> transaction.tryRun(() -> isCommit ? commit(transaction) : rollBack(transaction)))
                .orElseGet(() -> TransactionAnswer.ofException("Can not " + (isCommit ? "commit " : "abort ")
                        + load.transactionStatus() + " transaction " + load.id() + ", label is " + load.label()));
    }

    private TransactionAnswer commit(HttpTransaction transaction) {
        String failureMessage = "";
        try {
            LoadOutcome outcome = transaction.commit();
            failureMessage = outcome.failureMessage();
            return outcome.isAccepted() ? createSuccess(transaction) : TransactionAnswer.ofFailure(failureMessage);
        } catch (Refusal refusal) {
            failureMessage = String.valueOf(refusal.getMessage());
            return TransactionAnswer.ofException(failureMessage);
        } finally {
            transactions.end(transaction, failureMessage);
        }
    }

    private TransactionAnswer rollBack(HttpTransaction transaction) {
        transactions.end(transaction, "User Aborted");
        return createSuccess(transaction);
    }

    private static TransactionAnswer createSuccess(HttpTransaction transaction) {
        return TransactionAnswer.ofSuccess(
                transaction.startedLoad().transactionId(),
                transaction.startedLoad().label(),
                "");
    }
}
