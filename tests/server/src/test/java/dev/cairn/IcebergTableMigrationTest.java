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
import org.junit.jupiter.api.Test;

/** Iceberg tables that a schema manages are created, changed, compared and dropped. */
class IcebergTableMigrationTest extends ClusterObjectFixture {
    private static final String CREATE_CATALOG = "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')";
    private static final String CREATE_TABLE =
            "CREATE TABLE lake.sales.customer (id int, name string COMMENT 'n', seen date) COMMENT 'all' PARTITION BY"
                    + " bucket(id, 4) PROPERTIES ('write.format.default' = 'orc')";
    private static final String CREATE_CHANGED_TABLE =
            "CREATE TABLE lake.sales.customer (id bigint, city string, name string COMMENT 'name') COMMENT 'each'"
                    + " PARTITION BY (bucket(id, 8), city) PROPERTIES ('write.format.default' = 'parquet')";
    private static final RecordedHistory HISTORY =
            new RecordedHistory(World.DATABASE).managingCluster().version("create", CREATE_TABLE);
    private static final SchemaDescriptor FIRST_SCHEMA = HISTORY.schema();
    private static final SchemaDescriptor SECOND_SCHEMA =
            HISTORY.version("change", CREATE_CHANGED_TABLE).schema();
    private static final SchemaDescriptor THIRD_SCHEMA = HISTORY.version("drop").schema();

    @Override
    World createWorld() throws SQLException {
        World newWorld = super.createWorld();
        newWorld.execute(CREATE_CATALOG);
        return newWorld;
    }

    private List<String> describeColumns() throws SQLException {
        return world.queryRows("DESC lake.sales.customer");
    }

