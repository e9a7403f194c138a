package dev.cairn.embedded.load;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.FaultyRequest;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpHandler;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.LoadCounts;
import dev.cairn.embedded.rows.LoadMapping;
import dev.cairn.embedded.rows.LoadStage;
import dev.cairn.embedded.server.StreamLoads;
import dev.cairn.embedded.server.StreamLoads.Begun;
import dev.cairn.embedded.server.StreamLoads.LoadPhase;
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

/** A backend: takes the rows of loads, and shows those that were wrong. */
final class BackendLoadHandler implements HttpHandler {
    private final StreamLoads loads;
    private final FaultyRequest faults;
    private final ErrorLogs errors;
    private final Function<String, String> url;

    /** @param url the one by which clients reach a path here */
    BackendLoadHandler(StreamLoads loads, FaultyRequest faults, ErrorLogs errors, Function<String, String> url) {
        this.loads = loads;
        this.faults = faults;
        this.errors = errors;
        this.url = url;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        List<String> path = exchange.request().path();
        if (LoadPath.isLoad(exchange.request())) {
            load(exchange, path.get(1), path.get(2));
        } else if (path.equals(List.of("api", "_load_error_log"))) {
            String file = exchange.request().parameter("file").orElse("");
            exchange.answer(200, Map.of("Content-Type", "text/plain"), errors.text(file));
        } else {
            exchange.answer(404, Map.of(), "");
        }
    }

    /** Who may not load, or not now, is told so before the rows are asked for. */
    private void load(HttpExchange exchange, String database, String table) throws IOException {
        LoadHeaders headers = new LoadHeaders(exchange.request());
        String label = headers.text("label");
        LoadAnswer refusal = new LoadAnswer(LoadAnswer.NO_TRANSACTION, label, database, table);
        Optional<User> user = BasicCredentials.user(exchange, loads);
        if (user.isEmpty()) {
            exchange.answerJson(refusal.failed("no valid Basic authorization").json());
            return;
        }
        try {
            headers.check();
            Table target = loads.table(user.get(), database, table);
            Optional<Begun> begun = loads.begin(user.get(), database, table, label);
            if (begun.isEmpty()) {
                boolean running = loads.phase(database, label) == LoadPhase.PREPARE;
                exchange.answerJson(refusal.repeated(running).json());
            } else {
                load(exchange, headers, target, begun.get());
            }
        } catch (Refusal | UnloadableException refused) {
            exchange.answerJson(
                    refusal.failed(String.valueOf(refused.getMessage())).json());
        }
    }

    private void load(HttpExchange exchange, LoadHeaders headers, Table table, Begun load) throws IOException {
        LoadAnswer answer = new LoadAnswer(load.transaction(), load.label(), load.database(), load.table());
        try {
            LoadMapping mapping = headers.mapping(writable(table));
            try (LoadStage stage = loads.stage(load, mapping.fields().size())) {
                receive(exchange, headers, mapping, table, stage);
                run(exchange, load, stage, mapping, answer);
            }
        } catch (Refusal | UnloadableException refused) {
            exchange.answerJson(
                    answer.failed(String.valueOf(refused.getMessage())).json());
        } finally {
            loads.end(load);
        }
    }

    private void run(HttpExchange exchange, Begun load, LoadStage stage, LoadMapping mapping, LoadAnswer answer)
            throws IOException {
        String text = "PUT " + exchange.request().target() + " " + load.label();
        Answer ended = faults.run(load.user().name().name(), text, () -> {
            LoadCounts counts = loads.run(load, stage, mapping);
            answer.ended(counts);
            if (!counts.refused().isEmpty()) {
                String file = errors.keep(load.transaction(), counts.refused());
                answer.errorsAt(url.apply("/api/_load_error_log?file=" + file));
            }
            return counts.accepted() ? new Answer.Ok(counts.loaded(), "") : Answer.Failure.of("too many filtered rows");
        });
        if (ended instanceof Answer.Cut) {
            exchange.hangUp();
            return;
        }
        if (ended instanceof Answer.Silence) {
            exchange.staySilent();
            return;
        }
        boolean ordered =
                ended instanceof Answer.Failure failure && !failure.message().equals("too many filtered rows");
        exchange.answerJson((ordered ? answer.failed(((Answer.Failure) ended).message()) : answer).json());
    }

    private static List<String> writable(Table table) {
        return table.columns().stream()
                .filter(column -> column.generated() == null)
                .map(Column::name)
                .toList();
    }

    private static void receive(
            HttpExchange exchange, LoadHeaders headers, LoadMapping mapping, Table table, LoadStage stage)
            throws IOException {
        Reader body = new BufferedReader(new InputStreamReader(exchange.body(), StandardCharsets.UTF_8), 1 << 16);
        if (headers.isJson()) {
            String paths = headers.text("jsonpaths");
            List<String> members = paths.isEmpty() ? mapping.fields() : JsonRows.members(paths);
            new JsonRows(body, members, documents(mapping, table), headers.truth("strip_outer_array")).read(stage::add);
        } else {
            int width = mapping.fields().size();
            new CsvRows(body, headers).read(skipped(headers), row -> {
                if (row.size() == width) {
                    stage.add(row);
                } else {
                    stage.refuse("Error: Value count does not match column count. Expect " + width + ", but got "
                            + row.size() + ". Row: " + row);
                }
            });
        }
        stage.end();
    }

    private static long skipped(LoadHeaders headers) {
        try {
            return Long.parseLong(headers.text("skip_header", "0"));
        } catch (NumberFormatException wrong) {
            throw new UnloadableException("Invalid csv load skip_header format");
        }
    }

    /** What goes into a JSON column as it is stays a document, quotes and all. */
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
