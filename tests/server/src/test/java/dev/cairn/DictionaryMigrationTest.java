package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dictionaries that a schema manages are migrated and compared, and survive a rebuild of their table. */
class DictionaryMigrationTest extends ClusterObjectFixture {
    private static final String CREATE_TABLE =
            "CREATE TABLE city (id INT NOT NULL, name VARCHAR(20), area INT) DUPLICATE KEY(id) DISTRIBUTED BY"
                    + " HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_DICTIONARY =
            "CREATE DICTIONARY city_names USING city (id KEY, name VALUE) PROPERTIES"
                    + " ('dictionary_refresh_interval' = '${interval:60}')";
    private static final RecordedHistory HISTORY =
            new RecordedHistory(World.DATABASE).managingCluster().version("create", CREATE_TABLE, CREATE_DICTIONARY);
    private static final SchemaDescriptor FIRST_SCHEMA = HISTORY.schema();
    private static final SchemaDescriptor SECOND_SCHEMA = HISTORY.version(
                    "change",
                    CREATE_TABLE.replace("area INT", "area INT, country VARCHAR(20)"),
                    CREATE_DICTIONARY.replace("name VALUE", "name VALUE, country VALUE"))
            .schema();
    private static final SchemaDescriptor THIRD_SCHEMA = HISTORY.version(
                    "drop", CREATE_TABLE.replace("area INT", "area INT, country VARCHAR(20)"))
            .schema();

    private static List<String> showDictionaries(World world) throws SQLException {
        return world.queryRows("SHOW DICTIONARY");
    }

    @Test
    void anUpgradeCreatesChangesAndDropsDictionaries() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        assertThat(showDictionaries(world)).singleElement().asString().contains("city_names", "shop", "[id]", "[name]");
        assertThat(world.queryRows("SHOW DICTIONARY city_names")).hasSize(1);
        assertThat(world.queryRows("SHOW DICTIONARY City_Names")).isEmpty();
        requireNoDifference(FIRST_SCHEMA);

        world.server.log().clear();
        createMigrator(SECOND_SCHEMA).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .containsSubsequence("DROP DICTIONARY", "ALTER TABLE", "CREATE DICTIONARY");
        assertThat(showDictionaries(world)).singleElement().asString().contains("[name, country]");
        requireNoDifference(SECOND_SCHEMA);

        createMigrator(THIRD_SCHEMA).upgrade();
        assertThat(showDictionaries(world)).isEmpty();
    }

    @Test
    void aDowngradeRevertsChangesOfDictionaries() throws SQLException {
        createMigrator(SECOND_SCHEMA).upgrade();
        createMigrator(SECOND_SCHEMA).downgradeTo(1);
        assertThat(showDictionaries(world)).singleElement().asString().contains("[name]");
        requireNoDifference(FIRST_SCHEMA);
        createMigrator(FIRST_SCHEMA).downgradeTo(0);
        assertThat(showDictionaries(world)).isEmpty();
    }

    @Test
    void changesByOtherClientsAreDifferences() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("DROP DICTIONARY city_names");
        world.execute("CREATE DICTIONARY city_names USING city (id KEY, area VALUE)");
        requireDifference(FIRST_SCHEMA, "dictionary city_names", "value", "area");
        world.execute("DROP DICTIONARY city_names");
        requireDifference(FIRST_SCHEMA, "dictionary city_names");
    }

    @Test
    void aRebuildOfTheTableKeepsItsDictionaries() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        SchemaDescriptor rebuildSchema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, CREATE_DICTIONARY)
                .version(
                        "rebuild",
                        CREATE_TABLE.replace("area INT", "area BIGINT").replace("DUPLICATE", "PRIMARY"),
                        CREATE_DICTIONARY)
                .schema();
        world.server.log().clear();
        createMigrator(rebuildSchema).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .doesNotContain("DROP DICTIONARY", "CREATE DICTIONARY");
        requireNoDifference(rebuildSchema);
    }

    @Test
    void anUpgradeThatWasInterruptedContinues() throws SQLException {
        requireContinuation(List.of("DROP DICTIONARY", "CREATE DICTIONARY"), FIRST_SCHEMA, SECOND_SCHEMA);
    }

    @Test
    void anExistingDictionaryIsNotTakenOver() throws SQLException {
        world.execute(CREATE_TABLE);
        world.execute("CREATE DICTIONARY city_names USING city (id KEY, area VALUE)");
        world.execute("ALTER TABLE city RENAME others");
        Migrator migrator = createMigrator(FIRST_SCHEMA);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("dictionary city_names exists, and these migrations did not create it");
    }
}
