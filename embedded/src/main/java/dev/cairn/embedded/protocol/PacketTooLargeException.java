package dev.cairn.embedded.protocol;

import java.io.IOException;

/** A packet exceeds the maximum size. The rest of it is not read, so the connection has to be closed. */
final class PacketTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    PacketTooLargeException(long largest) {
        super("Got a packet bigger than " + largest + " bytes");
    }
}
