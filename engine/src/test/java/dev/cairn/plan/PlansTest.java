package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps, objections and no-ops of plans. */
class PlansTest {
    private static final String ORDERS = "CREATE TABLE orders (id BIGINT, day DATE, price INT) DUPLICATE KEY (id)";

    private static Plan plan(String from, String to, String... renames) {
        return PlanScenario.of(from, to, renames).plan();
    }

    private static List<String> objections(Plan plan, AllowedChanges allowed) {
        return plan.objections(allowed).stream()
                .map(objection -> objection.kind() + " " + objection)
                .toList();
    }

    @Test
    void aPlanBetweenEqualCatalogsIsEmpty() {
        assertThat(plan(ORDERS, ORDERS).isEmpty()).isTrue();
        assertThat(plan("", "").isEmpty()).isTrue();
    }

    @Test
    void destructiveChangesNeedConsent() {
        Plan plan = plan(ORDERS, ORDERS.replace(", price INT", ""));
        assertThat(objections(plan, AllowedChanges.NONE))
                .containsExactly("DESTRUCTIVE shop.orders: drops orders.price");
        assertThat(objections(plan, new AllowedChanges(true, false))).isEmpty();
    }

    @Test
    void aRebuildNeedsConsent() {
        Plan plan = plan(ORDERS, ORDERS.replace("DUPLICATE KEY (id)", "DUPLICATE KEY (id, day)"));
        assertThat(objections(plan, AllowedChanges.NONE))
                .containsExactly(
                        "REBUILD shop.orders: orders key: StarRocks can't change the key of an existing table");
        assertThat(objections(plan, new AllowedChanges(false, true))).isEmpty();
    }

    @Test
    void aVariableOfAViewIsNotTakenBack() {
        String view = ORDERS + "; CREATE MATERIALIZED VIEW m REFRESH MANUAL%s AS SELECT id, price FROM orders";
        for (String variable : List.of("'session.insert_timeout' = '100'", "'session.enable_spill' = 'true'")) {
            Plan plan = plan(view.formatted(" PROPERTIES (" + variable + ")"), view.formatted(""));
            assertThat(objections(plan, AllowedChanges.NONE))
                    .singleElement()
                    .asString()
                    .startsWith("REBUILD shop.m: m property session.")
                    .endsWith(
                            "StarRocks can't reset a session variable of a materialized view; set it to the server's default instead");
        }
    }

    @Test
    void aCatalogThatNoServerAcceptsIsImpossible() {
        PlanScenario scenario = PlanScenario.of(
                "CREATE TABLE t (k INT); CREATE VIEW v AS SELECT k FROM t; CREATE VIEW w AS SELECT k FROM v;"
                        + "ALTER VIEW v AS SELECT k FROM w",
                "");
        Plan plan = new Planner(PlanScenario.ENGINE, PlanScenario.SESSION)
                .plan(PlanScenario.catalog(""), scenario.from(), Renames.NONE);
        assertThat(plan.isPossible()).isFalse();
        assertThat(objections(plan, AllowedChanges.ALL))
                .containsExactly("IMPOSSIBLE shop.v: views read each other in a circle: shop.v reads shop.w");
    }

    @Test
    void aTableThatDeclaresNoKeyKeepsItsKey() {
        String keyless = "CREATE TABLE t (id INT, name VARCHAR(10))";
        assertThat(plan(keyless, keyless.replace("id INT", "id INT, x INT")).steps())
                .extracting(Step::text)
                .containsExactly("ALTER TABLE `t` ADD COLUMN `x` int(11) KEY NULL AFTER `id`");
        assertThat(plan("CREATE TABLE t (id INT)", "CREATE TABLE t (id INT, x INT)")
                        .steps())
                .extracting(Step::text)
                .containsExactly("ALTER TABLE `t` ADD COLUMN `x` int(11) NULL");
        String grown = "CREATE TABLE t (id INT); ALTER TABLE t ADD COLUMN x INT";
        assertThat(plan(grown, "CREATE TABLE t (id INT, x INT)").isEmpty()).isTrue();
        assertThat(plan(grown, "CREATE TABLE t (id INT, x INT) DUPLICATE KEY (id, x)")
                        .objections(AllowedChanges.NONE))
                .hasSize(1);
    }

