package dev.cairn.benchmark;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.DriftCheck;
import dev.cairn.internal.reflection.DriftReport;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.ServerIdentity;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Measures a drift check of 300 tables without differences. Each check opens new connections, identifies the server,
 * and reads and compares the objects.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class DriftBenchmark {
    private static final int TABLE_COUNT = 300;
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final ServerProfile PROFILE = ServerProfile.DEFAULT.withReplicas(1, 3);
    private static final String TABLE_DEFINITION = """
         (id BIGINT, customer BIGINT, day DATE, at DATETIME, price DECIMAL(10, 2) COMMENT 'in euros',
        tax DECIMAL(10, 2), state VARCHAR(20) DEFAULT 'new', note STRING)
        PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 8
        """;

    private final List<String> statements = new ArrayList<>();
    private Catalog recordedCatalog;
    private EmbeddedStarRocks farServer;
    private EmbeddedStarRocks nearServer;

    @Setup
    public void start() throws SQLException {
        recordedCatalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        Engine engine = new Engine(PROFILE);
        for (int i = 0; i < TABLE_COUNT; i++) {
            statements.add("CREATE TABLE orders" + i + TABLE_DEFINITION);
            recordedCatalog = engine.apply(recordedCatalog, new Session("shop"), Sql.parse(statements.get(i)))
                    .catalog();
        }
        nearServer = startServer();
        farServer = startServer();
        farServer.faults().add(Trigger.nextStatement().every(), Fault.delay(LATENCY));
    }

    private EmbeddedStarRocks startServer() throws SQLException {
        EmbeddedStarRocks server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        try (ServerConnection connection =
                createConnectionFactory(server.jdbcUrl("shop")).open()) {
            statements.forEach(connection::execute);
        }
        return server;
    }

    @TearDown
    public void stop() {
        farServer.close();
        nearServer.close();
    }

    /** Checks a server that delays each statement by 20 ms, including those that the driver sends when it connects. */
    @Benchmark
    public DriftReport withHighLatency() throws SQLException {
        return checkDrift(farServer.jdbcUrl("shop"));
    }

    @Benchmark
    public DriftReport withoutLatency() throws SQLException {
        return checkDrift(nearServer.jdbcUrl("shop"));
    }

    private DriftReport checkDrift(String url) throws SQLException {
        ConnectionFactory connectionFactory = createConnectionFactory(url);
        try (ServerConnection connection = connectionFactory.open()) {
            ServerProfile profile = ServerIdentity.read(connection, "shop").toProfile(PROFILE);
            DriftReport drift = new DriftCheck(profile, "shop")
                    .compare(
                            new SchemaReflection(connectionFactory, profile).readAll(connection, recordedCatalog),
                            recordedCatalog);
            if (!drift.hasNoDifferences()) {
                throw new IllegalStateException("nothing was changed: " + drift.differences());
            }
            return drift;
        }
    }

    private static ConnectionFactory createConnectionFactory(String url) throws SQLException {
        MysqlDataSource dataSource = new MysqlDataSource();
        dataSource.setUrl(url);
        dataSource.setUser("root");
        dataSource.setPassword("");
        return new ConnectionFactory(dataSource, "shop", Ticker.system());
    }
}
