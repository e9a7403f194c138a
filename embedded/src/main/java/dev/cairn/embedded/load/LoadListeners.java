package dev.cairn.embedded.load;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequest;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpExchange.HttpHandler;
import dev.cairn.embedded.http.HttpRequest;
import dev.cairn.embedded.load.StreamLoadRequest.UnloadableException;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Listener;
import dev.cairn.embedded.rows.LoadStage;
import dev.cairn.embedded.rows.LoadStage.LoadCounts;
import dev.cairn.embedded.rows.LoadStage.LoadMapping;
import dev.cairn.embedded.server.StreamLoads;
import dev.cairn.embedded.server.StreamLoads.Begun;
import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.state.WrittenPartitions;
import dev.cairn.engine.value.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The HTTP listeners for loads: a frontend, which redirects clients, and a backend, which receives the rows. */
public final class LoadListeners implements AutoCloseable {
    private final Listener backend;
    private final Listener frontend;

    private LoadListeners(Listener backend, Listener frontend) {
        this.backend = backend;
        this.frontend = frontend;
    }

    /**
     * Starts both listeners.
     *
     * @param host the host name by which clients reach them
     * @param port the port of the frontend; 0 means any free port, which the backend always uses
     */
    public static LoadListeners open(
            StreamLoads loads, FaultyRequest faults, InetAddress address, String host, int port) throws IOException {
        BackendPlace place = new BackendPlace(host);
        Listener backend =
                HttpExchange.listen(address, 0, new BackendLoadHandler(loads, faults, new ErrorLogs(), place::url));
        place.port = backend.port();
        try {
            return new LoadListeners(
                    backend, HttpExchange.listen(address, port, new FrontendLoadHandler(loads, place::url)));
        } catch (IOException taken) {
            backend.close();
            throw taken;
        }
    }

    /** The address of the backend. Its port is set when the backend listens. */
    private static final class BackendPlace {
        private final String host;
        private volatile int port;

        BackendPlace(String host) {
            this.host = host;
        }

        String url(String target) {
            return "http://" + host + ":" + port + target;
        }
    }

    /** Returns the port of the frontend. */
    public int port() {
        return frontend.port();
    }

    @Override
    public void close() {
        frontend.close();
        backend.close();
    }

    /**
     * Handles the HTTP requests to a frontend: redirects loads to a backend, and reports the state of a load by its
     * label.
     */
    private static final class FrontendLoadHandler implements HttpHandler {
        private static final int UNAUTHORIZED = 401;

        private final StreamLoads loads;
        private final Function<String, String> backend;

        /** @param backend returns the URL of a path at a backend */
        FrontendLoadHandler(StreamLoads loads, Function<String, String> backend) {
            this.loads = loads;
            this.backend = backend;
        }

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            HttpRequest request = exchange.request();
            List<String> path = request.path();
            Optional<User> user = new StreamLoadRequest(exchange).user(loads);
            boolean asksForState =
                    path.size() == 3 && path.get(0).equals("api") && path.get(2).equals("get_load_state");
            if (!new StreamLoadRequest(exchange).isLoad() && !asksForState) {
                exchange.answer(404, Map.of(), "");
            } else if (user.isEmpty()) {
                exchange.answer(UNAUTHORIZED, Map.of("WWW-Authenticate", "Basic realm=\"\""), "");
            } else if (asksForState) {
                exchange.answerJson(
                        state(path.get(1), request.parameter("label").orElse("")));
            } else if (!request.waitsForContinue()) {
                exchange.answerJson(failed("class com.starrocks.common.DdlException: There is no 100-continue header"));
            } else {
                redirect(exchange, user.get(), path);
            }
        }

        private void redirect(HttpExchange exchange, User user, List<String> path) throws IOException {
            try {
                loads.table(user, path.get(1), path.get(2));
                exchange.answer(
                        307, Map.of("Location", backend.apply(exchange.request().target())), "");
            } catch (Refusal refusal) {
                exchange.answerJson(failed(String.valueOf(refusal.getMessage())));
            }
        }

