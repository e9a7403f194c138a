package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Statement.OpaqueStatement;
import org.junit.jupiter.api.Test;

/**
 * Checks that a plan submits a scheduled task after what it reads and writes, and keeps one without a schedule as text.
 */
class TaskPlanTest {
    private static final Engine ENGINE = new Engine(ServerProfile.DEFAULT);
    private static final Session SESSION = new Session("shop");
    private static final Catalog EMPTY =
            Catalog.EMPTY.withDatabase(Database.of("shop")).withClusterObjects(ClusterObjects.MANAGED_EMPTY);
    private static final String CREATE_TABLE =
            "CREATE TABLE sale (id INT NOT NULL, amount INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"
                    + " PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_VIEW = "CREATE VIEW paid AS SELECT id FROM sale";
    private static final String SUBMIT_TASK =
            "SUBMIT TASK t SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO sale (id) SELECT id FROM paid";

    private static Catalog apply(Catalog catalog, String... statements) {
        Catalog newCatalog = catalog;
        for (String sql : statements) {
            newCatalog = ENGINE.apply(newCatalog, SESSION, Sql.parse(sql)).catalog();
        }
        return newCatalog;
    }

    private static Plan plan(Catalog from, Catalog to) {
        return new Planner(ENGINE, SESSION).plan(from, to, Renames.NONE);
    }

    @Test
    void aTaskIsSubmittedAfterTheViewsAndDroppedBeforeThem() {
        Catalog catalog = apply(EMPTY, CREATE_TABLE, CREATE_VIEW, SUBMIT_TASK);
        assertThat(plan(EMPTY, catalog).steps())
                .extracting(step -> step.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .containsExactly("CREATE TABLE", "CREATE VIEW", "SUBMIT TASK");
        assertThat(plan(catalog, EMPTY).steps()).extracting(Step::text).first().isEqualTo("DROP TASK `t`");
    }

    @Test
    void theLayoutOfAStatementIsNoChange() {
        Catalog catalog = apply(EMPTY, CREATE_TABLE, CREATE_VIEW, SUBMIT_TASK);
        Catalog reformattedCatalog = apply(
                EMPTY, CREATE_TABLE, CREATE_VIEW, SUBMIT_TASK.replace(" SELECT", "\n  -- all of them\n  SELECT") + ";");
        assertThat(plan(catalog, reformattedCatalog).steps()).isEmpty();
        String taskWithHint = SUBMIT_TASK.replace("INSERT INTO", "INSERT /*+ SET_VAR(query_timeout = 5) */ INTO");
        assertThat(plan(catalog, apply(EMPTY, CREATE_TABLE, CREATE_VIEW, taskWithHint))
                        .steps())
                .extracting(Step::text)
                .containsExactly(
                        "DROP TASK `t`",
                        "SUBMIT TASK `t` SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT /*+ SET_VAR(query_timeout = 5) */ INTO"
                                + " sale (id) SELECT id FROM paid");
    }

    @Test
    void aTaskThatOverwritesATableNeedsConsent() {
        String overwritingTask = SUBMIT_TASK.replace("INSERT INTO", "INSERT OVERWRITE");
        Plan plan =
                plan(apply(EMPTY, CREATE_TABLE, CREATE_VIEW), apply(EMPTY, CREATE_TABLE, CREATE_VIEW, overwritingTask));
        assertThat(plan.findObjections(AllowedChanges.NONE))
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("overwrites sale");
        assertThat(plan.findObjections(AllowedChanges.ALL)).isEmpty();
    }

    @Test
    void aTaskRequiresThePrivilegesOfItsStatement() {
        Catalog catalog = apply(EMPTY, CREATE_TABLE, CREATE_VIEW, SUBMIT_TASK);
        RequiredPrivilegeCollector privileges = new RequiredPrivilegeCollector(ENGINE.profile(), catalog, "shop");
        assertThat(privileges.collectRequirements(Sql.parse(SUBMIT_TASK)))
                .isNotEmpty()
                .isEqualTo(privileges.collectRequirements(
                        Sql.parse(SUBMIT_TASK.substring(SUBMIT_TASK.indexOf("INSERT")))));
        assertThat(privileges.collectRequirements(Sql.parse("DROP TASK t"))).isEmpty();
    }

    @Test
    void aTaskWithoutAScheduleIsKeptAsText() {
        for (String sql : new String[] {
            "SUBMIT TASK AS INSERT INTO sale SELECT 1, 2",
            "SUBMIT TASK t AS INSERT INTO sale SELECT 1, 2",
            "SUBMIT TASK SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO sale SELECT 1, 2",
            "SUBMIT TASK t PROPERTIES ('k' = 'schedule') AS INSERT INTO sale SELECT 1, 2",
            "ALTER TASK t SUSPEND",
            "ALTER TASK IF EXISTS t SET ('a' = '1')",
            "DROP TASK t FORCE"
        }) {
            assertThat(Sql.parse(sql)).as(sql).isInstanceOf(OpaqueStatement.class);
        }
        assertThat(
                        Sql.parse(
                                "SUBMIT TASK shop.t PROPERTIES ('k' = 'v') SCHEDULE EVERY(INTERVAL 1 DAY) AS CACHE SELECT * FROM c.d.e"))
                .isInstanceOf(CreateClusterObject.class);
    }

    @Test
    void aColumnThatATaskReadsIsMissedWhenItIsSubmitted() {
        Catalog catalog = apply(
                EMPTY,
                CREATE_TABLE,
                CREATE_VIEW,
                "DROP VIEW paid",
                "CREATE VIEW paid AS SELECT id AS number FROM sale");
        assertThatThrownBy(() -> apply(catalog, SUBMIT_TASK))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Column 'id' cannot be resolved");
    }
}
