package dev.cairn.benchmark;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the first start of the embedded server in a JVM, with a connection, a table and its first row. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(10) // Only the first start of a JVM loads the classes and DuckDB.
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstRowBenchmark {
    @Benchmark
    public int startAndInsertFirstRow() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k)");
                return statement.executeUpdate("INSERT INTO t VALUES (1)");
            }
        }
    }
}
