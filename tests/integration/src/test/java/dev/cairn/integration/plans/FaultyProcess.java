package dev.cairn.integration.plans;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ServerAddress;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections and the clock of a process that migrates a database. One of its statements may fail: then its
 * connection ends, or the process dies, so that it sends no further statement over any connection.
 */
final class FaultyProcess {
    private static final Duration MAX_SLEEP = Duration.ofMillis(10);
    private static final Pattern CHANGE_PATTERN = Pattern.compile(
            "(?:--[^\\n]*\\n|/\\*.*?\\*/|\\s)*"
                    + "(?:alter|cancel|create|delete|drop|grant|insert|refresh|revoke|truncate|update)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern ROW_COUNT_PATTERN = Pattern.compile("SELECT count\\(\\*\\)");

    private final String url;
    private final boolean storesRows;
    private final Fault fault;
    private final int faultyNumber;
    private final List<String> runStatements = new ArrayList<>();
    private int changeCount;
    private boolean isDead;
    private String faultyStatement = "";

    private FaultyProcess(String url, boolean storesRows, Fault fault, int faultyNumber) {
        this.url = url;
        this.storesRows = storesRows;
        this.fault = fault;
        this.faultyNumber = faultyNumber;
    }

    enum Fault {
        /** The connection ends before the statement arrives. */
        CUT_BEFORE,
        /** The connection ends before the answer arrives. */
        CUT_AFTER,
        /** The process dies before the statement arrives. */
        DEATH_BEFORE,
        /** The process dies when the server has run the statement. */
        DEATH_AFTER;

        private boolean isDeath() {
            return this == DEATH_BEFORE || this == DEATH_AFTER;
        }

        private boolean isBefore() {
            return this == CUT_BEFORE || this == DEATH_BEFORE;
        }
    }

    static FaultyProcess withoutFault(TrialServer server, String database) {
        return new FaultyProcess(server.url(database), server.storesRows(), Fault.CUT_BEFORE, 0);
    }

    static boolean isChange(String sql) {
        return CHANGE_PATTERN.matcher(sql).lookingAt();
    }

    /** @param changeNumber the number of the statement that fails, from 1, without queries */
    static FaultyProcess withFault(TrialServer server, String database, Fault fault, int changeNumber) {
        return new FaultyProcess(server.url(database), server.storesRows(), fault, changeNumber);
    }

    /** Returns the statement that failed; empty if the fault has not happened. */
    synchronized String faultyStatement() {
        return faultyStatement;
    }

    /** Returns the statements that the server has run without an error, in order. */
    synchronized List<String> runStatements() {
        return List.copyOf(runStatements);
    }

    DataSource createDataSource() {
        ServerAddress address = ServerAddress.parse(url);
        return createProxy(DataSource.class, (proxy, method, arguments) -> {
            requireAlive();
            Object result = invoke(address, method, arguments);
            return result instanceof Connection connection ? createConnectionProxy(connection) : result;
        });
    }

    /** Returns a clock on which all waits are short, and take no time after the death of the process. */
    Ticker createTicker() {
        AtomicLong skippedNanos = new AtomicLong();
        return new Ticker() {
            @Override
            public Stopwatch start() {
                long startNanos = System.nanoTime() + skippedNanos.get();
                return () -> Duration.ofNanos(System.nanoTime() + skippedNanos.get() - startNanos);
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                Duration sleep = isDead() ? Duration.ZERO : time.compareTo(MAX_SLEEP) < 0 ? time : MAX_SLEEP;
                Thread.sleep(sleep.toMillis());
                skippedNanos.addAndGet(time.minus(sleep).toNanos());
            }
        };
    }

    private synchronized boolean isDead() {
        return isDead;
    }

    private Connection createConnectionProxy(Connection connection) {
        return createProxy(Connection.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("close")) {
                requireAlive();
            }
            Object result = invoke(connection, method, arguments);
            return result instanceof Statement statement ? createStatementProxy(connection, statement) : result;
        });
    }

    private Statement createStatementProxy(Connection connection, Statement statement) {
        return createProxy(Statement.class, (proxy, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return invoke(statement, method, arguments);
            }
            String sql = String.valueOf(arguments[0]);
            boolean isFaulty = beginStatement(sql);
            if (isFaulty && fault.isBefore()) {
                throw end(connection);
            }
            if (!storesRows && ROW_COUNT_PATTERN.matcher(sql).lookingAt()) {
                arguments[0] = "SELECT 0, 0";
            }
            Object result = invoke(statement, method, arguments);
            addRunStatement(sql);
            if (isFaulty) {
                throw end(connection);
            }
            return result;
        });
    }

    private synchronized boolean beginStatement(String sql) throws SQLException {
        requireAlive();
        if (isChange(sql)) {
            changeCount++;
        }
        boolean isFaulty = changeCount == faultyNumber && isChange(sql);
        if (isFaulty) {
            faultyStatement = sql;
        }
        return isFaulty;
    }

    private synchronized void addRunStatement(String sql) {
        runStatements.add(sql);
    }

    private synchronized SQLException end(Connection connection) throws SQLException {
        isDead = fault.isDeath();
        connection.close();
        return createLoss();
    }

    private synchronized void requireAlive() throws SQLException {
        if (isDead) {
            throw createLoss();
        }
    }

    private static SQLException createLoss() {
        return new SQLNonTransientConnectionException("Communications link failure", "08S01");
    }

    private static <T> T createProxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FaultyProcess.class.getClassLoader(), new Class<?>[] {type}, handler));
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
