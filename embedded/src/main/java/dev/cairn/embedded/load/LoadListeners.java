package dev.cairn.embedded.load;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequest;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpHandler;
import dev.cairn.embedded.http.HttpRequest;
import dev.cairn.embedded.protocol.Listener;
import dev.cairn.embedded.server.StreamLoads;
import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("state", loads.phase(database, label).name());
            members.put("reason", "");
            members.put("status", "OK");
            members.put("code", "0");
            members.put("msg", "Success");
            members.put("message", "OK");
            return LoadAnswer.json(members);
        }
    }
}
