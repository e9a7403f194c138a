package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Statement;
import org.junit.jupiter.api.Test;

/** Roles and privileges, and what happens to them when their objects change. */
class AccessTest {
    private final Engine engine = new Engine(ServerProfile.DEFAULT.withReplicas(1, 3));
    private Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
    private Session session = new Session("shop");

    AccessTest() {
        run("""
            CREATE TABLE orders (id INT) DISTRIBUTED BY HASH(id);
            CREATE TABLE item (id INT) DISTRIBUTED BY HASH(id);
            CREATE VIEW names AS SELECT id FROM item;
            CREATE MATERIALIZED VIEW daily REFRESH MANUAL AS SELECT id FROM orders;
            CREATE MATERIALIZED VIEW weekly REFRESH MANUAL AS SELECT id FROM orders;
            CREATE ROLE analyst COMMENT 'reads'
            """);
    }

    private void run(String script) {
        for (Statement statement : Sql.parseScript(script)) {
            StatementResult applied = engine.apply(catalog, session, statement);
            catalog = applied.catalog();
            session = applied.session();
        }
    }

    private Role analyst() {
        return catalog.role("analyst").orElseThrow();
    }

    private String held() {
        return analyst().privileges().toString();
    }

    @Test
    void aRoleHoldsWhatWasGrantedToIt() {
        run("GRANT SELECT, INSERT ON orders, item TO ROLE analyst");
        run("GRANT ALL ON VIEW names TO ROLE analyst WITH GRANT OPTION");
        run("REVOKE INSERT ON TABLE item FROM ROLE analyst");

        assertThat(held())
                .isEqualTo("[SELECT ON TABLE shop.item, INSERT ON TABLE shop.orders, SELECT ON TABLE shop.orders,"
                        + " SELECT ON VIEW shop.names WITH GRANT OPTION, ALTER ON VIEW shop.names WITH GRANT OPTION,"
                        + " DROP ON VIEW shop.names WITH GRANT OPTION]");
        assertThat(analyst().comment()).isEqualTo("reads");
    }

