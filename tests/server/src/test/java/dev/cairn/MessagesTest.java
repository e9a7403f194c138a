package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.NotCurrentException;
import dev.cairn.upgrade.MigrationException.PlaceholderException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import dev.cairn.upgrade.Where;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Error messages name the location, the problem and the remedy. */
class MessagesTest {
    private static final String ORDERS = "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";

    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static RecordedHistory keyed() {
        return new RecordedHistory(World.DATABASE)
                .version("create orders", ORDERS.replace("DUPLICATE KEY", "PRIMARY KEY"));
    }

    private static RecordedHistory orders() {
        return new RecordedHistory(World.DATABASE).version("create orders", ORDERS);
    }

    @Test
    void unrecordedChangesAreExplained() {
        assertThatThrownBy(() -> world.migrator(new DeclaredTables(ORDERS.replace("orders", "`orders`")))
                        .upgrade())
                .isInstanceOf(HistoryException.class)
                .hasMessage("shop: the records have changes that are not recorded as a migration. Record them (cairn"
                        + " record \"what changed\", mvn cairn:record -Dcairn.message=\"what changed\" or gradle"
                        + " cairnRecord --message=\"what changed\"), and deploy the new version.");
    }

    @Test
    void aRefusedStatementIsExplained() {
        SchemaDescriptor schema = keyed().statements(
                        "fill", "-- repeatable\nUPDATE orders SET city = 'Oslo' WHERE id = 1")
                .schema();
        world.server
                .faults()
                .on(Trigger.matching(".*\\bUPDATE.*"), Fault.refuse(1064, "HY000", "only for primary keys"));

        assertThatThrownBy(() -> world.migrator(schema).upgrade())
                .isInstanceOf(StepException.class)
                .hasMessage(
                        "shop, V0002Fill, step 1 (shop.orders): the server refused it, and nothing was changed: 1064:"
                                + " only for primary keys. Correct the cause, and run it again: it resumes with this"
                                + " step.");
        assertThat(world.migrator(schema).status().held()).isFalse();
        assertThat(world.migrator(schema).upgrade().to()).isEqualTo(2);
    }

    @Test
    void aForeignChangeOfATableIsExplained() throws SQLException {
        SchemaDescriptor schema =
                orders().version("longer cities", ORDERS.replace("20", "40")).schema();
        world.migrator(schema).upgradeTo(1);
        world.execute("ALTER TABLE orders MODIFY COLUMN city VARCHAR(30)");

        assertThatThrownBy(() -> world.migrator(schema).upgrade())
                .isInstanceOf(StepException.class)
                .hasMessageStartingWith(
                        "shop, V0002LongerCities, step 1 (shop.orders): the object matches neither the state before"
                                + " the step nor the state after it: ")
                .hasMessageContaining("varchar(30)")
                .hasMessageContaining("Restore the state before the step, or establish the state after it");
    }

    @Test
    void aPlaceholderWithoutAValueIsExplained() {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .statements("orders", ORDERS.replace("'1'", "'${replicas}'"))
                .schema();

        assertThatThrownBy(() -> world.migrator(schema).upgrade())
                .isInstanceOf(PlaceholderException.class)
                .hasMessage(
                        "shop, V0001Orders, step 1: ${replicas} has no value. Set one in the options of the migrator"
                                + " or on the command line with --placeholder replicas=…, or a fallback in the migration:"
                                + " ${replicas:…}.");
        assertThat(world.migrator(schema).status().held()).isFalse();
        world.migrator(schema, World.options().placeholder("replicas", "1")).upgrade();
        assertThat(world.objects().get("orders")).contains("\"replication_num\" = \"1\"");
    }

    @Test
    void anIrreversibleMigrationIsExplained() {
        SchemaDescriptor schema = orders().irreversible("drop all", "drops orders", "DROP TABLE orders")
                .schema();
        world.migrator(schema).upgrade();

        assertThatThrownBy(() -> world.migrator(schema).downgradeTo(1))
                .isInstanceOf(HistoryException.class)
                .hasMessage("shop, V0002DropAll: the migration has no downgrade: drops orders. Add the downgrade"
                        + " statements to the migration, or upgrade instead.");
    }

