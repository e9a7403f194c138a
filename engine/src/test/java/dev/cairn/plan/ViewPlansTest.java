package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans for views and materialized views. */
class ViewPlansTest {
    private static final String ORDERS = "CREATE TABLE orders (id BIGINT, day DATE, price INT) DUPLICATE KEY (id)";

    private static Plan plan(String from, String to, String... renames) {
        return PlanScenario.of(from, to, renames).plan();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE VIEW b AS SELECT id FROM orders; CREATE VIEW a AS SELECT price FROM orders | a b, b a",
                "CREATE VIEW c AS SELECT id FROM orders; CREATE VIEW a AS SELECT price FROM orders | a c, b a",
                "CREATE VIEW b AS SELECT id x FROM orders; CREATE VIEW a AS SELECT price y FROM orders | a b, b a"
            })
    void aViewGetsNoGrantsOfAnotherOneWhoseNameItTakes(String after, String renames) {
        String before = "CREATE VIEW a AS SELECT id FROM orders; CREATE VIEW b AS SELECT price FROM orders";
        Plan plan = plan(ORDERS + ";" + before, ORDERS + ";" + after, renames.split(", ", -1));
        assertThat(plan.findObjections(AllowedChanges.NONE))
                .anyMatch(objection -> objection.reason().contains("@RenamedFrom")
                        && objection.reason().contains("rename"));
        assertThat(plan.isPossible()).isFalse();
    }

    @Test
    void appliedRenamesOfViewsAreNoChange() {
        String views = ORDERS + "; CREATE VIEW a AS SELECT id FROM orders; CREATE VIEW b AS SELECT price FROM orders";
        assertThat(plan(views, views, "a b", "b a").isEmpty()).isTrue();
        assertThat(plan(views, views.replace("SELECT price", "SELECT price + 1 AS price"), "a b", "b a")
                        .isPossible())
                .isTrue();
    }

    @Test
    void aTableGetsNoGrantsOfAView() {
        Plan plan = plan(
                ORDERS + "; CREATE VIEW a AS SELECT id FROM orders",
                ORDERS + "; CREATE TABLE a (id BIGINT, secret INT) DUPLICATE KEY (id)");
        assertThat(plan.steps()).noneMatch(step -> step.action().transfersGrants());
    }

    @Test
    void aVariableOfAViewIsNotTakenBack() {
        String view = ORDERS + "; CREATE MATERIALIZED VIEW m REFRESH MANUAL%s AS SELECT id, price FROM orders";
        for (String variable : List.of("'session.insert_timeout' = '100'", "'session.enable_spill' = 'true'")) {
            Plan plan = plan(view.formatted(" PROPERTIES (" + variable + ")"), view.formatted(""));
            assertThat(plan.findObjections(AllowedChanges.NONE))
                    .singleElement()
                    .extracting(objection -> objection.kind() + " " + objection)
                    .asString()
                    .startsWith("REBUILD shop.m: m property session.")
                    .endsWith(
                            "StarRocks can't reset a session variable of a materialized view; set it to the server's default instead");
        }
    }

    @Test
    void anotherMomentOfTheFirstRefreshIsHintedAt() {
        String immediate = ORDERS
                + ";CREATE MATERIALIZED VIEW m REFRESH IMMEDIATE ASYNC EVERY(INTERVAL 1 DAY) AS SELECT id, price FROM orders";
        String unspecified = immediate.replace("IMMEDIATE ", "");
        String deferred = immediate.replace("IMMEDIATE", "DEFERRED");
        assertThat(plan(immediate, deferred).isEmpty()).isTrue();
        assertThat(plan(immediate, deferred).hints())
                .extracting(PlanHint::toString)
                .containsExactly("shop.m: the first refresh was IMMEDIATE and is declared DEFERRED; it is in the past,"
                        + " and the server ignores DEFERRED in ALTER MATERIALIZED VIEW");
        assertThat(plan(deferred, unspecified).hints())
                .extracting(PlanHint::toString)
                .containsExactly("shop.m: the first refresh was DEFERRED and is declared IMMEDIATE; it is in the past,"
                        + " and the server ignores IMMEDIATE in ALTER MATERIALIZED VIEW");
        assertThat(plan(immediate, unspecified).hints()).isEmpty();
        assertThat(plan(ORDERS, deferred).hints()).isEmpty();
        assertThat(plan(immediate, deferred.replace("id, price", "id, price + 1 AS price"))
                        .hints())
                .as("a rebuild creates the view with the declared moment")
                .isEmpty();
    }

    private static String reportSql(String properties) {
        return ORDERS
                + "; CREATE MATERIALIZED VIEW report DISTRIBUTED BY HASH (id) BUCKETS 1 REFRESH ASYNC EVERY(INTERVAL 1 DAY) PROPERTIES ("
                + properties + ") AS SELECT id FROM orders";
    }

    /** A refresh copies session.query_timeout to session.insert_timeout. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'session.query_timeout' = '100', 'session.insert_timeout' = '100' | 'session.query_timeout' = '100' | ",
                "'session.query_timeout' = '100' | 'session.query_timeout' = '200' | ALTER MATERIALIZED VIEW `report` SET ('session.insert_timeout' = '200', 'session.query_timeout' = '200')",
                "'session.query_timeout' = '200', 'session.insert_timeout' = '100' | 'session.query_timeout' = '200' | ALTER MATERIALIZED VIEW `report` SET ('session.insert_timeout' = '200')",
                "'session.query_timeout' = '100' | 'session.query_timeout' = '100', 'session.insert_timeout' = '5' | ALTER MATERIALIZED VIEW `report` SET ('session.insert_timeout' = '5')",
                "'excluded_trigger_tables' = 'shop.orders' | 'excluded_trigger_tables' = 'orders' | "
            })
    void propertiesThatARefreshCopiesOrThatNameTheSameTablesAreEqual(
            String before, String after, @Nullable String statement) {
        List<String> statements = plan(reportSql(before), reportSql(after)).steps().stream()
                .map(step -> step.text().replace('"', '\'').replaceAll("\\s+", " "))
                .toList();

        assertThat(statements).isEqualTo(statement == null ? List.of() : List.of(statement));
    }

    @Test
    void aReplacedViewSaysThatItKeepsItsSecurity() {
        String invoker = ORDERS + "; CREATE VIEW v SECURITY INVOKER AS SELECT id FROM orders";
        Plan plan = plan(invoker, invoker.replace("SELECT id", "SELECT id, price"));
        Step step = plan.steps().get(0);
        assertThat(step.text()).startsWith("-- keeps: SECURITY INVOKER\nCREATE OR REPLACE VIEW `v`");
        assertThat(MigrationAction.parse(step.text())).isEqualTo(step.action());
        assertThat(plan.findObjections(AllowedChanges.NONE)).isEmpty();
        String none = invoker.replace(" SECURITY INVOKER", "").replace("SELECT id", "SELECT id, price");
        assertThat(plan(invoker, none).steps()).extracting(Step::text).noneMatch(text -> text.contains("keeps"));
        assertThat(plan(none, invoker).steps()).extracting(Step::text).noneMatch(text -> text.contains("keeps"));
    }

    @Test
    void aViewReprintedByAnOldServerIsNotReplaced() {
        Engine engine = new Engine(ServerProfile.DEFAULT.with(Version.V3_5));
        Planner planner = new Planner(engine, PlanScenario.SESSION);
        String written = "; CREATE VIEW v AS SELECT id, price FROM orders WHERE price > 1";
        String shown = "; CREATE VIEW v AS SELECT `shop`.`orders`.`id`, `shop`.`orders`.`price` FROM `shop`.`orders`"
                + " WHERE `shop`.`orders`.`price` > 1";
        Catalog recordedCatalog = PlanScenario.createCatalog(ORDERS + written);
        Catalog liveCatalog = PlanScenario.createCatalog(ORDERS + shown);
        assertThat(planner.planFromServer(liveCatalog, recordedCatalog).isEmpty())
                .isTrue();
        Catalog otherCatalog = PlanScenario.createCatalog(ORDERS + shown.replace("> 1", "> 2"));
        assertThat(planner.planFromServer(otherCatalog, recordedCatalog).steps())
                .hasSize(1);
        Catalog declaredCatalog =
                PlanScenario.createCatalog(ORDERS + written.replace("price > 1", "price > 1 AND id > 2"));
        assertThat(planner.plan(recordedCatalog, declaredCatalog, Renames.NONE).steps())
                .hasSize(1);
    }

    /** The server keeps deactivating a view when an object changes that it read before it was activated again. */
    @Test
    void aViewThatReadADroppedTableIsActivatedAgain() {
        String view = "CREATE VIEW v AS SELECT id FROM %s;";
        String report =
                "CREATE MATERIALIZED VIEW report DISTRIBUTED BY HASH (id) BUCKETS 1 REFRESH MANUAL AS SELECT id FROM v";
        PlanScenario scenario = PlanScenario.of(
                PlanScenario.usersTable("users", "INT") + view.formatted("users") + report,
                PlanScenario.usersTable("people", "DATE") + view.formatted("people") + report);
        List<String> statements = scenario.statements();
        assertThat(statements.get(statements.size() - 1)).isEqualTo("ALTER MATERIALIZED VIEW `report` ACTIVE");
        assertThat(statements.get(statements.size() - 2)).endsWith("DROP TABLE `users__cairn_old`");
    }

    /** Until the view is activated, the server looks for the dropped table. */
    @Test
    void aViewOverARebuiltTableIsActivatedBeforeItGetsAnotherRefresh() {
        String report =
                "CREATE MATERIALIZED VIEW report REFRESH %s PROPERTIES ('mv_rewrite_staleness_second' = '%s') AS"
                        + " SELECT id FROM users;";
        PlanScenario scenario = PlanScenario.of(
                PlanScenario.usersTable("users", "DATE") + report.formatted("DEFERRED MANUAL", "5"),
                PlanScenario.usersTable("users", "INT") + report.formatted("DEFERRED ASYNC", "9"));
        assertThat(scenario.statements())
                .endsWith(
                        "ALTER MATERIALIZED VIEW `report` ACTIVE",
                        "ALTER MATERIALIZED VIEW `report` REFRESH DEFERRED ASYNC",
                        "ALTER MATERIALIZED VIEW `report` SET (\"mv_rewrite_staleness_second\" = \"9\")");
    }

    @Test
    void constraintsOfMaterializedViewsAreSetAgainAfterTheirTableIsRebuilt() {
        String report = "CREATE MATERIALIZED VIEW report REFRESH DEFERRED MANUAL"
                + " PROPERTIES ('unique_constraints' = 'users.id') AS SELECT id FROM users;";
        PlanScenario scenario = PlanScenario.of(
                PlanScenario.usersTable("users", "DATE") + report, PlanScenario.usersTable("users", "INT") + report);
        assertThat(scenario.statements())
                .endsWith(
                        "ALTER MATERIALIZED VIEW `report` SET (\"unique_constraints\" =" + " \"users.id\")",
                        "ALTER MATERIALIZED VIEW `report` ACTIVE");
    }

    @Test
    void materializedViewsAreSwappedWithoutConstraints() {
        String report = "CREATE MATERIALIZED VIEW report REFRESH DEFERRED MANUAL"
                + " PROPERTIES ('unique_constraints' = 'users.id') AS SELECT %s FROM users;";
        PlanScenario scenario = PlanScenario.of(
                PlanScenario.usersTable("users", "INT") + report.formatted("id"),
                PlanScenario.usersTable("users", "INT") + report.formatted("id + 1 AS id"));
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(scenario.statements())
                .filteredOn(statement -> statement.contains("unique") || statement.contains("SWAP"))
                .containsExactly(
                        "ALTER MATERIALIZED VIEW `report` SET (\"unique_constraints\" = \"\")",
                        "ALTER MATERIALIZED VIEW `report` SWAP WITH `report__cairn_new`",
                        "ALTER MATERIALIZED VIEW `report` SET (\"unique_constraints\" =" + " \"users.id\")");
    }

    /**
     * Whether the server can add a column in place depends on the rows, and it drops no column that the table has lost.
     */
    @Test
    void aMaterializedViewIsRebuiltForEachChangeOfItsColumns() {
        String report = "CREATE MATERIALIZED VIEW report REFRESH DEFERRED MANUAL AS SELECT %s FROM %s;";
        for (String from : List.of("users", "named")) {
            String before = "CREATE VIEW named AS SELECT id, region FROM users;" + report.formatted("id, region", from);
            String after = "CREATE VIEW named AS SELECT id, region FROM users;" + report.formatted("id", from);
            PlanScenario scenario = PlanScenario.of(
                    PlanScenario.usersTable("users", "INT") + before, PlanScenario.usersTable("users", "INT") + after);
            assertThat(scenario.statements())
                    .noneMatch(statement -> statement.contains(" COLUMN "))
                    .contains("ALTER MATERIALIZED VIEW `report` SWAP WITH `report__cairn_new`");
        }
    }

    /**
     * The server continues to check the privileges on the relations that the view read first, even if these no longer
     * exist.
     */
    @Test
    void aViewWithTheRightsOfItsUsersIsCreatedAgainOverOtherRelations() {
        String view = "CREATE VIEW v COMMENT '%s' SECURITY INVOKER AS SELECT id FROM %s;";
        PlanScenario renameScenario = PlanScenario.of(
                PlanScenario.usersTable("users", "INT") + view.formatted("a", "users"),
                PlanScenario.usersTable("people", "INT") + view.formatted("b", "people"),
                "users people");
        assertThat(renameScenario.statements())
                .containsExactly(
                        "ALTER TABLE `users` RENAME `people`",
                        "CREATE VIEW `v__cairn_new` (`id`)\nCOMMENT \"b\" SECURITY INVOKER AS SELECT id FROM people",
                        "-- grants: from v to v__cairn_new",
                        "DROP VIEW `v`",
                        "CREATE VIEW `v` (`id`)\nCOMMENT \"b\" SECURITY INVOKER AS SELECT id FROM people",
                        "-- grants: from v__cairn_new to v",
                        "DROP VIEW `v__cairn_new`");
        PlanScenario sameRelationScenario = PlanScenario.of(
                PlanScenario.usersTable("users", "INT") + view.formatted("a", "users"),
                PlanScenario.usersTable("users", "INT") + view.formatted("b", "users"));
        assertThat(sameRelationScenario.statements())
                .singleElement()
                .asString()
                .startsWith("-- keeps: SECURITY INVOKER\nCREATE OR REPLACE VIEW `v`");
    }

    @Test
    void aViewThatGetsOrLosesTheRightsOfItsUsersIsCreatedAgainOverOtherRelations() {
        String view = PlanScenario.usersTable("users", "INT") + PlanScenario.usersTable("people", "INT")
                + "CREATE VIEW v%s AS SELECT id FROM %s;";
        String own = view.formatted("", "users");
        String invoker = view.formatted(" SECURITY INVOKER", "people");
        assertThat(PlanScenario.of(own, invoker).statements())
                .containsExactly(
                        "CREATE VIEW `v__cairn_new` (`id`) SECURITY INVOKER AS SELECT id FROM people",
                        "-- grants: from v to v__cairn_new",
                        "DROP VIEW `v`",
                        "CREATE VIEW `v` (`id`) SECURITY INVOKER AS SELECT id FROM people",
                        "-- grants: from v__cairn_new to v",
                        "DROP VIEW `v__cairn_new`");
        assertThat(PlanScenario.of(invoker, own).statements())
                .contains("DROP VIEW `v`", "CREATE VIEW `v` (`id`) AS SELECT id FROM users");
        String same = view.formatted(" SECURITY INVOKER", "users");
        assertThat(PlanScenario.of(own, same).statements())
                .contains("DROP VIEW `v`", "CREATE VIEW `v` (`id`) SECURITY INVOKER AS SELECT id FROM users");
        assertThat(PlanScenario.of(same, own).statements()).containsExactly("ALTER VIEW `v` SET SECURITY NONE");
    }

    @Test
    void aPartitionedMaterializedViewIsRebuiltIfTheTableBehindItsViewIsRenamed() {
        String schema =
                "CREATE TABLE %1$s (id INT, day DATE) PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH (id)"
                        + " BUCKETS 1; CREATE VIEW v%2$s AS SELECT id, day FROM %1$s; CREATE VIEW w AS SELECT id, day FROM v;"
                        + "CREATE MATERIALIZED VIEW report PARTITION BY day REFRESH DEFERRED MANUAL AS SELECT id, day FROM %3$s;";
        for (String security : List.of("", " SECURITY INVOKER")) { // such a view is dropped and created again
            for (String readView : List.of("v", "w")) {
                for (String[] renames : new String[][] {{"days dates"}, {}}) {
                    PlanScenario scenario = PlanScenario.of(
                            schema.formatted("days", security, readView),
                            schema.formatted("dates", security, readView),
                            renames);
                    assertThat(scenario.plan().isPossible()).isTrue();
                    assertThat(scenario.statements())
                            .contains("ALTER MATERIALIZED VIEW `report` SWAP WITH `report__cairn_new`");
                }
            }
        }
    }

    /**
     * The server looks for the former name of the table even if another materialized view is swapped at the same time.
     */
    @Test
    void aPartitionedMaterializedViewIsRebuiltIfAnotherOneBelowItIsRebuiltToo() {
        String schema =
                "CREATE TABLE %1$s (id INT, day DATE) PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH (id)"
                        + " BUCKETS 1; CREATE VIEW v AS SELECT id, day FROM %1$s;"
                        + "CREATE MATERIALIZED VIEW m REFRESH DEFERRED MANUAL AS SELECT id, day FROM %1$s;"
                        + "CREATE MATERIALIZED VIEW report PARTITION BY day REFRESH DEFERRED MANUAL AS"
                        + " SELECT v.id, v.day FROM v JOIN m ON v.id = m.id;";
        PlanScenario scenario = PlanScenario.of(schema.formatted("days"), schema.formatted("dates"), "days dates");
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(scenario.statements())
                .contains(
                        "ALTER MATERIALIZED VIEW `m` SWAP WITH `m__cairn_new`",
                        "ALTER MATERIALIZED VIEW `report` SWAP WITH `report__cairn_new`");
    }

    /**
     * A change of the view deactivates all materialized views over it, and the server creates no materialized view over
     * an inactive one.
     */
    @Test
    void materializedViewsOverMaterializedViewsAreActivatedBeforeOthersAreCreatedOverThem() {
        String viewTemplate = "CREATE MATERIALIZED VIEW %s REFRESH DEFERRED MANUAL AS SELECT id FROM %s;";
        String schema = PlanScenario.usersTable("users", "INT") + "CREATE VIEW v AS SELECT id FROM users%s;"
                + viewTemplate.formatted("m", "v") + viewTemplate.formatted("n", "m");
        PlanScenario scenario = PlanScenario.of(
                schema.formatted(""), schema.formatted(" WHERE id > 1") + viewTemplate.formatted("o", "n"));
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(scenario.statements().subList(1, 3))
                .containsExactly("ALTER MATERIALIZED VIEW `m` ACTIVE", "ALTER MATERIALIZED VIEW `n` ACTIVE");
    }

    /**
     * The server does not find the partitions of the renamed table, and activates nothing over a view that stays
     * inactive.
     */
    @Test
    void aPartitionedViewOverARenamedTableIsRebuiltBeforeItsReadersAreActivated() {
        String days =
                "CREATE TABLE %s (id INT, day DATE) PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH (id);";
        String schema = days + days.formatted("other") + "CREATE VIEW v AS SELECT id, day FROM %1$s;"
                + "CREATE MATERIALIZED VIEW m PARTITION BY day REFRESH DEFERRED MANUAL"
                + " AS SELECT a.id, a.day FROM v a JOIN other b ON a.id = b.id;"
                + "CREATE VIEW w AS SELECT id, day FROM m;"
                + "CREATE MATERIALIZED VIEW n REFRESH DEFERRED MANUAL AS SELECT id, day FROM w;";
        PlanScenario scenario = PlanScenario.of(schema.formatted("days"), schema.formatted("dates"), "days dates");
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(scenario.statements())
                .contains("ALTER MATERIALIZED VIEW `m` SWAP WITH `m__cairn_new`")
                .endsWith("ALTER MATERIALIZED VIEW `n` ACTIVE")
                .doesNotContain("ALTER MATERIALIZED VIEW `m` ACTIVE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a-m     | b-m     | ALTER TABLE `a` DROP ROLLUP `m`
            b-m     | a-m     | ALTER TABLE `b` DROP ROLLUP `m`
            a-m b-n | a-n b-m | ALTER TABLE `b` DROP ROLLUP `n`, ALTER TABLE `a` DROP ROLLUP `m`
            """)
    void aSynchronousViewMayTakeTheNameOfThatOfAnotherTable(String before, String after, String firstStatements) {
        PlanScenario scenario = PlanScenario.of(createSynchronousViews(before), createSynchronousViews(after));
        Plan plan = scenario.plan();
        assertThat(plan.impossibleChanges()).isEmpty();
        assertThat(scenario.statements()).containsSubsequence(firstStatements.split(", ", -1));
        assertThat(scenario.statements())
                .filteredOn(text -> text.startsWith("CREATE MATERIALIZED VIEW"))
                .hasSize(after.split(" ", -1).length);
    }

    /** Creates tables with synchronous views from pairs of their names. */
    private static String createSynchronousViews(String pairs) {
        StringBuilder script = new StringBuilder();
        for (String pair : pairs.split(" ", -1)) {
            String[] names = pair.split("-", -1);
            script.append("CREATE TABLE %1$s (id BIGINT, x INT) DUPLICATE KEY (id);".formatted(names[0]))
                    .append("CREATE MATERIALIZED VIEW %2$s AS SELECT id, sum(x) FROM %1$s GROUP BY id;"
                            .formatted(names[0], names[1]));
        }
        return script.toString();
    }
}
