package dev.cairn.internal.http;

import java.io.IOException;

/** Thrown if no connection to an HTTP server can be opened; no request was sent. */
public final class HttpConnectException extends IOException {
    private static final long serialVersionUID = 1L;

    HttpConnectException(HttpTarget target, IOException cause) {
        super("no connection to " + target + ": " + cause.getMessage(), cause);
    }
}
