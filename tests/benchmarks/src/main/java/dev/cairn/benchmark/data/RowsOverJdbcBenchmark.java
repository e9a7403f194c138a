package dev.cairn.benchmark.data;

import static dev.cairn.benchmark.data.SaleTable.SALE;

import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
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
 * {@code -prof gc} also measures the allocation for each row.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RowsOverJdbcBenchmark {
    private static final int INSERTED_ROW_COUNT = 1_000;
    private static final int READ_ROW_COUNT = 100_000;

    private final List<Sale> sales =
            IntStream.range(0, INSERTED_ROW_COUNT).mapToObj(Sale::ofNumber).toList();
    private Connection connection;
    private Database database;

    @Setup
    public void connect() throws SQLException, IOException, InterruptedException, ExecutionException {
        connection = TapeSocketFactory.connect(recordOperations());
        database = Database.of(connection);
    }

    /** Runs all operations of the benchmarks once over a recorded connection, and returns the recording. */
    private Tape recordOperations() throws SQLException, IOException, InterruptedException, ExecutionException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start();
                Recorder recorder = new Recorder(server.port())) {
            server.createDatabase("shop");
            try (Connection directConnection = openConnection(server.port())) {
                Database.of(directConnection).execute(SALE.ddl());
                Database.of(directConnection)
                        .insert(SALE, IntStream.range(0, READ_ROW_COUNT).mapToObj(Sale::ofNumber));
            }
            try (Connection recordedConnection = openConnection(recorder.port())) {
                Database.of(recordedConnection).insert(SALE, sales);
                PlainSales.insert(recordedConnection, sales);
                Database.of(recordedConnection).from(SALE).stream().forEach(sale -> {});
                PlainSales.stream(recordedConnection, sale -> {});
            }
            return recorder.tape();
        }
    }

    private static Connection openConnection(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + port + "/shop", "root", "");
    }

    @TearDown
    public void disconnect() throws SQLException {
        connection.close();
    }

    @Benchmark
    @OperationsPerInvocation(INSERTED_ROW_COUNT)
    public long insertByDescriptor() {
        return database.insert(SALE, sales);
    }

    @Benchmark
    @OperationsPerInvocation(INSERTED_ROW_COUNT)
    public long insertByHand() throws SQLException {
        return PlainSales.insert(connection, sales);
    }

    @Benchmark
    @OperationsPerInvocation(READ_ROW_COUNT)
    public Object listByDescriptor() {
        return database.from(SALE).list();
    }

    @Benchmark
    @OperationsPerInvocation(READ_ROW_COUNT)
    public Object listByHand() throws SQLException {
        return PlainSales.list(connection);
    }

    @Benchmark
    @OperationsPerInvocation(READ_ROW_COUNT)
    public void streamByDescriptor(Blackhole hole) {
        try (Stream<Sale> rows = database.from(SALE).stream()) {
            rows.forEach(hole::consume);
        }
    }

    @Benchmark
    @OperationsPerInvocation(READ_ROW_COUNT)
    public void streamByHand(Blackhole hole) throws SQLException {
        PlainSales.stream(connection, hole::consume);
    }
}
