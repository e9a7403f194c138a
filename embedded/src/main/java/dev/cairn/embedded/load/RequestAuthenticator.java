package dev.cairn.embedded.load;

import dev.cairn.embedded.account.User;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.server.StreamLoadExecutor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Finds the users who send requests. */
record RequestAuthenticator(StreamLoadExecutor loadExecutor) {
    /** The server's message for a request without the name and the password of a user. */
    static final String UNAUTHENTICATED_MESSAGE = "no valid Basic authorization";

    private static final String AUTHORIZATION_SCHEME = "Basic ";

    /**
     * Returns the user that the header {@code Authorization: Basic …} names; empty if the header is missing or
     * malformed, the user is unknown, or the password is wrong.
     */
    Optional<User> authenticate(HttpExchange exchange) {
        return exchange.request()
                .findHeader("Authorization")
                .filter(value -> value.startsWith(AUTHORIZATION_SCHEME))
                .flatMap(value -> decodeBase64(value.substring(AUTHORIZATION_SCHEME.length())))
                .map(credentials -> credentials.split(":", 2))
                .filter(nameAndPassword -> nameAndPassword.length == 2)
                .flatMap(nameAndPassword ->
                        loadExecutor.authenticate(nameAndPassword[0], nameAndPassword[1], exchange.remoteHost()));
    }

    private static Optional<String> decodeBase64(String text) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }
}
