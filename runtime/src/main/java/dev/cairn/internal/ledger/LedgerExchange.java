package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.LedgerResponse.ConnectionLost;
import java.util.function.Function;

/**
 * A conversation with the server: it states the next request and consumes the response, but performs no I/O. The same
 * code runs over a connection and in tests that control what happens between any two requests.
 */
sealed interface LedgerExchange<T> {
    /** The exchange has a request to send. */
    record Request<T>(LedgerRequest request, Function<LedgerResponse, LedgerExchange<T>> continuation)
            implements LedgerExchange<T> {}

    /** The exchange is complete. */
    record Complete<T>(T result) implements LedgerExchange<T> {}

    static <T> LedgerExchange<T> ask(LedgerRequest request, Function<LedgerResponse, LedgerExchange<T>> continuation) {
        return new Request<>(request, continuation);
    }

    static <T> LedgerExchange<T> ofResult(T result) {
        return new Complete<>(result);
    }

    /**
     * Sends the request; if the connection breaks, sends it again on a new connection. Only idempotent requests may be
     * sent this way.
     */
    static <T> LedgerExchange<T> askUntilAnswered(
            LedgerRequest request, Function<LedgerResponse, LedgerExchange<T>> continuation) {
        return ask(
                request,
                response -> response instanceof ConnectionLost
                        ? ask(new LedgerRequest.Reconnect(), ignored -> askUntilAnswered(request, continuation))
                        : continuation.apply(response));
    }

    /** Returns an exchange that continues with the result of this one. */
    default <R> LedgerExchange<R> then(Function<T, LedgerExchange<R>> continuation) {
        if (this instanceof Request<T> pendingRequest) {
            return ask(
                    pendingRequest.request(),
                    response -> pendingRequest.continuation().apply(response).then(continuation));
        }
        return continuation.apply(((Complete<T>) this).result());
    }
}
