package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.server.StreamLoads;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A request to the frontend or the backend, which may be a load. */
record LoadRequest(HttpExchange exchange) {
    private static final String SCHEME = "Basic ";

    /** Returns whether this is a load, such as {@code PUT /api/shop/orders/_stream_load}. */
    boolean isLoad() {
        List<String> path = exchange.request().path();
        return exchange.request().method().equals("PUT")
                && path.size() == 4
                && path.get(0).equals("api")
                && path.get(3).equals("_stream_load");
    }

    /** Returns the user that the header {@code Authorization: Basic …} names, if the password is correct. */
    Optional<User> user(StreamLoads loads) {
        return exchange.request()
                .header("Authorization")
                .filter(value -> value.startsWith(SCHEME))
                .flatMap(value -> decoded(value.substring(SCHEME.length())))
                .map(credentials -> credentials.split(":", 2))
                .filter(parts -> parts.length == 2)
                .flatMap(parts -> loads.user(parts[0], parts[1], exchange.peer()));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
