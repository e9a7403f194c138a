package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.server.StreamLoads;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Authenticates requests by the header {@code Authorization: Basic …}. */
final class BasicCredentials {
    private static final String SCHEME = "Basic ";

    private BasicCredentials() {}

    /** Returns the user of a request, if the password is correct. */
    static Optional<User> user(HttpExchange exchange, StreamLoads loads) {
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
