package dev.cairn.benchmark.data;

import static dev.cairn.benchmark.data.SaleTable.SALE;

import dev.cairn.data.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures calls of a generated implementation of a query interface, and the same operations in JDBC code that is
 * written by hand, over recorded packets. {@code -prof gc} also measures the allocation of a call.
 * {@link PairedQueryComparison} compares the two on a machine that others share.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class QueriesVersusJdbcBenchmark {
    private static final int STORED_ROW_COUNT = 2_000;
    private static final int SMALL_ROW_COUNT = 10;
    private static final int LARGE_ROW_COUNT = 1_000;
    private static final int SHOP_COUNT = 100;
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final BigDecimal PRICE = new BigDecimal("12.50");
    private static final String NOTE = "a note that was corrected";

    private Connection connection;
    private SaleStatements sales;

    @Setup
    public void connect() throws SQLException, IOException, InterruptedException, ExecutionException {
        connection = TapeSocketFactory.connect(recordOperations());
        sales = new SaleStatementsQueries(Database.of(connection));
    }

    /** Runs all operations of the benchmarks once over a recorded connection, and returns the recording. */
    private Tape recordOperations() throws SQLException, IOException, InterruptedException, ExecutionException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start();
                Recorder recorder = new Recorder(server.port())) {
            server.createDatabase("shop");
            try (Connection directConnection = openConnection(server.port())) {
                Database.of(directConnection).execute(SALE.ddl());
                Database.of(directConnection)
                        .insert(SALE, IntStream.range(0, STORED_ROW_COUNT).mapToObj(Sale::ofNumber));
            }
            try (Connection recordedConnection = openConnection(recorder.port())) {
                connection = recordedConnection;
                sales = new SaleStatementsQueries(Database.of(recordedConnection));
                oneRow();
                oneRowByHand();
                tenRows();
                tenRowsByHand();
                thousandRows();
                thousandRowsByHand();
                update();
                updateByHand();
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
    public Object oneRow() {
        return sales.since(DAY, SHOP_COUNT, 1);
    }

    @Benchmark
    public Object oneRowByHand() throws SQLException {
        return PlainSales.findSince(connection, DAY, SHOP_COUNT, 1);
    }

    @Benchmark
    public Object tenRows() {
        return sales.since(DAY, SHOP_COUNT, SMALL_ROW_COUNT);
    }

    @Benchmark
    public Object tenRowsByHand() throws SQLException {
        return PlainSales.findSince(connection, DAY, SHOP_COUNT, SMALL_ROW_COUNT);
    }

    @Benchmark
    public Object thousandRows() {
        return sales.since(DAY, SHOP_COUNT, LARGE_ROW_COUNT);
    }

    @Benchmark
    public Object thousandRowsByHand() throws SQLException {
        return PlainSales.findSince(connection, DAY, SHOP_COUNT, LARGE_ROW_COUNT);
    }

    @Benchmark
    public long update() {
        return sales.correct(1, NOTE, PRICE);
    }

    @Benchmark
    public long updateByHand() throws SQLException {
        return PlainSales.correctSale(connection, 1, NOTE, PRICE);
    }
}
