package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.GrantedPrivileges.HeldPrivilege;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.AccessRule;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks roles and privileges, and how privileges change with their objects. */
class AccessTest {
    private final Engine engine = new Engine(ServerProfile.DEFAULT.withReplicas(1, 3));
    private Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
    private Session session = new Session("shop");

    AccessTest() {
        execute("""
            CREATE TABLE orders (id INT) DISTRIBUTED BY HASH(id);
            CREATE TABLE item (id INT) DISTRIBUTED BY HASH(id);
            CREATE VIEW names AS SELECT id FROM item;
            CREATE MATERIALIZED VIEW daily REFRESH MANUAL AS SELECT id FROM orders;
            CREATE MATERIALIZED VIEW weekly REFRESH MANUAL AS SELECT id FROM orders;
            CREATE ROLE analyst COMMENT 'reads'
            """);
    }

    private void execute(String script) {
        for (Statement statement : Sql.parseScript(script)) {
            StatementResult result = engine.apply(catalog, session, statement);
            catalog = result.catalog();
            session = result.session();
        }
    }

    private Role analystRole() {
        return catalog.findRole("analyst").orElseThrow();
    }

    private String describePrivileges() {
        return analystRole().privileges().toString();
    }

    @Test
    void aRoleHoldsWhatWasGrantedToIt() {
        execute("GRANT SELECT, INSERT ON orders, item TO ROLE analyst");
        execute("GRANT ALL ON VIEW names TO ROLE analyst WITH GRANT OPTION");
        execute("REVOKE INSERT ON TABLE item FROM ROLE analyst");

        assertThat(describePrivileges())
                .isEqualTo("[SELECT ON TABLE shop.item, INSERT ON TABLE shop.orders, SELECT ON TABLE shop.orders,"
                        + " SELECT ON VIEW shop.names WITH GRANT OPTION, ALTER ON VIEW shop.names WITH GRANT OPTION,"
                        + " DROP ON VIEW shop.names WITH GRANT OPTION]");
        assertThat(analystRole().comment()).isEqualTo("reads");
    }

    @Test
    void allObjectsOfADatabaseAreOneObjectOfTheirOwn() {
        execute("GRANT SELECT ON ALL TABLES IN DATABASE ${database} TO ROLE analyst");
        execute("GRANT SELECT ON VIEW * TO ROLE analyst");
        execute("GRANT SELECT ON MATERIALIZED VIEW *.* TO ROLE analyst");
        execute("GRANT CREATE VIEW ON DATABASE ${database} TO ROLE analyst");
        execute("GRANT USAGE ON CATALOG lake TO ROLE analyst");
        execute("GRANT CREATE TABLE ON DATABASE lake.sales TO ROLE analyst");
        execute("GRANT USAGE ON FUNCTION f(int, string) TO ROLE analyst");
        execute("GRANT IMPERSONATE ON USER etl, ${other} TO ROLE analyst");
        execute("GRANT OPERATE ON SYSTEM TO ROLE analyst");

        assertThat(describePrivileges())
                .isEqualTo("[SELECT ON ALL TABLES IN DATABASE shop, SELECT ON ALL VIEWS IN DATABASE shop,"
                        + " SELECT ON ALL MATERIALIZED VIEWS IN ALL DATABASES, CREATE TABLE ON DATABASE lake.sales,"
                        + " CREATE VIEW ON DATABASE shop, USAGE ON CATALOG lake,"
                        + " USAGE ON FUNCTION shop.f(INT, STRING), IMPERSONATE ON USER ${other},"
                        + " IMPERSONATE ON USER 'etl'@'%', OPERATE ON SYSTEM]");
        SecuredObject orders = new SecuredObject(SecuredKind.TABLE, "shop", "orders");
        assertThat(catalog.roleHasPrivilege("analyst", Privilege.SELECT, orders))
                .isTrue();
        assertThat(catalog.roleHasPrivilege("analyst", Privilege.INSERT, orders))
                .isFalse();
    }

    @Test
    void grantsSpellSystemDatabasesAsTheServerDoes() {
        execute("GRANT SELECT ON ALL TABLES IN DATABASE INFORMATION_SCHEMA TO ROLE analyst");
        execute("GRANT CREATE TABLE ON DATABASE Sys TO ROLE analyst");

        assertThat(describePrivileges())
                .isEqualTo("[SELECT ON ALL TABLES IN DATABASE information_schema, CREATE TABLE ON DATABASE sys]");
    }

