package dev.cairn.embedded.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Accepts connections, and serves each one in a separate thread until the listener is closed. */
public final class ConnectionListener implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ConnectionListener.class.getName());
    private static final int BACKLOG = 512;

    /** DuckDB recurses over a query on the stack of the calling thread, and a stack overflow there ends the JVM. */
    private static final long STACK_BYTES = 256L << 20;

    private static final long MAX_JOIN_MILLIS = 10_000;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 10;

    private final String listenerName;
    private final Service service;
    private final ServerSocket serverSocket;
    private final ThreadFactory threadFactory;
    private final Map<Integer, AcceptedConnection> connectionById = new ConcurrentHashMap<>();
    private final Thread acceptorThread;
    private volatile boolean isClosed;

    private ConnectionListener(
            String namePrefix, ServerSocket serverSocket, Service service, ThreadFactory threadFactory) {
        this.listenerName = namePrefix + serverSocket.getLocalPort();
        this.service = service;
        this.serverSocket = serverSocket;
        this.threadFactory = threadFactory;
        this.acceptorThread = new Thread(this::acceptConnections, listenerName);
        this.acceptorThread.setDaemon(true);
    }

    /** Serves the connections of a listener. */
    @FunctionalInterface
    public interface Service {
        /** Serves one connection until it ends, in a thread of its own. The listener then closes the socket. */
        void serve(ClientConnection connection, Socket socket) throws IOException;

        /**
         * Called before the first connection.
         *
         * @param name the name of the listener, with which the names of its threads begin
         */
        default void start(String name) {}

        /** Called after the last connection. */
        default void close() {}
    }

    /**
     * Starts a listener for MySQL clients.
     *
     * @param port the port; 0 means any free port
     * @param tlsContext null if TLS is not offered
     * @throws IOException if the port can't be opened
     */
    public static ConnectionListener open(
            SessionFactory sessionFactory,
            InetAddress address,
            int port,
            ClientLimits limits,
            @Nullable SSLContext tlsContext)
            throws IOException {
        return open("cairn-embedded-", address, port, new MysqlService(sessionFactory, limits, tlsContext));
    }

    /**
     * Starts a listener.
     *
     * @param namePrefix the prefix of the names of its threads
     * @param port the port; 0 means any free port
     * @throws IOException if the port can't be opened
     */
    public static ConnectionListener open(String namePrefix, InetAddress address, int port, Service service)
            throws IOException {
        return open(
                namePrefix,
                address,
                port,
                service,
                connection -> new Thread(null, connection, namePrefix, STACK_BYTES));
    }

    /**
     * Starts a listener whose connections are served in the threads of a factory.
     *
     * @param threadFactory creates the thread of a connection
     */
    static ConnectionListener open(
            String namePrefix, InetAddress address, int port, Service service, ThreadFactory threadFactory)
            throws IOException {
        ServerSocket serverSocket = new ServerSocket();
        try {
            serverSocket.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException failure) {
            serverSocket.close();
            throw failure;
        }
        ConnectionListener listener = new ConnectionListener(namePrefix, serverSocket, service, threadFactory);
        service.start(listener.listenerName);
        listener.acceptorThread.start();
        return listener;
    }

    public int port() {
        return serverSocket.getLocalPort();
    }

    /** Returns the number of connections, including those that are not logged in yet. */
    public int connectionCount() {
        return connectionById.size();
    }

    /** Closes the connections whose clients will never be answered again, and returns their number. */
    public int closeSilentConnections() {
        List<AcceptedConnection> silentConnections = connectionById.values().stream()
                .filter(connection -> connection.isSilent)
                .toList();
        silentConnections.forEach(AcceptedConnection::disconnect);
        return silentConnections.size();
    }

    private void acceptConnections() {
        int connectionId = 0;
        while (!isClosed) {
            try {
                startConnection(++connectionId, serverSocket.accept());
            } catch (IOException failure) {
                pauseAfter(failure); // probably the process has too many open files
            }
        }
    }

    private void startConnection(int connectionId, Socket socket) throws IOException {
        try {
            AcceptedConnection connection = new AcceptedConnection(connectionId, socket);
            connectionById.put(connectionId, connection);
            connection.thread.start();
            if (isClosed) {
                connection.disconnect();
            }
        } catch (OutOfMemoryError failure) { // the process has too many threads, or no memory for another stack
            connectionById.remove(connectionId);
            socket.close();
            pauseAfter(failure);
        }
    }

    /** Logs the failure, and waits for a moment, in which a connection may end; does nothing after {@link #close}. */
    private void pauseAfter(Throwable failure) {
        if (!isClosed) {
            LOG.log(Level.WARNING, "Can't accept a connection", failure);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Closes all connections, and waits until their threads have ended, for at most 10 seconds each. The thread of a
     * connection may call this method, which then does not wait for it.
     */
    @Override
    public void close() {
        isClosed = true;
        try {
            serverSocket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        join(acceptorThread);
        connectionById.values().forEach(AcceptedConnection::disconnect);
        connectionById.values().forEach(connection -> join(connection.thread));
        service.close();
    }

    private static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(MAX_JOIN_MILLIS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private final class AcceptedConnection implements ClientConnection {
        private final int id;
        private final Socket socket;
        private final Thread thread;
        private volatile boolean isSilent;

        AcceptedConnection(int id, Socket socket) {
            this.id = id;
            this.socket = socket;
            this.thread = threadFactory.newThread(this::run);
            this.thread.setName(listenerName + "-" + id);
            this.thread.setDaemon(true);
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public String remoteAddress() {
            return socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
        }

        @Override
        public void markSilent() {
            isSilent = true;
        }

        @Override
        public void disconnect() {
            try {
                socket.close();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "Can't close connection " + id, failure);
            }
            thread.interrupt(); // it may sleep because of a fault
        }

        private void run() {
            try (socket) {
                socket.setTcpNoDelay(true);
                service.serve(this, socket);
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "Connection " + id + " ended", failure);
            } finally {
                connectionById.remove(id);
            }
        }
    }
}
