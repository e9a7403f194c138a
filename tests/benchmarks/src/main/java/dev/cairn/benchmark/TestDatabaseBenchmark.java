package dev.cairn.benchmark;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.Connection;
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

/** Measures tests that have a database each. The database is created with its tables, gets a row, and is dropped. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TestDatabaseBenchmark {
    private static final int TEST_COUNT = 500;
    private static final int TABLE_COUNT = 10;

    private EmbeddedStarRocks server;
    private int lastTestNumber;

    @Setup(Level.Trial)
    public void start() {
        server = EmbeddedStarRocks.start();
    }

    @TearDown(Level.Trial)
    public void stop() {
        server.close();
    }

    /** One test with one table, on a server that other tests have used. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Fork(3)
    @Warmup(iterations = 3, time = 2)
    @Measurement(iterations = 5, time = 2)
    public int oneTest() throws SQLException {
        return runTest(1);
    }

    /** All tests of a new JVM. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Fork(3)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public int fiveHundredTestsOfTenTables() throws SQLException {
        int rowCount = 0;
        for (int i = 0; i < TEST_COUNT; i++) {
            rowCount += runTest(TABLE_COUNT);
        }
        return rowCount;
    }

    private int runTest(int tableCount) throws SQLException {
        String databaseName = "test_" + ++lastTestNumber;
        server.createDatabase(databaseName);
        int rowCount;
        try (Connection connection = server.dataSource(databaseName).getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < tableCount; i++) {
                statement.execute("CREATE TABLE t" + i + " (id BIGINT NOT NULL, day DATE NOT NULL, name VARCHAR(64),"
                        + " price DECIMAL(18, 2) DEFAULT '0' COMMENT 'what it costs') DUPLICATE KEY (id, day)"
                        + " PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH (id) BUCKETS 8");
            }
            rowCount = statement.executeUpdate("INSERT INTO t0 VALUES (1, '2026-11-24', 'tea', 1.5)");
        }
        server.dropDatabase(databaseName);
        return rowCount;
    }
}
