package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rebuild that stopped at any step can be reverted with all rows. */
class RevertedRebuildTest {
    private static final String CREATE_BEFORE = "CREATE TABLE orders (id INT NOT NULL, city STRING) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_AFTER = "CREATE TABLE orders (id INT NOT NULL, city STRING) PRIMARY KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 4 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_CITIES = "CREATE VIEW cities AS SELECT city FROM orders";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("orders", CREATE_BEFORE, CREATE_CITIES)
            .version("orders by key", CREATE_AFTER, CREATE_CITIES)
            .schema();

    @AutoClose
    private final World world = new World();

    private Migrator createMigrator() {
        return world.createMigrator(SCHEMA, World.options().consent(Consent.values()));
    }

    private void createFilledTable() throws SQLException {
        createMigrator().upgradeTo(1);
        world.execute("INSERT INTO orders VALUES (1, 'Oslo'), (2, 'Rome'), (3, 'Oslo')");
    }

    private List<String> readRows() throws SQLException {
        return world.queryRows("SELECT count(*) FROM orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE .*__cairn_.*",
                ".*INSERT INTO .*__cairn_.*",
                ".* SWAP WITH .*",
                "DROP TABLE .*__cairn_.*"
            })
    void aStoppedRebuildCanBeRevertedFromEachStep(String refusedPattern) throws SQLException {
        createFilledTable();
        Map<String, String> objectsBefore = world.readObjects();
        Fault refusal = Fault.reject(1064, "42000", "injected");
        world.server.faults().add(Trigger.matching("(?is)" + refusedPattern), refusal);
        assertThatThrownBy(() -> createMigrator().upgrade()).isInstanceOf(MigrationException.class);
        assertThat(createMigrator().status().migrationInProgress()).isPresent();

        assertThat(createMigrator().downgradeTo(1).to()).isEqualTo(1);

        assertThat(world.readObjects()).isEqualTo(objectsBefore);
        assertThat(readRows()).containsExactly("3");
        assertThat(createMigrator().upgrade().to()).isEqualTo(2);
        assertThat(readRows()).containsExactly("3");
    }

    /** A copy in the reverse direction would read the column by its new name, which the old table does not have. */
    @Test
    void tablesThatWereNotSwappedAreNotCopiedBack() throws SQLException {
        Rename renameToTown = new Rename.ColumnRename(new ObjectName(World.DATABASE, "orders"), "city", "town");
        SchemaDescriptor renamedSchema = new RecordedHistory(World.DATABASE)
                .version("orders", CREATE_BEFORE)
                .version("towns", List.of(renameToTown), CREATE_AFTER.replace("city", "town"))
                .schema();
        Migrator migrator = world.createMigrator(renamedSchema, World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO orders VALUES (1, 'Oslo'), (2, 'Rome'), (3, 'Oslo')");
        Map<String, String> objectsBefore = world.readObjects();
        Fault refusal = Fault.reject(1064, "42000", "injected");
        world.server.faults().add(Trigger.matching("(?is).*INSERT INTO .*__cairn_.*"), refusal);
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        world.server.log().clear();

        assertThat(migrator.downgradeTo(1).to()).isEqualTo(1);

        assertThat(world.readObjects()).isEqualTo(objectsBefore);
        assertThat(readRows()).containsExactly("3");
        assertThat(world.server.log().all()).noneMatch(sent -> sent.text().startsWith("INSERT"));
        assertThat(migrator.upgrade().to()).isEqualTo(2);
        assertThat(readRows()).containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE .*__cairn_.*",
                ".*INSERT INTO .*__cairn_.*",
                ".* SWAP WITH .*",
                "DROP TABLE .*__cairn_.*"
            })
    void aStoppedDowngradeOfARebuildCanBeUpgradedFromEachStep(String refusedPattern) throws SQLException {
        createFilledTable();
        createMigrator().upgrade();
        Map<String, String> objectsAfter = world.readObjects();
        Fault refusal = Fault.reject(1064, "42000", "injected");
        world.server.faults().add(Trigger.matching("(?is)" + refusedPattern), refusal);
        assertThatThrownBy(() -> createMigrator().downgradeTo(1)).isInstanceOf(MigrationException.class);

        assertThat(createMigrator().upgrade().to()).isEqualTo(2);

        assertThat(world.readObjects()).isEqualTo(objectsAfter);
        assertThat(readRows()).containsExactly("3");
    }
}
