package dev.cairn.benchmark;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
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

/** Measures statements over one connection to the embedded server, including the work of the driver. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EmbeddedBenchmark {
    private static final String TABLE_DEFINITION = """
             (id BIGINT, customer BIGINT, day DATE, at DATETIME, price DECIMAL(10, 2) COMMENT 'in euros',
            tax DECIMAL(10, 2), state VARCHAR(20) DEFAULT 'new', note STRING)
            PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 8
            """;

    private EmbeddedStarRocks server;
    private Connection connection;
    private Statement statement;
    private int createdTableCount;

    @Setup
    public void connect() throws SQLException {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
        statement = connection.createStatement();
        statement.execute("CREATE TABLE orders" + TABLE_DEFINITION);
    }

    /** Drops the tables of earlier iterations, because they would make the creation of further tables slower. */
    @Setup(Level.Iteration)
    public void dropCreatedTables() {
        server.dropDatabase("created");
        server.createDatabase("created");
    }

    @TearDown
    public void disconnect() throws SQLException {
        connection.close();
        server.close();
    }

    @Benchmark
    public int selectOne() throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Benchmark
    public String showCreateTable() throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW CREATE TABLE orders")) {
            rows.next();
            return rows.getString(2);
        }
    }

    @Benchmark
    public int createTable() throws SQLException {
        createdTableCount++;
        return statement.executeUpdate("CREATE TABLE created.t" + createdTableCount + TABLE_DEFINITION);
    }
}
