package dev.cairn.embedded.load;

import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequestHandler;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpExchange.HttpHandler;
import dev.cairn.embedded.http.HttpStatus;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.embedded.server.StartedLoad;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.refusal.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Handles the HTTP requests to a backend: receives the rows of loads, and returns the error logs of loads. As in a real
 * cluster, the frontend redirects clients to this address.
 */
final class BackendLoadHandler implements HttpHandler {
    private final StreamLoadExecutor loadExecutor;
    private final FaultyRequestHandler faultyRequestHandler;
    private final LoadErrorLogs errorLogs;
    private final BackendTransactionHandler transactionHandler;

    BackendLoadHandler(
            StreamLoadExecutor loadExecutor,
            FaultyRequestHandler faultyRequestHandler,
            LoadErrorLogs errorLogs,
            BackendTransactionHandler transactionHandler) {
        this.loadExecutor = loadExecutor;
        this.faultyRequestHandler = faultyRequestHandler;
        this.errorLogs = errorLogs;
        this.transactionHandler = transactionHandler;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        List<String> pathSegments = exchange.request().pathSegments();
        if (TransactionRequest.isTransactionRequest(exchange.request())) {
            transactionHandler.handle(exchange);
        } else if (new StreamLoadRequest(exchange).isLoad()) {
            answerLoad(exchange, pathSegments.get(1), pathSegments.get(2));
        } else if (pathSegments.equals(List.of("api", "_load_error_log"))) {
            String fileName = exchange.request().findParameter("file").orElse("");
            exchange.answer(HttpStatus.OK, Map.of("Content-Type", "text/plain"), errorLogs.messages(fileName));
        } else {
            exchange.answer(HttpStatus.NOT_FOUND, Map.of(), "");
        }
    }

    /** Runs a load. A client without permission, or with a label in use, is refused before it sends the rows. */
    private void answerLoad(HttpExchange exchange, String databaseName, String tableName) throws IOException {
        StreamLoadRequest request = new StreamLoadRequest(exchange);
        String label = request.header("label");
        LoadAnswerBuilder refusalBuilder =
                new LoadAnswerBuilder(LoadAnswerBuilder.NO_TRANSACTION, label, databaseName, tableName);
        Optional<User> user = new RequestAuthenticator(loadExecutor).authenticate(exchange);
        if (user.isEmpty()) {
            exchange.answerJson(refusalBuilder
                    .reportFailure(RequestAuthenticator.UNAUTHENTICATED_MESSAGE)
                    .toJson());
            return;
        }
        try {
            request.checkHeaders();
            Optional<StartedLoad> startedLoad =
                    loadExecutor.begin(user.get(), databaseName, tableName, label, request.parseTimeoutSeconds());
            if (startedLoad.isEmpty()) {
                exchange.answerJson(refusalBuilder
                        .reportUsedLabel(loadExecutor.isRunning(databaseName, label))
                        .toJson());
            } else {
                answerStartedLoad(exchange, request, startedLoad.get());
            }
        } catch (Refusal | InvalidLoadException failure) {
            exchange.answerJson(refusalBuilder
                    .reportFailure(String.valueOf(failure.getMessage()))
                    .toJson());
        }
    }

    /** Receives the rows of a load and runs it. However this ends, the load is not left running. */
    private void answerStartedLoad(HttpExchange exchange, StreamLoadRequest request, StartedLoad startedLoad)
            throws IOException {
        LoadAnswerBuilder answerBuilder = new LoadAnswerBuilder(
                startedLoad.transactionId(), startedLoad.label(), startedLoad.databaseName(), startedLoad.tableName());
        Answer answer = Answer.OK;
        try {
            Table table = startedLoad.tableAtStart();
            LoadMapping mapping = new LoadMappingParser(request, table).parse();
            try (IncomingRows incomingRows = loadExecutor.createIncomingRows(
                    startedLoad, mapping.fieldNames().size())) {
                new LoadBodyReader(request, mapping, table, incomingRows).readRows();
                answer = runLoad(exchange, startedLoad, incomingRows, mapping, answerBuilder);
            }
        } catch (Refusal | InvalidLoadException failure) {
            answerBuilder.reportFailure(String.valueOf(failure.getMessage()));
        } finally {
            loadExecutor.abortIfRunning(startedLoad, answerBuilder.message());
        }
        if (answer instanceof Answer.ClosedConnection) {
            exchange.disconnect();
        } else if (!(answer instanceof Answer.Silence)) {
            exchange.answerJson(answerBuilder.toJson());
        }
    }

    /**
     * Writes the rows that have been received, unless a fault prevents this, and reports the outcome to the builder. If
     * the fault is a silence, returns when the client has disconnected.
     */
    private Answer runLoad(
            HttpExchange exchange,
            StartedLoad startedLoad,
            IncomingRows incomingRows,
            LoadMapping mapping,
            LoadAnswerBuilder answerBuilder)
            throws IOException {
        String requestText = "PUT " + exchange.request().target() + " " + startedLoad.label();
        Answer answer = faultyRequestHandler.run(startedLoad.user().name().name(), requestText, () -> {
            LoadOutcome loadOutcome = loadExecutor.run(startedLoad, incomingRows, mapping);
            answerBuilder.reportOutcome(loadOutcome);
            if (!loadOutcome.problems().isEmpty()) {
                answerBuilder.setErrorUrl(errorLogs.add(startedLoad.transactionId(), loadOutcome.problems()));
            }
            return loadOutcome.isAccepted()
                    ? new Answer.Ok(loadOutcome.loadedRowCount(), "")
                    : Answer.Failure.of(loadOutcome.failureMessage());
        });
        if (answer instanceof Answer.Silence) {
            exchange.awaitDisconnect();
        } else if (answer instanceof Answer.Failure injectedFailure
                && !injectedFailure.message().equals(answerBuilder.message())) {
            answerBuilder.reportUnconfirmedCommit(injectedFailure.message());
        }
        return answer;
    }
}
