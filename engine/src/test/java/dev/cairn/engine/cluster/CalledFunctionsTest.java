package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import org.junit.jupiter.api.Test;

/** Checks that queries call the functions that statements have created, as on a frontend of 4.1. */
class CalledFunctionsTest {
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);
    private static final Session SESSION = new Session("shop");
    private static final String PROPERTIES_CLAUSE =
            " PROPERTIES ('symbol' = 'p.F', 'type' = 'StarrocksJar', 'file' = 'http://h/f.jar')";
    private static final String CREATE_INCREMENT = "CREATE FUNCTION inc(INT) RETURNS INT" + PROPERTIES_CLAUSE;
    private static final String CREATE_VIEW = "CREATE VIEW v AS SELECT inc(v) AS i FROM t";
    private static final Catalog CATALOG_WITH_TABLE = apply(
            Catalog.EMPTY.withDatabase(Database.of("shop")).withClusterObjects(ClusterObjects.MANAGED_EMPTY),
            "CREATE TABLE t (k INT NOT NULL, v INT, s STRING) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES"
                    + " ('replication_num' = '1')");

    private static Catalog apply(Catalog catalog, String... statements) {
        Catalog newCatalog = catalog;
        for (String sql : statements) {
            newCatalog = ENGINE.apply(newCatalog, SESSION, Sql.parse(sql)).catalog();
        }
        return newCatalog;
    }

    private static void assertRefused(Catalog catalog, String sql) {
        assertThatThrownBy(() -> apply(catalog, sql))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("inc");
    }

    @Test
    void aFunctionIsCalledWhileItExists() {
        assertRefused(CATALOG_WITH_TABLE, CREATE_VIEW);
        Catalog catalog = apply(
                CATALOG_WITH_TABLE,
                CREATE_INCREMENT,
                CREATE_VIEW,
                CREATE_VIEW.replace("VIEW v", "VIEW w").replace("inc", "INC"));
        assertThat(catalog.findDatabase("shop").orElseThrow().views().values()).hasSize(2);
        assertRefused(apply(catalog, "DROP FUNCTION inc(INT)"), CREATE_VIEW.replace("VIEW v", "VIEW x"));
    }

    @Test
    void tablesAndMaterializedViewsCallFunctionsToo() {
        Catalog catalog = apply(
                CATALOG_WITH_TABLE,
                CREATE_INCREMENT,
                "CREATE GLOBAL FUNCTION twice(INT) RETURNS INT" + PROPERTIES_CLAUSE,
                "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH(k) REFRESH DEFERRED MANUAL AS SELECT k, inc(v) AS i FROM t",
                "CREATE TABLE g (k INT NOT NULL, i INT AS twice(k)) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1"
                        + " PROPERTIES ('replication_num' = '1')",
                "CREATE AGGREGATE FUNCTION total(INT) RETURNS BIGINT" + PROPERTIES_CLAUSE,
                "CREATE TABLE FUNCTION words(STRING) RETURNS STRING" + PROPERTIES_CLAUSE,
                "CREATE VIEW va AS SELECT k, total(v) AS i FROM t GROUP BY k",
                "CREATE VIEW vt AS SELECT t.k, words FROM t, words(t.s)");
        assertThat(catalog.findDatabase("shop").orElseThrow().views().values()).hasSize(2);
    }

    @Test
    void aReplacedFunctionHasItsNewResult() {
        Catalog catalog = apply(
                CATALOG_WITH_TABLE,
                CREATE_INCREMENT,
                CREATE_INCREMENT.replace("CREATE", "CREATE OR REPLACE").replace("RETURNS INT", "RETURNS STRING"),
                CREATE_VIEW);
        assertThat(catalog.findFunctions("shop", "inc")).hasSize(1);
        assertThat(catalog.findDatabase("shop").orElseThrow().views().get("v").toString())
                .contains("65533");
    }

    @Test
    void droppingADatabaseDropsItsFunctions() {
        Catalog catalog =
                apply(CATALOG_WITH_TABLE, CREATE_INCREMENT, "DROP DATABASE shop FORCE", "CREATE DATABASE shop");
        assertThat(catalog.findFunctions("shop", "inc")).isEmpty();
        assertThat(catalog.clusterObjects().objects().isEmpty()).isTrue();
    }

    @Test
    void aPlanCreatesAFunctionBeforeAndDropsItAfterTheViewsThatCallIt() {
        Plan plan = new Planner(ENGINE, SESSION)
                .plan(
                        apply(CATALOG_WITH_TABLE, CREATE_INCREMENT, CREATE_VIEW),
                        apply(
                                CATALOG_WITH_TABLE,
                                CREATE_INCREMENT.replace("inc", "increment"),
                                CREATE_VIEW.replace("inc", "increment")),
                        Renames.NONE);
        assertThat(plan.steps())
                .extracting(Step::text)
                .extracting(text -> text.replaceFirst("(?s)^--[^\\n]*\\n", "")
                        .replaceAll("(?s)^(\\w+(?: OR REPLACE)? \\w+).*", "$1"))
                .containsExactly("CREATE FUNCTION", "CREATE OR REPLACE VIEW", "DROP FUNCTION");
    }
}
