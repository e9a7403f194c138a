package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lineage of compiled schemas: snapshot tables, migrations, statements of the application, and a second schema. */
class SchemaLineageTest {
    @TempDir
    private static Path folder;

    private static CommandProject project;

    @BeforeAll
    static void recordMigrations() throws IOException {
        project = new CommandProject(folder);
        project.write("shop/Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Orders.class, Archive.class, CityOrders.class, Paid.class, CityTotal.class})
            public interface Shop {}
            """);
        writeOrders(
                "long id, @Varchar(40) String city, @Column(name = \"amount\") Integer amount, @Varchar(9) String note");
        writeArchive("long id, @Varchar(40) String place");
        project.write("shop/CityOrders.java", """
            package shop;
            import dev.cairn.annotation.*;
            @SnapshotTable(query = "SELECT city, count(*) AS n FROM orders GROUP BY city")
            @DistributedByHash(value = "city", buckets = 2)
            public record CityOrders(@Varchar(40) String city, long n) {}
            """);
        project.write("shop/Paid.java", """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "SELECT city, amount FROM orders WHERE amount > 0")
            public record Paid(@Varchar(40) String city, Integer amount) {}
            """);
        project.write("shop/CityTotal.java", """
            package shop;
            import dev.cairn.annotation.*;
            @MaterializedView(query = "SELECT city, sum(amount) AS total FROM paid GROUP BY city")
            @Refresh(mode = Refresh.Mode.MANUAL) @DistributedByHash(value = "city", buckets = 2)
            public record CityTotal(@Varchar(40) String city, Long total) {}
            """);
        project.write("shop/Sales.java", """
            package shop;
            import dev.cairn.annotation.*;
            import java.util.*;
            @Queries(Shop.class)
            public interface Sales {
                @Query("SELECT total FROM city_total WHERE city = :city")
                List<Long> totals(String city);

                @Execute("INSERT INTO archive (id, place) SELECT id, upper(city) FROM orders WHERE id > :id")
                long archive(long id);
            }
            """);
        project.write("report/Report.java", """
            package report;
            import dev.cairn.annotation.*;
            @Schema(name = "report", value = {ShopOrders.class, Cities.class, CityAmounts.class, Customers.class})
            public interface Report {}
            """);
        project.write("report/ShopOrders.java", """
            package report;
            import dev.cairn.annotation.*;
            @External("shop.orders")
            public record ShopOrders(long id, @Varchar(40) String city, @Column(name = "amount") Integer amount) {}
            """);
        project.write("report/Customers.java", """
            package report;
            import dev.cairn.annotation.*;
            @External("lake.crm.customers")
            public record Customers(@Varchar(40) String town, @Varchar(40) String name) {}
            """);
        project.write("report/Cities.java", """
            package report;
            import dev.cairn.annotation.*;
            @View(query = "SELECT o.city, c.name, o.amount FROM shop.orders o JOIN lake.crm.customers c ON c.town = o.city")
            public record Cities(@Varchar(40) String city, @Varchar(40) String name, Integer amount) {}
            """);
        project.write("report/CityAmounts.java", """
            package report;
            import dev.cairn.annotation.*;
            @MaterializedView(query = "SELECT city, sum(amount) AS amount FROM shop.orders GROUP BY city")
            @Refresh(mode = Refresh.Mode.MANUAL) @DistributedByHash(value = "city", buckets = 2)
            public record CityAmounts(@Varchar(40) String city, Long amount) {}
            """);
        project.record("first tables", "shop");
        assertThat(project.cairn(
                        "record", "--empty", "fill archive", "--schema=shop", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        Path fillFile = project.sources().resolve("shop/migrations/V0002FillArchive.java");
        Files.writeString(
                fillFile,
                Files.readString(fillFile)
                        .replace("upgrade = {}", "upgrade = \"INSERT INTO archive SELECT id, note FROM orders\""));
        writeOrders("long id, @Varchar(40) String city, @Column(name = \"amount\") Long amount");
        project.write("shop/Paid.java", """
            package shop;
            import dev.cairn.annotation.*;
            @View(query = "SELECT city, amount FROM orders WHERE amount > 0")
            public record Paid(@Varchar(40) String city, Long amount) {}
            """);
        assertThat(project.cairn(
                        "record",
                        "larger amounts",
                        "--destructive",
                        "--rebuild",
                        "--schema=shop",
                        "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        writeArchive("long id, @Varchar(40) String place, @Varchar(9) String kind");
        project.compile();
    }

    private static void writeArchive(String components) {
        project.write("shop/Archive.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            public record Archive(%s) {}
            """.formatted(components));
    }

    private static void writeOrders(String components) {
        project.write("shop/Orders.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            public record Orders(%s) {}
            """.formatted(components));
    }

    private static String renderLineage(String... options) {
        String[] command = new String[options.length + 3];
        command[0] = "lineage";
        command[1] = project.classes().toString();
        command[2] = "--schema=shop";
        System.arraycopy(options, 0, command, 3, options.length);
        assertThat(project.cairn(command)).as(project::err).isZero();
        return project.out();
    }

    @Test
    void theDocumentationHasStatementsSnapshotTablesAndReadersInOtherSchemas() {
        assertThat(project.cairn(
                        "docs",
                        project.classes().toString(),
                        "--schema=shop",
                        "--sources=" + project.sources(),
                        "--format=markdown"))
                .as(project::err)
                .isZero();
        assertThat(project.out())
                .contains(
                        "- Reads: shop.orders\n- Writes: shop.archive\n",
                        "- Written by: Sales.archive\n",
                        "-- Each refresh runs")
                .contains("- Changes: archive (id, place)", "### lake.crm.customers", "| name | varchar(40) |  |")
                .contains("### report.cities", "| V0002FillArchive | shop.archive |");
        assertThat(project.err()).isEmpty();
    }

    @Test
    void aSnapshotTableIsFollowedToTheOriginsOfItsQuery() {
        assertThat(renderLineage("city_orders", "--up")).isEqualTo("""
            shop.city_orders.city
              from shop.orders.city: identity, written by its refresh
              rows from shop.orders.city: group by, written by its refresh
            shop.city_orders.n
            """);
    }

    @Test
    void aTableIsFollowedToTheStatementsThatFillIt() {
        assertThat(renderLineage("archive.place", "--up")).isEqualTo("""
            shop.archive.place = upper(city)
              from shop.orders.city: transformation, written by Sales.archive
              rows from shop.orders.id: filter, written by Sales.archive
              from shop.orders.note: identity, written by V0002FillArchive.1
            """);
    }

    @Test
    void aColumnIsFollowedThroughAllReadersAndOtherSchemas() {
        assertThat(renderLineage("orders.city")).isEqualTo("""
            shop.orders.city
              to shop.archive.place: transformation, written by Sales.archive = upper(city)
              to report.cities.city: identity
              to the rows of report.cities: join
              to report.city_amounts.city: identity
              to the rows of report.city_amounts: group by
              to shop.city_orders.city: identity, written by its refresh
              to the rows of shop.city_orders: group by, written by its refresh
              to shop.paid.city: identity
                to shop.city_total.city: identity
                  to the rows of Sales.totals: filter
                to the rows of shop.city_total: group by
                  to the rows of Sales.totals: filter
            """);
        assertThat(renderLineage("report.cities.name", "--up")).isEqualTo("""
            report.cities.name
              from lake.crm.customers.name: identity
              rows from lake.crm.customers.town: join
              rows from shop.orders.city: join
            """);
    }

    @Test
    void theImpactOfAMigrationNamesWhatItBreaksAndChanges() {
        assertThat(renderLineage("--impact", "V0003")).isEqualTo("""
            shop.orders.amount changes
              breaks  report.city_amounts (amount): it becomes inactive: base table schema changed for columns: amount,note
              changes report.cities (amount): amount becomes bigint(20) instead of int(11)
              changes shop.paid (amount): amount becomes bigint(20) instead of int(11)
              changes shop.city_total (city, total) through shop.paid
              changes Sales.totals (total) through shop.city_total
            shop.orders.note is dropped
            Readers: 1 break, 4 change.
            """);
        assertThat(renderLineage("--impact", "V0002:V0003")).isEqualTo("""
            shop.archive: rows are changed
            shop.orders.amount changes
              breaks  report.city_amounts (amount): it becomes inactive: base table schema changed for columns: amount,note
              changes report.cities (amount): amount becomes bigint(20) instead of int(11)
              changes shop.paid (amount): amount becomes bigint(20) instead of int(11)
              changes shop.city_total (city, total) through shop.paid
              changes Sales.totals (total) through shop.city_total
            shop.orders.note is dropped
            Readers: 1 break, 4 change.
            """);
        assertThat(renderLineage("--impact", "pending")).isEqualTo("""
            shop.archive.kind is added
            No reader is affected.
            """);
        assertThat(renderLineage("--impact", "head")).isEqualTo(renderLineage("--impact", "V0003"));
        assertThat(renderLineage("--impact", ":v0003")).isEqualTo(renderLineage("--impact", "1:3"));
        assertThat(renderLineage("--impact", "2", "--format=json")).isEqualTo("""
            {"database":"shop","object":"archive","part":"rows","name":null,"renamedFrom":null,"before":"table","after":"table","effects":[]}
            """);
    }

    @Test
    void unknownMigrationsAreReportedWithTheKnownOnes() {
        String classes = project.classes().toString();
        assertThat(project.cairn("lineage", classes, "--schema=shop", "--impact=V0009"))
                .isEqualTo(2);
        assertThat(project.err()).contains("There is no migration 'V0009': shop has 1 to 3");
        assertThat(project.cairn("lineage", classes, "--schema=shop", "--impact=3:1"))
                .isEqualTo(2);
        assertThat(project.err()).contains("There is no migration in 3:1.");
        assertThat(project.cairn("lineage", classes, "orders", "--schema=shop", "--impact=3"))
                .isEqualTo(2);
        assertThat(project.err()).contains("--impact shows all changes");
        assertThat(project.cairn("lineage", project.sources().toString(), "--impact=3"))
                .isEqualTo(2);
    }

    @Test
    void aColumnOfAnotherCatalogIsFollowed() throws IOException {
        assertThat(renderLineage("lake.crm.customers.name")).isEqualTo("""
            lake.crm.customers.name
              to report.cities.name: identity
            """);
        assertThat(project.cairn("lineage", project.classes().toString(), "lake.crm.customers.nope", "--schema=shop"))
                .isEqualTo(2);
        assertThat(project.err()).contains("lake.crm.customers has no column nope. It has: town, name.");
    }
}
