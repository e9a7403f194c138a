package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.LedgerResponse.Broken;
import java.util.function.Function;

/**
 * A conversation with the server: it states the next request and consumes the response, but performs no I/O. The same
 * code runs over a connection and in tests that control what happens between any two requests.
 */
sealed interface Exchange<T> {
    /** The exchange has a request to send. */
    record Ask<T>(LedgerRequest request, Function<LedgerResponse, Exchange<T>> then) implements Exchange<T> {}

    /** The exchange is complete. */
    record Over<T>(T result) implements Exchange<T> {}

    static <T> Exchange<T> ask(LedgerRequest request, Function<LedgerResponse, Exchange<T>> then) {
        return new Ask<>(request, then);
    }

    static <T> Exchange<T> ofResult(T result) {
        return new Over<>(result);
    }

    /**
     * Sends the request; if the connection breaks, sends it again on a new connection. Only for idempotent requests.
     */
    static <T> Exchange<T> insist(LedgerRequest request, Function<LedgerResponse, Exchange<T>> then) {
        return ask(
                request,
                answer -> answer instanceof Broken
                        ? ask(new LedgerRequest.Reconnect(), reconnected -> insist(request, then))
                        : then.apply(answer));
    }

    /** Continues with the result. */
    default <R> Exchange<R> then(Function<T, Exchange<R>> next) {
        if (this instanceof Ask<T> asking) {
            return ask(asking.request(), answer -> asking.then().apply(answer).then(next));
        }
        return next.apply(((Over<T>) this).result());
    }
}
