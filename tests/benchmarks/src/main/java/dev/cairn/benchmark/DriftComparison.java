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
 * Compares a drift check over a pool with the same statements, sent by plain JDBC over as many connections. The two
 * alternate, so that other load on the machine slows down both. Afterwards, the first check in each of several new JVMs
 * is measured.
 */
public final class DriftComparison {
    private static final int CONNECTION_COUNT = 4;
    private static final int TABLES_PER_MIGRATION = 10;
    private static final int JVM_COUNT = 5;
    private static final String FIRST_CHECK_MODE = "first";

    private final int tableCount;
    private final String url;
    private final RecordingPool pool;
    private final Migrator migrator;
    private final ExecutorService executor = Executors.newFixedThreadPool(CONNECTION_COUNT);

    private DriftComparison(int tableCount, String serverUrl) {
        this.tableCount = tableCount;
        this.url = serverUrl + "/" + createDatabaseName(tableCount) + "?user=root";
        this.pool = new RecordingPool(url);
        this.migrator = Migrator.of(
                new BenchmarkSchema(createDatabaseName(tableCount), tableCount, TABLES_PER_MIGRATION),
                pool,
                MigratorOptions.DEFAULT);
    }

    private static String createDatabaseName(int tableCount) {
        return "cairn_drift_" + tableCount;
    }

    /**
     * Prints the minimum and the median of the times.
     *
     * @param arguments the number of tables, the number of rounds, and the URL of a server without a database, as in
     *     {@code jdbc:mysql://127.0.0.1:9030}; without it, an embedded server is started. The database is dropped at
     *     the end. For the JVMs that this program starts: the number of tables, {@code first}, and the URL; the
     *     database must exist, and is kept.
     */
    public static void main(String[] arguments) throws Exception {
        int tableCount = Integer.parseInt(arguments[0]);
        if (arguments[1].equals(FIRST_CHECK_MODE)) {
            new DriftComparison(tableCount, arguments[2]).measureFirstCheck();
            return;
        }
        int roundCount = Integer.parseInt(arguments[1]);
        if (arguments.length > 2) {
            measure(tableCount, roundCount, arguments[2]);
            return;
        }
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            String url = server.jdbcUrl("");
            measure(tableCount, roundCount, url.substring(0, url.length() - 1));
        }
    }

    private static void measure(int tableCount, int roundCount, String serverUrl) throws Exception {
        try (Connection connection = DriverManager.getConnection(serverUrl + "/?user=root");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + createDatabaseName(tableCount));
            statement.execute("CREATE DATABASE " + createDatabaseName(tableCount));
            try {
                new DriftComparison(tableCount, serverUrl).measure(roundCount);
                measureFirstChecks(tableCount, serverUrl);
            } finally {
                statement.execute("DROP DATABASE " + createDatabaseName(tableCount));
            }
        }
    }

    private void measure(int roundCount) throws Exception {
        migrator.upgrade();
        pool.sentStatements.clear();
        requireNoDrift(migrator.check());
        List<String> statements = List.copyOf(pool.sentStatements);
        List<Double> checkTimes = new ArrayList<>();
        List<Double> plainTimes = new ArrayList<>();
        for (int round = -roundCount; round < roundCount; round++) {
            double checkTime = measureMillis(() -> requireNoDrift(migrator.check()));
            double plainTime = measureMillis(() -> sendStatements(statements));
            if (round >= 0) { // The rounds before are the warm-up.
                checkTimes.add(checkTime);
                plainTimes.add(plainTime);
            }
        }
        printTimes(tableCount + " tables, warm, check", checkTimes);
        printTimes(tableCount + " tables, warm, plain JDBC", plainTimes);
        System.out.printf(
                Locale.ROOT,
                "%d tables, warm, ratio of the minima: %.2f%n",
                tableCount,
                Collections.min(checkTimes) / Collections.min(plainTimes));
        executor.shutdown();
        pool.close();
    }

    /** Prints the time of the first check of this JVM, and the CPU time that all threads took for it. */
    private void measureFirstCheck() throws Exception {
        OperatingSystemMXBean systemBean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuTimeBefore = systemBean.getProcessCpuTime();
        double checkTime = measureMillis(() -> requireNoDrift(migrator.check()));
        System.out.println(checkTime + " " + toMillis(systemBean.getProcessCpuTime() - cpuTimeBefore));
        executor.shutdown();
        pool.close();
    }

    private static void measureFirstChecks(int tableCount, String serverUrl) throws Exception {
        List<Double> times = new ArrayList<>();
        List<Double> cpuTimes = new ArrayList<>();
        for (int i = 0; i < JVM_COUNT; i++) {
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            DriftComparison.class.getName(),
                            String.valueOf(tableCount),
                            FIRST_CHECK_MODE,
                            serverUrl)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String[] printedTimes = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", -1);
            times.add(Double.parseDouble(printedTimes[0]));
            cpuTimes.add(Double.parseDouble(printedTimes[1]));
        }
        printTimes(tableCount + " tables, first check of a JVM", times);
        printTimes(tableCount + " tables, first check of a JVM, CPU time", cpuTimes);
    }

    private static void printTimes(String label, List<Double> times) {
        times.sort(null);
        System.out.printf(
                Locale.ROOT, "%s: %.1f ms (median %.1f)%n", label, Collections.min(times), times.get(times.size() / 2));
    }

    private static Drift requireNoDrift(Drift drift) {
        if (!drift.isEmpty()) {
            throw new IllegalStateException("nothing was changed: " + drift.differences());
        }
        return drift;
    }

    private static double measureMillis(Callable<?> call) throws Exception {
        long startNanos = System.nanoTime();
        call.call();
        return toMillis(System.nanoTime() - startNanos);
    }

    private static double toMillis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /**
     * Sends the statements by plain JDBC over all connections, and reads the answers. Each statement must return rows,
     * as those of a check do. The result depends on all values, so that none of the reads can be left out.
     */
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
                            int columnCount = rows.getMetaData().getColumnCount();
                            while (rows.next()) {
                                for (int columnIndex = 1; columnIndex <= columnCount; columnIndex++) {
                                    readLength += String.valueOf(rows.getString(columnIndex))
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
        for (Future<Integer> task : executor.invokeAll(tasks)) {
            readLength += task.get();
        }
        return readLength;
    }

    /**
     * A pool that keeps its connections open, and records the statements that are sent over them. It supports only the
     * calls of a migrator and of this program.
     */
    private static final class RecordingPool implements DataSource {
        private final MysqlDataSource mysqlDataSource = new MysqlDataSource();
        private final Deque<Connection> idleConnections = new ConcurrentLinkedDeque<>();
        private final Collection<String> sentStatements = new ConcurrentLinkedQueue<>();

        RecordingPool(String url) {
            mysqlDataSource.setUrl(url);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection idleConnection = idleConnections.pollFirst();
            Connection connection = idleConnection == null ? mysqlDataSource.getConnection() : idleConnection;
            return (Connection) Proxy.newProxyInstance(
                    RecordingPool.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            idleConnections.addFirst(connection);
                            return null;
                        }
                        try {
                            Object result = method.invoke(connection, arguments);
                            return result instanceof Statement statement ? createRecordingStatement(statement) : result;
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    });
        }

        private Object createRecordingStatement(Statement statement) {
            return Proxy.newProxyInstance(
                    RecordingPool.class.getClassLoader(),
                    new Class<?>[] {Statement.class},
                    (proxy, method, arguments) -> {
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
