package dev.cairn.internal.run;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A server with one database, on which tests run migrations without a ledger on the server. */
public final class MigrationBench implements AutoCloseable {
    static final String TABLE_CLAUSES = " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    public static final String ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)" + TABLE_CLAUSES;

    private static final String DATABASE = "shop";
    /** The statements that the runner sends besides those of the migration. */
    private static final String RUNNER_QUERY_PATTERN = "(?i)(explain|show|desc|select|set|use|sync|/\\*).*";

    final EmbeddedStarRocks server;
    final List<Progress> events = Collections.synchronizedList(new ArrayList<>());
    MemoryLedger runLedger = new MemoryLedger();
    private final ServerProfile profile;
    private Consumer<Progress> listener = progress -> {};

    MigrationBench() {
        this(Options.DEFAULT.jobs(Job.Pace.atOnce()));
    }

    MigrationBench(Options options) {
        profile = options.profile();
        server = EmbeddedStarRocks.start(options);
        server.createDatabase(DATABASE);
    }

    /** Sets the listener that is notified of the progress from now on; it replaces the previous one. */
    void setListener(Consumer<Progress> newListener) {
        listener = newListener;
    }

    public static RecordedMigration.Builder builder() {
        return RecordedMigration.of(
                GeneratedClassFormat.CURRENT, MigrationBench.class, 3, "V0003Test", "Test", "", "h1:test");
    }

    public static RecordedMigration migration(String... upgrade) {
        return builder().upgrade(upgrade).build();
    }

    /** Creates the objects that exist before the migration on the server, and returns the catalog with them. */
    Catalog createCatalog(String... statements) throws SQLException {
        execute(statements);
        return preparation().computeCatalogAfter(migration(statements), Direction.UPGRADE, empty());
    }

    public static Catalog empty() {
        return Catalog.EMPTY.withDatabase(Database.of(DATABASE));
    }

    MigrationPreparation preparation() {
        return MigrationPreparation.forRun(
                DATABASE, new Engine(profile), new Session(DATABASE), Placeholders.NONE, runLedger.acquiredSequence());
    }

    List<String> planNotes(StatementStep step) {
        try (ServerConnection connection = new ConnectionFactory(createDataSource(), DATABASE, createTicker()).open()) {
            return new RewriteWarnings().collectPlanWarnings(step, connection);
        }
    }

    void run(Catalog before, String... upgrade) {
        run(before, migration(upgrade));
    }

    void run(Catalog before, RecordedMigration migration) {
        run(before, migration, OptionValues.DEFAULTS);
    }

    void run(Catalog before, RecordedMigration migration, OptionValues options) {
        Ticker ticker = createTicker();
        ConnectionFactory connections = new ConnectionFactory(createDataSource(), DATABASE, ticker);
        PreparedMigration prepared = preparation().prepare(migration, Direction.UPGRADE, before);
        MigratorSettings settings =
                new MigratorSettings(options).withTicker(ticker).withListener(this::notifyListener);
        try (MigrationRun run = new MigrationRun(
                DATABASE, profile, connections, new SchemaReflection(connections, profile), settings)) {
            run.run(prepared, runLedger);
        }
    }

    private DataSource createDataSource() {
        MysqlDataSource source = new MysqlDataSource();
        source.setURL(server.jdbcUrl(DATABASE));
        source.setUser("root");
        source.setPassword("");
        return source;
    }

    /** Runs the migration again, like a migrator that takes over the ledger. */
    void runAgain(Catalog before, String... upgrade) {
        runLedger = runLedger.forNextRun();
        run(before, upgrade);
    }

    private void notifyListener(Progress progress) {
        events.add(progress);
        listener.accept(progress);
    }

    List<String> warnings() {
        return events.stream()
                .filter(Progress.Warning.class::isInstance)
                .map(progress -> ((Progress.Warning) progress).message())
                .toList();
    }

    List<Progress> events(Class<? extends Progress> progressType) {
        return events.stream().filter(progressType::isInstance).toList();
    }

    /** Returns the statements that changed something since the last call. */
    List<String> drainStatements() {
        List<String> statements = server.log().all().stream()
                .map(LoggedStatement::text)
                .filter(text -> !text.matches("(?s)" + RUNNER_QUERY_PATTERN))
                .toList();
        server.log().clear();
        return statements;
    }

    /** Returns the number of loads that the server has run. */
    int countLoads() throws SQLException {
        return queryRows("SELECT LABEL FROM information_schema.loads").size();
    }

    List<List<String>> queryRows(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(DATABASE), "root", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** Returns the names of the tables on the server. */
    List<String> tableNames() {
        List<String> names = new ArrayList<>();
        ServerCatalog.of(server)
                .findDatabase(DATABASE)
                .orElseThrow()
                .tables()
                .forEach(entry -> names.add(entry.getKey()));
        return names;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(DATABASE), "root", "");
                Statement statement = connection.createStatement()) {
            for (String statementText : statements) {
                statement.execute(statementText);
            }
        }
        server.log().clear();
    }

    /** Returns a ticker whose waits end at once; they advance the time and yield to other threads. */
    private static Ticker createTicker() {
        AtomicLong sleptNanos = new AtomicLong();
        return new Ticker() {
            @Override
            public Stopwatch start() {
                long start = sleptNanos.get();
                return () -> Duration.ofNanos(sleptNanos.get() - start);
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                sleptNanos.addAndGet(time.toNanos());
                Thread.onSpinWait();
            }
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