    @Test
    void aDifferentUnfinishedMigrationIsExplained() throws SQLException {
        SchemaDescriptor theirs = keyed().statements(
                        "fill", "WITH one AS (SELECT 1) UPDATE orders SET city = 'a' WHERE id > 0")
                .schema();
        world.migrator(theirs).upgradeTo(1);
        world.execute("INSERT INTO orders (id) VALUES (1)");
        world.server.faults().on(Trigger.matching(".*\\bUPDATE.*"), Fault.cutAfter());
        assertThatThrownBy(() -> world.migrator(theirs).upgrade()).isInstanceOf(UncertainStepException.class);
        SchemaDescriptor mine = keyed().statements("fill", "UPDATE orders SET city = 'b' WHERE id > 0")
                .schema();

        assertThatThrownBy(() -> world.migrator(mine).upgrade())
                .isInstanceOf(HistoryException.class)
                .hasMessageMatching(
                        "shop, V0002Fill: the migration is in progress, and steps that were already begun were edited:"
                                + " step 1 was begun with another text \\([0-9a-f]{8}\\) than \"UPDATE orders SET city ="
                                + " 'b' WHERE id > 0\" \\([0-9a-f]{8}\\)\\. Restore the text of these steps, and edit"
                                + " only later ones\\. Otherwise complete it with the application that began it; or, if you"
                                + " know its progress, correct the database manually and stamp it\\.");
        assertThatThrownBy(() -> world.migrator(theirs).requireCurrent())
                .isInstanceOf(NotCurrentException.class)
                .hasMessageStartingWith("shop: migration 2 is in progress. ");
    }

    @Test
    void aDifferentHistoryIsReportedWithoutWaiting() {
        world.migrator(orders().schema()).upgrade();
        SchemaDescriptor other = new RecordedHistory(World.DATABASE)
                .version("create orders", ORDERS.replace("20", "30"))
                .schema();

        assertThatThrownBy(() -> world.migrator(other).awaitCurrent(Duration.ofHours(1)))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("Otherwise deploy the application that upgraded the database last.");
    }

    @Test
    void missingGrantsAreExplained() throws SQLException {
        world.execute("CREATE USER reader");
        world.execute("GRANT CREATE VIEW ON DATABASE shop TO USER reader");
        world.execute("GRANT SELECT, DROP ON ALL VIEWS IN DATABASE shop TO USER reader");
        Migrator migrator =
                Migrator.of(orders().schema(), world.server.jdbcUrl(World.DATABASE) + "?user=reader", World.options());

        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingGrantException.class)
                .hasMessageStartingWith("shop, V0001CreateOrders, step 1 (shop.orders): ")
                .hasMessageContaining("CREATE TABLE");
    }

    @Test
    void anUnreachableServerIsExplained() {
        String url = world.url();
        world.close();

        assertThatThrownBy(() ->
                        Migrator.of(orders().schema(), url, World.options()).upgrade())
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith("shop: no connection to the server: Communications link failure (")
                .hasMessageEndingWith("Check the address, and whether the frontend is up; then run it again.");
        world = new World();
    }

    @Test
    void aServerOfAnotherKindIsExplained() {
        SchemaDescriptor shared = new RecordedHistory(World.DATABASE, ServerProfile.DEFAULT.with(RunMode.SHARED_DATA))
                .version("create orders", ORDERS)
                .schema();

        assertThatThrownBy(() -> world.migrator(shared).upgrade())
                .isInstanceOf(WrongServerException.class)
                .hasMessageContaining(
                        "the server is 4.1 shared-nothing (4.1.0-embedded), and the schema was compiled for 4.1 shared-data")
                .hasMessageContaining("add @Schema.Target(server = \"4.1\", runMode = Schema.RunMode.SHARED_NOTHING)");
    }

    @Test
    void everyMessageNamesItsLocation() {
        MigrationException failure = new StepException(
                Where.in("shop").migration("V0001A").step(2, "shop.orders"), "it failed", "Try again.");

        assertThat(failure).hasMessage("shop, V0001A, step 2 (shop.orders): it failed. Try again.");
        assertThat(failure.remedy()).isEqualTo("Try again.");
        assertThat(failure.where().migration()).isEqualTo("V0001A");
        assertThat(List.of(failure.where().step())).containsExactly(2);
    }
}
