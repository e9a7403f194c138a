package dev.cairn;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one process, which is killed at a statement: from then on, none of its statements reaches the
 * server, and each of its calls ends with an error that the process can't handle.
 */
final class KillableConnections {
    private final String url;
    private final Consumer<String> statementListener;
    private final int lastStatement;
    private final Death death;
    private final Executor lateExecutor;
    private final Object lock = new Object();
    private volatile CompletableFuture<?> pendingStatement = CompletableFuture.completedFuture(null);
    private int sentCount;
    private boolean isDead;

    /** The time of death of a process in relation to its last statement. */
    enum Death {
        BEFORE_THE_STATEMENT,
        AFTER_THE_STATEMENT,
        /** The statement runs while the next process does. */
        DURING_THE_STATEMENT
    }

    /** Thrown by each call after the death of the process; ends its threads. */
    static final class KilledProcessError extends Error {
        private static final long serialVersionUID = 1;
    }

    /**
     * Prepares a process.
     *
     * @param lastStatement the number of the statement at which the process is killed; a large one lets it live
     * @param lateExecutor runs the last statement of a process that is killed during it
     * @param statementListener called before each statement
     */
    KillableConnections(
            String url, int lastStatement, Death death, Executor lateExecutor, Consumer<String> statementListener) {
        this.url = url;
        this.lastStatement = lastStatement;
        this.death = death;
        this.lateExecutor = lateExecutor;
        this.statementListener = statementListener;
    }

    boolean isDead() {
        synchronized (lock) {
            return isDead;
        }
    }

    /** Waits for the last statement of the process to succeed or fail. */
    void awaitLastStatement() {
        pendingStatement.handle((result, failure) -> result).join();
    }

    DataSource createDataSource() {
        return createProxy(DataSource.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> openConnection();
            case "isWrapperFor" -> false;
            default -> null;
        });
    }

    private Connection openConnection() throws SQLException {
        requireAlive();
        Connection connection = DriverManager.getConnection(url);
        return createProxy(Connection.class, (proxy, method, arguments) -> {
            requireAlive();
            Object result = invoke(connection, method, arguments);
            return result instanceof Statement statement && method.getName().equals("createStatement")
                    ? wrapStatement(statement)
                    : result;
        });
    }

    private Statement wrapStatement(Statement statement) {
        return createProxy(Statement.class, (proxy, method, arguments) -> {
            if (!method.getName().startsWith("execute") || arguments == null) {
                requireAlive();
                return invoke(statement, method, arguments);
            }
            String text = (String) arguments[0];
            requireAlive();
            statementListener.accept(text);
            boolean isLast = recordStatement();
            if (isLast && death == Death.DURING_THE_STATEMENT) {
                pendingStatement = CompletableFuture.runAsync(() -> runLate(statement, text), lateExecutor);
            }
            Object result = isLast && death != Death.AFTER_THE_STATEMENT ? null : invoke(statement, method, arguments);
            requireAlive();
            return result;
        });
    }

    /** Counts a statement. Returns whether it is the last one of the process, which is dead from then on. */
    private boolean recordStatement() {
        synchronized (lock) {
            requireAlive();
            sentCount++;
            isDead = sentCount >= lastStatement;
            return isDead;
        }
    }

    private static void runLate(Statement statement, String text) {
        try {
            statement.execute(text);
        } catch (SQLException failure) {
            throw new IllegalStateException(text, failure);
        }
    }

    private void requireAlive() {
        if (isDead()) {
            throw new KilledProcessError();
        }
    }

    private static <T> T createProxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(KillableConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