    @Test
    void aRenameIsNeverGuessedButHintedAt() {
        Plan plan = plan(ORDERS, ORDERS.replace("price INT", "amount INT"));
        assertThat(plan.steps()).hasSize(1);
        assertThat(plan.steps().get(0).destroysData()).isTrue();
        assertThat(plan.hints())
                .extracting(PlanHint::toString)
                .containsExactly(
                        "shop.orders: if \"amount\" is what \"price\" was, say so with @RenamedFrom(\"price\")");
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

    @Test
    void anObjectThatMayHaveAnotherNameIsHintedAt() {
        String view = ORDERS + ";CREATE VIEW v AS SELECT id, price FROM orders";
        String materialized = ORDERS + ";CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id, price FROM orders";
        for (String before : List.of(ORDERS, view, materialized)) {
            String old = before.equals(ORDERS) ? "orders" : before.equals(view) ? "v" : "m";
            String after = before.replaceFirst("(TABLE|VIEW) " + old + " ", "$1 other ");
            assertThat(plan(before, after).hints())
                    .extracting(PlanHint::toString)
                    .containsExactly("shop.other: if \"other\" is what \"" + old + "\" was, say so with @RenamedFrom(\""
                            + old + "\")");
            assertThat(plan(before, after, old + " other").hints()).isEmpty();
        }
    }

    @Test
    void anAppliedRenameIsIgnored() {
        String after = ORDERS.replace("price", "amount").replace("orders", "sales");
        String[] renames = {"orders sales", "sales.price amount"};
        assertThat(plan(ORDERS, after, renames).steps()).hasSize(2);
        assertThat(plan(after, after, renames).isEmpty()).isTrue();
    }

    @Test
    void aRenameCanBeReversed() {
        PlanScenario scenario = PlanScenario.of(
                ORDERS,
                ORDERS.replace("price", "amount").replace("orders", "sales"),
                "orders sales",
                "sales.price amount");
        Plan back = new Planner(PlanScenario.ENGINE, PlanScenario.SESSION)
                .plan(scenario.to(), scenario.from(), scenario.renames().reversed());
        assertThat(back.steps())
                .extracting(Step::text)
                .containsExactly(
                        "ALTER TABLE `sales` RENAME `orders`",
                        "ALTER TABLE `orders` RENAME COLUMN `amount` TO `price`");
    }

    @Test
    void columnsMayTakeOverTheNamesOfOthers() {
        String from = "CREATE TABLE t (k INT, a INT, b INT) DUPLICATE KEY (k)";
        String to = "CREATE TABLE t (k INT, b INT, c INT) DUPLICATE KEY (k)";
        assertThat(PlanScenario.of(from, to, "t.a b", "t.b c").statements())
                .containsExactly(
                        "ALTER TABLE `t` RENAME COLUMN `b` TO `c`", "ALTER TABLE `t` RENAME COLUMN `a` TO `b`");
        assertThat(PlanScenario.of(to, to, "t.a b", "t.b c").statements()).isEmpty();
    }

    @Test
    void anUndeclaredPropertyIsNoDifference() {
        String explicit = ORDERS + " PROPERTIES ('replication_num' = '2', 'compression' = 'ZSTD')";
        assertThat(plan(explicit, ORDERS).isEmpty()).isTrue();
        assertThat(PlanScenario.of(ORDERS, ORDERS + " PROPERTIES ('replication_num' = '2')")
                        .statements())
                .containsExactly("ALTER TABLE `orders` SET (\"replication_num\" = \"2\")");
    }

    @Test
    void partitionsThatTheServerMadeOrDroppedAreNoDifference() {
        String head = "CREATE TABLE t (k INT, day DATE NOT NULL) DUPLICATE KEY (k) PARTITION BY RANGE (day) (";
        String january = "PARTITION p1 VALUES [('2024-01-01'), ('2024-02-01'))";
        String march = "PARTITION p3 VALUES [('2024-03-01'), ('2024-04-01'))";
        String retained = ") PROPERTIES ('partition_live_number' = '1')";
        assertThat(plan(head + march + retained, head + january + "," + march + retained)
                        .isEmpty())
                .as("dropped by retention")
                .isTrue();
        assertThat(plan(head + january + retained, head + january + "," + march + retained)
                        .steps())
                .as("declared since")
                .hasSize(1);
        String dynamic = ") PROPERTIES ('dynamic_partition.enable' = 'true', 'dynamic_partition.time_unit' = 'MONTH',"
                + " 'dynamic_partition.end' = '2', 'dynamic_partition.prefix' = 'p')";
        assertThat(plan(head + january + "," + march + dynamic, head + january + dynamic)
                        .isEmpty())
                .as("made by the server")
                .isTrue();
    }

    @Test
    void objectsOfOtherDatabasesAreNamedInFull() {
        String other = "CREATE DATABASE other; CREATE TABLE other.t (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k)";
        assertThat(PlanScenario.of("", other).statements())
                .containsExactly(
                        "CREATE DATABASE `other`",
                        "CREATE TABLE `other`.`t` (\n  `k` int(11)\n)\nDUPLICATE KEY(`k`)\nDISTRIBUTED BY HASH(`k`)");
        assertThat(PlanScenario.of(other, other + "; ALTER TABLE other.t COMMENT = 'c'")
                        .statements())
                .containsExactly("ALTER TABLE `other`.`t` COMMENT = \"c\"");
    }

    @Test
    void theMarkersOfAStepAreParsedBack() {
        Plan plan =
                plan(ORDERS, ORDERS.replace("DUPLICATE", "UNIQUE").replace("(id)", "(id) DISTRIBUTED BY HASH (id)"));
        for (Step step : plan.steps()) {
            assertThat(Action.parse(step.text())).isEqualTo(step.action());
        }
        assertThat(plan.steps()).anyMatch(step -> step.action().givesGrants());
        assertThat(plan.objections(new AllowedChanges(true, false)))
                .extracting(Objection::kind)
                .containsExactly(Kind.REBUILD);
    }

    @Test
    void aReplacedViewSaysThatItKeepsItsSecurity() {
        String invoker = ORDERS + "; CREATE VIEW v SECURITY INVOKER AS SELECT id FROM orders";
        Plan plan = plan(invoker, invoker.replace("SELECT id", "SELECT id, price"));
        Step step = plan.steps().get(0);
        assertThat(step.text()).startsWith("-- keeps: SECURITY INVOKER\nCREATE OR REPLACE VIEW `v`");
        assertThat(Action.parse(step.text())).isEqualTo(step.action());
        assertThat(plan.objections(AllowedChanges.NONE)).isEmpty();
        String none = invoker.replace(" SECURITY INVOKER", "").replace("SELECT id", "SELECT id, price");
        assertThat(plan(invoker, none).steps()).extracting(Step::text).noneMatch(text -> text.contains("keeps"));
        assertThat(plan(none, invoker).steps()).extracting(Step::text).noneMatch(text -> text.contains("keeps"));
    }

    @Test
    void dynamicPartitioningIsComparedAlsoWhileItIsOff() {
        String properties = "'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '3',"
                + " 'dynamic_partition.start' = '-%s', 'dynamic_partition.enable' = '%s'";
        String table = "CREATE TABLE t (d DATE NOT NULL) DUPLICATE KEY (d) PARTITION BY RANGE (d) ()"
                + " DISTRIBUTED BY HASH (d) BUCKETS 1";
        String off = table + " PROPERTIES (" + properties.formatted("7", "false") + ")";
        assertThat(plan(off, off.replace("-7", "-9")).steps())
                .extracting(Step::text)
                .containsExactly("ALTER TABLE `t` SET (\"dynamic_partition.start\" = \"-9\")");
        assertThat(plan(off, table).isEmpty()).isTrue();
        assertThat(plan(table, off).isEmpty()).isTrue();
        assertThat(plan(off, off.replace("-7", "-9").replace("false", "true")).steps())
                .isNotEmpty();
    }

    /** A property that all servers have with the same default is taken back by it, so that no retention stays in force. */
    @Test
    void aRetentionThatIsNoLongerDeclaredIsTakenBack() {
        String table = "CREATE TABLE t (d DATE NOT NULL) DUPLICATE KEY (d) PARTITION BY RANGE (d) ()"
                + " DISTRIBUTED BY HASH (d) BUCKETS 1 PROPERTIES ('dynamic_partition.time_unit' = 'WEEK',"
                + " 'dynamic_partition.end' = '3'%s)";
        Map<String, String> defaults = Map.of(
                "dynamic_partition.start", "-2147483648",
                "dynamic_partition.history_partition_num", "0",
                "dynamic_partition.prefix", "p",
                "dynamic_partition.start_day_of_week", "1");
        Map<String, String> others = Map.of(
                "dynamic_partition.start", "-30",
                "dynamic_partition.history_partition_num", "5",
                "dynamic_partition.prefix", "day",
                "dynamic_partition.start_day_of_week", "3");
        defaults.forEach((name, value) -> {
            String declared = table.formatted(", '" + name + "' = '" + others.get(name) + "'");
            assertThat(plan(declared, table.formatted("")).steps())
                    .extracting(Step::text)
                    .containsExactly("ALTER TABLE `t` SET (\"" + name + "\" = \"" + value + "\")");
            assertThat(plan(table.formatted(", '" + name + "' = '" + value + "'"), table.formatted(""))
                            .isEmpty())
                    .as(name)
                    .isTrue();
        });

        String live = "CREATE TABLE t (d DATE NOT NULL) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d)"
                + " DISTRIBUTED BY HASH (d) BUCKETS 1";
        String limited = live + " PROPERTIES ('partition_live_number' = '90')";
        assertThat(plan(limited, live).steps())
                .extracting(Step::text)
                .containsExactly("ALTER TABLE `t` SET (\"partition_live_number\" = \"-1\")");
        assertThat(plan(limited.replace("90", "-1"), live).isEmpty()).isTrue();
        assertThat(plan(live, limited.replace("90", "-1")).isEmpty()).isTrue();
    }

    @Test
    void theReasonOfARebuildNamesTheKindOfTheObject() {
        String view = ORDERS + "; CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH (id) BUCKETS 1 ORDER BY (%s)"
                + " REFRESH MANUAL AS SELECT id, price FROM orders";
        assertThat(plan(view.formatted("id"), view.formatted("price")).objections(AllowedChanges.NONE))
                .extracting(Objection::why)
                .containsExactly("m sort key: StarRocks can't change the sort key of an existing materialized view");
    }

    @Test
    void aViewReprintedByAnOldServerIsNotReplaced() {
        Engine engine = new Engine(ServerProfile.DEFAULT.with(Version.V3_5));
        Planner planner = new Planner(engine, PlanScenario.SESSION);
        String written = "; CREATE VIEW v AS SELECT id, price FROM orders WHERE price > 1";
        String shown = "; CREATE VIEW v AS SELECT `shop`.`orders`.`id`, `shop`.`orders`.`price` FROM `shop`.`orders`"
                + " WHERE `shop`.`orders`.`price` > 1";
        Catalog recorded = PlanScenario.catalog(ORDERS + written);
        Catalog live = PlanScenario.catalog(ORDERS + shown);
        assertThat(planner.planFromShown(live, recorded).isEmpty()).isTrue();
        Catalog other = PlanScenario.catalog(ORDERS + shown.replace("> 1", "> 2"));
        assertThat(planner.planFromShown(other, recorded).steps()).hasSize(1);
        Catalog declared = PlanScenario.catalog(ORDERS + written.replace("price > 1", "price > 1 AND id > 2"));
        assertThat(planner.plan(recorded, declared, Renames.NONE).steps()).hasSize(1);
    }

    @Test
    void tablesThatReferToEachOtherAreMadeInAnOrderThatWorks() {
        String users = "CREATE TABLE users (id BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1"
                + " PROPERTIES ('unique_constraints' = 'id')";
        String orders =
                "CREATE TABLE orders (id BIGINT, payer BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1"
                        + " PROPERTIES ('foreign_key_constraints' = '(payer) REFERENCES users (id)')";
        Plan plan = plan("", users + ";" + orders);
        assertThat(plan.isPossible()).isTrue();
        assertThat(plan.steps())
                .extracting(Step::object)
                .containsExactly(new ObjectName("shop", "users"), new ObjectName("shop", "orders"));
    }

    private static String users(String name, String type) {
        return "CREATE TABLE " + name + " (id BIGINT NOT NULL, region " + type + ") PRIMARY KEY (id)"
                + " DISTRIBUTED BY HASH (id) BUCKETS 1;";
    }

    private static String payments(String users) {
        return "CREATE TABLE payments (id BIGINT, payer BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1"
                + " PROPERTIES ('foreign_key_constraints' = '(payer) REFERENCES " + users + " (id)');";
    }

    /** The server keeps showing the old name, and ignores the same key with the new one. */
    @Test
    void foreignKeysToARenamedTableAreClearedBeforeIt() {
        Plan plan = PlanScenario.of(
                        users("users", "INT") + payments("users"),
                        users("people", "INT") + payments("people"),
                        "users people")
                .plan();
        assertThat(plan.isPossible()).isTrue();
        assertThat(plan.steps())
                .extracting(Step::text)
                .containsExactly(
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" = \"\")",
                        "ALTER TABLE `users` RENAME `people`",
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" ="
                                + " \"(payer) REFERENCES default_catalog.shop.people(id)\")");
    }

    /** A foreign key may stay with the old table, and when that is dropped, the server can't show its table any more. */
    @Test
    void foreignKeysToARebuiltTableAreClearedBeforeItIsSwapped() {
        PlanScenario scenario =
                PlanScenario.of(users("users", "DATE") + payments("users"), users("users", "INT") + payments("users"));
        List<String> statements = scenario.statements();
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(statements)
                .filteredOn(statement -> statement.contains("foreign_key") || statement.contains("SWAP"))
                .containsExactly(
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" = \"\")",
                        "ALTER TABLE `users` SWAP WITH `users__cairn_new`",
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" ="
                                + " \"(payer) REFERENCES default_catalog.shop.users(id)\")");
    }

    @Test
    void tablesAreDroppedAfterThoseThatReferToThem() {
        String items = payments("users").replace("payments", "items");
        PlanScenario scenario =
                PlanScenario.of(users("users", "INT") + items + payments("users"), items.replaceAll(" PROP.*", ";"));
        assertThat(scenario.statements())
                .filteredOn(statement -> !statement.contains("RENAME"))
                .containsExactly(
                        "ALTER TABLE `items` SET (\"foreign_key_constraints\" = \"\")",
                        "-- destructive: drops payments\nDROP TABLE `payments__cairn_old`",
                        "-- destructive: drops users\nDROP TABLE `users__cairn_old`");
    }

    /** The server keeps deactivating a view when an object changes that it read before it was activated again. */
    @Test
    void aViewThatReadADroppedTableIsActivatedAgain() {
        String view = "CREATE VIEW v AS SELECT id FROM %s;";
        String report =
                "CREATE MATERIALIZED VIEW report DISTRIBUTED BY HASH (id) BUCKETS 1 REFRESH MANUAL AS SELECT id FROM v";
        PlanScenario scenario = PlanScenario.of(
                users("users", "INT") + view.formatted("users") + report,
                users("people", "DATE") + view.formatted("people") + report);
        List<String> statements = scenario.statements();
        assertThat(statements.get(statements.size() - 1)).isEqualTo("ALTER MATERIALIZED VIEW `report` ACTIVE");
        assertThat(statements.get(statements.size() - 2)).endsWith("DROP TABLE `users__cairn_old`");
    }

    @Test
    void constraintsOfMaterializedViewsAreSetAgainAfterTheirTableIsRebuilt() {
        String report = "CREATE MATERIALIZED VIEW report REFRESH DEFERRED MANUAL"
                + " PROPERTIES ('unique_constraints' = 'users.id') AS SELECT id FROM users;";
        PlanScenario scenario = PlanScenario.of(users("users", "DATE") + report, users("users", "INT") + report);
        assertThat(scenario.statements())
                .endsWith(
                        "ALTER MATERIALIZED VIEW `report` SET (\"unique_constraints\" ="
                                + " \"default_catalog.shop.users.id\")",
                        "ALTER MATERIALIZED VIEW `report` ACTIVE");
    }

    @Test
    void materializedViewsAreSwappedWithoutConstraints() {
        String report = "CREATE MATERIALIZED VIEW report REFRESH DEFERRED MANUAL"
                + " PROPERTIES ('unique_constraints' = 'users.id') AS SELECT %s FROM users;";
        PlanScenario scenario = PlanScenario.of(
                users("users", "INT") + report.formatted("id"),
                users("users", "INT") + report.formatted("id + 1 AS id"));
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(scenario.statements())
                .filteredOn(statement -> statement.contains("unique") || statement.contains("SWAP"))
                .containsExactly(
                        "ALTER MATERIALIZED VIEW `report` SET (\"unique_constraints\" = \"\")",
                        "ALTER MATERIALIZED VIEW `report` SWAP WITH `report__cairn_new`",
                        "ALTER MATERIALIZED VIEW `report` SET (\"unique_constraints\" ="
                                + " \"default_catalog.shop.users.id\")");
    }

    /** Whether the server adds a column in place depends on its rows, and it drops none that its table has lost. */
    @Test
    void aMaterializedViewIsRebuiltForEachChangeOfItsColumns() {
        String report = "CREATE MATERIALIZED VIEW report REFRESH DEFERRED MANUAL AS SELECT %s FROM %s;";
        for (String from : List.of("users", "named")) {
            String before = "CREATE VIEW named AS SELECT id, region FROM users;" + report.formatted("id, region", from);
            String after = "CREATE VIEW named AS SELECT id, region FROM users;" + report.formatted("id", from);
            PlanScenario scenario = PlanScenario.of(users("users", "INT") + before, users("users", "INT") + after);
            assertThat(scenario.statements())
                    .noneMatch(statement -> statement.contains(" COLUMN "))
                    .contains("ALTER MATERIALIZED VIEW `report` SWAP WITH `report__cairn_new`");
        }
    }

    /** The server goes on to check the privileges on the relations that the view read first, even if they are gone. */
    @Test
    void aViewWithTheRightsOfItsUsersIsCreatedAnewOverOtherRelations() {
        String view = "CREATE VIEW v COMMENT '%s' SECURITY INVOKER AS SELECT id FROM %s;";
        PlanScenario renamed = PlanScenario.of(
                users("users", "INT") + view.formatted("a", "users"),
                users("people", "INT") + view.formatted("b", "people"),
                "users people");
        assertThat(renamed.statements())
                .containsExactly(
                        "ALTER TABLE `users` RENAME `people`",
                        "CREATE VIEW `v__cairn_new` (`id`)\nCOMMENT \"b\" SECURITY INVOKER AS SELECT id FROM people",
                        "-- grants: from v to v__cairn_new",
                        "DROP VIEW `v`",
                        "CREATE VIEW `v` (`id`)\nCOMMENT \"b\" SECURITY INVOKER AS SELECT id FROM people",
                        "-- grants: from v__cairn_new to v",
                        "DROP VIEW `v__cairn_new`");
        PlanScenario same = PlanScenario.of(
                users("users", "INT") + view.formatted("a", "users"),
                users("users", "INT") + view.formatted("b", "users"));
        assertThat(same.statements())
                .singleElement()
                .asString()
                .startsWith("-- keeps: SECURITY INVOKER\nCREATE OR REPLACE VIEW `v`");
    }

    @Test
    void aPartitionedMaterializedViewIsRebuiltIfTheTableBehindItsViewIsRenamed() {
        String schema =
                "CREATE TABLE %1$s (id INT, day DATE) PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH (id)"
                        + " BUCKETS 1; CREATE VIEW v%2$s AS SELECT id, day FROM %1$s; CREATE VIEW w AS SELECT id, day FROM v;"
                        + "CREATE MATERIALIZED VIEW report PARTITION BY day REFRESH DEFERRED MANUAL AS SELECT id, day FROM %3$s;";
        for (String security : List.of("", " SECURITY INVOKER")) { // such a view is dropped and created anew
            for (String read : List.of("v", "w")) {
                for (String[] renames : new String[][] {{"days dates"}, {}}) {
                    PlanScenario scenario = PlanScenario.of(
                            schema.formatted("days", security, read),
                            schema.formatted("dates", security, read),
                            renames);
                    assertThat(scenario.plan().isPossible()).isTrue();
                    assertThat(scenario.statements())
                            .contains("ALTER MATERIALIZED VIEW `report` SWAP WITH `report__cairn_new`");
                }
            }
        }
    }

    /** A change of the view deactivates all of them, and the server creates none over an inactive one. */
    @Test
    void materializedViewsOverMaterializedViewsAreActivatedBeforeOthersAreCreatedOverThem() {
        String materialized = "CREATE MATERIALIZED VIEW %s REFRESH DEFERRED MANUAL AS SELECT id FROM %s;";
        String schema = users("users", "INT") + "CREATE VIEW v AS SELECT id FROM users%s;"
                + materialized.formatted("m", "v") + materialized.formatted("n", "m");
        PlanScenario scenario = PlanScenario.of(
                schema.formatted(""), schema.formatted(" WHERE id > 1") + materialized.formatted("o", "n"));
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(scenario.statements().subList(1, 3))
                .containsExactly("ALTER MATERIALIZED VIEW `m` ACTIVE", "ALTER MATERIALIZED VIEW `n` ACTIVE");
    }

    @Test
    void aColumnOfACountsStateIsCreatedWithoutNotNull() {
        String table = "CREATE TABLE a (k INT, s count(INT)) AGGREGATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1";
        assertThat(PlanScenario.of("CREATE DATABASE other", "CREATE DATABASE other; " + table)
                        .statements())
                .singleElement()
                .asString()
                .contains("`s` bigint(20) count(int(11))")
                .doesNotContain("NOT NULL");
    }

    @Test
    void redistributedTablesLeaveTheirColocationGroup() {
        String table = "CREATE TABLE %s (id BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS %d"
                + " PROPERTIES ('colocate_with' = 'g');";
        PlanScenario scenario = PlanScenario.of(
                table.formatted("a", 8) + table.formatted("b", 8), table.formatted("a", 16) + table.formatted("b", 16));
        assertThat(scenario.statements())
                .containsExactly(
                        "ALTER TABLE `a` SET (\"colocate_with\" = \"\")",
                        "ALTER TABLE `b` SET (\"colocate_with\" = \"\")",
                        "ALTER TABLE `a` DISTRIBUTED BY HASH(`id`) BUCKETS 16",
                        "ALTER TABLE `a` SET (\"colocate_with\" = \"g\")",
                        "ALTER TABLE `b` DISTRIBUTED BY HASH(`id`) BUCKETS 16",
                        "ALTER TABLE `b` SET (\"colocate_with\" = \"g\")");
        assertThat(scenario.plan().isPossible()).isTrue();
    }

    @Test
    void aTableThatStaysInItsColocationGroupIsNotChanged() {
        String table = "CREATE TABLE %s (id BIGINT%s) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 8"
                + " PROPERTIES ('colocate_with' = 'g');";
        String other = table.formatted("b", "");
        assertThat(PlanScenario.of(table.formatted("a", "") + other, table.formatted("a", ", v INT") + other)
                        .statements())
                .singleElement()
                .asString()
                .contains("ADD COLUMN `v`");
    }

    @Test
    void columnsMayBeRenamedInACycle() {
        String table = "CREATE TABLE t (id BIGINT, %s INT, %s DATE, %s VARCHAR(9)) DUPLICATE KEY (id)";
        String[] renames = {"t.a b", "t.b c", "t.c a"};
        String before = table.formatted("a", "b", "c");
        String after = table.formatted("b", "c", "a");
        assertThat(PlanScenario.of(before, after, renames).statements())
                .containsExactly(
                        "ALTER TABLE `t` RENAME COLUMN `a` TO `a__cairn_renamed`",
                        "ALTER TABLE `t` RENAME COLUMN `c` TO `a`",
                        "ALTER TABLE `t` RENAME COLUMN `b` TO `c`",
                        "ALTER TABLE `t` RENAME COLUMN `a__cairn_renamed` TO `b`");
        assertThat(PlanScenario.of(after, after, renames).statements()).isEmpty();
        assertThat(PlanScenario.of(after, after.replace("c DATE", "c DATE COMMENT 'd'"), renames)
                        .statements())
                .singleElement()
                .asString()
                .contains("MODIFY COLUMN `c`");
    }

    @Test
    void twoTablesMayExchangeTheirNames() {
        String before = ORDERS + "; CREATE TABLE sales (id BIGINT) DUPLICATE KEY (id)";
        String after = before.replace("orders", "x").replace("sales", "orders").replace("x", "sales");
        String[] renames = {"orders sales", "sales orders"};
        assertThat(PlanScenario.of(before, after, renames).statements())
                .containsExactly(
                        "ALTER TABLE `orders` RENAME `orders__cairn_renamed`",
                        "ALTER TABLE `sales` RENAME `orders`",
                        "ALTER TABLE `orders__cairn_renamed` RENAME `sales`");
        assertThat(PlanScenario.of(after, after, renames).statements()).isEmpty();
    }

    @Test
    void equivalentRetentionPeriodsAreNoDifference() {
        String table = "CREATE TABLE t (d DATE) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d)"
                + " PROPERTIES ('partition_ttl' = '%s');";
        String altered = table.formatted("1 DAY") + "ALTER TABLE t SET ('partition_ttl' = '%s')";
        assertThat(PlanScenario.of(altered.formatted("2 DAY"), table.formatted("2 days"))
                        .statements())
                .isEmpty();
        assertThat(PlanScenario.of(table.formatted("2 days"), altered.formatted("2 DAY"))
                        .statements())
                .isEmpty();
        assertThat(PlanScenario.of(altered.formatted("2 DAY"), table.formatted("3 days"))
                        .statements())
                .hasSize(1);
    }

    @Test
    void aTableThatOnlyCreateLikeCanMakeIsImpossible() {
        String table = "CREATE TABLE t (d DATE) DUPLICATE KEY (d) DISTRIBUTED BY HASH (d);";
        String like = "CREATE TABLE u PARTITION BY date_trunc('day', d) LIKE t";
        Plan plan = plan(table, table + like);
        assertThat(plan.steps()).isEmpty();
        assertThat(objections(plan, AllowedChanges.ALL))
                .singleElement()
                .asString()
                .contains("IMPOSSIBLE shop.u", "Unsupported expr");
        assertThat(plan(table + like, table + like).isEmpty()).isTrue();
    }

    /** Declared tables, each with a clause of its own, and what their recorded plan leads to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(d DATE) PARTITION BY date_trunc('day', d)"
                        + " (START ('2024-01-01') END ('2024-01-04') EVERY (INTERVAL 1 DAY))",
                "(d DATETIME) PARTITION BY date_trunc('month', d)"
                        + " (START ('2024-01-01') END ('2024-03-01') EVERY (INTERVAL 1 MONTH),"
                        + " START ('2024-06-01') END ('2024-07-01') EVERY (INTERVAL 1 MONTH))",
                "(d DATETIME) PARTITION BY date_trunc('hour', d)"
                        + " (START ('2024-01-01 00:00:00') END ('2024-01-01 03:00:00') EVERY (INTERVAL 1 HOUR))",
                "(d DATE) PARTITION BY date_trunc('week', d)"
                        + " (START ('2024-01-01') END ('2024-01-15') EVERY (INTERVAL 1 WEEK))",
                "(d DATE) PARTITION BY date_trunc('year', d)",
                "(d DATETIME) PARTITION BY time_slice(d, INTERVAL 7 DAY)",
                "(d DATE) PARTITION BY RANGE (d) (PARTITION first VALUES LESS THAN ('2024-01-01'),"
                        + " PARTITION later VALUES LESS THAN (MAXVALUE))",
                "(c VARCHAR(10), d DATE) PARTITION BY LIST (c) (PARTITION n VALUES IN ('Oslo', 'Bergen')"
                        + " ('replication_num' = '1'), PARTITION s VALUES IN (NULL))",
                "(c VARCHAR(10) NOT NULL, d DATE) PARTITION BY (c, d)",
                "(c VARCHAR(10), d DATE, e INT AS length(c)) DUPLICATE KEY (c) ORDER BY (d, c)",
                "(c INT, s INT SUM DEFAULT '3', b BITMAP BITMAP_UNION) AGGREGATE KEY (c) COMMENT 'x'"
                        + " DISTRIBUTED BY HASH (c) BUCKETS 2"
                        + " ROLLUP (r (c, s))",
                "(c BIGINT NOT NULL AUTO_INCREMENT, s JSON, INDEX i (c) USING BITMAP COMMENT 'y') PRIMARY KEY (c)"
                        + " DISTRIBUTED BY HASH (c) BUCKETS 3 ORDER BY (c)"
                        + " PROPERTIES ('bloom_filter_columns' = 'c', 'compression' = 'ZSTD')"
            })
    void aTableIsRecordedAsItIsDeclared(String definition) {
        Catalog declared = PlanScenario.catalog("CREATE TABLE t " + definition);
        Simulation recorded = new Simulation(PlanScenario.ENGINE, PlanScenario.SESSION, PlanScenario.catalog(""));
        plan("", "CREATE TABLE t " + definition).steps().forEach(step -> recorded.play(Action.parse(step.text())));

        assertThat(shown(recorded.catalog())).isEqualTo(shown(declared));
    }

    /** All of a table but what the server assumed. */
    private static String shown(Catalog catalog) {
        Table table = catalog.table("shop", "t").orElseThrow();
        String properties = table.properties().settings().entrySet().stream()
                .filter(entry -> !entry.getValue().assumed())
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return properties + " "
                + table.withProperties(StoredProperties.NONE)
                        .toString()
                        .replaceAll("Span\\[[^]]*]|keyAssumed=\\w+", "");
    }
}
