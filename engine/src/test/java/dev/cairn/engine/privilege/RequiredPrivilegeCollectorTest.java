package dev.cairn.engine.privilege;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks one statement of each kind; the tests of the embedded server compare its privileges with a real server. */
class RequiredPrivilegeCollectorTest {
    private static final Catalog CATALOG = createCatalog(
            "CREATE DATABASE d",
            "CREATE TABLE t (k INT, a INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
            "CREATE TABLE u (k INT NOT NULL, a INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)",
            "CREATE VIEW v AS SELECT k FROM t",
            "CREATE VIEW i SECURITY INVOKER AS SELECT k FROM t",
            "CREATE VIEW j SECURITY INVOKER AS SELECT v.k FROM v JOIN i ON v.k = i.k",
            "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH(k) REFRESH MANUAL AS SELECT k FROM t");

    private static Catalog createCatalog(String... statements) {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Catalog catalog = Catalog.EMPTY;
        for (String sql : statements) {
            catalog = engine.apply(catalog, new Session("d"), Sql.parse(sql)).catalog();
        }
        return catalog;
    }

    private static String describeRequirements(String sql) {
        Statement statement = Sql.parse(sql);
        return new RequiredPrivilegeCollector(ServerProfile.DEFAULT, CATALOG, "d")
                .collectRequirements(statement).stream()
                        .map(required -> required.describeAlternatives() + " ON " + required.object())
                        .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT k FROM t | SELECT ON TABLE d.t",
                "SELECT k FROM v | SELECT ON VIEW d.v",
                "SELECT k FROM m | SELECT ON MATERIALIZED VIEW d.m",
                "SELECT k FROM i | SELECT ON TABLE d.t, SELECT ON VIEW d.i",
                "SELECT k FROM j | SELECT ON TABLE d.t, SELECT ON VIEW d.j",
                "INSERT INTO t SELECT k, a FROM u | INSERT ON TABLE d.t, SELECT ON TABLE d.u",
                "UPDATE u SET a = (SELECT max(a) FROM t) WHERE k = 1 | UPDATE ON TABLE d.u, SELECT ON TABLE d.t",
                "DELETE FROM u WHERE k = 1 | DELETE ON TABLE d.u",
                "TRUNCATE TABLE t | DELETE ON TABLE d.t",
                "CREATE TABLE n LIKE t | CREATE TABLE ON DATABASE d, SELECT ON TABLE d.t",
                "CREATE OR REPLACE VIEW v AS SELECT k FROM t | CREATE VIEW ON DATABASE d, SELECT ON TABLE d.t",
                "ALTER TABLE t SWAP WITH u | ALTER ON TABLE d.t",
                "DROP MATERIALIZED VIEW m | DROP ON MATERIALIZED VIEW d.m",
                "REFRESH MATERIALIZED VIEW m | REFRESH ON MATERIALIZED VIEW d.m",
                "CREATE DATABASE e | CREATE DATABASE ON CATALOG default_catalog",
                "SHOW CREATE TABLE v | ANY ON VIEW d.v",
                "SHOW FRONTENDS | OPERATE OR NODE ON SYSTEM",
                "GRANT SELECT ON t TO ROLE r | GRANT ON SYSTEM"
            })
    void aStatementRequiresThePrivilegesThatARealServerRequires(String sql, String expected) {
        assertThat(describeRequirements(sql)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "DROP TABLE IF EXISTS nope",
        "SELECT k FROM nope",
        "CREATE MATERIALIZED VIEW r AS SELECT k FROM t",
        "SHOW FULL COLUMNS FROM v",
        "SHOW TABLES"
    })
    void someStatementsRequireNothing(String sql) {
        assertThat(describeRequirements(sql)).isEmpty();
    }

    @Test
    void enteringADatabaseRequiresAnyPrivilegeInIt() {
        List<RequiredPrivilege> required = new RequiredPrivilegeCollector(ServerProfile.DEFAULT, CATALOG, null)
                .collectRequirements(Sql.parse("USE d"));
        assertThat(required).singleElement().satisfies(privilege -> {
            assertThat(privilege.includesContents()).isTrue();
            assertThat(privilege.describeAlternatives()).isEqualTo("ANY");
        });
    }
}
