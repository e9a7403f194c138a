package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Declared objects are created and changed without recorded migrations. */
class UnrecordedSchemaChangeTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_ORDERS = "CREATE TABLE `orders` (`id` int NOT NULL, `city` varchar(20) NULL)"
            + " DUPLICATE KEY(`id`) DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES (\"replication_num\" = \"1\")";
    private static final String CREATE_LONGER_ORDERS =
            CREATE_ORDERS.replace("varchar(20) NULL", "varchar(40) NULL, `note` varchar(8) NULL");
    private static final String CREATE_OTHER = CREATE_ORDERS.replace("orders", "other");

    @AutoClose
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    @Test
    void applyCreatesTheDeclaredSchema() throws SQLException {
        world.createMigrator(new DeclaredTables(CREATE_ORDERS)).apply();
        assertThat(world.readObjects()).containsOnlyKeys("orders");

        Migrator migrator = world.createMigrator(new DeclaredTables(CREATE_LONGER_ORDERS, CREATE_OTHER));
        world.execute("CREATE VIEW mine AS SELECT 1 AS one");
        assertThat(migrator.diff().steps()).hasSize(2);
        assertThat(migrator.apply().steps()).hasSize(2);

        assertThat(world.readObjects()).containsOnlyKeys("orders", "other", "mine");
        assertThat(world.readObjects().get("orders")).contains("varchar(40)", "`note`");
        assertThat(migrator.diff().isEmpty()).isTrue();
        assertThat(migrator.apply().isEmpty()).isTrue();
        assertThat(migrator.status().isHeld()).isFalse();
    }

    @Test
    void destructiveChangesNeedConsent() {
        world.createMigrator(new DeclaredTables(CREATE_LONGER_ORDERS)).apply();
        DeclaredTables tableWithoutNote =
                new DeclaredTables(CREATE_LONGER_ORDERS.replace(", `note` varchar(8) NULL", ""));

        assertThatThrownBy(() -> world.createMigrator(tableWithoutNote).apply())
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.createMigrator(tableWithoutNote).status().isHeld()).isFalse();

        world.createMigrator(tableWithoutNote, World.options().consent(Consent.values()))
                .apply();
        assertThat(world.readObjects().get("orders")).doesNotContain("`note`");
    }

    @Test
    void aTableThatCannotBeAlteredIsRebuilt() throws SQLException {
        world.createMigrator(new DeclaredTables(CREATE_ORDERS)).apply();
        world.execute("INSERT INTO orders VALUES (1, 'Oslo')");
        DeclaredTables tableWithPrimaryKey =
                new DeclaredTables(CREATE_ORDERS.replace("DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`)"));

        assertThat(world.createMigrator(tableWithPrimaryKey, World.options().consent(Consent.values()))
                        .apply()
                        .steps())
                .extracting(PlannedChanges.Step::text)
                .anyMatch(text -> text.startsWith("-- rebuild: "));

        assertThat(world.readObjects()).containsOnlyKeys("orders");
        assertThat(world.readObjects().get("orders")).contains("PRIMARY KEY(`id`)");
    }

    @Test
    void placeholdersOfDeclaredTablesAreReplaced() {
        DeclaredTables declaredTable = new DeclaredTables(CREATE_ORDERS.replace("\"1\"", "\"${replicas:1}\""));

        assertThat(world.createMigrator(declaredTable).createAll())
                .singleElement()
                .asString()
                .contains("\"replication_num\" = \"1\"");
        assertThat(world.createMigrator(declaredTable).diff().isEmpty()).isTrue();
        assertThat(world.createMigrator(declaredTable, World.options().placeholder("replicas", "2"))
                        .diff()
                        .steps())
                .isNotEmpty();
    }

    @Test
    void createAllCreatesOnlyMissingObjects() throws SQLException {
        world.execute(CREATE_ORDERS);
        Migrator migrator = world.createMigrator(new DeclaredTables(CREATE_LONGER_ORDERS, CREATE_OTHER));

        assertThat(migrator.createAll()).singleElement().asString().startsWith("CREATE TABLE `other`");
        assertThat(migrator.createAll()).isEmpty();
        assertThat(world.readObjects().get("orders")).doesNotContain("`note`");
    }

    @Test
    void unreadableObjectsAreNeitherCreatedNorChanged() throws SQLException {
        world.execute(CREATE_ORDERS);
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW CREATE TABLE.*").every(),
                        Fault.reject(1064, "HY000", "a plugin is missing"));
        Migrator migrator = world.createMigrator(new DeclaredTables(CREATE_LONGER_ORDERS));

        assertThatThrownBy(migrator::diff)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(migrator::apply)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(migrator::createAll)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects()).containsOnlyKeys("orders");
    }
}
