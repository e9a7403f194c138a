package dev.cairn;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A pool with few connections, which does not reset the session of a connection that is returned. */
final class SmallPool implements AutoCloseable {
    private static final long CONNECTION_TIMEOUT_MILLIS = 300;

    private final String url;
    private final Semaphore permits;
    private final Deque<Connection> idleConnections = new ConcurrentLinkedDeque<>();

    SmallPool(String url, int size) {
        this.url = url;
        this.permits = new Semaphore(size);
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.getName().equals("getConnection") ? borrow() : null);
    }

    private Connection borrow() throws SQLException, InterruptedException {
        if (!permits.tryAcquire(CONNECTION_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new SQLTransientConnectionException("SmallPool - Connection is not available, request timed out");
        }
        Connection idleConnection = idleConnections.pollFirst();
        return createProxy(idleConnection == null ? DriverManager.getConnection(url) : idleConnection);
    }

    private Connection createProxy(Connection connection) {
        boolean[] isClosed = {false};
        return (Connection) Proxy.newProxyInstance(
                SmallPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (!isClosed[0]) {
                            isClosed[0] = true;
                            if (!connection.isClosed()) {
                                idleConnections.addFirst(connection);
                            }
                            permits.release();
                        }
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException wrapper) {
                        throw wrapper.getCause();
                    }
                });
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : idleConnections) {
            connection.close();
        }
    }
}
