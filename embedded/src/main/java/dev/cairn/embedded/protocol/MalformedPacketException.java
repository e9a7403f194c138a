package dev.cairn.embedded.protocol;

import java.io.IOException;

/** A client violates the protocol, so that the connection has to be closed. */
final class MalformedPacketException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedPacketException(String message) {
        super(message);
    }
}
