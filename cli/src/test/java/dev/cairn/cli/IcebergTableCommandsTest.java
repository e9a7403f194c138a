package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg tables of a catalog are recorded, upgraded, compared and downgraded like tables. */
class IcebergTableCommandsTest {
    @TempDir
    Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    private CommandProject project;

    @BeforeEach
    void startServer() throws SQLException, IOException {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        execute("CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')");
        project = new CommandProject(folder).writeShop("long id");
        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = {Account.class, Customer.class}, cluster = Customer.class)
                public interface Shop {}
                """);
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.dataSource("shop").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void declareCustomer(String clauses, String components) throws IOException {
        project.write(
                "shop/Customer.java",
                "package shop;\nimport dev.cairn.annotation.*;\nimport dev.cairn.annotation.cluster.*;\n"
                        + "@External(\"lake.sales.customer\")\n@IcebergTable(" + clauses
                        + ")\npublic record Customer(" + components + ") {}\n");
    }

    private void recordDestructiveChanges(String message) {
        assertThat(project.cairn("record", message, "--destructive", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        project.compile();
    }

    private String readLastMigration() throws IOException {
        try (var files = Files.walk(project.sources().resolve("shop"))) {
            Path lastFile = files.filter(file -> file.getFileName().toString().matches("V\\d+.*\\.java"))
                    .sorted((first, second) -> second.getFileName()
                            .toString()
                            .compareTo(first.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(lastFile);
        }
    }

    private void requireNoDrift() {
        assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
    }

    @Test
    void aPulledTableHasNoDrift() throws IOException, SQLException {
        execute(
                "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2 PROPERTIES"
                        + " ('replication_num' = '1')",
                "CREATE TABLE lake.sales.visit (id bigint NOT NULL, city string COMMENT 'where', amount decimal(10, 2),"
                        + " tags array<int>, `a b` int) COMMENT 'it\\'s ${x}' PARTITION BY (city, bucket(id, 4)) ORDER BY (id DESC, `a b`)"
                        + " PROPERTIES ('file_format' = 'orc', 'location' = 'file:///lake/visit')",
                "CREATE TABLE lake.other.visit (id int)",
                "CREATE TABLE lake.sales.divided (id int) PARTITION BY bucket(id, 4)",
                "ALTER TABLE lake.sales.divided ADD PARTITION COLUMN bucket(id, 8)",
                "CREATE EXTERNAL CATALOG warehouse PROPERTIES ('type' = 'hive')");
        String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
        CommandProject pulledProject = new CommandProject(Files.createDirectories(folder.resolve("pulled")));
        assertThat(pulledProject.cairn(
                        "pull", url, "--package=shop", "--catalog=lake", "--sources=" + pulledProject.sources()))
                .isEqualTo(2);
        assertThat(pulledProject.err()).contains("name a catalog and a database, such as lake.sales");
        assertThat(pulledProject.cairn(
                        "pull",
                        url,
                        "--package=shop",
                        "--catalog=lake.sales",
                        "--catalog=warehouse.sales",
                        "--sources=" + pulledProject.sources()))
                .as(pulledProject::err)
                .isZero();
        assertThat(pulledProject.err())
                .contains("each Iceberg table of warehouse.sales", "its catalog 'warehouse' has the type 'hive'");
        assertThat(pulledProject.err())
                .contains(
                        "lake.sales.divided",
                        "CREATE TABLE refuses its definition: Cannot add redundant partition: bucket(`id`, 8) conflicts with"
                                + " bucket(`id`, 4)");
        assertThat(pulledProject.sources().resolve("shop/Divided.java")).doesNotExist();
        assertThat(pulledProject.read("shop/Visit.java"))
                .contains(
                        "@External(\"lake.sales.visit\")",
                        "comment = \"it's ${x}\"",
                        "partitionBy = {\"`city`\", \"bucket(`id`, 4)\"}",
                        "@Property(name = \"write.format.default\", value = \"orc\")")
                .doesNotContain("location");
        assertThat(pulledProject.read("shop/Shop.java")).contains("cluster = Visit.class");

        pulledProject.compile();
        pulledProject.record("as it was").compile();
        pulledProject.environment.put("CAIRN_URL", url);
        assertThat(pulledProject.cairnWithClasses("baseline", "--yes"))
                .as(pulledProject::err)
                .isZero();
        assertThat(pulledProject.cairnWithClasses("check"))
                .as(pulledProject::out)
                .isZero();
    }

    private void declareReadingView(String column) throws IOException {
        project.write(
                "shop/Names.java",
                "package shop;\nimport dev.cairn.annotation.*;\n@View(query = \"SELECT id, " + column
                        + " AS n FROM lake.sales.customer\")\npublic record Names(Integer id, String n) {}\n");
    }

    @Test
    void aRenameIsTakenBackBelowTheViewsOfTheTable() throws IOException, SQLException {
        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = {Account.class, Customer.class, Names.class}, cluster = Customer.class)
                public interface Shop {}
                """);
        declareCustomer("", "Integer id, String name");
        declareReadingView("name");
        project.record("create").compile();
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();

        declareCustomer("", "Integer id, @RenamedFrom(\"name\") String title");
        declareReadingView("title");
        project.record("rename").compile();
        assertThat(readLastMigration())
                .contains(
                        "ALTER TABLE `lake`.`sales`.`customer` RENAME COLUMN `name` TO `title`",
                        "ALTER TABLE `lake`.`sales`.`customer` RENAME COLUMN `title` TO `name`");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        requireNoDrift();
        assertThat(project.cairnWithClasses("downgrade", "1")).as(project::err).isZero();
        execute("SELECT id, name FROM lake.sales.customer", "SELECT n FROM names");
    }

    @Test
    void aTableIsMigratedFromItsRecord() throws IOException, SQLException {
        declareCustomer(
                "comment = \"all\", partitionBy = \"bucket(id, 4)\"",
                "Integer id, @Column(comment = \"n\") String name, java.time.LocalDate seen");
        project.record("create").compile();
        assertThat(readLastMigration()).contains("CREATE TABLE `lake`.`sales`.`customer` (");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        requireNoDrift();

        declareCustomer(
                "comment = \"each\", partitionBy = {\"bucket(id, 8)\", \"city\"},"
                        + " properties = @Property(name = \"write.format.default\", value = \"orc\")",
                "Long id, String city, @RenamedFrom(\"name\") @Column(comment = \"name\") String title");
        recordDestructiveChanges("change");
        assertThat(readLastMigration())
                .contains(
                        "irreversible = \"drops lake.sales.customer.seen",
                        "ALTER TABLE `lake`.`sales`.`customer` RENAME COLUMN `name` TO `title`",
                        "-- destructive: drops lake.sales.customer.seen",
                        "ALTER TABLE `lake`.`sales`.`customer` DROP COLUMN `seen`",
                        "ALTER TABLE `lake`.`sales`.`customer` MODIFY COLUMN `id` bigint",
                        "ALTER TABLE `lake`.`sales`.`customer` ADD COLUMN `city` varchar(65533) AFTER `id`",
                        "ALTER TABLE `lake`.`sales`.`customer` DROP PARTITION COLUMN bucket(`id`, 4)",
                        "ALTER TABLE `lake`.`sales`.`customer` ADD PARTITION COLUMN `city`, bucket(`id`, 8)");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        requireNoDrift();
        assertThat(project.cairnWithClasses("plan")).as(project::out).isZero();

        execute("ALTER TABLE lake.sales.customer ADD COLUMN extra int");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out()).contains("Iceberg table lake.sales.customer", "extra", "DROP COLUMN `extra`");
        execute("ALTER TABLE lake.sales.customer DROP COLUMN extra");

        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = Account.class, cluster = {})
                public interface Shop {}
                """);
        Files.delete(project.sources().resolve("shop/Customer.java"));
        recordDestructiveChanges("drop");
        assertThat(readLastMigration())
                .contains(
                        "-- destructive: drops Iceberg table lake.sales.customer with its rows",
                        "DROP TABLE `lake`.`sales`.`customer`");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        requireNoDrift();
    }

    @Test
    void aTableThatBecomesExternalIsDroppedOnlyWithAHint() throws IOException {
        declareCustomer("", "Integer id");
        project.record("create");
        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = {Account.class, Customer.class}, cluster = {})
                public interface Shop {}
                """);
        project.write("shop/Customer.java", """
                package shop;
                import dev.cairn.annotation.*;
                @External("lake.sales.customer")
                public record Customer(Integer id) {}
                """);
        assertThat(project.cairn("record", "external", "--sources=" + project.sources()))
                .isEqualTo(4);
        assertThat(project.err())
                .contains(
                        "drops Iceberg table lake.sales.customer with its rows (needs --destructive)",
                        "hint: Iceberg table lake.sales.customer: it is dropped, although a record with @External still reads it;");
    }

    @Test
    void aCatalogThatIsGoneIsMissingInPlaceOfItsTables() throws IOException, SQLException {
        declareCustomer("", "Integer id");
        project.record("create").compile();
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        execute("DROP TABLE lake.sales.customer FORCE", "DROP CATALOG lake");
        assertThat(project.cairnWithClasses("check")).as(project::err).isEqualTo(3);
        assertThat(project.out())
                .isEqualTo("drift: external catalog lake: is missing, should be an external catalog\n");
    }

    @Test
    void aColumnThatWasRenamedByHandIsNoReasonToDropIt() throws IOException, SQLException {
        declareCustomer("", "Integer id, String name");
        project.record("create").compile();
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        execute("ALTER TABLE lake.sales.customer RENAME COLUMN name TO title");
        assertThat(project.cairnWithClasses("check")).as(project::err).isEqualTo(3);
        assertThat(project.out())
                .contains(
                        "-- hint: Iceberg table lake.sales.customer: if \"name\" is what \"title\" was, rename it on the"
                                + " server instead, which keeps the values: ALTER TABLE … RENAME COLUMN `title` TO `name`");
    }
}