        private static String failed(String message) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("Status", "FAILED");
            members.put("Message", message);
            return LoadAnswer.json(members);
        }

        private String state(String database, String label) {
            Optional<Load> load = loads.find(database, label);
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("state", load.map(found -> found.phase().name()).orElse("UNKNOWN"));
            members.put("reason", load.map(Load::reason).orElse(""));
            members.put("status", "OK");
            members.put("code", "0");
            members.put("msg", "Success");
            members.put("message", "OK");
            return LoadAnswer.json(members);
        }
    }

    /** Handles the HTTP requests to a backend: receives the rows of loads, and returns the error logs of loads. */
    private static final class BackendLoadHandler implements HttpHandler {
        private static final Answer.Failure FILTERED = Answer.Failure.of(LoadCounts.TOO_MANY_FILTERED);

        private final StreamLoads loads;
        private final FaultyRequest faults;
        private final ErrorLogs errors;
        private final Function<String, String> url;

        /** @param url returns the URL of a path at this backend */
        BackendLoadHandler(StreamLoads loads, FaultyRequest faults, ErrorLogs errors, Function<String, String> url) {
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
                        refusal.failed("no valid Basic authorization").json());
                return;
            }
            try {
                request.check();
                Table target = loads.table(user.get(), database, table);
                Optional<Begun> begun = loads.begin(user.get(), database, table, label);
                if (begun.isEmpty()) {
                    boolean running =
                            loads.find(database, label).filter(Load::running).isPresent();
                    exchange.answerJson(refusal.repeated(running).json());
                } else {
                    load(exchange, request, target, begun.get());
                }
            } catch (Refusal | UnloadableException refused) {
                exchange.answerJson(
                        refusal.failed(String.valueOf(refused.getMessage())).json());
            }
        }

        private void load(HttpExchange exchange, StreamLoadRequest request, Table table, Begun load)
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
                answer.failed(String.valueOf(refused.getMessage()));
            } finally {
                loads.end(load, answer.message());
            }
            if (ended instanceof Answer.Cut) {
                exchange.hangUp();
            } else if (!(ended instanceof Answer.Silence)) {
                exchange.answerJson(answer.json());
            }
        }

        private Answer run(HttpExchange exchange, Begun load, LoadStage stage, LoadMapping mapping, LoadAnswer answer)
                throws IOException {
            String text = "PUT " + exchange.request().target() + " " + load.label();
            Answer ended = faults.run(load.user().name().name(), text, () -> {
                LoadCounts counts = loads.run(load, stage, mapping);
                answer.ended(counts);
                if (!counts.problems().isEmpty()) {
                    String file = errors.keep(load.transaction(), counts.problems());
                    answer.errorsAt(url.apply("/api/_load_error_log?file=" + file));
                }
                return counts.accepted() ? new Answer.Ok(counts.loaded(), "") : FILTERED;
            });
            if (ended instanceof Answer.Silence) {
                exchange.staySilent();
            } else if (ended instanceof Answer.Failure injected && !injected.equals(FILTERED)) {
                answer.failed(injected.message());
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
                new JsonRows(body, members, documents(mapping, table), request.truth("strip_outer_array"))
                        .read(stage::add);
            } else {
                int width = mapping.fields().size();
                new CsvRows(body, request).read(skipped(request), row -> {
                    if (row.size() == width) {
                        stage.add(row);
                    } else {
                        stage.addProblem("Error: Value count does not match column count. Expect " + width
                                + ", but got " + row.size() + ". Row: " + row);
                    }
                });
            }
            stage.end();
        }

        private static long skipped(StreamLoadRequest request) {
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

        /** Parses rows from CSV while they arrive; {@code \N} is NULL. */
        private static final class CsvRows {
            private static final int END = -1;
            private static final int NONE = -2;
            private static final int HEXADECIMAL = 16;

            private final Reader source;
            private final String separator;
            private final String delimiter;
            private final int enclose;
            private final int escape;
            private final boolean trims;
            private final StringBuilder field = new StringBuilder();
            private boolean enclosed;
            private boolean within;
            private int next;

            CsvRows(Reader source, StreamLoadRequest request) {
                this.source = source;
                this.separator = separator(request.text("column_separator", "\t"));
                this.delimiter = separator(request.text("row_delimiter", "\n"));
                this.enclose = request.text("enclose").isEmpty()
                        ? NONE
                        : request.text("enclose").charAt(0);
                this.escape = request.text("escape").isEmpty()
                        ? NONE
                        : request.text("escape").charAt(0);
                this.trims = request.truth("trim_space");
            }

            /** Returns a separator, which may contain bytes as hexadecimal numbers: {@code \x01} or {@code \\x0D0A}. */
            private static String separator(String header) {
                String digits = header.replaceFirst("^(\\\\+x|0x)", "");
                if (digits.equals(header)) {
                    return header.replace("\\t", "\t").replace("\\n", "\n");
                }
                StringBuilder text = new StringBuilder();
                for (int i = 0; i + 1 < digits.length(); i += 2) {
                    text.append((char) Integer.parseInt(digits.substring(i, i + 2), HEXADECIMAL));
                }
                return text.toString();
            }

            /** @param skipped the number of rows to skip at the beginning */
            void read(long skipped, Consumer<List<@Nullable String>> row) throws IOException {
                next = source.read();
                for (long number = 0; next != END; number++) {
                    List<@Nullable String> fields = row();
                    if (number >= skipped) {
                        row.accept(fields);
                    }
                }
            }

            private List<@Nullable String> row() throws IOException {
                List<@Nullable String> fields = new ArrayList<>();
                while (next != END) {
                    char read = (char) next;
                    next = source.read();
                    if (read == escape && next != END) {
                        field.append((char) next);
                        next = source.read();
                    } else if (read == enclose && (within || field.isEmpty())) {
                        quote(read);
                    } else {
                        field.append(read);
                        if (ends(separator)) {
                            fields.add(value(separator));
                        } else if (ends(delimiter)) {
                            fields.add(value(delimiter));
                            return fields;
                        }
                    }
                }
                fields.add(value(""));
                return fields;
            }

            /** Handles a quote, which begins or ends an enclosed text; two quotes within the text stand for one. */
            private void quote(char quote) throws IOException {
                if (within && next == quote) {
                    field.append(quote);
                    next = source.read();
                } else {
                    within = !within;
                    enclosed = true;
                }
            }

            private boolean ends(String end) {
                return !within
                        && field.length() >= end.length()
                        && field.indexOf(end, field.length() - end.length()) >= 0;
            }

            private @Nullable String value(String end) {
                field.setLength(field.length() - end.length());
                String text = field.toString();
                String value = trims && !enclosed ? text.strip() : text;
                boolean isNull = !enclosed && value.equals("\\N");
                field.setLength(0);
                enclosed = false;
                return isNull ? null : value;
            }
        }
    }

    /** Keeps the messages about filtered rows of the newest 1,000 loads that had any. */
    private static final class ErrorLogs {
        private static final int KEPT = 1_000;

        private final Map<String, String> texts = new LinkedHashMap<>();

        /** Adds the messages of a load, and returns the name by which they are found. */
        synchronized String keep(long transaction, List<String> refused) {
            String file = "error_log_" + transaction;
            texts.put(file, String.join("\n", refused) + "\n");
            if (texts.size() > KEPT) {
                texts.remove(texts.keySet().iterator().next());
            }
            return file;
        }

        synchronized String text(String file) {
            return texts.getOrDefault(file, "");
        }
    }

    /** Builds the answer to a load: JSON in the format of a backend. */
    private static final class LoadAnswer {
        /** The transaction id of a load that has not begun. */
        static final long NO_TRANSACTION = -1;

        private static final LoadCounts NOTHING = new LoadCounts(false, 0, 0, 0, List.of(), WrittenPartitions.NONE);
        private static final List<String> TIMES = List.of(
                "LoadTimeMs",
                "BeginTxnTimeMs",
                "StreamLoadPlanTimeMs",
                "ReadDataTimeMs",
                "WriteDataTimeMs",
                "CommitAndPublishTimeMs");

        private final Map<String, Object> members = new LinkedHashMap<>();

        LoadAnswer(long transaction, String label, String database, String table) {
            members.put("TxnId", transaction);
            members.put("Label", label);
            members.put("Db", database);
            members.put("Table", table);
        }

        LoadAnswer failed(String message) {
            return status("Fail", message, NOTHING);
        }

        /** Reports that the label is in use by a load that is running or has finished. */
        LoadAnswer repeated(boolean running) {
            members.put("Status", "Label Already Exists");
            members.put("ExistingJobStatus", running ? "RUNNING" : "FINISHED");
            return counted("Label [" + members.get("Label") + "] has already been used.", NOTHING);
        }

        /** Returns the message; empty before the load has ended. */
        String message() {
            return String.valueOf(members.getOrDefault("Message", ""));
        }

        LoadAnswer ended(LoadCounts counts) {
            return counts.accepted()
                    ? status("Success", "OK", counts)
                    : status("Fail", LoadCounts.TOO_MANY_FILTERED, counts);
        }

        /** Adds the URL of the error log. */
        LoadAnswer errorsAt(String url) {
            members.put("ErrorURL", url);
            return this;
        }

        private LoadAnswer status(String status, String message, LoadCounts counts) {
            members.put("Status", status);
            return counted(message, counts);
        }

        private LoadAnswer counted(String message, LoadCounts counts) {
            members.put("Message", message);
            members.put("NumberTotalRows", counts.total());
            members.put("NumberLoadedRows", counts.total() - counts.filtered() - counts.unselected());
            members.put("NumberFilteredRows", counts.filtered());
            members.put("NumberUnselectedRows", counts.unselected());
            members.put("LoadBytes", 0);
            TIMES.forEach(time -> members.put(time, 0));
            return this;
        }

        String json() {
            return json(members);
        }

        static String json(Map<String, ?> members) {
            return members.entrySet().stream()
                    .map(member -> "    " + JsonWriter.quoted(member.getKey()) + ": "
                            + JsonWriter.COMPACT.text(member.getValue()))
                    .collect(Collectors.joining(",\n", "{\n", "\n}"));
        }
    }
}
