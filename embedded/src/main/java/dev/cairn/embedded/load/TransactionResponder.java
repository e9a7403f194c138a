package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.fault.injection.FaultyRequestHandler;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.protocol.Answer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the operations of the interface of transactions, and answers their requests, with the faults of a test. */
record TransactionResponder(FaultyRequestHandler faultyRequestHandler) {
    /**
     * Runs the operation and sends its answer. A fault may replace the answer: then its error is sent, the connection
     * is closed, or nothing is sent until the client disconnects. Whether the operation is run before that depends on
     * the fault.
     */
    void respond(TransactionRequest request, User user, Supplier<TransactionAnswer> operation) throws IOException {
        HttpExchange exchange = request.exchange();
        AtomicReference<@Nullable TransactionAnswer> operationAnswerHolder = new AtomicReference<>();
        String requestText =
                exchange.request().method() + " " + exchange.request().target() + " " + request.label();
        Answer sentAnswer = faultyRequestHandler.run(user.name().name(), requestText, () -> {
            TransactionAnswer answer = operation.get();
            operationAnswerHolder.set(answer);
            return answer.isSuccess() ? Answer.OK : Answer.Failure.of(answer.message());
        });
        TransactionAnswer operationAnswer = operationAnswerHolder.get();
        if (sentAnswer instanceof Answer.Silence) {
            exchange.awaitDisconnect();
        } else if (sentAnswer instanceof Answer.ClosedConnection) {
            exchange.disconnect();
        } else if (sentAnswer instanceof Answer.Failure failure
                && (operationAnswer == null || !failure.message().equals(operationAnswer.message()))) {
            exchange.answerJson(TransactionAnswer.ofFailure(failure.message()).toJson());
        } else if (operationAnswer != null) {
            exchange.answerJson(operationAnswer.toJson());
        }
    }
}
