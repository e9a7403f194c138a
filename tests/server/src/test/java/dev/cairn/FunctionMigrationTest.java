package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.schema.SchemaDescriptor;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that a schema manages are migrated and compared, by their names and the types of their arguments. */
class FunctionMigrationTest {
    private static final String TABLE =
            "CREATE TABLE t (id INT NOT NULL, v INT, s VARCHAR(20)) DUPLICATE KEY(id) DISTRIBUTED BY"
                    + " HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String PROPERTIES =
            " PROPERTIES ('symbol' = 'shop.Mask', 'type' = 'StarrocksJar', 'file' = '${functions_jar}')";
    private static final String OF_NUMBER = "CREATE FUNCTION mask(INT) RETURNS STRING" + PROPERTIES;
    private static final String OF_TEXT = "CREATE FUNCTION mask(STRING) RETURNS STRING" + PROPERTIES;
    private static final String GLOBAL =
            "CREATE GLOBAL AGGREGATE FUNCTION best(ARRAY<INT>) RETURNS ARRAY<INT>" + PROPERTIES;
    private static final RecordedHistory HISTORY =
            new RecordedHistory(World.DATABASE).managingCluster().version("create", TABLE, OF_NUMBER, GLOBAL);
    private static final SchemaDescriptor FIRST = HISTORY.schema();
    private static final SchemaDescriptor SECOND = HISTORY.version(
                    "change", TABLE, OF_NUMBER.replace("shop.Mask", "shop.Hide"), OF_TEXT, GLOBAL)
            .schema();
    private static final SchemaDescriptor THIRD =
            HISTORY.version("drop", TABLE, OF_TEXT).schema();

    private World world;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Migrator migrator(SchemaDescriptor schema) {
        return migrator(schema, "http://jars/functions.jar");
    }

    private Migrator migrator(SchemaDescriptor schema, String jar) {
        return world.createMigrator(
                schema,
                World.options()
                        .consent(Consent.values())
                        .placeholder("functions_jar", jar)
                        .connections(1));
    }

    private List<String> functions() throws SQLException {
        return world.queryRows("SHOW FULL FUNCTIONS");
    }

    @Test
    void anUpgradeCreatesReplacesAndDropsThem() throws SQLException {
        migrator(FIRST).upgrade();
        assertThat(functions())
                .singleElement()
                .asString()
                .contains("mask(INT)", "Scalar", "shop.Mask", "http://jars/functions.jar");
        assertThat(world.queryRows("SHOW FULL GLOBAL FUNCTIONS"))
                .singleElement()
                .asString()
                .contains("best(INVALID_TYPE)", "Aggregate");
        assertThat(migrator(FIRST).check().differences()).isEmpty();

        world.server.log().clear();
        migrator(SECOND).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)\\).*", ")"))
                .contains("CREATE OR REPLACE FUNCTION `mask`(INT)", "CREATE FUNCTION `mask`(STRING)");
        assertThat(functions()).hasSize(2);
        assertThat(world.queryRows("SHOW FUNCTIONS")).hasSize(1);
        assertThat(migrator(SECOND).check().differences()).isEmpty();

        migrator(THIRD).upgrade();
        assertThat(functions()).singleElement().asString().contains("mask(VARCHAR)");
        assertThat(world.queryRows("SHOW GLOBAL FUNCTIONS")).isEmpty();
        assertThat(migrator(THIRD).check().differences()).isEmpty();
    }

    @Test
    void aChangedFunctionAndAnotherJarAreDifferences() throws SQLException {
        migrator(FIRST).upgrade();
        assertThat(migrator(FIRST, "http://jars/newer.jar").check().differences())
                .extracting(Object::toString)
                .anySatisfy(difference -> assertThat(difference).contains("function shop.mask(INT)", "newer.jar"));
        world.execute("CREATE OR REPLACE AGGREGATE FUNCTION shop.mask(INT) RETURNS INT"
                + PROPERTIES.replace("${functions_jar}", "http://jars/functions.jar"));
        assertThat(migrator(FIRST).check().differences())
                .extracting(Object::toString)
                .anySatisfy(difference -> assertThat(difference).contains("mask(INT)", "variant"))
                .anySatisfy(difference -> assertThat(difference).contains("mask(INT)", "returns"));
    }

    @Test
    void aDowngradeRestoresWhatIsChanged() throws SQLException {
        migrator(SECOND).upgrade();
        migrator(SECOND).downgradeTo(1);
        assertThat(functions()).singleElement().asString().contains("mask(INT)", "shop.Mask");
        assertThat(migrator(FIRST).check().differences()).isEmpty();
    }

    @Test
    void aFunctionOfOthersIsNotTakenOver() throws SQLException {
        world.execute("CREATE FUNCTION " + World.DATABASE + ".mask(INT) RETURNS INT"
                + PROPERTIES.replace("${functions_jar}", "http://jars/other.jar"));
        assertThat(catchThrowable(() -> migrator(FIRST).upgrade())).hasMessageContaining("function shop.mask(INT)");
        assertThat(functions()).singleElement().asString().contains("other.jar");
    }
}
