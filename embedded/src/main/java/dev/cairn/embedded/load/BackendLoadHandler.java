package dev.cairn.embedded.load;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequestHandler;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpExchange.HttpHandler;
import dev.cairn.embedded.http.HttpStatus;
import dev.cairn.embedded.load.StreamLoadRequest.UnloadableException;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadOutcome;
import dev.cairn.embedded.rows.store.LoadStage;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.embedded.server.StreamLoadExecutor.StartedLoad;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Handles the HTTP requests to a backend: receives the rows of loads, and returns the error logs of loads. As in a real
 * cluster, the frontend redirects clients to this address.
 */
final class BackendLoadHandler implements HttpHandler {

    private final StreamLoadExecutor loadExecutor;
    private final FaultyRequestHandler faults;
    private final LoadErrorLogs errorLogs;
    private final Function<String, String> backendUrl;

    /** @param backendUrl returns the URL of a path at this backend */
    BackendLoadHandler(
            StreamLoadExecutor loadExecutor,
            FaultyRequestHandler faults,
            LoadErrorLogs errorLogs,
            Function<String, String> backendUrl) {
        this.loadExecutor = loadExecutor;
        this.faults = faults;
        this.errorLogs = errorLogs;
        this.backendUrl = backendUrl;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        List<String> pathSegments = exchange.request().pathSegments();
        if (new StreamLoadRequest(exchange).isLoad()) {
            answerLoad(exchange, pathSegments.get(1), pathSegments.get(2));
        } else if (pathSegments.equals(List.of("api", "_load_error_log"))) {
            String fileName = exchange.request().parameter("file").orElse("");
            exchange.answer(HttpStatus.OK, Map.of("Content-Type", "text/plain"), errorLogs.find(fileName));
        } else {
            exchange.answer(HttpStatus.NOT_FOUND, Map.of(), "");
        }
    }

    /** Runs a load. A client without permission, or with a label in use, is refused before it sends the rows. */
    private void answerLoad(HttpExchange exchange, String database, String table) throws IOException {
        StreamLoadRequest request = new StreamLoadRequest(exchange);
        String label = request.header("label");
        LoadAnswerBuilder refusalBuilder =
                new LoadAnswerBuilder(LoadAnswerBuilder.NO_TRANSACTION, label, database, table);
        Optional<User> user = request.authenticate(loadExecutor);
        if (user.isEmpty()) {
            exchange.answerJson(
                    refusalBuilder.reportFailure("no valid Basic authorization").toJson());
            return;
        }
        try {
            request.requireSupported();
            Optional<StartedLoad> startedLoad = loadExecutor.begin(user.get(), database, table, label);
            if (startedLoad.isEmpty()) {
                boolean isRunning = loadExecutor
                        .find(database, label)
                        .filter(LoadTransaction::isRunning)
                        .isPresent();
                exchange.answerJson(
                        refusalBuilder.reportRepeatedLabel(isRunning).toJson());
            } else {
                answerStartedLoad(exchange, request, startedLoad.get());
            }
        } catch (Refusal | UnloadableException failure) {
            exchange.answerJson(refusalBuilder
                    .reportFailure(String.valueOf(failure.getMessage()))
                    .toJson());
        }
    }

    private void answerStartedLoad(HttpExchange exchange, StreamLoadRequest request, StartedLoad load)
            throws IOException {
        LoadAnswerBuilder answerBuilder =
                new LoadAnswerBuilder(load.transactionId(), load.label(), load.database(), load.table());
        Answer outcome = Answer.OK;
        try {
            Table table = load.tableAtStart();
            LoadMapping mapping = request.createMapping(table);
            try (LoadStage stage = loadExecutor.openStage(load, mapping.fields().size())) {
                receiveRows(exchange, request, mapping, table, stage);
                outcome = runLoad(exchange, load, stage, mapping, answerBuilder);
            }
        } catch (Refusal | UnloadableException failure) {
            answerBuilder.reportFailure(String.valueOf(failure.getMessage()));
        } finally {
            loadExecutor.end(load, answerBuilder.message());
        }
        if (outcome instanceof Answer.ClosedConnection) {
            exchange.disconnect();
        } else if (!(outcome instanceof Answer.Silence)) {
            exchange.answerJson(answerBuilder.toJson());
        }
    }

    private Answer runLoad(
            HttpExchange exchange,
            StartedLoad load,
            LoadStage stage,
            LoadMapping mapping,
            LoadAnswerBuilder answerBuilder)
            throws IOException {
        String requestText = "PUT " + exchange.request().target() + " " + load.label();
        Answer outcome = faults.run(load.user().name().name(), requestText, () -> {
            LoadOutcome loadOutcome = loadExecutor.run(load, stage, mapping);
            answerBuilder.reportEnd(loadOutcome);
            if (!loadOutcome.problems().isEmpty()) {
                String fileName = errorLogs.add(load.transactionId(), loadOutcome.problems());
                answerBuilder.setErrorUrl(backendUrl.apply("/api/_load_error_log?file=" + fileName));
            }
            return loadOutcome.isAccepted()
                    ? new Answer.Ok(loadOutcome.loadedRows(), "")
                    : Answer.Failure.of(loadOutcome.failure());
        });
        if (outcome instanceof Answer.Silence) {
            exchange.awaitDisconnect();
        } else if (outcome instanceof Answer.Failure injectedFailure
                && !injectedFailure.message().equals(answerBuilder.message())) {
            answerBuilder.reportFailure(injectedFailure.message());
        }
        return outcome;
    }

    private static void receiveRows(
            HttpExchange exchange, StreamLoadRequest request, LoadMapping mapping, Table table, LoadStage stage)
            throws IOException {
        Reader body = LoadedText.open(exchange.body());
        if (request.isJson()) {
            new JsonRowReader(body, JsonRowReader.Layout.of(request), mapping, findTypes(mapping, table), stage)
                    .readRows();
        } else {
            CsvValueReader valueReader = new CsvValueReader(mapping, table, stage);
            new CsvRowReader(body, request).readRows(parseSkippedLines(request), valueReader::add);
        }
        stage.finish();
    }

    private static long parseSkippedLines(StreamLoadRequest request) {
        try {
            return Long.parseLong(request.header("skip_header", "0"));
        } catch (NumberFormatException failure) {
            throw new UnloadableException("Invalid csv load skip_header format");
        }
    }

    /** Returns the types as which a backend reads the fields; empty for a field that it reads as a string. */
    private static List<Optional<Type>> findTypes(LoadMapping mapping, Table table) {
        List<Optional<Type>> types = new ArrayList<>();
        for (String field : mapping.fields()) {
            if (!mapping.isReadAsColumn(field)) {
                types.add(Optional.empty());
            } else if (field.equals(LoadMapping.OPERATION)) {
                types.add(Optional.of(TranslationTypes.TINYINT));
            } else {
                types.add(table.column(field).map(Column::type));
            }
        }
        return types;
    }
}
