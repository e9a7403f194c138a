package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Caches of a migrator between checks do not change results. */
class CheckCacheTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TABLE_ENDING =
            " (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("orders", "CREATE TABLE orders" + TABLE_ENDING)
            .version("items", "CREATE TABLE orders" + TABLE_ENDING, "CREATE TABLE items" + TABLE_ENDING)
            .schema();

    @AutoClose
    private final World world = new World();

    private List<String> findDifferences(Migrator migrator) {
        return migrator.check().differences().stream()
                .map(Drift.Difference::toString)
                .toList();
    }

    @Test
    void eachCheckComparesWithTheMigrationsThatAreDone() throws SQLException {
        Migrator migrator = world.createMigrator(SCHEMA);
        assertThat(findDifferences(migrator)).isEmpty();
        migrator.upgradeTo(1);
        assertThat(findDifferences(migrator)).isEmpty();
        migrator.upgrade();
        assertThat(findDifferences(migrator)).isEmpty();

        world.execute("DROP TABLE items");
        assertThat(findDifferences(migrator)).containsExactly("shop.items: is missing, should be a table");
        world.execute("CREATE TABLE items" + TABLE_ENDING);
        assertThat(findDifferences(migrator)).isEmpty();
        world.execute("ALTER TABLE orders COMMENT = 'by hand'");
        assertThat(findDifferences(migrator)).containsExactly("shop.orders, comment: is by hand, should not exist");
    }

    @Test
    void theTimeoutThatARefreshCopiesIsNoDifference() throws SQLException {
        Migrator migrator = world.createMigrator(new RecordedHistory(World.DATABASE)
                .version(
                        "report",
                        "CREATE TABLE orders" + TABLE_ENDING,
                        "CREATE MATERIALIZED VIEW report REFRESH DEFERRED MANUAL"
                                + " PROPERTIES ('replication_num' = '1', 'session.query_timeout' = '100') AS SELECT id FROM orders")
                .schema());
        migrator.upgrade();

        world.execute("INSERT INTO orders (id) VALUES (1)");
        world.execute("REFRESH MATERIALIZED VIEW report WITH SYNC MODE");

        try (Connection connection = world.openConnection();
                Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery("SHOW CREATE MATERIALIZED VIEW report")) {
            resultSet.next();
            assertThat(resultSet.getString(2)).contains("\"session.insert_timeout\" = \"100\"");
        }
        assertThat(findDifferences(migrator)).isEmpty();
        world.execute("ALTER MATERIALIZED VIEW report SET ('session.insert_timeout' = '5')");
        assertThat(findDifferences(migrator)).hasSize(1);
    }

    @Test
    void aDatabaseWithAnotherNameThanTheSchemaIsComparedUnderItsOwn() throws SQLException {
        SchemaDescriptor storeSchema = new RecordedHistory("store")
                .version("orders", "CREATE TABLE orders" + TABLE_ENDING)
                .version("items", "CREATE TABLE orders" + TABLE_ENDING, "CREATE TABLE items" + TABLE_ENDING)
                .schema();
        Migrator migrator = Migrator.of(storeSchema, new ConnectionLog(world.url()), World.options());
        migrator.upgrade();
        assertThat(findDifferences(migrator)).isEmpty();
        world.execute("DROP TABLE items");
        assertThat(findDifferences(migrator)).containsExactly("shop.items: is missing, should be a table");
    }

    @Test
    void onlyMigrationsThatAreDoneNeedTheirPlaceholders() {
        SchemaDescriptor schemaWithPlaceholder = new RecordedHistory(World.DATABASE)
                .statements("orders", List.of("CREATE TABLE orders" + TABLE_ENDING), List.of())
                .statements(
                        "items",
                        List.of("CREATE TABLE items" + TABLE_ENDING.replace("'1'", "'${replicas}'")),
                        List.of())
                .schema();
        Migrator migrator = world.createMigrator(schemaWithPlaceholder);
        migrator.upgradeTo(1);
        assertThat(findDifferences(migrator)).isEmpty();
        world.createMigrator(schemaWithPlaceholder, World.options().placeholder("replicas", "1"))
                .upgrade();
        assertThatThrownBy(migrator::check)
                .isInstanceOf(PlaceholderException.class)
                .satisfies(MESSAGES::match);
    }

    /** Returns a schema with so many tables that a check reads some of them over other connections. */
    private static SchemaDescriptor createSchema(int versionCount) {
        RecordedHistory history = new RecordedHistory(World.DATABASE);
        for (int version = 1; version <= versionCount; version++) {
            String[] tables = new String[20 * version];
            for (int i = 0; i < tables.length; i++) {
                tables[i] = "CREATE TABLE t" + i + TABLE_ENDING;
            }
            history = history.version("tables " + version, tables);
        }
        return history.schema();
    }

    @Test
    void objectsThatAreReadAheadAreThoseOfTheLedger() throws SQLException {
        Migrator migrator = world.createMigrator(createSchema(2));
        migrator.upgradeTo(1);
        assertThat(findDifferences(migrator)).isEmpty();
        world.createMigrator(createSchema(2)).upgrade();
        assertThat(findDifferences(migrator)).isEmpty();
        world.execute("DROP TABLE t39");
        assertThat(findDifferences(migrator)).containsExactly("shop.t39: is missing, should be a table");
        world.execute("CREATE TABLE t39" + TABLE_ENDING);
        world.createMigrator(createSchema(2), World.options().consent(Consent.values()))
                .downgradeTo(1);
        assertThat(findDifferences(migrator)).isEmpty();
    }

    @Test
    void objectsThatChangeWhileTheLedgerIsReadAreReadAgain() throws SQLException {
        Migrator migrator = world.createMigrator(createSchema(1));
        migrator.upgrade();
        assertThat(findDifferences(migrator)).isEmpty();

        world.execute("ALTER TABLE t0 COMMENT = 'by hand'");
        Faults faults = world.server.faults();
        long statementCountBefore = world.server.log().count();
        faults.add(Trigger.matching("SHOW TABLES LIKE.*"), Fault.holdCommit());
        CompletableFuture<List<String>> check = CompletableFuture.supplyAsync(() -> findDifferences(migrator));
        await().until(() -> faults.countDeferred() == 1
                && world.server.log().findSince(statementCountBefore).stream()
                                .filter(statement -> statement.text().startsWith("SHOW CREATE TABLE"))
                                .count()
                        == 20);
        world.execute("ALTER TABLE t0 COMMENT = ''");
        faults.runDeferred();
        assertThat(check.join()).isEmpty();
    }
}
