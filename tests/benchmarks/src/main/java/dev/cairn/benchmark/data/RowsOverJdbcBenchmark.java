package dev.cairn.benchmark.data;

import static dev.cairn.benchmark.data.SaleTable.SALE;

import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Inserts and reads rows with their descriptor, and with JDBC code that is written by hand, over recorded packets.
 * With {@code -prof gc}, the allocation for each row.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RowsOverJdbcBenchmark {
    private static final int INSERTED = 1_000;
    private static final int READ = 100_000;

    private final List<Sale> sales =
            IntStream.range(0, INSERTED).mapToObj(Sale::number).toList();
    private Connection connection;
    private Database database;

    @Setup
    public void connect() throws SQLException, IOException, InterruptedException {
        connection = RecordedConnection.of(recorded());
        database = Database.of(connection);
    }

    /** Runs all operations of the benchmarks once, to record them. */
    private RecordedBytes recorded() throws SQLException, IOException, InterruptedException {
        try (EmbeddedStarRocks real = EmbeddedStarRocks.start();
                Recorder recorder = new Recorder(real.port())) {
            real.createDatabase("shop");
            try (Connection direct = connection(real.port())) {
                Database.of(direct).execute(SALE.ddl());
                Database.of(direct).insert(SALE, IntStream.range(0, READ).mapToObj(Sale::number));
            }
            try (Connection through = connection(recorder.port())) {
                Database.of(through).insert(SALE, sales);
                PlainSales.insert(through, sales);
                Database.of(through).from(SALE).stream().forEach(sale -> {});
                PlainSales.stream(through, sale -> {});
            }
            return recorder.tape();
        }
    }

    private static Connection connection(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + port + "/shop", "root", "");
    }

    @TearDown
    public void disconnect() throws SQLException {
        connection.close();
    }

    @Benchmark
    @OperationsPerInvocation(INSERTED)
    public long insertByDescriptor() {
        return database.insert(SALE, sales);
    }

    @Benchmark
    @OperationsPerInvocation(INSERTED)
    public long insertByHand() throws SQLException {
        return PlainSales.insert(connection, sales);
    }

    @Benchmark
    @OperationsPerInvocation(READ)
    public Object listByDescriptor() {
        return database.from(SALE).list();
    }

    @Benchmark
    @OperationsPerInvocation(READ)
    public Object listByHand() throws SQLException {
        return PlainSales.list(connection);
    }

    @Benchmark
    @OperationsPerInvocation(READ)
    public void streamByDescriptor(Blackhole hole) {
        try (Stream<Sale> rows = database.from(SALE).stream()) {
            rows.forEach(hole::consume);
        }
    }

    @Benchmark
    @OperationsPerInvocation(READ)
    public void streamByHand(Blackhole hole) throws SQLException {
        PlainSales.stream(connection, hole::consume);
    }
}
