package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpExchange.HttpHandler;
import dev.cairn.embedded.http.HttpRequest;
import dev.cairn.embedded.http.HttpStatus;
import dev.cairn.embedded.server.StreamLoadExecutor;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.refusal.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Handles the HTTP requests to a frontend: redirects loads to a backend, and reports the state of a load by its
 * label.
 */
final class FrontendLoadHandler implements HttpHandler {
    /** The default of {@code http_max_header_size}. Backends have no limit. */
    private static final int MAX_HEADER_LENGTH = 32_768;

    private final StreamLoadExecutor loadExecutor;
    private final FrontendTransactionHandler transactionHandler;
    private final Function<String, String> backendUrlFunction;

    /**
     * Creates the handler.
     *
     * @param backendUrlFunction returns the URL of a path at a backend
     */
    FrontendLoadHandler(
            StreamLoadExecutor loadExecutor,
            FrontendTransactionHandler transactionHandler,
            Function<String, String> backendUrlFunction) {
        this.loadExecutor = loadExecutor;
        this.transactionHandler = transactionHandler;
        this.backendUrlFunction = backendUrlFunction;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpRequest request = exchange.request();
        if (request.headerLength() > MAX_HEADER_LENGTH) {
            exchange.answer(
                    HttpStatus.BAD_REQUEST,
                    Map.of("Content-Type", "text/html"),
                    "Bad Request. <br/> HTTP header is larger than " + MAX_HEADER_LENGTH + " bytes.");
            return;
        }
        List<String> pathSegments = request.pathSegments();
        transactionHandler.abortExpiredTransactions();
        Optional<User> user = new RequestAuthenticator(loadExecutor).authenticate(exchange);
        boolean isStateRequest = pathSegments.size() == 3
                && pathSegments.get(0).equals("api")
                && pathSegments.get(2).equals("get_load_state");
        boolean isTransactionRequest = TransactionRequest.isTransactionRequest(request);
        if (!new StreamLoadRequest(exchange).isLoad() && !isStateRequest && !isTransactionRequest) {
            exchange.answer(HttpStatus.NOT_FOUND, Map.of(), "");
        } else if (user.isEmpty()) {
            answerAccessDenied(exchange, "Access denied");
        } else if (isTransactionRequest) {
            transactionHandler.handle(exchange, user.get());
        } else if (isStateRequest) {
            exchange.answerJson(formatState(
                    pathSegments.get(1), request.findParameter("label").orElse("")));
        } else if (!request.waitsForContinue()) {
            exchange.answerJson(
                    formatFailure("class com.starrocks.common.DdlException: There is no 100-continue header"));
        } else {
            redirect(exchange, user.get(), pathSegments);
        }
    }

    /** Redirects a load to the backend, unless the user may not insert rows into the table. */
    private void redirect(HttpExchange exchange, User user, List<String> pathSegments) throws IOException {
        try {
            loadExecutor.requireInsertPrivilege(user, pathSegments.get(1), pathSegments.get(2));
            exchange.redirect(backendUrlFunction.apply(exchange.request().target()));
        } catch (Refusal refusal) {
            answerAccessDenied(exchange, String.valueOf(refusal.getMessage()));
        }
    }

    private static void answerAccessDenied(HttpExchange exchange, String message) throws IOException {
        exchange.answer(
                HttpStatus.UNAUTHORIZED,
                Map.of("WWW-Authenticate", "Basic realm=\"\""),
                LoadAnswerBuilder.toJson(createRefusalMembers(message)));
    }

    /** Returns the members of the answer to a denied request, or to an invalid request for the state of a load. */
    private static Map<String, Object> createRefusalMembers(String message) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("status", "FAILED");
        members.put("code", "1");
        members.put("msg", message);
        members.put("message", message);
        return members;
    }

    private static String formatFailure(String message) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Status", "FAILED");
        members.put("Message", message);
        return LoadAnswerBuilder.toJson(members);
    }

    private String formatState(String databaseName, String label) {
        if (label.isEmpty()) {
            return LoadAnswerBuilder.toJson(createRefusalMembers("No label selected."));
        }
        if (!loadExecutor.hasDatabase(databaseName)) {
            return LoadAnswerBuilder.toJson(createRefusalMembers("unknown database, database=" + databaseName));
        }
        Optional<LoadTransaction> load = loadExecutor.findLoad(databaseName, label);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(
                "state",
                load.map(transaction -> transaction.transactionStatus().name()).orElse("UNKNOWN"));
        members.put("reason", load.map(LoadTransaction::abortReason).orElse(""));
        members.put("status", "OK");
        members.put("code", "0");
        members.put("msg", "Success");
        members.put("message", "OK");
        return LoadAnswerBuilder.toJson(members);
    }
}
