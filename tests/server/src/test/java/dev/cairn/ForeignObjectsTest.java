package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/**
 * An upgrade stops before it creates an object whose name others use. The downgrade reverts what the upgrade has done,
 * and leaves the objects of others as they are.
 */
class ForeignObjectsTest extends ClusterObjectFixture {
    private static final String TABLE_FORMAT = "CREATE TABLE %s (id BIGINT NOT NULL, %s INT) DUPLICATE KEY (id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String FIRST_TABLE = TABLE_FORMAT.formatted("a", "n");

    private static SchemaDescriptor createSchema(String... createStatements) {
        return new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("first", FIRST_TABLE)
                .version("second", createStatements)
                .schema();
    }

    /** Upgrades until the foreign object stops the second migration, and returns a migrator that can revert it. */
    private Migrator stopUpgrade(String... createStatements) {
        SchemaDescriptor schema = createSchema(createStatements);
        assertThatThrownBy(() -> createMigrator(schema).upgrade()).isInstanceOf(MigrationException.class);
        return createMigrator(schema);
    }

    @Test
    void aTableOfOthersKeepsItsRows() throws SQLException {
        createMigrator(createSchema(FIRST_TABLE)).upgradeTo(1);
        world.execute(TABLE_FORMAT.formatted("c", "y"));
        world.execute("INSERT INTO c VALUES (1, 1)");

        stopUpgrade(
                        FIRST_TABLE,
                        TABLE_FORMAT.formatted("b", "n"),
                        TABLE_FORMAT.formatted("c", "n"),
                        "CREATE VIEW w AS SELECT id FROM c")
                .downgradeTo(1);

        assertThat(world.queryRows("SELECT id, y FROM c")).hasSize(1);
        assertThat(world.readObjects().keySet()).containsExactly("a", "c");
    }

    @Test
    void aTableOfOthersWithTheSameDefinitionKeepsItsRowsIfItsStepWasRefused() throws SQLException {
        world.server.faults().add(Trigger.matching("CREATE TABLE `b`.*"), Fault.reject(1064, "HY000", "no disk"));

        Migrator migrator = stopUpgrade(FIRST_TABLE, TABLE_FORMAT.formatted("b", "n"));
        world.execute(TABLE_FORMAT.formatted("b", "n"));
        world.execute("INSERT INTO b VALUES (1, 1)");
        migrator.downgradeTo(1);

        assertThat(world.queryRows("SELECT id FROM b")).hasSize(1);
    }

    @Test
    void aViewOfOthersStays() throws SQLException {
        world.execute("CREATE VIEW w AS SELECT 7 AS seven");

        stopUpgrade(FIRST_TABLE, "CREATE VIEW w AS SELECT id FROM a").downgradeTo(1);

        assertThat(world.queryRows("SELECT seven FROM w")).hasSize(1);
    }

    @Test
    void aResourceGroupOfOthersStays() throws SQLException {
        String groupFormat =
                "CREATE RESOURCE GROUP %s TO (user = 'loader') WITH ('mem_limit' = '20%%', 'cpu_weight' = '1')";
        world.execute(groupFormat.formatted("theirs"));

        stopUpgrade(FIRST_TABLE, groupFormat.formatted("ours"), groupFormat.formatted("theirs"))
                .downgradeTo(1);

        assertThat(world.queryRows("SHOW VERBOSE RESOURCE GROUPS ALL"))
                .singleElement()
                .asString()
                .contains("theirs");
    }

    @Test
    void aRoleOfOthersKeepsItsGrants() throws SQLException {
        world.execute("CREATE ROLE reader");
        world.execute("GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE reader");

        stopUpgrade(FIRST_TABLE, TABLE_FORMAT.formatted("b", "n"), "CREATE ROLE reader")
                .downgradeTo(1);

        assertThat(world.queryRows("SHOW GRANTS FOR ROLE reader")).isNotEmpty();
        assertThat(world.readObjects().keySet()).containsExactly("a");
    }

    /** The first downgrade stops between the tables, and the second upgrade, too. */
    @Test
    void whatAnEarlierUpgradeCreatedIsDropped() throws SQLException {
        SchemaDescriptor schema = createSchema(
                FIRST_TABLE,
                TABLE_FORMAT.formatted("b", "n"),
                TABLE_FORMAT.formatted("c", "n"),
                TABLE_FORMAT.formatted("d", "n"));
        rejectOnce("CREATE TABLE `d`.*");
        assertThatThrownBy(() -> createMigrator(schema).upgrade()).isInstanceOf(MigrationException.class);
        rejectOnce("ALTER TABLE `b` RENAME .*");
        assertThatThrownBy(() -> createMigrator(schema).downgradeTo(1)).isInstanceOf(MigrationException.class);
        rejectOnce("CREATE TABLE `c`.*");
        assertThatThrownBy(() -> createMigrator(schema).upgrade()).isInstanceOf(MigrationException.class);

        createMigrator(schema).downgradeTo(1);

        assertThat(world.readObjects().keySet()).containsExactly("a");
    }

    private void rejectOnce(String statementPattern) {
        world.server.faults().add(Trigger.matching(statementPattern), Fault.reject(1064, "HY000", "no disk"));
    }
}