    @Test
    void privilegesFollowARenamedOrSwappedObject() {
        execute("GRANT SELECT ON orders TO ROLE analyst; GRANT INSERT ON item TO ROLE analyst");
        execute("GRANT SELECT ON MATERIALIZED VIEW daily TO ROLE analyst");

        execute("ALTER TABLE orders RENAME purchase");
        assertThat(describePrivileges())
                .isEqualTo("[INSERT ON TABLE shop.item, SELECT ON TABLE shop.purchase,"
                        + " SELECT ON MATERIALIZED VIEW shop.daily]");

        execute("ALTER TABLE shop.purchase SWAP WITH item");
        execute("ALTER MATERIALIZED VIEW daily SWAP WITH weekly");
        assertThat(describePrivileges())
                .isEqualTo("[SELECT ON TABLE shop.item, INSERT ON TABLE shop.purchase,"
                        + " SELECT ON MATERIALIZED VIEW shop.weekly]");

        execute("ALTER MATERIALIZED VIEW weekly RENAME monthly");
        assertThat(describePrivileges()).endsWith("SELECT ON MATERIALIZED VIEW shop.monthly]");
    }

    @Test
    void privilegesEndWithTheirObject() {
        execute("GRANT SELECT ON orders, item TO ROLE analyst; GRANT SELECT ON VIEW names TO ROLE analyst");
        execute("GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE analyst");
        execute("CREATE OR REPLACE VIEW names AS SELECT id FROM orders; ALTER VIEW names AS SELECT id FROM item");

        execute("DROP TABLE orders");
        assertThat(describePrivileges())
                .isEqualTo("[SELECT ON ALL TABLES IN DATABASE shop, SELECT ON TABLE shop.item,"
                        + " SELECT ON VIEW shop.names]");
        execute("DROP VIEW names");
        assertThat(describePrivileges())
                .isEqualTo("[SELECT ON ALL TABLES IN DATABASE shop, SELECT ON TABLE shop.item]");
        execute("DROP DATABASE shop");
        assertThat(describePrivileges()).isEqualTo("[]");
    }

    /** The server gives each of these objects another id, to which no privilege belongs. */
    @Test
    void privilegesEndWithAReplacedObjectOfTheCluster() {
        String function =
                " FUNCTION %s(INT) RETURNS INT PROPERTIES ('symbol' = 'a.B', 'type' = 'StarrocksJar', 'file' = 'f')";
        execute("GRANT ALTER ON RESOURCE GROUP etl, olap TO ROLE analyst");
        execute("GRANT USAGE ON FUNCTION f(int), g(int) TO ROLE analyst");
        execute("GRANT USAGE ON GLOBAL FUNCTION f(int), g(int) TO ROLE analyst");
        execute("ALTER RESOURCE GROUP olap DROP ALL; ALTER RESOURCE GROUP olap ADD (role = 'a')");

        execute("CREATE RESOURCE GROUP OR REPLACE etl TO (role = 'a') WITH ('cpu_weight' = '1', 'mem_limit' = '10%')");
        execute("CREATE OR REPLACE" + function.formatted("F"));
        execute("CREATE OR REPLACE GLOBAL" + function.formatted("f"));
        assertThat(describePrivileges())
                .isEqualTo(
                        "[USAGE ON FUNCTION shop.g(INT), USAGE ON GLOBAL FUNCTION g(INT), ALTER ON RESOURCE GROUP olap]");

        execute("DROP FUNCTION shop.g(INT); DROP GLOBAL FUNCTION g(INT)");
        assertThat(describePrivileges()).isEqualTo("[ALTER ON RESOURCE GROUP olap]");
    }

    /** The server keeps privileges in an external catalog by the id of the catalog. */
    @Test
    void privilegesInACatalogEndWithIt() {
        execute("GRANT USAGE ON CATALOG lake TO ROLE analyst");
        execute("GRANT CREATE TABLE ON DATABASE lake.sales, laker.sales TO ROLE analyst");
        for (String database : List.of("lake.sales", "laker.sales")) {
            SecuredObject table = new SecuredObject(SecuredKind.TABLE, database, "orders");
            catalog = catalog.withRole(analystRole()
                    .withPrivileges(
                            analystRole().privileges().grant(new HeldPrivilege(table, Privilege.SELECT, false))));
        }
        execute("DROP CATALOG lake");
        assertThat(describePrivileges())
                .isEqualTo("[SELECT ON TABLE laker.sales.orders, CREATE TABLE ON DATABASE laker.sales]");
    }

