package dev.cairn.embedded.protocol;

import java.io.IOException;

/** A client that doesn't keep to the protocol: it can't be talked to any more. */
final class MalformedPacketException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedPacketException(String message) {
        super(message);
    }
}