    @Test
    void allObjectsOfADatabaseAreOneObjectOfTheirOwn() {
        run("GRANT SELECT ON ALL TABLES IN DATABASE ${database} TO ROLE analyst");
        run("GRANT SELECT ON VIEW * TO ROLE analyst");
        run("GRANT SELECT ON MATERIALIZED VIEW *.* TO ROLE analyst");
        run("GRANT CREATE VIEW ON DATABASE ${database} TO ROLE analyst");
        run("GRANT USAGE ON CATALOG lake TO ROLE analyst");
        run("GRANT CREATE TABLE ON DATABASE lake.sales TO ROLE analyst");
        run("GRANT USAGE ON FUNCTION f(int, string) TO ROLE analyst");
        run("GRANT IMPERSONATE ON USER etl, ${other} TO ROLE analyst");
        run("GRANT OPERATE ON SYSTEM TO ROLE analyst");

        assertThat(held())
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
    void theServersOwnDatabasesHaveTheirOwnNamesInGrants() {
        run("GRANT SELECT ON ALL TABLES IN DATABASE INFORMATION_SCHEMA TO ROLE analyst");
        run("GRANT CREATE TABLE ON DATABASE Sys TO ROLE analyst");

        assertThat(held())
                .isEqualTo("[SELECT ON ALL TABLES IN DATABASE information_schema, CREATE TABLE ON DATABASE sys]");
    }

    @Test
    void privilegesFollowARenamedOrSwappedObject() {
        run("GRANT SELECT ON orders TO ROLE analyst; GRANT INSERT ON item TO ROLE analyst");
        run("GRANT SELECT ON MATERIALIZED VIEW daily TO ROLE analyst");

        run("ALTER TABLE orders RENAME purchase");
        assertThat(held())
                .isEqualTo("[INSERT ON TABLE shop.item, SELECT ON TABLE shop.purchase,"
                        + " SELECT ON MATERIALIZED VIEW shop.daily]");

        run("ALTER TABLE shop.purchase SWAP WITH item");
        run("ALTER MATERIALIZED VIEW daily SWAP WITH weekly");
        assertThat(held())
                .isEqualTo("[SELECT ON TABLE shop.item, INSERT ON TABLE shop.purchase,"
                        + " SELECT ON MATERIALIZED VIEW shop.weekly]");

        run("ALTER MATERIALIZED VIEW weekly RENAME monthly");
        assertThat(held()).endsWith("SELECT ON MATERIALIZED VIEW shop.monthly]");
    }

    @Test
    void privilegesEndWithTheirObject() {
        run("GRANT SELECT ON orders, item TO ROLE analyst; GRANT SELECT ON VIEW names TO ROLE analyst");
        run("GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE analyst");
        run("CREATE OR REPLACE VIEW names AS SELECT id FROM orders; ALTER VIEW names AS SELECT id FROM item");

        run("DROP TABLE orders");
        assertThat(held())
                .isEqualTo("[SELECT ON ALL TABLES IN DATABASE shop, SELECT ON TABLE shop.item,"
                        + " SELECT ON VIEW shop.names]");
        run("DROP VIEW names");
        assertThat(held()).isEqualTo("[SELECT ON ALL TABLES IN DATABASE shop, SELECT ON TABLE shop.item]");
        run("DROP DATABASE shop");
        assertThat(held()).isEqualTo("[]");
    }

    @Test
    void privilegesComeBackWithARecoveredObject() {
        run("GRANT SELECT ON orders, item TO ROLE analyst; GRANT SELECT ON VIEW names TO ROLE analyst");
        run("GRANT DROP ON DATABASE shop TO ROLE analyst WITH GRANT OPTION");
        String all = held();

        run("DROP TABLE orders; DROP VIEW names");
        assertThat(held()).doesNotContain("orders", "names");
        run("RECOVER TABLE orders; RECOVER TABLE shop.names");
        assertThat(held()).isEqualTo(all);

        run("DROP DATABASE shop");
        assertThat(held()).isEqualTo("[]");
        run("RECOVER DATABASE shop");
        assertThat(held()).isEqualTo(all);

        run("USE shop; DROP TABLE orders FORCE");
        assertThat(held()).doesNotContain("orders");
    }

    @Test
    void aRecoveredObjectHasThePrivilegesWithWhichItWasDropped() {
        run("GRANT SELECT ON orders TO ROLE analyst; DROP TABLE orders");
        run("CREATE TABLE orders (id INT) DISTRIBUTED BY HASH(id); GRANT INSERT ON orders TO ROLE analyst");
        assertThat(held()).isEqualTo("[INSERT ON TABLE shop.orders]");

        run("DROP TABLE orders; RECOVER TABLE orders");
        assertThat(held()).isEqualTo("[INSERT ON TABLE shop.orders]");
    }

    @Test
    void aRoleInheritsFromItsParents() {
        run("CREATE ROLE reader, writer; GRANT reader TO ROLE writer; GRANT writer TO ROLE analyst");
        run("GRANT SELECT ON orders TO ROLE reader");

        assertThat(catalog.ancestors("analyst")).containsExactly("reader", "writer");
        assertThat(catalog.roleHasPrivilege(
                        "analyst", Privilege.SELECT, new SecuredObject(SecuredKind.TABLE, "shop", "orders")))
                .isTrue();

        run("DROP ROLE writer");
        assertThat(analyst().parents()).isEmpty();
    }

    @Test
    void aRoleKnowsToWhomItWasGranted() {
        run("GRANT analyst TO USER ${reporter}; GRANT analyst TO jane; GRANT analyst TO EXTERNAL GROUP sales");
        run("REVOKE analyst FROM USER 'jane'@'%'");

        assertThat(analyst().members())
                .extracting(Object::toString)
                .containsExactly("USER ${reporter}", "EXTERNAL GROUP sales");
    }

    /** A server may have roles that are not part of the schema. */
    @Test
    void aSchemaIgnoresOtherRoles() {
        Catalog before = catalog;
        run(
                "GRANT SELECT ON orders TO ROLE other; REVOKE SELECT ON orders FROM ROLE other; GRANT analyst TO ROLE other");
        run("GRANT SELECT ON orders TO jane; DROP ROLE other; ALTER ROLE other SET COMMENT = 'x'");

        assertThat(catalog).isEqualTo(before);
    }

    /** The server does the same: it returns at the first role that exists. */
    @Test
    void createIfNotExistsCreatesNoneIfOneExists() {
        run("CREATE ROLE IF NOT EXISTS analyst, reader");

        assertThat(catalog.role("reader")).isEmpty();
        assertThat(analyst().comment()).isEqualTo("reads");
    }

    @Test
    void aCommentIsChanged() {
        run("ALTER ROLE analyst SET COMMENT = 'reads reports'");

        assertThat(analyst().comment()).isEqualTo("reads reports");
    }
}
