package dev.cairn;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.embedded.EmbeddedStarRocks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Creates connections whose timeouts expire at once when the server is silent, so that tests do not depend on the speed
 * of the machine. Records the statements that were sent without a timeout.
 */
public final class SilenceDetectingConnections implements AutoCloseable {
    private static final String DATABASE = "shop";

    private final EmbeddedStarRocks server;
    private final Set<String> unlimitedStatements = ConcurrentHashMap.newKeySet();
    private final Thread endingThread;

    public SilenceDetectingConnections(EmbeddedStarRocks server) {
        this.server = server;
        this.endingThread = new Thread(this::endSilence, "end-of-silence");
        this.endingThread.setDaemon(true);
        this.endingThread.start();
    }

    /** Returns the statements that were sent without a timeout. */
    public Set<String> unlimitedStatements() {
        return unlimitedStatements;
    }

    public DataSource createDataSource() {
        MysqlDataSource source = new MysqlDataSource() {
            private static final long serialVersionUID = 1;

            @Override
            public Connection getConnection() throws SQLException {
                return wrapConnection(super.getConnection());
            }
        };
        source.setUrl(server.jdbcUrl(DATABASE) + "?readOnlyPropagatesToServer=false");
        source.setUser("root");
        return source;
    }

    private Connection wrapConnection(Connection connection) {
        return createProxy(Connection.class, connection, (method, arguments, result) -> {
            return result instanceof Statement statement ? wrapStatement(connection, statement) : result;
        });
    }

    private Statement wrapStatement(Connection connection, Statement statement) {
        return createProxy(Statement.class, statement, (method, arguments, result) -> result, (method, arguments) -> {
            if (method.getName().startsWith("execute") && connection.getNetworkTimeout() == 0) {
                unlimitedStatements.add(String.valueOf(arguments[0]));
            }
        });
    }

    private interface ResultWrapper {
        @Nullable
        Object wrap(Method method, Object[] arguments, @Nullable Object result);
    }

    private interface CallListener {
        void beforeCall(Method method, Object[] arguments) throws SQLException;
    }

    private static <T> T createProxy(Class<T> type, T target, ResultWrapper resultWrapper) {
        return createProxy(type, target, resultWrapper, (method, arguments) -> {});
    }

    private static <T> T createProxy(Class<T> type, T target, ResultWrapper resultWrapper, CallListener callListener) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxyObject, method, nullableArguments) -> {
                    Object[] arguments = nullableArguments == null ? new Object[0] : nullableArguments;
                    callListener.beforeCall(method, arguments);
                    try {
                        return resultWrapper.wrap(method, arguments, method.invoke(target, arguments));
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    private void endSilence() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(2);
                server.closeSilentConnections();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        endingThread.interrupt();
    }
}
