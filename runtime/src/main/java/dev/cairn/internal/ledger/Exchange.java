package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.LedgerResponse.Broken;
import java.util.function.Function;

/**
 * A talk with the server that says what to ask next and takes the answer, but does no I/O: the same code talks over a
 * connection, and in a test that decides what happens between any two of its requests.
 */
sealed interface Exchange<T> {
    /** Something is to be asked. */
    record Ask<T>(LedgerRequest request, Function<LedgerResponse, Exchange<T>> then) implements Exchange<T> {}

    /** It is over. */
    record Over<T>(T result) implements Exchange<T> {}

    static <T> Exchange<T> ask(LedgerRequest request, Function<LedgerResponse, Exchange<T>> then) {
        return new Ask<>(request, then);
    }

    static <T> Exchange<T> over(T result) {
        return new Over<>(result);
    }

    /** Asks, and if the connection breaks, asks again on another one: for what may be asked any number of times. */
    static <T> Exchange<T> insist(LedgerRequest request, Function<LedgerResponse, Exchange<T>> then) {
        return ask(
                request,
                answer -> answer instanceof Broken
                        ? ask(new LedgerRequest.Reconnect(), reconnected -> insist(request, then))
                        : then.apply(answer));
    }

    /** Goes on with the result. */
    default <R> Exchange<R> then(Function<T, Exchange<R>> next) {
        if (this instanceof Ask<T> asking) {
            return ask(asking.request(), answer -> asking.then().apply(answer).then(next));
        }
        return next.apply(((Over<T>) this).result());
    }
}
