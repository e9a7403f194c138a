package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.schema.SchemaDescriptor;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions that a schema manages are migrated and compared, by their names and the types of their arguments. */
class FunctionMigrationTest extends ClusterObjectFixture {
    private static final String CREATE_TABLE =
            "CREATE TABLE t (id INT NOT NULL, v INT, s VARCHAR(20)) DUPLICATE KEY(id) DISTRIBUTED BY"
                    + " HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String PROPERTIES_CLAUSE =
            " PROPERTIES ('symbol' = 'shop.Mask', 'type' = 'StarrocksJar', 'file' = '${functions_jar}')";
    private static final String CREATE_OF_NUMBER = "CREATE FUNCTION mask(INT) RETURNS STRING" + PROPERTIES_CLAUSE;
    private static final String CREATE_OF_TEXT = "CREATE FUNCTION mask(STRING) RETURNS STRING" + PROPERTIES_CLAUSE;
    private static final String CREATE_GLOBAL =
            "CREATE GLOBAL AGGREGATE FUNCTION best(ARRAY<INT>) RETURNS ARRAY<INT>" + PROPERTIES_CLAUSE;
    private static final RecordedHistory HISTORY = new RecordedHistory(World.DATABASE)
            .managingCluster()
            .version("create", CREATE_TABLE, CREATE_OF_NUMBER, CREATE_GLOBAL);
    private static final SchemaDescriptor FIRST_SCHEMA = HISTORY.schema();
    private static final SchemaDescriptor SECOND_SCHEMA = HISTORY.version(
                    "change",
                    CREATE_TABLE,
                    CREATE_OF_NUMBER.replace("shop.Mask", "shop.Hide"),
                    CREATE_OF_TEXT,
                    CREATE_GLOBAL)
            .schema();
    private static final SchemaDescriptor THIRD_SCHEMA =
            HISTORY.version("drop", CREATE_TABLE, CREATE_OF_TEXT).schema();

    @Override
    MigratorOptions migratorOptions() {
        return super.migratorOptions().placeholder("functions_jar", "http://jars/functions.jar");
    }

    private Migrator createMigrator(SchemaDescriptor schema, String jar) {
        return world.createMigrator(schema, migratorOptions().placeholder("functions_jar", jar));
    }

    private List<String> showFunctions() throws SQLException {
        return world.queryRows("SHOW FULL FUNCTIONS");
    }

    @Test
    void anUpgradeCreatesReplacesAndDropsFunctions() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        assertThat(showFunctions())
                .singleElement()
                .asString()
                .contains("mask(INT)", "Scalar", "shop.Mask", "http://jars/functions.jar");
        assertThat(world.queryRows("SHOW FULL GLOBAL FUNCTIONS"))
                .singleElement()
                .asString()
                .contains("best(INVALID_TYPE)", "Aggregate");
        requireNoDifference(FIRST_SCHEMA);

        world.server.log().clear();
        createMigrator(SECOND_SCHEMA).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)\\).*", ")"))
                .contains("CREATE OR REPLACE FUNCTION `mask`(INT)", "CREATE FUNCTION `mask`(STRING)");
        assertThat(showFunctions()).hasSize(2);
        assertThat(world.queryRows("SHOW FUNCTIONS")).hasSize(1);
        requireNoDifference(SECOND_SCHEMA);

        createMigrator(THIRD_SCHEMA).upgrade();
        assertThat(showFunctions()).singleElement().asString().contains("mask(VARCHAR)");
        assertThat(world.queryRows("SHOW GLOBAL FUNCTIONS")).isEmpty();
        requireNoDifference(THIRD_SCHEMA);
    }

    @Test
    void aChangedFunctionAndAnotherJarAreDifferences() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        assertThat(createMigrator(FIRST_SCHEMA, "http://jars/newer.jar").check().differences())
                .extracting(Object::toString)
                .anySatisfy(difference -> assertThat(difference).contains("function shop.mask(INT)", "newer.jar"));
        world.execute("CREATE OR REPLACE AGGREGATE FUNCTION shop.mask(INT) RETURNS INT"
                + PROPERTIES_CLAUSE.replace("${functions_jar}", "http://jars/functions.jar"));
        assertThat(createMigrator(FIRST_SCHEMA).check().differences())
                .extracting(Object::toString)
                .anySatisfy(difference -> assertThat(difference).contains("mask(INT)", "variant"))
                .anySatisfy(difference -> assertThat(difference).contains("mask(INT)", "returns"));
    }

    @Test
    void aDowngradeRestoresChangedFunctions() throws SQLException {
        createMigrator(SECOND_SCHEMA).upgrade();
        createMigrator(SECOND_SCHEMA).downgradeTo(1);
        assertThat(showFunctions()).singleElement().asString().contains("mask(INT)", "shop.Mask");
        requireNoDifference(FIRST_SCHEMA);
    }

    @Test
    void aFunctionOfOthersIsNotTakenOver() throws SQLException {
        world.execute("CREATE FUNCTION " + World.DATABASE + ".mask(INT) RETURNS INT"
                + PROPERTIES_CLAUSE.replace("${functions_jar}", "http://jars/other.jar"));
        assertThat(catchThrowable(() -> createMigrator(FIRST_SCHEMA).upgrade()))
                .hasMessageContaining("function shop.mask(INT)");
        assertThat(showFunctions()).singleElement().asString().contains("other.jar");
    }
}
