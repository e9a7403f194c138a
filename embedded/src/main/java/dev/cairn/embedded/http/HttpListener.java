package dev.cairn.embedded.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections, and serves each one in a thread of its own until the listener is closed. */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HttpListener.class.getName());
    private static final int BACKLOG = 128;
    private static final int BUFFER = 1 << 16;
    private static final int LINGER_MILLIS = 2_000;
    private static final long JOIN_MILLIS = 10_000;

    private final HttpHandler handler;
    private final ServerSocket door;
    private final Thread acceptor;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private HttpListener(HttpHandler handler, ServerSocket door) {
        this.handler = handler;
        this.door = door;
        this.acceptor = new Thread(this::accept, "cairn-embedded-http-" + door.getLocalPort());
        this.acceptor.setDaemon(true);
    }

    /** Starts a listener; port 0 means any free port. */
    public static HttpListener open(InetAddress address, int port, HttpHandler handler) throws IOException {
        ServerSocket door = new ServerSocket();
        try {
            door.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException failure) {
            door.close();
            throw failure;
        }
        HttpListener listener = new HttpListener(handler, door);
        listener.acceptor.start();
        return listener;
    }

    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!closed) {
            try {
                Connection connection = new Connection(door.accept());
                connections.add(connection);
                connection.thread.start();
                if (closed) {
                    connection.hangUp();
                }
            } catch (IOException failure) {
                if (!closed) {
                    LOG.log(Level.WARNING, "Can't accept a connection", failure);
                }
            }
        }
    }

    /** Closes all connections, and waits until their threads have ended. */
    @Override
    public void close() {
        closed = true;
        try {
            door.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        join(acceptor);
        connections.forEach(Connection::hangUp);
        connections.forEach(connection -> join(connection.thread));
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Connection {
        private final Socket socket;
        private final Thread thread;

        Connection(Socket socket) {
            this.socket = socket;
            this.thread = new Thread(this::run, "cairn-embedded-http-" + port() + "-" + socket.getPort());
            this.thread.setDaemon(true);
        }

        private void run() {
            try (socket) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
                handler.handle(HttpExchange.read(socket, in));
                linger(in);
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "A request was broken off", failure);
            } finally {
                connections.remove(this);
            }
        }

        /**
         * Reads what the client still sends. Otherwise the connection might be reset before the client has read the
         * answer.
         */
        private void linger(InputStream in) throws IOException {
            if (!socket.isClosed()) {
                socket.shutdownOutput();
                socket.setSoTimeout(LINGER_MILLIS);
                in.transferTo(OutputStream.nullOutputStream());
            }
        }

        void hangUp() {
            try {
                socket.close();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "Can't close a connection", failure);
            }
            thread.interrupt(); // it may sleep because of a fault
        }
    }
}
