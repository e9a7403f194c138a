package dev.cairn.benchmark;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.sun.management.OperatingSystemMXBean;
import dev.cairn.Drift;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Compares a drift check over a pool with the same statements sent by plain JDBC over as many connections. The two
 * alternate, so that other load on the machine slows down both. Afterwards, it measures the first check of new JVMs.
 */
public final class DriftComparison {
    private static final int CONNECTION_COUNT = 4;
    private static final int TABLES_PER_MIGRATION = 10;
    private static final int JVM_COUNT = 5;
    private static final String FIRST_CHECK_MODE = "first";

    private final int tables;
    private final String url;
    private final Pool pool;
    private final Migrator migrator;
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTION_COUNT);

    private DriftComparison(int tables, String server) {
        this.tables = tables;
        this.url = server + "/" + databaseName(tables) + "?user=root";
        this.pool = new Pool(url);
        this.migrator = Migrator.of(
                new RecordedTables(databaseName(tables), tables, TABLES_PER_MIGRATION), pool, MigratorOptions.DEFAULT);
    }

    private static String databaseName(int tables) {
        return "cairn_drift_" + tables;
    }

    /**
     * Prints the minimum and the median of the times.
     *
     * @param arguments the number of tables, the number of rounds, and the URL of a server without a database, as in
     *     {@code jdbc:mysql://127.0.0.1:9030}; without it, an embedded server is started. The database is dropped at
     *     the end.
     */
    public static void main(String[] arguments) throws Exception {
        int tables = Integer.parseInt(arguments[0]);
        if (arguments[1].equals(FIRST_CHECK_MODE)) {
            new DriftComparison(tables, arguments[2]).measureFirstCheck();
            return;
        }
        int rounds = Integer.parseInt(arguments[1]);
        if (arguments.length > 2) {
            measure(tables, rounds, arguments[2]);
            return;
        }
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            String url = server.jdbcUrl("");
            measure(tables, rounds, url.substring(0, url.length() - 1));
        }
    }

    private static void measure(int tables, int rounds, String server) throws Exception {
        try (Connection connection = DriverManager.getConnection(server + "/?user=root");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + databaseName(tables));
            statement.execute("CREATE DATABASE " + databaseName(tables));
            try {
                new DriftComparison(tables, server).measure(rounds);
                measureFirstChecks(tables, server);
            } finally {
                statement.execute("DROP DATABASE " + databaseName(tables));
            }
        }
    }

    private void measure(int rounds) throws Exception {
        migrator.upgrade();
        pool.sentStatements.clear();
        requireNoDrift(migrator.check());
        List<String> statements = List.copyOf(pool.sentStatements);
        List<Double> checks = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        for (int round = -rounds; round < rounds; round++) {
            double checkTime = time(() -> requireNoDrift(migrator.check()));
            double answerTime = time(() -> sendStatements(statements));
            if (round >= 0) { // The rounds before are the warm-up.
                checks.add(checkTime);
                answers.add(answerTime);
            }
        }
        print(tables + " tables, warm, check", checks);
        print(tables + " tables, warm, plain JDBC", answers);
        System.out.printf(
                Locale.ROOT,
                "%d tables, warm, ratio of the minima: %.2f%n",
                tables,
                Collections.min(checks) / Collections.min(answers));
        threads.shutdown();
        pool.close();
    }

    /** Prints the time of the first check of this JVM, and the CPU time that all threads took for it. */
    private void measureFirstCheck() throws Exception {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuTimeBefore = process.getProcessCpuTime();
        double checkTime = time(() -> requireNoDrift(migrator.check()));
        System.out.println(checkTime + " " + toMillis(process.getProcessCpuTime() - cpuTimeBefore));
        threads.shutdown();
        pool.close();
    }

    private static void measureFirstChecks(int tables, String server) throws Exception {
        List<Double> times = new ArrayList<>();
        List<Double> cpuTimes = new ArrayList<>();
        for (int i = 0; i < JVM_COUNT; i++) {
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            DriftComparison.class.getName(),
                            String.valueOf(tables),
                            FIRST_CHECK_MODE,
                            server)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String[] figures = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", -1);
            times.add(Double.parseDouble(figures[0]));
            cpuTimes.add(Double.parseDouble(figures[1]));
        }
        print(tables + " tables, first check of a JVM", times);
        print(tables + " tables, first check of a JVM, CPU time", cpuTimes);
    }

    private static void print(String name, List<Double> times) {
        times.sort(null);
        System.out.printf(
                Locale.ROOT, "%s: %.1f ms (median %.1f)%n", name, Collections.min(times), times.get(times.size() / 2));
    }

    private static Drift requireNoDrift(Drift drift) {
        if (!drift.isEmpty()) {
            throw new IllegalStateException("nothing was changed: " + drift.differences());
        }
        return drift;
    }

    private static double time(Callable<?> call) throws Exception {
        long start = System.nanoTime();
        call.call();
        return toMillis(System.nanoTime() - start);
    }

    private static double toMillis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** Sends the statements by plain JDBC, and reads the answers. */
    private Object sendStatements(List<String> statements) throws Exception {
        Queue<String> pendingStatements = new ConcurrentLinkedQueue<>(statements);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < CONNECTION_COUNT; i++) {
            tasks.add(() -> {
                int readLength = 0;
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    for (String sql = pendingStatements.poll(); sql != null; sql = pendingStatements.poll()) {
                        statement.execute(sql);
                        try (ResultSet rows = statement.getResultSet()) {
                            int columns = rows.getMetaData().getColumnCount();
                            while (rows.next()) {
                                for (int column = 1; column <= columns; column++) {
                                    readLength += String.valueOf(rows.getString(column))
                                            .length();
                                }
                            }
                        }
                    }
                }
                return readLength;
            });
        }
        int readLength = 0;
        for (Future<Integer> task : threads.invokeAll(tasks)) {
            readLength += task.get();
        }
        return readLength;
    }

    /** Keeps connections open, and records the statements that are sent over them. */
    private static final class Pool implements DataSource {
        private final MysqlDataSource source = new MysqlDataSource();
        private final Deque<Connection> idleConnections = new ConcurrentLinkedDeque<>();
        private final Collection<String> sentStatements = new ConcurrentLinkedQueue<>();

        Pool(String url) {
            source.setUrl(url);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection idleConnection = idleConnections.pollFirst();
            Connection connection = idleConnection == null ? source.getConnection() : idleConnection;
            return (Connection) Proxy.newProxyInstance(
                    Pool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            idleConnections.addFirst(connection);
                            return null;
                        }
                        try {
                            Object result = method.invoke(connection, arguments);
                            return result instanceof Statement statement ? recordStatements(statement) : result;
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    });
        }

        private Object recordStatements(Statement statement) {
            return Proxy.newProxyInstance(
                    Pool.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                        if (method.getName().startsWith("execute")) {
                            sentStatements.add((String) arguments[0]);
                        }
                        try {
                            return method.invoke(statement, arguments);
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    });
        }

        void close() throws SQLException {
            for (Connection connection : idleConnections) {
                connection.close();
            }
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public PrintWriter getLogWriter() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLogWriter(PrintWriter writer) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("It wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
