package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.schema.SchemaDescriptor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks unique constraints and foreign keys in databases that have another name than the schema, such as those of
 * tests and tenants.
 */
class ConstraintsInOtherDatabasesTest {
    private static final String CREATE_PARENT = "CREATE TABLE p1 (id INT NOT NULL, code INT NOT NULL) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1', 'unique_constraints' = 'id')";
    private static final String CREATE_CHILD = "CREATE TABLE c1 (id INT NOT NULL, pid INT NOT NULL) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 1 PROPERTIES ('replication_num' = '1', 'foreign_key_constraints' ="
            + " '(pid) REFERENCES p1(id)')";
    private static final String CREATE_VIEW =
            "CREATE MATERIALIZED VIEW m (id, pid) DISTRIBUTED BY HASH(id) BUCKETS 1 REFRESH MANUAL"
                    + " PROPERTIES ('replication_num' = '1', 'unique_constraints' = 'p1.id', 'foreign_key_constraints' ="
                    + " 'c1(pid) REFERENCES p1(id)') AS SELECT c1.id, c1.pid FROM c1 JOIN p1 ON c1.pid = p1.id";

    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()));

    private String toUrl(String database) {
        return server.jdbcUrl(database) + "?user=root&connectTimeout=60000";
    }

    private Migrator createMigrator(SchemaDescriptor schema, String database) {
        return Migrator.of(schema, toUrl(database), World.options());
    }

    private String showCreate(String database, String object) throws SQLException {
        try (Connection connection = DriverManager.getConnection(toUrl(database));
                Statement statement = connection.createStatement();
                ResultSet definition = statement.executeQuery("SHOW CREATE TABLE " + object)) {
            definition.next();
            return definition.getString(2);
        }
    }

    private static SchemaDescriptor createRecordedSchema() {
        return new RecordedHistory("shop")
                .version("tables", CREATE_PARENT, CREATE_CHILD, CREATE_VIEW)
                .schema();
    }

    /** Returns migrations as they were recorded until constraints became relative. */
    private static SchemaDescriptor createQualifiedSchema() {
        return new RecordedHistory("shop")
                .statements("parent", CREATE_PARENT.replace("'id'", "'default_catalog.shop.p1.id'"))
                .statements("child", CREATE_CHILD.replace("p1(", "default_catalog.shop.p1("))
                .statements(
                        "view",
                        CREATE_VIEW
                                .replace("'p1.id'", "'default_catalog.shop.p1.id'")
                                .replace(
                                        "'c1(pid) REFERENCES p1(", "'default_catalog.shop.c1(pid) REFERENCES shop.p1("))
                .schema();
    }

    @Test
    void recordedConstraintsNameNoDatabase() {
        assertThat(createRecordedSchema().migrations().get(0).upgrade())
                .hasSize(3)
                .noneMatch(text -> text.contains("shop"))
                .anyMatch(text -> text.contains("(pid) REFERENCES p1(id)"))
                .anyMatch(text -> text.contains("c1(pid) REFERENCES p1(id)"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSchemaRunsInADatabaseOfAnyName(boolean isQualified) throws SQLException {
        SchemaDescriptor schema = isQualified ? createQualifiedSchema() : createRecordedSchema();
        for (String database : List.of("shop", "shop_test", "tenant_1")) {
            server.createDatabase(database);
            Migrator migrator = createMigrator(schema, database);
            migrator.upgrade();

            assertThat(showCreate(database, "c1"))
                    .contains("\"(pid) REFERENCES default_catalog." + database + ".p1(id)\"");
            assertThat(showCreate(database, "p1")).contains("\"default_catalog." + database + ".p1.id\"");
            assertThat(migrator.check().isEmpty()).isTrue();
            assertThat(migrator.upgrade().isEmpty()).isTrue();
        }
    }

    @Test
    void constraintsDoNotNameADatabaseThatHasTheNameOfTheSchema() throws SQLException {
        server.createDatabase("shop");
        server.createDatabase("shop_test");
        createMigrator(createQualifiedSchema(), "shop").upgrade();
        createMigrator(createQualifiedSchema(), "shop_test").upgrade();
        server.dropDatabase("shop");
        assertThat(showCreate("shop_test", "c1")).contains("default_catalog.shop_test.p1(id)");
        assertThat(createMigrator(createQualifiedSchema(), "shop_test").check().isEmpty())
                .isTrue();
    }

    @Test
    void aForeignKeyToATableOfAnotherDatabaseKeepsThisDatabase() throws SQLException {
        server.createDatabase("shop_test");
        SchemaDescriptor schema = new RecordedHistory("shop")
                .statements("ware", "CREATE DATABASE ware")
                .statements("parent", CREATE_PARENT)
                .statements("other", CREATE_PARENT.replace("TABLE p1", "TABLE ware.p1"))
                .statements("child", CREATE_CHILD.replace("p1(id)", "default_catalog.ware.p1(id)"))
                .statements(
                        "child of ware",
                        CREATE_CHILD.replace("TABLE c1", "TABLE ware.c1").replace("p1(", "shop.p1("))
                .schema();
        createMigrator(schema, "shop_test").upgrade();
        assertThat(showCreate("shop_test", "c1")).contains("default_catalog.ware.p1(id)");
        assertThat(showCreate("ware", "c1")).contains("default_catalog.shop_test.p1(id)");
    }

    @Test
    void changesOfConstraintsRunInADatabaseOfAnyName() throws SQLException {
        String foreignKeyProperty = "'foreign_key_constraints' = '(pid) REFERENCES p1(id)'";
        RecordedHistory history = new RecordedHistory("shop")
                .version("tables", CREATE_PARENT, CREATE_CHILD.replace(", " + foreignKeyProperty, ""))
                .version("keys", CREATE_PARENT.replace("= 'id'", "= 'id;code'"), CREATE_CHILD)
                .version(
                        "rebuilt",
                        CREATE_PARENT.replace("= 'id'", "= 'id;code'"),
                        CREATE_CHILD.replace("pid INT", "pid BIGINT").replace(", " + foreignKeyProperty, ""));
        server.createDatabase("shop_test");
        for (int number = 1; number <= 3; number++) {
            createMigrator(history.schema(number), "shop_test").upgrade();
            assertThat(createMigrator(history.schema(number), "shop_test")
                            .check()
                            .isEmpty())
                    .isTrue();
        }
        Migrator migrator = Migrator.of(
                history.schema(3), toUrl("shop_test"), World.options().consent(Consent.DESTRUCTIVE));
        for (int number = 2; number >= 1; number--) {
            migrator.downgradeTo(number);
            assertThat(migrator.check().isEmpty()).isTrue();
        }
    }
}