    @Test
    void anUpgradeCreatesChangesAndDropsIcebergTables() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        assertThat(describeColumns()).hasSize(3);
        requireNoDifference(FIRST_SCHEMA);
        createMigrator(SECOND_SCHEMA).upgrade();
        assertThat(describeColumns()).hasSize(3).first().asString().contains("BIGINT");
        requireNoDifference(SECOND_SCHEMA);
        createMigrator(THIRD_SCHEMA).upgrade();
        assertThat(world.queryRows("SHOW TABLES FROM lake.sales")).isEmpty();
    }

    @Test
    void aDowngradeRevertsEachChange() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version(
                        "create",
                        "CREATE TABLE lake.sales.customer (id int NOT NULL, name string COMMENT 'n', seen date) COMMENT"
                                + " 'all' PARTITION BY bucket(id, 4) ORDER BY (name) PROPERTIES ('write.format.default' ="
                                + " 'orc', 'note' = 'a')");
        SchemaDescriptor firstSchema = history.schema();
        Rename rename =
                new Rename.ColumnRename(new ObjectName("", "Iceberg table lake.sales.customer"), "name", "title");
        SchemaDescriptor changedSchema = history.version(
                        "change",
                        List.of(rename),
                        "CREATE TABLE lake.sales.customer (id int NOT NULL, city string, title string COMMENT 'name', seen"
                                + " date) COMMENT 'each' PARTITION BY (bucket(id, 8), city) ORDER BY (title) PROPERTIES"
                                + " ('write.format.default' = 'parquet', 'note' = 'b')")
                .schema();
        createMigrator(firstSchema).upgrade();
        List<String> columnsBefore = describeColumns();
        List<String> definitionBefore = world.queryRows("SHOW CREATE TABLE lake.sales.customer");
        createMigrator(changedSchema).upgrade();
        assertThat(describeColumns()).hasSize(4).isNotEqualTo(columnsBefore);
        requireNoDifference(changedSchema);

        createMigrator(changedSchema).downgradeTo(1);
        assertThat(describeColumns()).isEqualTo(columnsBefore);
        assertThat(world.queryRows("SHOW CREATE TABLE lake.sales.customer")).isEqualTo(definitionBefore);
        requireNoDifference(firstSchema);
        createMigrator(firstSchema).downgradeTo(0);
        assertThat(world.queryRows("SHOW TABLES FROM lake.sales")).isEmpty();
    }

    @Test
    void aPropertyThatTheServerHidesIsNoDifference() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version(
                        "create",
                        "CREATE TABLE lake.sales.customer (id int) PROPERTIES ('password' = '${secret}', 'note' = 'a')");
        Migrator migrator = world.createMigrator(
                history.schema(),
                World.options().placeholder("secret", "hidden").connections(1));
        migrator.upgrade();
        assertThat(world.queryRows("SHOW CREATE TABLE lake.sales.customer"))
                .singleElement()
                .asString()
                .contains("\"password\" = \"***\"")
                .doesNotContain("hidden");
        assertThat(migrator.check().differences()).isEmpty();
        world.execute("ALTER TABLE lake.sales.customer SET ('note' = 'b')");
        assertThat(migrator.check().differences())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("note")
                .doesNotContain("password");
    }

    private static final String CREATE_NAMED_TABLE = "CREATE TABLE lake.sales.customer (id int, name string)";
    private static final String CREATE_TITLED_TABLE = "CREATE TABLE lake.sales.customer (id int, title string)";

    private static String[] createStatementsWithReaders(String table, String column) {
        return new String[] {
            table,
            "CREATE VIEW names AS SELECT id, " + column + " AS n FROM lake.sales.customer",
            "CREATE MATERIALIZED VIEW counts REFRESH MANUAL AS SELECT " + column
                    + ", count(*) AS n FROM lake.sales.customer GROUP BY " + column
        };
    }

    @Test
    void viewsFollowARenamedColumnAndBack() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", createStatementsWithReaders(CREATE_NAMED_TABLE, "name"));
        SchemaDescriptor firstSchema = history.schema();
        Rename rename =
                new Rename.ColumnRename(new ObjectName("", "Iceberg table lake.sales.customer"), "name", "title");
        SchemaDescriptor changedSchema = history.version(
                        "rename", List.of(rename), createStatementsWithReaders(CREATE_TITLED_TABLE, "title"))
                .schema();

        createMigrator(firstSchema).upgrade();
        world.execute("INSERT INTO lake.sales.customer VALUES (1, 'a')");
        assertThat(world.queryRows("SELECT * FROM names")).hasSize(1);
        createMigrator(changedSchema).upgrade();
        assertThat(world.queryRows("SELECT title FROM lake.sales.customer")).hasSize(1);
        assertThat(world.queryRows("SELECT * FROM names")).hasSize(1);
        requireNoDifference(changedSchema);
        createMigrator(changedSchema).downgradeTo(1);
        assertThat(world.queryRows("SELECT name FROM lake.sales.customer")).hasSize(1);
        assertThat(world.queryRows("SELECT * FROM names")).hasSize(1);
        requireNoDifference(firstSchema);
    }

    @Test
    void changesByOtherClientsAreDifferences() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("ALTER TABLE lake.sales.customer ADD COLUMN extra int");
        world.execute("ALTER TABLE lake.sales.customer SET ('note' = 'of others')");
        assertThat(createMigrator(FIRST_SCHEMA).check().differences())
                .extracting(Object::toString)
                .anySatisfy(text -> assertThat(text).contains("Iceberg table lake.sales.customer", "extra"))
                .noneSatisfy(text -> assertThat(text).contains("note"));
        world.execute("ALTER TABLE lake.sales.customer DROP COLUMN extra");
        world.execute("ALTER TABLE lake.sales.customer MODIFY COLUMN name string COMMENT 'n' FIRST");
        requireDifference(FIRST_SCHEMA, "column order: is");
        world.execute("DROP TABLE lake.sales.customer");
        requireDifference(FIRST_SCHEMA, "Iceberg table lake.sales.customer");
    }

    @Test
    void anUpgradeThatWasInterruptedContinues() throws SQLException {
        requireContinuation(
                List.of(
                        "ALTER TABLE .*ADD COLUMN",
                        "ALTER TABLE .*MODIFY COLUMN",
                        "ALTER TABLE .*DROP COLUMN",
                        "ALTER TABLE .*ADD PARTITION",
                        "ALTER TABLE .*COMMENT"),
                FIRST_SCHEMA,
                SECOND_SCHEMA);
    }

    @Test
    void aCatalogThatIsGoneIsReportedOnceForAllItsTables() throws SQLException {
        String otherTable = "CREATE TABLE lake.sales.item (id int)";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, otherTable)
                .schema();
        createMigrator(schema).upgrade();
        world.execute("DROP CATALOG lake");
        assertThat(createMigrator(schema).check().differences())
                .extracting(Object::toString)
                .containsExactly("external catalog lake: is missing, should be an external catalog");
    }

    /** The other system keeps the tables, which come back with the catalog. */
    @Test
    void aManagedCatalogThatIsGoneIsCreatedWithoutItsTables() throws SQLException {
        world.execute("DROP CATALOG lake");
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_CATALOG, CREATE_TABLE)
                .schema();
        createMigrator(schema).upgrade();
        requireNoDifference(schema);
        world.execute("DROP CATALOG lake");
        assertThat(createMigrator(schema).check().differences()).singleElement().satisfies(difference -> {
            assertThat(difference).hasToString("external catalog lake: is missing, should be an external catalog");
            assertThat(difference.remediation())
                    .singleElement()
                    .asString()
                    .startsWith("CREATE EXTERNAL CATALOG `lake`");
        });
    }

    @Test
    void theMessageAboutAMissingCatalogTellsHowToCreateIt() throws SQLException {
        world.execute("DROP CATALOG lake");
        assertThatThrownBy(createMigrator(FIRST_SCHEMA)::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains(
                        "Unknown catalog 'lake'",
                        "Create the external catalog, or declare it with @ExternalCatalog and list it in cluster of @Schema");
    }

    /** The fault is the answer of a 4.1 server whose catalog has no such database. */
    @Test
    void theMessageAboutAMissingDatabaseTellsHowToCreateIt() throws SQLException {
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW TABLES FROM `lake`.*"),
                        Fault.reject(
                                5501, "3F000", "Getting analyzing error. Detail message: Unknown database 'sales'."));
        assertThatThrownBy(createMigrator(FIRST_SCHEMA)::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("Unknown database 'sales'", "Create the database with CREATE DATABASE `lake`.`sales`, and");
    }

    @Test
    void anExistingTableIsNotTakenOver() throws SQLException {
        world.execute(CREATE_TABLE);
        assertThatThrownBy(createMigrator(FIRST_SCHEMA)::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("Iceberg table lake.sales.customer exists, and these migrations did not create it");
    }
}
