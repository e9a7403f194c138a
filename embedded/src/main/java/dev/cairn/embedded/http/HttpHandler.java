package dev.cairn.embedded.http;

import java.io.IOException;

/** Answers requests. It is called concurrently by many threads. */
@FunctionalInterface
public interface HttpHandler {
    void handle(HttpExchange exchange) throws IOException;
}
