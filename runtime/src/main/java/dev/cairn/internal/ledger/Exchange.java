package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.LedgerResponse.ConnectionLost;
import java.util.function.Function;

/**
 * A conversation with the server: it states the next request and consumes the response, but performs no I/O. The same
 * code runs over a connection and in tests that control what happens between any two requests.
 */
sealed interface Exchange<T> {
    /** The exchange has a request to send. */
    record Request<T>(LedgerRequest request, Function<LedgerResponse, Exchange<T>> continuation)
            implements Exchange<T> {}

    /** The exchange is complete. */
    record Complete<T>(T result) implements Exchange<T> {}

    static <T> Exchange<T> ask(LedgerRequest request, Function<LedgerResponse, Exchange<T>> continuation) {
        return new Request<>(request, continuation);
    }

    static <T> Exchange<T> ofResult(T result) {
        return new Complete<>(result);
    }

    /**
     * Sends the request; if the connection breaks, sends it again on a new connection. Only for idempotent requests.
     */
    static <T> Exchange<T> askUntilConnected(
            LedgerRequest request, Function<LedgerResponse, Exchange<T>> continuation) {
        return ask(
                request,
                answer -> answer instanceof ConnectionLost
                        ? ask(new LedgerRequest.Reconnect(), reconnected -> askUntilConnected(request, continuation))
                        : continuation.apply(answer));
    }

    /** Continues with the result. */
    default <R> Exchange<R> then(Function<T, Exchange<R>> next) {
        if (this instanceof Request<T> asking) {
            return ask(
                    asking.request(),
                    answer -> asking.continuation().apply(answer).then(next));
        }
        return next.apply(((Complete<T>) this).result());
    }
}
