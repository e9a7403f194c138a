package dev.cairn.embedded.load;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequest;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpExchange.HttpHandler;
import dev.cairn.embedded.load.StreamLoadRequest.UnloadableException;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.LoadStage;
import dev.cairn.embedded.rows.LoadStage.LoadCounts;
import dev.cairn.embedded.rows.LoadStage.LoadMapping;
import dev.cairn.embedded.server.StreamLoads;
import dev.cairn.embedded.server.StreamLoads.StartedLoad;
import dev.cairn.embedded.state.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Handles the HTTP requests to a backend: receives the rows of loads, and returns the error logs of loads. */
final class BackendLoadHandler implements HttpHandler {
    private static final Answer.Failure FILTERED = Answer.Failure.of(LoadCounts.TOO_MANY_FILTERED);

    private final StreamLoads loads;
    private final FaultyRequest faults;
    private final LoadErrorLogs errors;
    private final Function<String, String> backendUrl;

    /** @param url returns the URL of a path at this backend */
    BackendLoadHandler(StreamLoads loads, FaultyRequest faults, LoadErrorLogs errors, Function<String, String> url) {
        this.loads = loads;
        this.faults = faults;
        this.errors = errors;
        this.backendUrl = url;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        List<String> path = exchange.request().pathSegments();
        if (new StreamLoadRequest(exchange).isLoad()) {
            load(exchange, path.get(1), path.get(2));
        } else if (path.equals(List.of("api", "_load_error_log"))) {
            String file = exchange.request().parameter("file").orElse("");
            exchange.answer(200, Map.of("Content-Type", "text/plain"), errors.find(file));
        } else {
            exchange.answer(404, Map.of(), "");
        }
    }

    /** Runs a load. A client without permission, or with a label in use, is refused before it sends the rows. */
    private void load(HttpExchange exchange, String database, String table) throws IOException {
        StreamLoadRequest request = new StreamLoadRequest(exchange);
        String label = request.header("label");
        LoadAnswer refusal = new LoadAnswer(LoadAnswer.NO_TRANSACTION, label, database, table);
        Optional<User> user = request.authenticate(loads);
        if (user.isEmpty()) {
            exchange.answerJson(
                    refusal.reportFailure("no valid Basic authorization").toJson());
            return;
        }
        try {
            request.requireSupported();
            Optional<StartedLoad> begun = loads.begin(user.get(), database, table, label);
            if (begun.isEmpty()) {
                boolean running =
                        loads.find(database, label).filter(Load::isRunning).isPresent();
                exchange.answerJson(refusal.reportRepeatedLabel(running).toJson());
            } else {
                load(exchange, request, begun.get());
            }
        } catch (Refusal | UnloadableException refused) {
            exchange.answerJson(
                    refusal.reportFailure(String.valueOf(refused.getMessage())).toJson());
        }
    }

    private void load(HttpExchange exchange, StreamLoadRequest request, StartedLoad load) throws IOException {
        LoadAnswer answer = new LoadAnswer(load.transaction(), load.label(), load.database(), load.table());
        Answer ended = Answer.OK;
        try {
            Table table = load.tableAtBegin();
            LoadMapping mapping = request.createMapping(writableColumns(table));
            try (LoadStage stage = loads.openStage(load, mapping.fields().size())) {
                receiveRows(exchange, request, mapping, table, stage);
                ended = runLoad(exchange, load, stage, mapping, answer);
            }
        } catch (Refusal | UnloadableException refused) {
            answer.reportFailure(String.valueOf(refused.getMessage()));
        } finally {
            loads.end(load, answer.message());
        }
        if (ended instanceof Answer.Cut) {
            exchange.disconnect();
        } else if (!(ended instanceof Answer.Silence)) {
            exchange.answerJson(answer.toJson());
        }
    }

    private Answer runLoad(
            HttpExchange exchange, StartedLoad load, LoadStage stage, LoadMapping mapping, LoadAnswer answer)
            throws IOException {
        String text = "PUT " + exchange.request().target() + " " + load.label();
        Answer ended = faults.run(load.user().name().name(), text, () -> {
            LoadCounts counts = loads.run(load, stage, mapping);
            answer.reportEnd(counts);
            if (!counts.problems().isEmpty()) {
                String file = errors.add(load.transaction(), counts.problems());
                answer.withErrorUrl(backendUrl.apply("/api/_load_error_log?file=" + file));
            }
            return counts.isAccepted() ? new Answer.Ok(counts.loadedRows(), "") : FILTERED;
        });
        if (ended instanceof Answer.Silence) {
            exchange.awaitDisconnect();
        } else if (ended instanceof Answer.Failure injected && !injected.equals(FILTERED)) {
            answer.reportFailure(injected.message());
        }
        return ended;
    }

    private static List<String> writableColumns(Table table) {
        return table.writableColumns().stream().map(Column::name).toList();
    }

    private static void receiveRows(
            HttpExchange exchange, StreamLoadRequest request, LoadMapping mapping, Table table, LoadStage stage)
            throws IOException {
        Reader body = new BufferedReader(new InputStreamReader(exchange.body(), StandardCharsets.UTF_8), 1 << 16);
        if (request.isJson()) {
            String paths = request.header("jsonpaths");
            List<String> members = paths.isEmpty() ? mapping.fields() : JsonRowReader.parseMemberPaths(paths);
            new JsonRowReader(body, members, documentFields(mapping, table), request.booleanHeader("strip_outer_array"))
                    .readRows(stage::add);
        } else {
            int width = mapping.fields().size();
            new CsvRowReader(body, request).readRows(skippedLines(request), row -> {
                if (row.size() == width) {
                    stage.add(row);
                } else {
                    stage.addProblem("Error: Value count does not match column count. Expect " + width + ", but got "
                            + row.size() + ". Row: " + row);
                }
            });
        }
        stage.end();
    }

    private static long skippedLines(StreamLoadRequest request) {
        try {
            return Long.parseLong(request.header("skip_header", "0"));
        } catch (NumberFormatException wrong) {
            throw new UnloadableException("Invalid csv load skip_header format");
        }
    }

    /**
     * Returns the fields that are loaded unchanged into JSON columns: their values keep the form of JSON, including
     * quotes.
     */
    private static Set<Integer> documentFields(LoadMapping mapping, Table table) {
        Set<Integer> documents = new HashSet<>();
        for (int i = 0; i < mapping.fields().size(); i++) {
            String field = mapping.fields().get(i);
            if (!mapping.computedColumns().containsKey(field)
                    && table.column(field)
                            .filter(column -> PrimitiveType.of(column.type()) == PrimitiveType.JSON)
                            .isPresent()) {
                documents.add(i);
            }
        }
        return documents;
    }
}
