package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dictionaries that a schema manages are migrated and compared, and survive a rebuild of their table. */
class DictionaryMigrationTest {
    private static final String TABLE =
            "CREATE TABLE city (id INT NOT NULL, name VARCHAR(20), area INT) DUPLICATE KEY(id) DISTRIBUTED BY"
                    + " HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String DICTIONARY = "CREATE DICTIONARY city_names USING city (id KEY, name VALUE) PROPERTIES"
            + " ('dictionary_refresh_interval' = '${interval:60}')";
    private static final RecordedHistory HISTORY =
            new RecordedHistory(World.DATABASE).managingCluster().version("create", TABLE, DICTIONARY);
    private static final SchemaDescriptor FIRST = HISTORY.schema();
    private static final SchemaDescriptor SECOND = HISTORY.version(
                    "change",
                    TABLE.replace("area INT", "area INT, country VARCHAR(20)"),
                    DICTIONARY.replace("name VALUE", "name VALUE, country VALUE"))
            .schema();
    private static final SchemaDescriptor THIRD = HISTORY.version(
                    "drop", TABLE.replace("area INT", "area INT, country VARCHAR(20)"))
            .schema();

    private World world;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static Migrator migrator(World world, SchemaDescriptor schema) {
        return world.createMigrator(
                schema, World.options().consent(Consent.values()).connections(1));
    }

    private Migrator migrator(SchemaDescriptor schema) {
        return migrator(world, schema);
    }

    private static List<String> dictionaries(World world) throws SQLException {
        return world.queryRows("SHOW DICTIONARY");
    }

    @Test
    void anUpgradeCreatesChangesAndDropsThem() throws SQLException {
        migrator(FIRST).upgrade();
        assertThat(dictionaries(world)).singleElement().asString().contains("city_names", "shop", "[id]", "[name]");
        assertThat(world.queryRows("SHOW DICTIONARY city_names")).hasSize(1);
        assertThat(world.queryRows("SHOW DICTIONARY City_Names")).isEmpty();
        assertThat(migrator(FIRST).check().differences()).isEmpty();

        world.server.log().clear();
        migrator(SECOND).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .containsSubsequence("DROP DICTIONARY", "ALTER TABLE", "CREATE DICTIONARY");
        assertThat(dictionaries(world)).singleElement().asString().contains("[name, country]");
        assertThat(migrator(SECOND).check().differences()).isEmpty();

        migrator(THIRD).upgrade();
        assertThat(dictionaries(world)).isEmpty();
    }

    @Test
    void aDowngradeTakesThemBack() throws SQLException {
        migrator(SECOND).upgrade();
        migrator(SECOND).downgradeTo(1);
        assertThat(dictionaries(world)).singleElement().asString().contains("[name]");
        assertThat(migrator(FIRST).check().differences()).isEmpty();
        migrator(FIRST).downgradeTo(0);
        assertThat(dictionaries(world)).isEmpty();
    }

    @Test
    void whatOthersHaveChangedIsADifference() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("DROP DICTIONARY city_names");
        world.execute("CREATE DICTIONARY city_names USING city (id KEY, area VALUE)");
        assertThat(migrator(FIRST).check().differences())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("dictionary city_names", "value", "area");
        world.execute("DROP DICTIONARY city_names");
        assertThat(migrator(FIRST).check().differences())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("dictionary city_names");
    }

    @Test
    void aRebuildOfTheTableKeepsThem() throws SQLException {
        migrator(FIRST).upgrade();
        SchemaDescriptor rebuilt = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", TABLE, DICTIONARY)
                .version(
                        "rebuild", TABLE.replace("area INT", "area BIGINT").replace("DUPLICATE", "PRIMARY"), DICTIONARY)
                .schema();
        world.server.log().clear();
        migrator(rebuilt).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .doesNotContain("DROP DICTIONARY", "CREATE DICTIONARY");
        assertThat(migrator(rebuilt).check().differences()).isEmpty();
    }

    @Test
    void anUpgradeThatWasInterruptedContinues() throws SQLException {
        for (String statement : List.of("DROP DICTIONARY", "CREATE DICTIONARY")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World other = new World()) {
                    migrator(other, FIRST).upgrade();
                    other.server.faults().add(Trigger.matching("(?s)" + statement + ".*"), fault);
                    migrator(other, SECOND).upgrade();
                    assertThat(migrator(other, SECOND).check().differences())
                            .describedAs(statement)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void anExistingDictionaryIsNotTakenOver() throws SQLException {
        world.execute(TABLE);
        world.execute("CREATE DICTIONARY city_names USING city (id KEY, area VALUE)");
        world.execute("ALTER TABLE city RENAME others");
        Migrator migrator = migrator(FIRST);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("dictionary city_names exists, and these migrations did not create it");
    }
}
