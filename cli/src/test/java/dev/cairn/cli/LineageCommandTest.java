package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cairn lineage} of an SQL file. */
class LineageCommandTest {
    private static final String SHOP_SQL = """
        CREATE TABLE orders (id BIGINT NOT NULL, city VARCHAR(40), amount DECIMAL(10, 2), status INT) PRIMARY KEY (id);
        CREATE VIEW paid AS SELECT id, city, amount FROM orders WHERE status = 2;
        CREATE MATERIALIZED VIEW city_total REFRESH MANUAL AS
            SELECT city, sum(amount) AS total FROM paid GROUP BY city;
        """;

    @TempDir
    private Path folder;

    private CommandProject project;
    private String script = "";

    @BeforeEach
    void writeShop() throws IOException {
        project = new CommandProject(folder);
        script = Files.writeString(folder.resolve("shop.sql"), SHOP_SQL).toString();
    }

    private String renderLineage(String... options) {
        String[] command = new String[options.length + 2];
        command[0] = "lineage";
        command[1] = script;
        System.arraycopy(options, 0, command, 2, options.length);
        assertThat(project.cairn(command)).as(project::err).isZero();
        return project.out();
    }

    @Test
    void aColumnOfAViewIsFollowedToTheTables() {
        assertThat(renderLineage("city_total.total")).isEqualTo("""
            db.city_total.total = sum(amount)
              from db.paid.amount: aggregation
                from db.orders.amount: identity
                rows from db.orders.status: filter
              rows from db.paid.city: group by
                from db.orders.city: identity
            """);
    }

    @Test
    void definitionsWithoutViewsHaveNoLineage() throws IOException {
        Path tables = Files.writeString(
                folder.resolve("tables.sql"),
                "CREATE TABLE t (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2");
        assertThat(project.cairn("lineage", tables.toString())).as(project::err).isZero();
        assertThat(project.out()).isEqualTo("The definitions have no views, so no column has an origin.\n");
    }

    @Test
    void theSourceIsAnArgumentOrAnOption() {
        String expected = renderLineage("city_total.total");
        assertThat(project.cairn("lineage", "city_total.total", "--definitions", script))
                .as(project::err)
                .isZero();
        assertThat(project.out()).isEqualTo(expected);
        assertThat(project.cairn("lineage", "--classes", script, "city_total.total"))
                .as(project::err)
                .isZero();
        assertThat(project.out()).isEqualTo(expected);

        assertThat(project.cairn("lineage", script, "city_total.total", "--definitions", script))
                .isEqualTo(2);
        assertThat(project.err())
                .isEqualTo("Pass the source of the definitions once: either " + script + " or --definitions " + script
                        + ".\n");
    }

    @Test
    void aColumnOfATableIsFollowedToItsReaders() {
        assertThat(renderLineage("orders.AMOUNT")).isEqualTo("""
            db.orders.amount
              to db.paid.amount: identity
                to db.city_total.total: aggregation = sum(amount)
            """);
        assertThat(renderLineage("db.orders.status")).isEqualTo("""
            db.orders.status
              to the rows of db.paid: filter
                to the rows of db.city_total: filter
            """);
        assertThat(renderLineage("paid.city", "--down")).isEqualTo("""
            db.paid.city
              to db.city_total.city: identity
              to the rows of db.city_total: group by
            """);
    }

    @Test
    void diagramsAndJsonHaveTheSameUses() {
        assertThat(renderLineage("orders.status", "--format", "mermaid")).isEqualTo("""
            flowchart LR
                subgraph o0["db.city_total"]
                    c0["(rows)"]
                end
                subgraph o1["db.orders"]
                    c1["status"]
                end
                subgraph o2["db.paid"]
                    c2["(rows)"]
                end
                c1 -.->|filter| c2
                c2 -.->|filter| c0
            """);
        assertThat(renderLineage("orders.amount", "--json"))
                .contains(
                        "{\"from\":{\"database\":\"db\",\"object\":\"orders\",\"column\":\"amount\"},"
                                + "\"to\":{\"database\":\"db\",\"object\":\"paid\",\"column\":\"amount\"},\"way\":\"identity\",\"reader\":\"db.paid\"}");
    }

    @Test
    void openLineageEventsHaveAFixedTimeUnlessOneIsPassed() {
        assertThat(renderLineage("city_total.total", "--format", "openlineage", "--namespace", "starrocks://db:9030"))
                .startsWith("{\"eventTime\":\"1970-01-01T00:00:00Z\",\"producer\":\"urn:dev.cairn:lineage\"")
                .contains(
                        "\"job\":{\"namespace\":\"starrocks://db:9030\",\"name\":\"db.city_total\"",
                        "\"total\":{\"inputFields\":[{\"namespace\":\"starrocks://db:9030\",\"name\":\"db.paid\","
                                + "\"field\":\"amount\",\"transformations\":[{\"type\":\"DIRECT\","
                                + "\"subtype\":\"AGGREGATION\",\"description\":\"sum(amount)\"}]}]}",
                        "{\"type\":\"INDIRECT\",\"subtype\":\"GROUP_BY\"}")
                .hasLineCount(2);
        assertThat(renderLineage("--format", "openlineage", "--event-time", "2026-01-31T12:00:00Z"))
                .startsWith("{\"eventTime\":\"2026-01-31T12:00:00Z\"")
                .hasLineCount(2);
        assertThat(project.cairn("lineage", script, "--format", "openlineage", "--event-time", "now"))
                .isEqualTo(2);
        assertThat(project.err()).contains("now is not a time with a zone");
    }

    @Test
    void anUnknownNameIsReportedWithTheKnownOnes() {
        assertThat(project.cairn("lineage", script, "sales")).isEqualTo(2);
        assertThat(project.err()).contains("There is no sales in", "It has: db.city_total, db.orders, db.paid.");
        assertThat(project.cairn("lineage", script, "paid.price")).isEqualTo(2);
        assertThat(project.err()).contains("db.paid has no column price. It has: id, city, amount.");
        assertThat(project.cairn("lineage", script, "paid", "--format", "png")).isEqualTo(2);
        assertThat(project.err()).contains("Unknown format png: pass text, json, mermaid or openlineage.");
        String unreachableServer = "starrocks://root@127.0.0.1:1/shop";
        assertThat(project.cairn("lineage", unreachableServer, "--format=png"))
                .as("the server is not read before")
                .isEqualTo(2);
        assertThat(project.err()).isEqualTo("Unknown format png: pass text, json, mermaid or openlineage.\n");
        assertThat(project.cairn("lineage", unreachableServer, "--format=openlineage", "--event-time=now"))
                .isEqualTo(2);
        assertThat(project.err()).startsWith("now is not a time with a zone");
        assertThat(project.cairn("lineage", script, "--up", "--down")).isEqualTo(2);
        assertThat(project.err()).contains("Pass either --up or --down.");
    }

    @Test
    void withoutASourceTheCompiledClassesOfTheProjectAreRead() {
        // This module's own classes contain no schema, so that the error names the folder that was read.
        assertThat(project.cairn("lineage", "city_total.total")).isEqualTo(2);
        assertThat(project.err()).contains("target/classes");
        assertThat(project.cairn("docs")).isEqualTo(2);
        assertThat(project.err()).contains("target/classes");
    }
}
