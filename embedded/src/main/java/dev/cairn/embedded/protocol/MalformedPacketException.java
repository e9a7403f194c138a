package dev.cairn.embedded.protocol;

import java.io.IOException;

/** Thrown if a client violates the protocol. The connection must then be closed. */
final class MalformedPacketException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedPacketException(String message) {
        super(message);
    }
}
