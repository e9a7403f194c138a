package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cairn check} compares external tables with the records that declare them. */
class ExternalObjectCheckTest {
    private static final String CREATE_STOCK =
            "CREATE TABLE stock (sku VARCHAR(20) NOT NULL, amount BIGINT, price DECIMAL(10, 2),"
                    + " tags ARRAY<VARCHAR(5)>, hidden INT) DUPLICATE KEY (sku) DISTRIBUTED BY HASH (sku) BUCKETS 2 PROPERTIES"
                    + " ('replication_num' = '1')";

    @TempDir
    private Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    private CommandProject project;

    @BeforeEach
    void startServer() throws SQLException, IOException {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        server.createDatabase("warehouse");
        execute(CREATE_STOCK);
        project = new CommandProject(folder).writeShop("long id");
        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = {Account.class, Stock.class})
                public interface Shop {}
                """);
        project.write("shop/Stock.java", """
                package shop;
                import dev.cairn.annotation.*;
                import java.math.BigDecimal;
                import java.util.List;
                @External("warehouse.stock")
                public record Stock(String sku, long amount, @Decimal(precision = 10, scale = 2) BigDecimal price, List<String> tags) {}
                """).record("initial").compile();
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.dataSource("warehouse").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void furtherColumnsAndLengthsOfTextsAreNoDifference() throws IOException {
        assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
    }

    @Test
    void theCheckerNeedsAPrivilegeOnARelationOutsideOfTheSchema() throws IOException {
        assertThat(project.cairnWithClasses("grants")).as(project::err).isZero();
        assertThat(project.out().substring(project.out().indexOf("-- A read-only checker")))
                .contains("SELECT on relations outside of the schema", "with USAGE on the catalog: warehouse.stock\n");
        assertThat(project.cairnWithClasses("grants", "--json")).isZero();
        assertThat(project.out()).contains("\"externalRelations\"", "\"application\":[]", "\"warehouse.stock\"");
    }

    @Test
    void theServerIsReadOnce() throws IOException {
        server.log().clear();
        assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
        assertThat(server.log().all())
                .filteredOn(statement -> statement.text().startsWith("SELECT @@version_comment"))
                .hasSize(1);
    }

    @Test
    void aMissingColumnAndAnotherTypeAreDifferencesWithoutARemedy() throws IOException, SQLException {
        execute(
                "DROP TABLE stock FORCE",
                CREATE_STOCK
                        .replace("price DECIMAL(10, 2)", "price DOUBLE")
                        .replace("amount BIGINT", "quantity BIGINT")
                        .replace("ARRAY<VARCHAR(5)>", "ARRAY<INT>"));
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out()).isEqualTo("""
                drift: warehouse.stock, column amount: is missing, should be bigint
                drift: warehouse.stock, column price: is double, should be decimal(10,2)
                drift: warehouse.stock, column tags: is array<int>, should be array<varchar(65533)>
                """);
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
    }

    /** Adds a column and a table of an external catalog to the schema, and records the change. */
    private void recordWithStockOfLake() throws IOException {
        project.writeShop("long id, String name").write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = {Account.class, Stock.class})
                public interface Shop {}
                """).write("shop/Stock.java", """
                package shop;
                import dev.cairn.annotation.*;
                @External("lake.sales.stock")
                public record Stock(String sku) {}
                """);
        project.record("name").compile();
    }

    @Test
    void aPlanReportsAMissingExternalCatalog() throws IOException, SQLException {
        recordWithStockOfLake();
        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out())
                .contains(
                        "-- note: the external catalog lake does not exist, or the user has no privilege on it; the schema"
                                + " reads lake.sales.stock: create it, or correct the name in @External\n");
        execute("CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')");
        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out()).doesNotContain("note: the external catalog");
    }

    /** The first migration has no step left, only its end is not recorded. */
    @Test
    void aPlanReportsAMissingExternalCatalogAtTheFirstRemainingStep() throws IOException, SQLException {
        execute("INSERT INTO shop.account VALUES (1)");
        recordDelete();
        project.compile();
        server.faults().add(Trigger.matching(".*\\bDELETE .*"), Fault.cutAfter());
        assertThat(project.cairnWithClasses("upgrade")).isEqualTo(1);
        assertThat(project.cairnWithClasses("repair", "--done=1", "--yes"))
                .as(project::err)
                .isZero();
        recordWithStockOfLake();

        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out()).containsOnlyOnce("-- note: the external catalog lake does not exist");
    }

    private void recordDelete() throws IOException {
        project.cairn(
                "record", "--empty", "fill", "--sources", project.sources().toString());
        Path migrationFile = project.sources().resolve("shop/migrations/V0002Fill.java");
        Files.writeString(
                migrationFile,
                Files.readString(migrationFile)
                        .replaceFirst(
                                "upgrade = \\{\\}",
                                "upgrade = \"WITH one AS (SELECT 1) DELETE FROM account WHERE id = 1\""));
    }

    @Test
    void aTableThatBecomesExternalIsDroppedOnlyWithAHint() throws IOException {
        project.write("shop/Account.java", """
                package shop;
                import dev.cairn.annotation.*;
                @External("shop.account")
                public record Account(long id) {}
                """);
        assertThat(project.cairn("record", "external", "--sources=" + project.sources()))
                .isEqualTo(4);
        assertThat(project.err())
                .contains(
                        "shop.account: drops account (needs --destructive)",
                        "hint: shop.account: it is dropped, although a record with @External still reads it;");
    }

    @Test
    void aTableThatIsGoneIsADifference() throws IOException, SQLException {
        execute("DROP TABLE stock FORCE");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out()).isEqualTo("drift: warehouse.stock: is missing, should be a table or a view\n");
    }

    @Test
    void aTableThatTheUserMayNotSeeIsNotChecked() throws IOException, SQLException {
        execute(
                "CREATE USER checker IDENTIFIED BY 'secret'",
                "GRANT SELECT ON ALL TABLES IN DATABASE shop TO USER checker",
                "GRANT SELECT ON ALL VIEWS IN DATABASE shop TO USER checker");
        project.environment.put("CAIRN_URL", "starrocks://checker:secret@127.0.0.1:" + server.port() + "/shop");
        assertThat(project.cairnWithClasses("check")).isEqualTo(1);
        assertThat(project.err()).contains("not checked: warehouse.stock: Access denied");
    }

    @Test
    void aTableOfAnExternalCatalogThatIsGoneIsADifference() throws IOException, SQLException {
        project.write("shop/Stock.java", """
                package shop;
                import dev.cairn.annotation.*;
                @External("lake.sales.stock")
                public record Stock(String sku) {}
                """).compile();
        execute(
                "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')",
                "CREATE TABLE lake.sales.stock (sku string)");
        assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
        execute("DROP TABLE lake.sales.stock FORCE");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out()).isEqualTo("drift: lake.sales.stock: is missing, should be a table or a view\n");
    }

    @Test
    void aMissingExternalCatalogIsReportedOnceForAllItsTables() throws IOException, SQLException {
        project.write("shop/Shop.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Schema(name = "shop", value = {Account.class, Stock.class, Price.class})
                public interface Shop {}
                """);
        for (String table : new String[] {"Stock", "Price"}) {
            project.write("shop/" + table + ".java", """
                package shop;
                import dev.cairn.annotation.*;
                @External("lake.sales.%s")
                public record %s(String sku) {}
                """.formatted(table.toLowerCase(Locale.ROOT), table));
        }
        project.compile();
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out())
                .isEqualTo("drift: external catalog lake: is missing, should be an external catalog\n");
    }
}
