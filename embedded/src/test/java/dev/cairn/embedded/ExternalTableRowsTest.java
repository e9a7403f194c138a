package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables of external catalogs have rows, like the server's own tables. */
class ExternalTableRowsTest {
    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
        client.run(
                "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg')",
                "CREATE TABLE lake.sales.customer (id bigint NOT NULL, name string, tags array<int>, seen date)"
                        + " PARTITION BY bucket(id, 4)");
    }

    private static List<String> row(String... values) {
        return Arrays.asList(values);
    }

    private int errnoOf(String sql) throws SQLException {
        return client.refusal(sql).errno();
    }

    @Test
    void insertedRowsAreReadAndDeleted() throws SQLException {
        assertThat(client.rows("SELECT * FROM lake.sales.customer")).isEmpty();
        client.run(
                "INSERT INTO lake.sales.customer VALUES (1, 'a', [1, 2], '2026-01-02'), (2, 'b', NULL, NULL)",
                "INSERT INTO lake.sales.customer (name, id) SELECT concat(name, name), id + 2 FROM lake.sales.customer");
        assertThat(client.rows("SELECT * FROM lake.sales.customer ORDER BY id"))
                .containsExactly(
                        row("1", "a", "[1,2]", "2026-01-02"),
                        row("2", "b", null, null),
                        row("3", "aa", null, null),
                        row("4", "bb", null, null));
        client.run("DELETE FROM lake.sales.customer WHERE id > 2");
        assertThat(client.column("SELECT c.name FROM lake.sales.customer c ORDER BY 1"))
                .containsExactly("a", "b");
        client.run("TRUNCATE TABLE lake.sales.customer");
        assertThat(client.column("SELECT id FROM lake.sales.customer")).isEmpty();
    }

    @Test
    void anUpdateIsRefusedAsOnAServer() throws SQLException {
        client.run("INSERT INTO lake.sales.customer (id, name) VALUES (1, 'a')");
        assertThat(client.refusal("UPDATE lake.sales.customer SET name = 'b' WHERE id = 1")
                        .message())
                .contains("does not support update");
        assertThat(client.column("SELECT name FROM lake.sales.customer")).containsExactly("a");
    }

    @Test
    void rowsKeepTheirValuesWhenColumnsChange() throws SQLException {
        client.run(
                "CREATE TABLE lake.sales.visit (a int, b int, f float)",
                "INSERT INTO lake.sales.visit VALUES (1, 2, 0.5)",
                "ALTER TABLE lake.sales.visit RENAME COLUMN a TO c",
                "ALTER TABLE lake.sales.visit ADD COLUMN a string FIRST",
                "ALTER TABLE lake.sales.visit MODIFY COLUMN c bigint AFTER f",
                "ALTER TABLE lake.sales.visit DROP COLUMN b");
        assertThat(client.columnNames("SELECT * FROM lake.sales.visit")).containsExactly("a", "f", "c");
        assertThat(client.rows("SELECT * FROM lake.sales.visit")).containsExactly(row(null, "0.5", "1"));
        client.run("DROP TABLE lake.sales.visit", "CREATE TABLE lake.sales.visit (a int)");
        assertThat(client.rows("SELECT * FROM lake.sales.visit")).isEmpty();
    }

    @Test
    void viewsAndMaterializedViewsReadExternalTables() throws SQLException {
        client.run(
                "INSERT INTO lake.sales.customer (id, name) VALUES (1, 'a')",
                "CREATE VIEW names AS SELECT id, name, upper(name) AS upper FROM lake.sales.customer",
                "CREATE MATERIALIZED VIEW counts REFRESH MANUAL AS SELECT name, count(*) AS n FROM lake.sales.customer"
                        + " GROUP BY name",
                "REFRESH MATERIALIZED VIEW counts WITH SYNC MODE");
        assertThat(client.rows("SELECT * FROM names")).containsExactly(row("1", "a", "A"));
        assertThat(client.rows("SELECT * FROM counts")).containsExactly(row("a", "1"));
        assertThat(client.rows("DESC names").get(1).get(1)).isEqualTo("varchar(1073741824)");
        assertThat(client.rows("DESC counts").get(0).get(1)).isEqualTo("varchar(1048576)");
    }

    @Test
    void aMaterializedViewOverATableWhosePartitioningHasChangedKeepsItsRows() throws SQLException {
        client.run(
                "INSERT INTO lake.sales.customer (id, name) VALUES (1, 'a')",
                "CREATE MATERIALIZED VIEW names REFRESH MANUAL AS SELECT name FROM lake.sales.customer",
                "REFRESH MATERIALIZED VIEW names WITH SYNC MODE",
                "ALTER TABLE lake.sales.customer ADD PARTITION COLUMN seen",
                "INSERT INTO lake.sales.customer (id, name, seen) VALUES (2, 'b', NULL)");
        assertThat(client.refusal("REFRESH MATERIALIZED VIEW names WITH SYNC MODE")
                        .message())
                .contains("base Iceberg table customer has undergone partition evolution");
        assertThat(client.column("SELECT name FROM names")).containsExactly("a");
        assertThat(client.refusal("CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT name FROM lake.sales.customer")
                        .message())
                .contains("has done partition evolution");
    }

    @Test
    void mistakesAreRefusedAsByAServer() throws SQLException {
        assertThat(errnoOf("SELECT * FROM lake.sales.nothing")).isEqualTo(5502);
        assertThat(errnoOf("SELECT * FROM nowhere.sales.customer")).isEqualTo(5078);
        assertThat(errnoOf("INSERT INTO nowhere.sales.customer VALUES (1)")).isEqualTo(5078);
        assertThat(client.refusal("INSERT INTO lake.sales.nothing VALUES (1)").message())
                .contains("Table nothing is not found");
        assertThat(errnoOf("INSERT INTO lake.sales.customer VALUES (1)")).isEqualTo(5604);
        assertThat(client.refusal("INSERT INTO lake.sales.customer (name) VALUES ('a')")
                        .message())
                .contains("Must include partition column id");
        client.run("CREATE TABLE lake.sales.visit (id int NOT NULL, v int) PROPERTIES ('file_format' = 'avro')");
        assertThat(client.refusal("INSERT INTO lake.sales.visit VALUES (1, 2)").message())
                .contains("Only support insert into ICEBERG table with parquet file format");
        client.run("ALTER TABLE lake.sales.visit SET ('write.format.default' = 'parquet')");
        assertThat(client.refusal("INSERT INTO lake.sales.visit (v) VALUES (1)").message())
                .contains("'id' must be explicitly mentioned in column permutation");
        client.run("DROP TABLE lake.sales.visit FORCE");
        assertThat(errnoOf("INSERT INTO lake.sales.customer (id, ID) VALUES (1, 2)"))
                .isEqualTo(1060);
        assertThat(client.refusal("INSERT INTO lake.sales.customer (id, x) VALUES (1, 2)")
                        .message())
                .contains("Unknown column 'x' in 'customer'");
        for (String statement : List.of("SET CATALOG lake", "USE 'catalog lake'", "USE lake.sales")) {
            assertThat(client.refusal(statement).message())
                    .contains("does not support sessions in the external catalog 'lake'");
        }
        client.run("DROP CATALOG lake");
        assertThat(errnoOf("SET CATALOG lake")).isEqualTo(5078);
        assertThat(errnoOf("SELECT * FROM lake.sales.customer")).isEqualTo(5078);
        assertThat(errnoOf("INSERT INTO lake.sales.customer (id) VALUES (1)")).isEqualTo(5078);
    }

    @Test
    void databasesOfTwoCatalogsMayHaveTheSameName() throws SQLException {
        client.run(
                "CREATE DATABASE lake.shop",
                "CREATE TABLE lake.shop.t (a int)",
                "INSERT INTO lake.shop.t VALUES (1)",
                "CREATE TABLE t (a int)");
        assertThat(client.refusal("DROP DATABASE lake.shop").message()).contains("Database shop not empty");
        client.run("DROP TABLE lake.shop.t FORCE", "DROP DATABASE lake.shop");
        assertThat(client.rows("SELECT * FROM shop.t")).isEmpty();
        assertThat(errnoOf("CREATE DATABASE nowhere.shop")).isEqualTo(5078);
        assertThat(errnoOf("DROP DATABASE nowhere.shop")).isEqualTo(5078);
    }

    @Test
    void theDatabasesOfACatalogAreThoseOfItsTables() throws SQLException {
        client.run("CREATE TABLE lake.crm.person (a int)");
        assertThat(client.column("SHOW DATABASES FROM lake")).containsExactly("crm", "information_schema", "sales");
        assertThat(client.column("SHOW DATABASES IN lake LIKE 'c%'")).containsExactly("crm");
        assertThat(client.column("SHOW DATABASES FROM default_catalog")).contains("shop");
        assertThat(errnoOf("SHOW DATABASES FROM nowhere")).isEqualTo(5078);
        assertThat(errnoOf("SHOW SCHEMAS FROM lake")).isEqualTo(1064);
        assertThat(client.rows("SHOW FULL TABLES FROM lake.crm")).containsExactly(row("person", "BASE TABLE"));
        assertThat(client.refusal("DESC lake.crm.nobody").message()).contains("table : nobody not exists");
    }

    @Test
    void unknownChangesOfColumnsAreRefused() throws SQLException {
        for (String change : List.of("ADD COLUMN x int DEFAULT '1'", "ADD COLUMN x int, ADD COLUMN y int")) {
            assertThat(client.refusal("ALTER TABLE lake.sales.customer " + change)
                            .message())
                    .contains("Cairn does not know this change of a table in the external catalog 'lake'");
        }
    }

    @Test
    void anOverwriteReplacesThePartitionsThatGetRows() throws SQLException {
        client.run(
                "CREATE TABLE lake.sales.visit (id int, d date, city string) PARTITION BY d",
                "INSERT INTO lake.sales.visit VALUES (1, '2026-01-01', 'x'), (2, '2026-01-02', 'x'), (3, NULL, 'x')",
                "INSERT OVERWRITE lake.sales.visit VALUES (4, '2026-01-02', 'y'), (5, '2026-01-03', 'y')");
        String selectIds = "SELECT id FROM lake.sales.visit ORDER BY id";
        assertThat(client.column(selectIds)).containsExactly("1", "3", "4", "5");
        client.run("INSERT OVERWRITE lake.sales.visit PARTITION (D = '2026-01-01') SELECT 6, 'z'");
        assertThat(client.rows("SELECT id, d, city FROM lake.sales.visit WHERE id = 6"))
                .containsExactly(row("6", "2026-01-01", "z"));
        client.run("INSERT OVERWRITE lake.sales.visit PARTITION (d = NULL) VALUES (7, 'z'), (8, 'z')");
        assertThat(client.column(selectIds)).containsExactly("4", "5", "6", "7", "8");
        client.run("INSERT INTO lake.sales.visit PARTITION (d = '2026-01-03') SELECT id, city FROM lake.sales.visit"
                + " WHERE id = 4");
        assertThat(client.column("SELECT id FROM lake.sales.visit WHERE d = '2026-01-03' ORDER BY 1"))
                .containsExactly("4", "5");
        client.run("INSERT OVERWRITE lake.sales.visit SELECT * FROM lake.sales.visit WHERE id > 99");
        assertThat(client.column("SELECT count(*) FROM lake.sales.visit")).containsExactly("6");
        assertThat(client.refusal("INSERT INTO lake.sales.visit PARTITION (d = '2026-01-03') SELECT 1, NULL, 'z'")
                        .message())
                .contains("column count: 2");
    }

    @Test
    void anOverwriteReplacesTransformedPartitions() throws SQLException {
        client.run(
                "CREATE TABLE lake.sales.visit (id int, t datetime, city string)"
                        + " PARTITION BY bucket(id, 4), month(t), truncate(city, 1)",
                "INSERT INTO lake.sales.visit VALUES (1, '2026-01-01', 'ab'), (1, '2026-01-31', 'ac'),"
                        + " (1, '2026-02-01', 'ab'), (1, '2026-01-01', 'b'), (1, NULL, 'ab')",
                "INSERT OVERWRITE lake.sales.visit VALUES (1, '2026-01-15 01:02:03', 'az')");
        assertThat(client.rows("SELECT t, city FROM lake.sales.visit ORDER BY 1, 2"))
                .containsExactly(
                        row(null, "ab"),
                        row("2026-01-01 00:00:00", "b"),
                        row("2026-01-15 01:02:03", "az"),
                        row("2026-02-01 00:00:00", "ab"));
        client.run(
                "CREATE TABLE lake.sales.plain (id int)",
                "INSERT INTO lake.sales.plain VALUES (1)",
                "INSERT OVERWRITE lake.sales.plain SELECT id FROM lake.sales.visit WHERE id > 1");
        assertThat(client.column("SELECT id FROM lake.sales.plain")).containsExactly("1");
        client.run("INSERT OVERWRITE lake.sales.plain VALUES (2)");
        assertThat(client.column("SELECT id FROM lake.sales.plain")).containsExactly("2");
    }
}
