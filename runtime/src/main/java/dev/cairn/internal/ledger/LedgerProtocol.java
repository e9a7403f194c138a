package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.LedgerResponse.ConnectionLost;
import java.util.function.Function;

/**
 * An exchange with the server: it states the next request and consumes the response, but performs no I/O. The same
 * code runs over a connection and in tests that control what happens between any two requests.
 */
sealed interface LedgerProtocol<T> {
    /** The exchange has a request to send. */
    record PendingRequest<T>(LedgerRequest request, Function<LedgerResponse, LedgerProtocol<T>> continuation)
            implements LedgerProtocol<T> {}

    /** The exchange is complete. */
    record Complete<T>(T result) implements LedgerProtocol<T> {}

    static <T> LedgerProtocol<T> ask(LedgerRequest request, Function<LedgerResponse, LedgerProtocol<T>> continuation) {
        return new PendingRequest<>(request, continuation);
    }

    static <T> LedgerProtocol<T> ofResult(T result) {
        return new Complete<>(result);
    }

    /**
     * Sends the request; if the connection breaks, sends it again on a new connection. Only idempotent requests may be
     * sent this way.
     */
    static <T> LedgerProtocol<T> askUntilAnswered(
            LedgerRequest request, Function<LedgerResponse, LedgerProtocol<T>> continuation) {
        return ask(
                request,
                response -> response instanceof ConnectionLost
                        ? ask(new LedgerRequest.Reconnect(), ignored -> askUntilAnswered(request, continuation))
                        : continuation.apply(response));
    }

    /** Returns an exchange that continues with the result of this one. */
    default <R> LedgerProtocol<R> then(Function<T, LedgerProtocol<R>> continuation) {
        if (this instanceof PendingRequest<T> pendingRequest) {
            return ask(
                    pendingRequest.request(),
                    response -> pendingRequest.continuation().apply(response).then(continuation));
        }
        return continuation.apply(((Complete<T>) this).result());
    }
}
