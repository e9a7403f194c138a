package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequestHandler;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.http.HttpRequest;
import dev.cairn.embedded.protocol.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request of the interface of transactions, such as {@code POST /api/transaction/begin}. */
record TransactionRequest(HttpExchange exchange) {
    /** Returns whether a request has a method and a path of the interface of transactions. */
    static boolean isTransactionRequest(HttpRequest request) {
        List<String> pathSegments = request.pathSegments();
        return (request.method().equals("POST") || request.method().equals("PUT"))
                && pathSegments.size() == 3
                && pathSegments.get(0).equals("api")
                && pathSegments.get(1).equals("transaction");
    }

    /** Returns the operation in lower case, such as {@code begin}. */
    String operationName() {
        return exchange.request().pathSegments().get(2).toLowerCase(Locale.ROOT);
    }

    /** Returns whether the transaction may write to several tables, if the server supports this. */
    boolean isMultiTable() {
        return header("transaction_type").equalsIgnoreCase("multi");
    }

    String label() {
        return header("label");
    }

    String databaseName() {
        return header("db");
    }

    String tableName() {
        return header("table");
    }

    /** Returns the value of a header; empty if it is missing. */
    String header(String name) {
        return exchange.request().findHeader(name).orElse("");
    }

    /**
     * Runs the operation and sends its answer. A fault may replace the answer: then its error is sent, the connection
     * is closed, or nothing is sent until the client disconnects. Whether the operation is run before that depends on
     * the fault.
     */
    void answer(User user, FaultyRequestHandler faultyRequestHandler, Supplier<TransactionAnswer> operation)
            throws IOException {
        AtomicReference<@Nullable TransactionAnswer> regularAnswerHolder = new AtomicReference<>();
        String requestText =
                exchange.request().method() + " " + exchange.request().target() + " " + label();
        Answer answer = faultyRequestHandler.run(user.name().name(), requestText, () -> {
            TransactionAnswer operationAnswer = operation.get();
            regularAnswerHolder.set(operationAnswer);
            return operationAnswer.isSuccess() ? Answer.OK : Answer.Failure.of(operationAnswer.message());
        });
        TransactionAnswer regularAnswer = regularAnswerHolder.get();
        if (answer instanceof Answer.Silence) {
            exchange.awaitDisconnect();
        } else if (answer instanceof Answer.ClosedConnection) {
            exchange.disconnect();
        } else if (answer instanceof Answer.Failure failure
                && (regularAnswer == null || !failure.message().equals(regularAnswer.message()))) {
            exchange.answerJson(TransactionAnswer.ofFailure(failure.message()).toJson());
        } else if (regularAnswer != null) {
            exchange.answerJson(regularAnswer.toJson());
        }
    }
}
