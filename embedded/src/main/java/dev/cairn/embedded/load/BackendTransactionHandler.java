package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequestHandler;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpExchange.HttpHandler;
import dev.cairn.embedded.load.HttpTransaction.TimeLimits;
import dev.cairn.embedded.load.TransactionAnswer.BackendStatus;
import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.server.StartedLoad;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.refusal.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Handles the requests of the interface of transactions to a backend: a transaction begins, receives rows, and is
 * prepared, committed or rolled back.
 */
final class BackendTransactionHandler implements HttpHandler {
    private final StreamLoadExecutor loadExecutor;
    private final HttpTransactions transactions;
    private final TransactionResponder responder;
    private final LoadErrorLogs errorLogs;

    BackendTransactionHandler(
            StreamLoadExecutor loadExecutor,
            HttpTransactions transactions,
            FaultyRequestHandler faultyRequestHandler,
            LoadErrorLogs errorLogs) {
        this.loadExecutor = loadExecutor;
        this.transactions = transactions;
        this.responder = new TransactionResponder(faultyRequestHandler);
        this.errorLogs = errorLogs;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        TransactionRequest request = new TransactionRequest(exchange);
        Optional<User> user = new RequestAuthenticator(loadExecutor).authenticate(exchange);
        if (user.isEmpty()) {
            exchange.answerJson(
                    TransactionAnswer.of(BackendStatus.INTERNAL_ERROR, RequestAuthenticator.UNAUTHENTICATED_MESSAGE)
                            .toJson());
            return;
        }
        try {
            responder.respond(request, user.get(), () -> run(request, user.get()));
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private TransactionAnswer run(TransactionRequest request, User user) {
        try {
            return switch (request.operationName()) {
                case "begin" -> begin(request, user);
                case "load" -> {
                    Optional<MultiTableTransaction> multiTableTransaction = request.isMultiTable()
                            ? transactions.findMultiTableTransaction(request.label())
                            : Optional.empty();
                    yield multiTableTransaction.isPresent()
                            ? multiTableTransaction.get().load(request.exchange(), request.tableName())
                            : runOperation(request, transaction -> load(request, transaction));
                }
                case "prepare" -> prepare(request);
                case "commit" -> runOperation(request, transaction -> complete(transaction, transaction::commit));
                case "rollback" -> runOperation(request, this::rollBack);
                default ->
                    TransactionAnswer.of(
                            BackendStatus.INTERNAL_ERROR, "no such transaction operation " + request.operationName());
            };
        } catch (InvalidLoadException failure) {
            return TransactionAnswer.of(BackendStatus.INVALID_ARGUMENT, String.valueOf(failure.getMessage()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private TransactionAnswer begin(TransactionRequest request, User user) {
        StreamLoadRequest headers = new StreamLoadRequest(request.exchange());
        int timeoutSeconds = headers.parseTimeoutSeconds();
        OptionalInt idleTimeoutSeconds = headers.parseSeconds("idle_transaction_timeout", "Invalid timeout format");
        String usedLabelMessage = LoadAnswerBuilder.describeUsedLabel(request.label());
        Optional<HttpTransaction> knownTransaction = transactions.findUnprepared(request.label());
        if (knownTransaction.isPresent()) {
            return TransactionAnswer.ofUsedLabel("RUNNING", usedLabelMessage);
        }
        try {
            Optional<StartedLoad> startedLoad = loadExecutor.begin(
                    user, request.databaseName(), request.tableName(), request.label(), timeoutSeconds);
            if (startedLoad.isEmpty()) {
                boolean isRunning = loadExecutor.isRunning(request.databaseName(), request.label());
                return TransactionAnswer.ofUsedLabel(isRunning ? "RUNNING" : "FINISHED", usedLabelMessage);
            }
            HttpTransaction transaction = new HttpTransaction(
                    loadExecutor, startedLoad.get(), TimeLimits.ofSeconds(timeoutSeconds, idleTimeoutSeconds));
            if (!transactions.addIfAbsent(transaction)) {
                transaction.end(usedLabelMessage);
                return TransactionAnswer.ofUsedLabel("RUNNING", usedLabelMessage);
            }
            return TransactionAnswer.ofSuccess(startedLoad.get()).addMember("BeginTxnTimeMs", 0);
        } catch (Refusal refusal) {
            return TransactionAnswer.of(BackendStatus.ANALYSIS_ERROR, String.valueOf(refusal.getMessage()));
        }
    }

    private TransactionAnswer prepare(TransactionRequest request) {
        String failureMessage = "Invalid prepared_timeout: " + request.header("prepared_timeout");
        OptionalInt timeoutSeconds =
                new StreamLoadRequest(request.exchange()).parseSeconds("prepared_timeout", failureMessage);
        if (timeoutSeconds.isPresent() && timeoutSeconds.getAsInt() == 0) {
            throw new InvalidLoadException(failureMessage);
        }
        return runOperation(request, transaction -> complete(transaction, () -> transaction.prepare(timeoutSeconds)));
    }

    /**
     * Runs an operation on the transaction of a request. Returns an error without running the
     * operation if the transaction has ended, is prepared, belongs to another database, or is used by another request.
     */
    private TransactionAnswer runOperation(
            TransactionRequest request, Function<HttpTransaction, TransactionAnswer> operation) {
        Optional<HttpTransaction> foundTransaction = transactions.findUnprepared(request.label());
        if (foundTransaction.isEmpty()) {
            return TransactionAnswer.of(
                    BackendStatus.TXN_NOT_EXISTS, "transaction with label " + request.label() + " not exists");
        }
        HttpTransaction transaction = foundTransaction.get();
        String databaseName = transaction.startedLoad().databaseName();
        if (!databaseName.equals(request.databaseName())) {
            return TransactionAnswer.of(
                    BackendStatus.INVALID_ARGUMENT,
                    "request db " + request.databaseName() + " transaction db " + databaseName + " not match");
        }
        return transaction
                .tryRun(() -> operation.apply(transaction))
                .orElseGet(() -> TransactionAnswer.of(BackendStatus.TXN_IN_PROCESSING, "Transaction is in processing")
                        .addMember("Label", request.label()));
    }

    /** Receives rows. If this fails, the transaction is rolled back; a request for another table does not change it. */
    private TransactionAnswer load(TransactionRequest request, HttpTransaction transaction) {
        StartedLoad startedLoad = transaction.startedLoad();
        if (!startedLoad.tableName().equals(request.tableName())) {
            return TransactionAnswer.of(
                    BackendStatus.INVALID_ARGUMENT,
                    "request table " + request.tableName() + " transaction table " + startedLoad.tableName()
                            + " not match");
        }
        String failureMessage = HttpTransaction.INCOMPLETE_ROWS_MESSAGE;
        try {
            transaction.receiveRows(request.exchange());
            failureMessage = "";
            return TransactionAnswer.ofLoad(startedLoad);
        } catch (Refusal | InvalidLoadException failure) {
            failureMessage = String.valueOf(failure.getMessage());
            return TransactionAnswer.of(BackendStatus.INTERNAL_ERROR, failureMessage);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            if (!failureMessage.isEmpty()) {
                transactions.end(transaction, failureMessage);
            }
        }
    }

    /**
     * Prepares or commits a transaction. If this fails, or the transaction has received no rows, it is rolled back.
     * Only a prepared transaction remains open.
     *
     * @param completion prepares or commits the rows that the transaction has received
     */
    private TransactionAnswer complete(HttpTransaction transaction, Supplier<LoadOutcome> completion) {
        StartedLoad startedLoad = transaction.startedLoad();
        String failureMessage = "transaction " + startedLoad.label() + " hasn't send any data yet";
        try {
            if (!transaction.hasReceivedRows()) {
                return TransactionAnswer.of(BackendStatus.INTERNAL_ERROR, failureMessage);
            }
            LoadOutcome outcome = completion.get();
            failureMessage = outcome.failureMessage();
            TransactionAnswer answer = outcome.isAccepted()
                    ? TransactionAnswer.ofSuccess(startedLoad).addOutcome(outcome)
                    : TransactionAnswer.of(BackendStatus.INTERNAL_ERROR, failureMessage);
            return outcome.problems().isEmpty()
                    ? answer
                    : answer.addMember("ErrorURL", errorLogs.add(startedLoad.transactionId(), outcome.problems()));
        } catch (Refusal refusal) {
            failureMessage = String.valueOf(refusal.getMessage());
            return TransactionAnswer.of(BackendStatus.INTERNAL_ERROR, failureMessage);
        } finally {
            if (transaction.isPrepared()) {
                transactions.moveToFrontend(transaction);
            } else {
                transactions.end(transaction, failureMessage);
            }
        }
    }

    private TransactionAnswer rollBack(HttpTransaction transaction) {
        transactions.end(transaction, "transaction is aborted by user.");
        return TransactionAnswer.of(BackendStatus.OK, "")
                .addMember("Label", transaction.startedLoad().label());
    }
}
