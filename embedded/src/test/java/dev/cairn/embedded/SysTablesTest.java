package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables of {@code sys} list dependencies, roles and grants. */
class SysTablesTest {
    @AutoClose
    private static EmbeddedStarRocks server;

    @AutoClose
    private static Client client;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
        client.run(
                "CREATE TABLE orders (k INT, v INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "CREATE TABLE items (k INT, v INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "CREATE VIEW recent AS SELECT k FROM orders",
                "CREATE MATERIALIZED VIEW totals REFRESH MANUAL AS SELECT r.k, SUM(i.v) AS s FROM recent r JOIN items i"
                        + " ON r.k = i.k GROUP BY r.k",
                "CREATE ROLE reader, clerk",
                "GRANT SELECT, INSERT ON ALL TABLES IN DATABASE shop TO ROLE reader",
                "GRANT SELECT ON VIEW shop.recent TO ROLE reader WITH GRANT OPTION",
                "GRANT reader TO ROLE clerk",
                "CREATE USER ann",
                "GRANT clerk TO USER ann",
                "GRANT OPERATE ON SYSTEM TO USER ann");
    }

    @Test
    void theTablesOfSysAreListedAndDescribed() throws SQLException {
        List<String> tables = client.column("SHOW TABLES FROM sys");
        assertThat(tables)
                .containsExactly(
                        "fe_locks",
                        "fe_memory_usage",
                        "grants_to_roles",
                        "grants_to_users",
                        "object_dependencies",
                        "role_edges");
        for (String table : tables) {
            assertThat(client.columnNames("SELECT * FROM sys." + table))
                    .as(table)
                    .isEqualTo(client.column("DESC sys." + table));
        }
        assertThat(client.column("SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = 'sys'"))
                .isEqualTo(tables);
    }

    @Test
    void aMaterializedViewDependsOnWhatItReadsDirectlyAndThroughViews() throws SQLException {
        assertThat(client.rows("SELECT object_database, object_name, object_type, ref_object_name, ref_object_type"
                        + " FROM sys.object_dependencies ORDER BY ref_object_name"))
                .containsExactly(
                        List.of("shop", "totals", "MATERIALIZED_VIEW", "items", "OLAP"),
                        List.of("shop", "totals", "MATERIALIZED_VIEW", "orders", "OLAP"),
                        List.of("shop", "totals", "MATERIALIZED_VIEW", "recent", "VIEW"));
    }

    /** As in the server's own test, {@code test_object_dependencies}. */
    @Test
    void aDependencyOutlivesItsObject() throws SQLException {
        client.run(
                "CREATE DATABASE held",
                "CREATE TABLE held.a (k INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                "CREATE VIEW held.v AS SELECT k FROM held.a",
                "CREATE MATERIALIZED VIEW held.m REFRESH MANUAL AS SELECT k FROM held.v",
                "CREATE MATERIALIZED VIEW held.n REFRESH MANUAL AS SELECT k FROM held.m");
        String tableId = client.value("SELECT ref_object_id FROM sys.object_dependencies WHERE ref_object_name = 'a'");

        client.run("ALTER TABLE held.a RENAME b");
        assertThat(dependenciesOf("m"))
                .containsExactlyInAnyOrder(List.of("v", "VIEW", "held"), List.of("b", "OLAP", "held"));

        client.run("DROP TABLE held.b", "CREATE TABLE held.b (k INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        assertThat(dependenciesOf("m"))
                .containsExactlyInAnyOrder(List.of("v", "VIEW", "held"), List.of("b", "UNKNOWN", "held"));
        assertThat(client.value("SELECT ref_object_id FROM sys.object_dependencies WHERE ref_object_name = 'b'"))
                .isEqualTo(tableId);

        client.run(
                "ALTER VIEW held.v AS SELECT k FROM held.b",
                "ALTER MATERIALIZED VIEW held.m ACTIVE",
                "DROP MATERIALIZED VIEW held.n");
        assertThat(dependenciesOf("m"))
                .containsExactlyInAnyOrder(List.of("v", "VIEW", "held"), List.of("b", "OLAP", "held"));

        client.run(
                "CREATE MATERIALIZED VIEW outside REFRESH MANUAL AS SELECT k FROM held.b", "DROP DATABASE held FORCE");
        assertThat(dependenciesOf("outside")).containsExactly(List.of("b", "UNKNOWN", "held"));
        client.run("DROP MATERIALIZED VIEW outside");
    }

    private static List<List<String>> dependenciesOf(String view) throws SQLException {
        return client.rows("SELECT ref_object_name, ref_object_type, ref_object_database FROM sys.object_dependencies"
                + " WHERE object_name = '" + view + "'");
    }

    @Test
    void rolesAreListedWithTheirHolders() throws SQLException {
        assertThat(client.rows("SELECT * FROM sys.role_edges WHERE from_role IN ('reader', 'clerk') ORDER BY 1"))
                .containsExactly(Arrays.asList("clerk", null, "'ann'@'%'"), Arrays.asList("reader", "clerk", null));
    }

    @Test
    void aGrantOnAllTablesIsListedForEachTable() throws SQLException {
        assertThat(client.rows("SELECT OBJECT_DATABASE, OBJECT_NAME, OBJECT_TYPE, PRIVILEGE_TYPE, IS_GRANTABLE"
                        + " FROM sys.grants_to_roles WHERE GRANTEE = 'reader' ORDER BY 2"))
                .containsExactly(
                        List.of("shop", "items", "TABLE", "INSERT, SELECT", "NO"),
                        List.of("shop", "orders", "TABLE", "INSERT, SELECT", "NO"),
                        List.of("shop", "recent", "VIEW", "SELECT", "YES"));
        assertThat(client.rows("SELECT * FROM sys.grants_to_users"))
                .containsExactly(Arrays.asList("'ann'@'%'", null, null, null, "SYSTEM", "OPERATE", "NO"));
    }

    /** Like a server, these tables omit grants on the system databases; SHOW GRANTS lists them. */
    @Test
    void grantsOnTablesOfTheSystemAreNotListed() throws SQLException {
        client.run("CREATE ROLE auditor", "GRANT SELECT ON sys.role_edges TO ROLE auditor");
        client.run("GRANT SELECT ON ALL TABLES IN DATABASE _statistics_ TO ROLE auditor");
        assertThat(client.rows("SELECT * FROM sys.grants_to_roles WHERE GRANTEE = 'auditor'"))
                .isEmpty();
        assertThat(client.rows("SHOW GRANTS FOR ROLE auditor")).hasSize(2);
    }

    @Test
    void aUserWithoutPrivilegesDoesNotReadTablesOfSys() throws SQLException {
        try (Client ann = Client.of(server.jdbcUrl("information_schema"), "ann", "")) {
            assertThat(ann.column("SHOW TABLES FROM information_schema")).hasSize(58);
            for (String statement : List.of(
                    "SELECT * FROM sys.role_edges", "DESC sys.role_edges", "SHOW CREATE TABLE sys.role_edges")) {
                assertThat(ann.refusal(statement).errno()).as(statement).isEqualTo(5203);
            }
        }
    }
}
