package dev.cairn.benchmark;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures statements about rows over one connection to the embedded server, including the work of the driver. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RowsBenchmark {
    private static final int INSERTED_ROW_COUNT = 1_000;

    private final String insertSql = IntStream.range(0, INSERTED_ROW_COUNT)
            .mapToObj(row -> "(" + row + ", " + row % 10 + ", '2024-01-01', 12.50, 'customer " + row + "')")
            .collect(Collectors.joining(", ", "INSERT INTO orders VALUES ", ""));
    private EmbeddedStarRocks server;
    private Connection connection;
    private Statement statement;
    private int lastKey;

    /** Creates and fills the tables. A join of a thousand orders with themselves results in a million sales. */
    @Setup
    public void createTables() throws SQLException {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
        statement = connection.createStatement();
        statement.execute("CREATE TABLE orders (id BIGINT, shop INT, day DATE, price DECIMAL(10, 2), note STRING)"
                + " PRIMARY KEY (id) DISTRIBUTED BY HASH (id)");
        statement.execute("CREATE TABLE sales (id BIGINT, shop INT, price DECIMAL(10, 2))"
                + " DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)");
        statement.execute("CREATE TABLE products LIKE orders");
        statement.execute("CREATE TABLE removed LIKE orders");
        statement.execute(insertSql);
        statement.execute("INSERT INTO products SELECT * FROM orders");
        statement.execute("INSERT INTO sales SELECT a.id * 1000 + b.id, a.shop, b.price FROM orders a, orders b");
    }

    @Setup(Level.Iteration)
    public void resetTables() throws SQLException {
        statement.execute("TRUNCATE TABLE orders");
        statement.execute("INSERT OVERWRITE removed SELECT generate_series, 1, '2024-01-01', 12.50, 'customer'"
                + " FROM TABLE(generate_series(1, 20000))");
        lastKey = 0;
    }

    @TearDown
    public void disconnect() throws SQLException {
        connection.close();
        server.close();
    }

    /** Inserts rows into a primary key table; from the second call of an iteration on, they replace existing rows. */
    @Benchmark
    public int insertAThousandRows() throws SQLException {
        return statement.executeUpdate(insertSql);
    }

    /** Inserts a row with a new key. */
    @Benchmark
    public int insertARow() throws SQLException {
        return statement.executeUpdate(
                "INSERT INTO orders VALUES (" + ++lastKey + ", 3, '2024-01-01', 12.50, 'customer')");
    }

    @Benchmark
    public boolean selectARowByItsKey() throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT * FROM products WHERE id = " + ++lastKey % INSERTED_ROW_COUNT)) {
            return rows.next();
        }
    }

    @Benchmark
    public int updateARow() throws SQLException {
        return statement.executeUpdate(
                "UPDATE products SET price = 13.50 WHERE id = " + ++lastKey % INSERTED_ROW_COUNT);
    }

    /** Deletes a row by its key; finds no row after all 20,000 rows of the iteration have been deleted. */
    @Benchmark
    public int deleteARow() throws SQLException {
        return statement.executeUpdate("DELETE FROM removed WHERE id = " + ++lastKey);
    }

    @Benchmark
    public long groupAMillionRows() throws SQLException {
        String query = "SELECT shop, count(*), sum(price), max(id) FROM sales GROUP BY shop ORDER BY shop";
        try (ResultSet rows = statement.executeQuery(query)) {
            long rowCount = 0;
            while (rows.next()) {
                rowCount += rows.getLong(2);
            }
            return rowCount;
        }
    }
}
