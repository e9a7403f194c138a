package dev.cairn.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.embedded.EmbeddedStarRocks;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures statements that each find one of a thousand rows by its key. They run alternately on the embedded server,
 * over a connection, and on H2 in memory. The CPU time is that of the whole JVM, including the driver.
 */
public final class StatementComparison {
    private static final int ROW_COUNT = 1_000;
    private static final int ROUND_COUNT = 10;

    private static final String INSERT_SQL = "INSERT INTO orders VALUES (%d, 3, '2024-01-01', 12.50, 'customer')";

    /** The statements by their names; {@code %d} in them is the number of a row. */
    private static final Map<String, String> SQL_BY_NAME = new LinkedHashMap<>();

    static {
        SQL_BY_NAME.put("SELECT", "SELECT * FROM orders WHERE id = %d");
        SQL_BY_NAME.put("UPDATE", "UPDATE orders SET price = 13.50 WHERE id = %d");
        SQL_BY_NAME.put("DELETE", "DELETE FROM orders WHERE id = %d");
        SQL_BY_NAME.put("INSERT", INSERT_SQL);
    }

    private StatementComparison() {}

    /**
     * Prints a row for each statement and database: the lowest median time and the lowest mean CPU time of all rounds.
     */
    public static void main(String[] arguments) throws SQLException {
        System.out.println("| statement | | median ms | CPU ms |\n|---|---|---|---|");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            try (Connection embeddedConnection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Connection h2Connection = DriverManager.getConnection("jdbc:h2:mem:shop")) {
                createFilledTable(embeddedConnection, "PRIMARY KEY (id) DISTRIBUTED BY HASH (id)", "note STRING)");
                createFilledTable(h2Connection, "", "note VARCHAR, PRIMARY KEY (id))");
                Map<String, double[]> minimaByLabel = new LinkedHashMap<>();
                for (int round = 0; round < ROUND_COUNT; round++) {
                    for (Map.Entry<String, String> sqlEntry : SQL_BY_NAME.entrySet()) {
                        String name = "| " + sqlEntry.getKey();
                        measure(embeddedConnection, sqlEntry.getValue(), minimaByLabel, name + " | `embedded`");
                        measure(h2Connection, sqlEntry.getValue(), minimaByLabel, name + " | `h2`");
                    }
                }
                minimaByLabel.forEach((name, times) ->
                        System.out.printf(Locale.ROOT, "%s | %.2f | %.2f |%n", name, times[0], times[1]));
            }
        }
    }

    /**
     * Creates the table with all of its rows.
     *
     * @param clauses the clauses after the parentheses
     * @param lastColumn the last column and the closing parenthesis, with a declaration of the key between them if the
     *     clauses declare none
     */
    private static void createFilledTable(Connection connection, String clauses, String lastColumn)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE orders (id BIGINT NOT NULL, shop INT, ordered_on DATE, price DECIMAL(10, 2), "
                            + lastColumn + clauses);
            for (int i = 0; i < ROW_COUNT; i++) {
                statement.execute(String.format(INSERT_SQL, i));
            }
        }
    }

    /**
     * Runs a statement for each row. A round of all statements leaves the table as it found it, because the deleted
     * rows are inserted again.
     *
     * @param minimaByLabel the lowest median time and the lowest mean CPU time of each label, in milliseconds; they are
     *     updated
     */
    private static void measure(Connection connection, String sql, Map<String, double[]> minimaByLabel, String label)
            throws SQLException {
        OperatingSystemMXBean systemBean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long[] nanos = new long[ROW_COUNT];
        long cpuNanos = systemBean.getProcessCpuTime();
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < ROW_COUNT; i++) {
                long startNanos = System.nanoTime();
                statement.execute(String.format(sql, i));
                nanos[i] = System.nanoTime() - startNanos;
            }
        }
        cpuNanos = systemBean.getProcessCpuTime() - cpuNanos;
        Arrays.sort(nanos);
        double[] times = minimaByLabel.computeIfAbsent(label, key -> new double[] {Double.MAX_VALUE, Double.MAX_VALUE});
        times[0] = Math.min(times[0], toMillis(nanos[ROW_COUNT / 2]));
        times[1] = Math.min(times[1], toMillis(cpuNanos) / ROW_COUNT);
    }

    private static double toMillis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
