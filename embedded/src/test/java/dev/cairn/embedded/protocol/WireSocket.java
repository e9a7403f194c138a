package dev.cairn.embedded.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * The socket of a server whose client is two arrays: the bytes that it sends before it disconnects, and those that it
 * receives.
 */
final class WireSocket extends Socket {
    private final ByteArrayInputStream sent;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    WireSocket(byte[] sent) {
        this.sent = new ByteArrayInputStream(sent);
    }

    byte[] received() {
        return received.toByteArray();
    }

    @Override
    public InputStream getInputStream() {
        return sent;
    }

    @Override
    public OutputStream getOutputStream() {
        return received;
    }

    @Override
    public void setSoTimeout(int millis) {
        // the socket never blocks
    }

    @Override
    public void close() {
        // nothing is open
    }
}
