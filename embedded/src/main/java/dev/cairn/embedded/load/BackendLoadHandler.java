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
    private final Function<String, String> url;

    /** @param url returns the URL of a path at this backend */
    BackendLoadHandler(StreamLoads loads, FaultyRequest faults, LoadErrorLogs errors, Function<String, String> url) {
        this.loads = loads;
        this.faults = faults;
        this.errors = errors;
        this.url = url;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        List<String> path = exchange.request().path();
        if (new StreamLoadRequest(exchange).isLoad()) {
            load(exchange, path.get(1), path.get(2));
        } else if (path.equals(List.of("api", "_load_error_log"))) {
            String file = exchange.request().parameter("file").orElse("");
            exchange.answer(200, Map.of("Content-Type", "text/plain"), errors.text(file));
        } else {
            exchange.answer(404, Map.of(), "");
        }
    }

    /** Runs a load. A client without permission, or with a label in use, is refused before it sends the rows. */
    private void load(HttpExchange exchange, String database, String table) throws IOException {
        StreamLoadRequest request = new StreamLoadRequest(exchange);
        String label = request.text("label");
        LoadAnswer refusal = new LoadAnswer(LoadAnswer.NO_TRANSACTION, label, database, table);
        Optional<User> user = request.user(loads);
        if (user.isEmpty()) {
            exchange.answerJson(
                    refusal.ofFailure("no valid Basic authorization").json());
            return;
        }
        try {
            request.check();
            Table target = loads.table(user.get(), database, table);
            Optional<StartedLoad> begun = loads.begin(user.get(), database, table, label);
            if (begun.isEmpty()) {
                boolean running =
                        loads.find(database, label).filter(Load::isRunning).isPresent();
                exchange.answerJson(refusal.reportRepeatedLabel(running).json());
            } else {
                load(exchange, request, target, begun.get());
            }
        } catch (Refusal | UnloadableException refused) {
            exchange.answerJson(
                    refusal.ofFailure(String.valueOf(refused.getMessage())).json());
        }
    }

    private void load(HttpExchange exchange, StreamLoadRequest request, Table table, StartedLoad load)
            throws IOException {
        LoadAnswer answer = new LoadAnswer(load.transaction(), load.label(), load.database(), load.table());
        Answer ended = Answer.OK;
        try {
            LoadMapping mapping = request.mapping(writable(table));
            try (LoadStage stage = loads.stage(load, mapping.fields().size())) {
                receive(exchange, request, mapping, table, stage);
                ended = run(exchange, load, stage, mapping, answer);
            }
        } catch (Refusal | UnloadableException refused) {
            answer.ofFailure(String.valueOf(refused.getMessage()));
        } finally {
            loads.end(load, answer.message());
        }
        if (ended instanceof Answer.Cut) {
            exchange.disconnect();
        } else if (!(ended instanceof Answer.Silence)) {
            exchange.answerJson(answer.json());
        }
    }

    private Answer run(HttpExchange exchange, StartedLoad load, LoadStage stage, LoadMapping mapping, LoadAnswer answer)
            throws IOException {
        String text = "PUT " + exchange.request().target() + " " + load.label();
        Answer ended = faults.run(load.user().name().name(), text, () -> {
            LoadCounts counts = loads.run(load, stage, mapping);
            answer.ofEnd(counts);
            if (!counts.problems().isEmpty()) {
                String file = errors.keep(load.transaction(), counts.problems());
                answer.errorsAt(url.apply("/api/_load_error_log?file=" + file));
            }
            return counts.accepted() ? new Answer.Ok(counts.loadedRows(), "") : FILTERED;
        });
        if (ended instanceof Answer.Silence) {
            exchange.awaitDisconnect();
        } else if (ended instanceof Answer.Failure injected && !injected.equals(FILTERED)) {
            answer.ofFailure(injected.message());
        }
        return ended;
    }

    private static List<String> writable(Table table) {
        return table.writableColumns().stream().map(Column::name).toList();
    }

    private static void receive(
            HttpExchange exchange, StreamLoadRequest request, LoadMapping mapping, Table table, LoadStage stage)
            throws IOException {
        Reader body = new BufferedReader(new InputStreamReader(exchange.body(), StandardCharsets.UTF_8), 1 << 16);
        if (request.isJson()) {
            String paths = request.text("jsonpaths");
            List<String> members = paths.isEmpty() ? mapping.fields() : JsonRows.members(paths);
            new JsonRows(body, members, documents(mapping, table), request.truth("strip_outer_array")).read(stage::add);
        } else {
            int width = mapping.fields().size();
            new CsvRows(body, request).read(skippedLines(request), row -> {
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
            return Long.parseLong(request.text("skip_header", "0"));
        } catch (NumberFormatException wrong) {
            throw new UnloadableException("Invalid csv load skip_header format");
        }
    }

    /**
     * Returns the fields that are loaded unchanged into JSON columns: their values keep the form of JSON, including
     * quotes.
     */
    private static Set<Integer> documents(LoadMapping mapping, Table table) {
        Set<Integer> documents = new HashSet<>();
        for (int i = 0; i < mapping.fields().size(); i++) {
            String field = mapping.fields().get(i);
            if (!mapping.computed().containsKey(field)
                    && table.column(field)
                            .filter(column -> PrimitiveType.of(column.type()) == PrimitiveType.JSON)
                            .isPresent()) {
                documents.add(i);
            }
        }
        return documents;
    }
}