    @Test
    void privilegesComeBackWithARecoveredObject() {
        execute("GRANT SELECT ON orders, item TO ROLE analyst; GRANT SELECT ON VIEW names TO ROLE analyst");
        execute("GRANT DROP ON DATABASE shop TO ROLE analyst WITH GRANT OPTION");
        String allPrivileges = describePrivileges();

        execute("DROP TABLE orders; DROP VIEW names");
        assertThat(describePrivileges()).doesNotContain("orders", "names");
        execute("RECOVER TABLE orders; RECOVER TABLE shop.names");
        assertThat(describePrivileges()).isEqualTo(allPrivileges);

        execute("DROP DATABASE shop");
        assertThat(describePrivileges()).isEqualTo("[]");
        execute("RECOVER DATABASE shop");
        assertThat(describePrivileges()).isEqualTo(allPrivileges);

        execute("USE shop; DROP TABLE orders FORCE");
        assertThat(describePrivileges()).doesNotContain("orders");
    }

    @Test
    void aRecoveredObjectHasThePrivilegesWithWhichItWasDropped() {
        execute("GRANT SELECT ON orders TO ROLE analyst; DROP TABLE orders");
        execute("CREATE TABLE orders (id INT) DISTRIBUTED BY HASH(id); GRANT INSERT ON orders TO ROLE analyst");
        assertThat(describePrivileges()).isEqualTo("[INSERT ON TABLE shop.orders]");

        execute("DROP TABLE orders; RECOVER TABLE orders");
        assertThat(describePrivileges()).isEqualTo("[INSERT ON TABLE shop.orders]");
    }

    @Test
    void aRecoveredObjectWithoutPrivilegesDoesNotGetThoseOfAnEarlierOne() {
        execute("GRANT SELECT ON orders TO ROLE analyst; DROP TABLE orders");
        execute("CREATE TABLE orders (id INT) DISTRIBUTED BY HASH(id)");
        execute("DROP TABLE orders; RECOVER TABLE orders");
        assertThat(describePrivileges()).isEqualTo("[]");
    }

    @Test
    void aRoleInheritsFromItsParents() {
        execute("CREATE ROLE reader, writer; GRANT reader TO ROLE writer; GRANT writer TO ROLE analyst");
        execute("GRANT SELECT ON orders TO ROLE reader");

        assertThat(catalog.findAncestorRoleNames("analyst")).containsExactly("reader", "writer");
        assertThat(catalog.roleHasPrivilege(
                        "analyst", Privilege.SELECT, new SecuredObject(SecuredKind.TABLE, "shop", "orders")))
                .isTrue();

        execute("DROP ROLE writer");
        assertThat(analystRole().parents()).isEmpty();
    }

    @Test
    void aRoleKnowsToWhomItWasGranted() {
        execute("GRANT analyst TO USER ${reporter}; GRANT analyst TO jane; GRANT analyst TO EXTERNAL GROUP sales");
        execute("REVOKE analyst FROM USER 'jane'@'%'");

        assertThat(analystRole().members())
                .extracting(Object::toString)
                .containsExactly("USER ${reporter}", "EXTERNAL GROUP sales");
    }

    @Test
    void noStatementChangesTheRoleRoot() {
        for (String statement : List.of(
                "GRANT analyst TO ROLE root", "REVOKE analyst FROM ROLE root", "GRANT SELECT ON orders TO ROLE root")) {
            assertThatThrownBy(() -> execute(statement))
                    .as(statement)
                    .isInstanceOfSatisfying(Refusal.class, refusal -> {
                        assertThat(refusal.hasRule(AccessRule.ROLE_TO_GRANT_IMMUTABLE))
                                .isTrue();
                        assertThat(refusal.span().offset()).isEqualTo(statement.indexOf("root"));
                    });
        }
    }

    /** A server may have roles that are not part of the schema. */
    @Test
    void aSchemaIgnoresOtherRoles() {
        Catalog catalogBefore = catalog;
        execute(
                "GRANT SELECT ON orders TO ROLE other; REVOKE SELECT ON orders FROM ROLE other; GRANT analyst TO ROLE other");
        execute("GRANT SELECT ON orders TO jane; DROP ROLE other; ALTER ROLE other SET COMMENT = 'x'");

        assertThat(catalog).isEqualTo(catalogBefore);
    }

    /** As on the server, the statement ends at the first role that exists. */
    @Test
    void createIfNotExistsStopsAtTheFirstExistingRole() {
        execute("CREATE ROLE IF NOT EXISTS analyst, reader");

        assertThat(catalog.findRole("reader")).isEmpty();
        assertThat(analystRole().comment()).isEqualTo("reads");
    }

    @Test
    void alterRoleChangesTheComment() {
        execute("ALTER ROLE analyst SET COMMENT = 'reads reports'");

        assertThat(analystRole().comment()).isEqualTo("reads reports");
    }
}
