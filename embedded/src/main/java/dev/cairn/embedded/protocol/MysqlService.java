package dev.cairn.embedded.protocol;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Serves MySQL clients, and cancels the statements of clients that have disconnected. The thread of a connection can't
 * notice a disconnection while it runs a statement. Therefore, another thread examines the running statements of all
 * connections at intervals, which does not delay short statements.
 */
final class MysqlService implements ConnectionListener.Service {
    private static final Logger LOG = System.getLogger(MysqlService.class.getName());
    private static final long WATCH_INTERVAL_MILLIS = 1_000;
    private static final long MAX_JOIN_MILLIS = 10_000;

    private final SessionFactory sessionFactory;
    private final ClientLimits limits;
    private final @Nullable SSLContext tlsContext;
    private final SecureRandom random = new SecureRandom();
    private final Set<ConnectionHandler> handlers = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closeLatch = new CountDownLatch(1);
    private final Thread watchThread;

    /**
     * Creates the service; {@link #start} starts its thread.
     *
     * @param tlsContext null if TLS is not offered
     */
    MysqlService(SessionFactory sessionFactory, ClientLimits limits, @Nullable SSLContext tlsContext) {
        this.sessionFactory = sessionFactory;
        this.limits = limits;
        this.tlsContext = tlsContext;
        this.watchThread = new Thread(this::watchConnections);
        this.watchThread.setDaemon(true);
    }

    @Override
    public void start(String name) {
        watchThread.setName(name + "-watch");
        watchThread.start();
    }

    private void watchConnections() {
        try {
            while (!closeLatch.await(WATCH_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                handlers.forEach(MysqlService::cancelIfAbandoned);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cancels an abandoned statement. A failure must not end the watch over the other connections. */
    private static void cancelIfAbandoned(ConnectionHandler handler) {
        try {
            handler.cancelIfAbandoned();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "Can't cancel the statement of a client that has disconnected", failure);
        }
    }

    @Override
    public void serve(ClientConnection connection, Socket socket) throws IOException {
        socket.setKeepAlive(true);
        ConnectionHandler handler =
                new ConnectionHandler(sessionFactory, connection, socket, limits, createSalt(), tlsContext);
        handlers.add(handler);
        try {
            handler.serve();
        } finally {
            handlers.remove(handler);
        }
    }

    /** Returns a salt of letters: it must not contain a zero byte, which ends a salt in the protocol. */
    private byte[] createSalt() {
        byte[] salt = new byte[NativePasswordHash.SALT_LENGTH];
        for (int index = 0; index < salt.length; index++) {
            salt[index] = (byte) ('a' + random.nextInt(26));
        }
        return salt;
    }

    @Override
    public void close() {
        closeLatch.countDown();
        try {
            watchThread.join(MAX_JOIN_MILLIS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
