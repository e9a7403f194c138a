package dev.cairn.embedded.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes that a client sends. While the thread of the connection runs a statement and reads nothing, another thread
 * can determine whether the client has disconnected. A socket reports its end only after the bytes that precede it, so
 * those bytes are read ahead and kept for the thread of the connection.
 */
final class ClientInput extends InputStream {
    /**
     * The maximum number of bytes that are read ahead. If a client has sent more, its disconnection is noticed only
     * after the bytes are read.
     */
    static final int MAX_READ_AHEAD = 1 << 14;

    /** The shortest timeout of a read; 0 would mean no timeout. */
    private static final int PROBE_TIMEOUT_MILLIS = 1;

    private static final byte[] NO_BYTES = {};

    private final Socket socket;
    private final InputStream in;
    private final ReentrantLock lock = new ReentrantLock();
    private byte[] readAheadBytes = NO_BYTES;
    private int readAheadStart;
    private int readAheadEnd;
    private boolean isEndReached;

    ClientInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    @Override
    public int read() throws IOException {
        byte[] singleByte = new byte[1];
        return read(singleByte, 0, 1) < 0 ? -1 : singleByte[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (readAheadStart == readAheadEnd) {
                return isEndReached ? -1 : in.read(bytes, offset, length);
            }
            int count = Math.min(length, readAheadEnd - readAheadStart);
            System.arraycopy(readAheadBytes, readAheadStart, bytes, offset, count);
            readAheadStart += count;
            if (readAheadStart == readAheadEnd) {
                readAheadStart = 0;
                readAheadEnd = 0;
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() throws IOException {
        lock.lock();
        try {
            return readAheadEnd - readAheadStart + (isEndReached ? 0 : in.available());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns whether the client has closed its end of the connection, or the connection is broken. A client that has
     * closed only its output can't be distinguished from one that has disconnected. Returns false while another thread
     * reads.
     */
    boolean hasEnded() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return isEndReached || detectEnd();
        } finally {
            lock.unlock();
        }
    }

    /** Reads ahead, and returns whether the end was reached or the connection is broken. */
    private boolean detectEnd() {
        try {
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(PROBE_TIMEOUT_MILLIS);
            try {
                readAhead();
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (SocketTimeoutException ignored) {
            return false;
        } catch (IOException ignored) {
            isEndReached = true;
        }
        return isEndReached;
    }

    /**
     * Reads until the end, or until {@link #MAX_READ_AHEAD} bytes are kept.
     *
     * @throws SocketTimeoutException if the client is connected and has sent no more bytes
     */
    private void readAhead() throws IOException {
        if (readAheadBytes.length == 0) {
            readAheadBytes = new byte[MAX_READ_AHEAD];
        }
        while (!isEndReached && readAheadEnd < readAheadBytes.length) {
            int count = in.read(readAheadBytes, readAheadEnd, readAheadBytes.length - readAheadEnd);
            if (count < 0) {
                isEndReached = true;
            } else {
                readAheadEnd += count;
            }
        }
    }
}
