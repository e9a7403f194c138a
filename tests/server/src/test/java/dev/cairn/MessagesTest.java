package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Error messages name the location, the problem and the remedy. */
class MessagesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)"
                    + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";

    @AutoClose
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    private static RecordedHistory createPrimaryKeyHistory() {
        return new RecordedHistory(World.DATABASE)
                .version("create orders", CREATE_ORDERS.replace("DUPLICATE KEY", "PRIMARY KEY"));
    }

    private static RecordedHistory createOrdersHistory() {
        return new RecordedHistory(World.DATABASE).version("create orders", CREATE_ORDERS);
    }

    @Test
    void unrecordedChangesAreExplained() {
        assertThatThrownBy(() -> world.createMigrator(new DeclaredTables(CREATE_ORDERS.replace("orders", "`orders`")))
                        .upgrade())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void recordsThatWereCompiledWithoutTheirRootAreExplained() {
        DeclaredTables schema = new DeclaredTables(CREATE_ORDERS.replace("orders", "`orders`"))
                .withRecordedHash("hash of the earlier records");
        assertThatThrownBy(() -> world.createMigrator(schema).upgrade())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aRefusedStatementIsExplained() {
        SchemaDescriptor schema = createPrimaryKeyHistory()
                .statements("fill", "-- repeatable\nUPDATE orders SET city = 'Oslo' WHERE id = 1")
                .schema();
        world.server
                .faults()
                .add(Trigger.matching(".*\\bUPDATE.*"), Fault.reject(1064, "HY000", "only for primary keys"));

        assertThatThrownBy(() -> world.createMigrator(schema).upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.createMigrator(schema).status().isHeld()).isFalse();
        assertThat(world.createMigrator(schema).upgrade().to()).isEqualTo(2);
    }

    @Test
    void aForeignChangeOfATableIsExplained() throws SQLException {
        SchemaDescriptor schema = createOrdersHistory()
                .version("longer cities", CREATE_ORDERS.replace("20", "40"))
                .schema();
        world.createMigrator(schema).upgradeTo(1);
        world.execute("ALTER TABLE orders MODIFY COLUMN city VARCHAR(20) COMMENT 'x'");

        assertThatThrownBy(() -> world.createMigrator(schema).upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aPlaceholderWithoutAValueIsExplained() {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .statements("orders", CREATE_ORDERS.replace("'1'", "'${replicas}'"))
                .schema();

        assertThatThrownBy(() -> world.createMigrator(schema).upgrade())
                .isInstanceOf(PlaceholderException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.createMigrator(schema).status().isHeld()).isFalse();
        world.createMigrator(schema, World.options().placeholder("replicas", "1"))
                .upgrade();
        assertThat(world.readObjects().get("orders")).contains("\"replication_num\" = \"1\"");
    }

    @Test
    void anIrreversibleMigrationIsExplained() {
        SchemaDescriptor schema = createOrdersHistory()
                .irreversible("drop all", "drops orders", "DROP TABLE orders")
                .schema();
        world.createMigrator(schema).upgrade();

        assertThatThrownBy(() -> world.createMigrator(schema).downgradeTo(1))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aDifferentUnfinishedMigrationIsExplained() throws SQLException {
        SchemaDescriptor otherSchema = createPrimaryKeyHistory()
                .statements("fill", "WITH one AS (SELECT 1) UPDATE orders SET city = 'a' WHERE id > 0")
                .schema();
        world.createMigrator(otherSchema).upgradeTo(1);
        world.execute("INSERT INTO orders (id) VALUES (1)");
        world.server.faults().add(Trigger.matching(".*\\bUPDATE.*"), Fault.cutAfter());
        assertThatThrownBy(() -> world.createMigrator(otherSchema).upgrade())
                .isInstanceOf(UncertainStepException.class);
        SchemaDescriptor ownSchema = createPrimaryKeyHistory()
                .statements("fill", "UPDATE orders SET city = 'b' WHERE id > 0")
                .schema();

        assertThatThrownBy(() -> world.createMigrator(ownSchema).upgrade())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> world.createMigrator(otherSchema).requireCurrent())
                .isInstanceOf(DatabaseNotCurrentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aDifferentHistoryIsReportedWithoutWaiting() {
        world.createMigrator(createOrdersHistory().schema()).upgrade();
        SchemaDescriptor otherSchema = new RecordedHistory(World.DATABASE)
                .version("create orders", CREATE_ORDERS.replace("20", "30"))
                .schema();

        assertThatThrownBy(() -> world.createMigrator(otherSchema).awaitCurrent(Duration.ofHours(1)))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void missingGrantsAreExplained() throws SQLException {
        world.execute("CREATE USER reader");
        world.execute("GRANT CREATE VIEW ON DATABASE shop TO USER reader");
        world.execute("GRANT SELECT, DROP ON ALL VIEWS IN DATABASE shop TO USER reader");
        Migrator migrator = Migrator.of(
                createOrdersHistory().schema(), world.server.jdbcUrl(World.DATABASE) + "?user=reader", World.options());

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingGrantException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aTableThatTheUserMayNotSeeIsExplained() throws SQLException {
        RecordedHistory history = createOrdersHistory();
        world.createMigrator(history.schema()).upgrade();
        world.execute("CREATE USER reader");
        world.execute("GRANT CREATE VIEW ON DATABASE shop TO USER reader");
        world.execute("GRANT SELECT, DROP ON ALL VIEWS IN DATABASE shop TO USER reader");
        history.statements("add b", List.of("ALTER TABLE orders ADD COLUMN added INT NULL"), List.of());
        Migrator migrator =
                Migrator.of(history.schema(), world.server.jdbcUrl(World.DATABASE) + "?user=reader", World.options());

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingGrantException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anUnreachableServerIsExplained() {
        String url = world.url();
        world.close();

        assertThatThrownBy(() -> Migrator.of(createOrdersHistory().schema(), url, World.options())
                        .upgrade())
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
        world = new World();
    }

    @Test
    void anUnknownErrorIsNotTakenForAMissingDatabase() {
        world.server
                .faults()
                .add(Trigger.matching("SHOW TABLES LIKE.*").every(), Fault.reject(1064, "HY000", "something unusual"));
        assertThatThrownBy(() ->
                        world.createMigrator(createOrdersHistory().schema()).upgrade())
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aServerOfAnotherKindIsExplained() {
        SchemaDescriptor sharedDataSchema = new RecordedHistory(
                        World.DATABASE, ServerProfile.DEFAULT.with(RunMode.SHARED_DATA))
                .version("create orders", CREATE_ORDERS)
                .schema();

        assertThatThrownBy(() -> world.createMigrator(sharedDataSchema).upgrade())
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void everyMessageNamesItsLocation() {
        MigrationException failure = new StepFailedException(
                HistoryPlace.in("shop").migration("V0001A").step(2, "shop.orders"), "it failed", "Try again.");

        assertThat(failure).isInstanceOf(StepFailedException.class).satisfies(MESSAGES::match);
        assertThat(failure.remedy()).isEqualTo("Try again.");
        assertThat(failure.place().migration()).isEqualTo("V0001A");
        assertThat(List.of(failure.place().step())).containsExactly(2);
    }
}
