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
    private final ByteArrayInputStream sentBytes;
    private final ByteArrayOutputStream receivedBytes = new ByteArrayOutputStream();

    WireSocket(byte[] sentBytes) {
        this.sentBytes = new ByteArrayInputStream(sentBytes);
    }

    byte[] receivedBytes() {
        return receivedBytes.toByteArray();
    }

    @Override
    public InputStream getInputStream() {
        return sentBytes;
    }

    @Override
    public OutputStream getOutputStream() {
        return receivedBytes;
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
