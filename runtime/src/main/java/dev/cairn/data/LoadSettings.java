package dev.cairn.data;

import dev.cairn.schema.Column;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was said of a load; null is what was not.
 *
 * @param trusted hosts that may get the credentials besides those that the server lists as its nodes
 * @param reached what an address that the server gives is to this client
 */
record LoadSettings<R>(
        @Nullable URI frontend,
        @Nullable String user,
        String password,
        @Nullable String label,
        Set<Column<R>> without,
        boolean partial,
        double tolerated,
        Duration timeout,
        Set<String> trusted,
        UnaryOperator<URI> reached) {
    /** What the server comes with. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    static <R> LoadSettings<R> none() {
        return new LoadSettings<>(
                null, null, "", null, Set.of(), false, 0, TIMEOUT, Set.of(), UnaryOperator.identity());
    }

    LoadSettings<R> at(URI uri) {
        return new LoadSettings<>(uri, user, password, label, without, partial, tolerated, timeout, trusted, reached);
    }

    LoadSettings<R> as(String name, String proof) {
        return new LoadSettings<>(frontend, name, proof, label, without, partial, tolerated, timeout, trusted, reached);
    }

    LoadSettings<R> labelled(String text) {
        return new LoadSettings<>(
                frontend, user, password, text, without, partial, tolerated, timeout, trusted, reached);
    }

    LoadSettings<R> without(Set<Column<R>> columns, boolean kept) {
        return new LoadSettings<>(frontend, user, password, label, columns, kept, tolerated, timeout, trusted, reached);
    }

    LoadSettings<R> tolerating(double part) {
        return new LoadSettings<>(frontend, user, password, label, without, partial, part, timeout, trusted, reached);
    }

    LoadSettings<R> within(Duration time) {
        return new LoadSettings<>(frontend, user, password, label, without, partial, tolerated, time, trusted, reached);
    }

    LoadSettings<R> trusting(Set<String> hosts) {
        return new LoadSettings<>(
                frontend, user, password, label, without, partial, tolerated, timeout, hosts, reached);
    }

    LoadSettings<R> reaching(UnaryOperator<URI> nodes) {
        return new LoadSettings<>(
                frontend, user, password, label, without, partial, tolerated, timeout, trusted, nodes);
    }
}
