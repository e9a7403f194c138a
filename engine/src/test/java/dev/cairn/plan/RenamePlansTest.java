package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.Sql;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans for declared renames, and hints at renames that are not declared. */
class RenamePlansTest {
    private static final String ORDERS = "CREATE TABLE orders (id BIGINT, day DATE, price INT) DUPLICATE KEY (id)";

    private static Plan plan(String from, String to, String... renames) {
        return PlanScenario.of(from, to, renames).plan();
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
    void anObjectThatMayHaveAnotherNameIsHintedAt() {
        String viewSchema = ORDERS + ";CREATE VIEW v AS SELECT id, price FROM orders";
        String materializedSchema =
                ORDERS + ";CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id, price FROM orders";
        for (String before : List.of(ORDERS, viewSchema, materializedSchema)) {
            String oldName = before.equals(ORDERS) ? "orders" : before.equals(viewSchema) ? "v" : "m";
            String after = before.replaceFirst("(TABLE|VIEW) " + oldName + " ", "$1 other ");
            assertThat(plan(before, after).hints())
                    .extracting(PlanHint::toString)
                    .containsExactly("shop.other: if \"other\" is what \"" + oldName
                            + "\" was, say so with @RenamedFrom(\"" + oldName + "\")");
            assertThat(plan(before, after, oldName + " other").hints()).isEmpty();
        }
    }

    @Test
    void aTableThatMayHaveMovedToAnotherDatabaseIsHintedAt() {
        String before = ORDERS + ";CREATE VIEW v AS SELECT id, price FROM orders";
        String after = "CREATE DATABASE archive;" + before.replace("orders", "archive.orders");
        assertThat(plan(before, after).hints())
                .extracting(PlanHint::toString)
                .containsExactly(
                        "archive.orders: the rows of shop.orders are not moved to it, because a rename does not leave its"
                                + " database; if it is the same table, write this statement into the migration, right"
                                + " after the one that creates the new table, so that views read its rows: INSERT INTO `archive`.`orders`"
                                + " (`id`, `day`, `price`) SELECT `id`, `day`, `price` FROM `orders`");
        assertThat(plan(after, "CREATE DATABASE archive;" + before).hints())
                .extracting(PlanHint::toString)
                .singleElement()
                .asString()
                .endsWith("INSERT INTO `orders` (`id`, `day`, `price`) SELECT `id`, `day`, `price` FROM"
                        + " `archive`.`orders`");
        String movedView = "CREATE DATABASE archive;" + before.replace("VIEW v", "VIEW archive.v");
        assertThat(plan(before, movedView).hints()).isEmpty();
    }

    @Test
    void theHintAtAMovedTableTransfersItsCounter() {
        String before = "CREATE TABLE orders (id BIGINT NOT NULL AUTO_INCREMENT, price INT) PRIMARY KEY (id)";
        String after = "CREATE DATABASE archive;" + before.replace("orders", "archive.orders");
        assertThat(plan(before, after).hints())
                .extracting(PlanHint::toString)
                .singleElement()
                .asString()
                .endsWith(
                        "write these elements into the migration, right after the one that creates the new table, so that"
                                + " views read its rows: INSERT INTO `archive`.`orders` (`id`, `price`) SELECT `id`, `price` FROM"
                                + " `orders`; -- counter: from orders to archive.orders");
    }

    @Test
    void aDeclaredRenameToAnotherDatabaseIsHintedAt() {
        ObjectName newName = new ObjectName("archive", "sales");
        PlanScenario scenario = new PlanScenario(
                PlanScenario.createCatalog(ORDERS),
                PlanScenario.createCatalog("CREATE DATABASE archive;"
                        + ORDERS.replace("orders", "archive.other")
                        + ";CREATE TABLE archive.sales (id BIGINT, amount INT) DUPLICATE KEY (id)"),
                new Renames(List.of(
                        new Rename.ObjectRename(newName, "orders"),
                        new Rename.ColumnRename(newName, "price", "amount"))));
        assertThat(scenario.plan().hints())
                .extracting(PlanHint::toString)
                .singleElement()
                .asString()
                .startsWith("archive.sales: the rows of shop.orders are not moved")
                .endsWith("INSERT INTO `archive`.`sales` (`id`, `amount`) SELECT `id`, `price` FROM `orders`");
    }

    @Test
    void theReversalIgnoresRenamesThatWereRecordedBefore() {
        String b = "CREATE TABLE b (id BIGINT, y INT) DUPLICATE KEY (id);";
        String c = "CREATE TABLE c (id BIGINT, x INT) DUPLICATE KEY (id)";
        assertThat(reverse(b + c, b.replace("TABLE b", "TABLE a") + c, "b c", "b a"))
                .containsExactly("ALTER TABLE `a` RENAME `b`");
        assertThat(reverse(c, c.replace("x INT", "z INT"), "b c", "c.x z"))
                .containsExactly("ALTER TABLE `c` RENAME COLUMN `z` TO `x`");
        String columns = "CREATE TABLE t (k INT, b INT, c INT) DUPLICATE KEY (k)";
        assertThat(reverse(columns, columns.replace("b INT", "a INT"), "t.b c", "t.b a"))
                .containsExactly("ALTER TABLE `t` RENAME COLUMN `a` TO `b`");
    }

    private static List<String> reverse(String from, String to, String... renames) {
        PlanScenario scenario = PlanScenario.of(from, to, renames);
        Plan reversePlan = new Planner(PlanScenario.ENGINE, PlanScenario.SESSION)
                .plan(
                        scenario.after(),
                        scenario.before(),
                        scenario.renames().reverse(scenario.before(), scenario.after()));
        assertThat(reversePlan.impossibleChanges()).isEmpty();
        return reversePlan.steps().stream()
                .map(step -> Sql.render(Objects.requireNonNull(step.action().statement())))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        date_trunc('day', day)      | dt >= CURRENT_DATE() - INTERVAL 3 DAY   | false
        date_trunc('day', day)      | `dt`>=CURRENT_DATE() - INTERVAL 3 DAY   | false
        date_trunc('day', day)      | dt >= CURRENT_DATE() - INTERVAL 2 DAY   | true
        (day)                       | dt >= CURRENT_DATE() - INTERVAL 3 DAY   | false
        (k, day)                    | dt >= CURRENT_DATE() - INTERVAL 3 DAY   | false
        (k, day)                    | dt >= CURRENT_DATE() - INTERVAL 2 DAY   | true
        (k, day)                    | k >= CURRENT_DATE() - INTERVAL 3 DAY    | true
        """)
    void aRenameInARetentionConditionDeletesNothing(
            String partitioning, String conditionAfter, boolean deletesPartitions) {
        String table = "CREATE TABLE t (k INT NOT NULL, %2$s DATE NOT NULL) PRIMARY KEY (k, %2$s) PARTITION BY %1$s"
                + " PROPERTIES ('partition_retention_condition' = '%3$s')";
        Plan plan = plan(
                table.formatted(partitioning, "day", "day >= CURRENT_DATE() - INTERVAL 3 DAY"),
                table.formatted(partitioning.replaceAll("day\\)", "dt)"), "dt", conditionAfter),
                "t.day dt");

        assertThat(plan.steps())
                .extracting(Step::text)
                .first()
                .isEqualTo("ALTER TABLE `t` RENAME COLUMN `day` TO `dt`");
        assertThat(plan.steps()).hasSize(2).extracting(Step::destroysData).containsExactly(false, deletesPartitions);
    }

    @Test
    void theReversalOfARenameDropsANewTableWithTheOldName() {
        String otherOrders = "CREATE TABLE orders (code INT) DUPLICATE KEY (code)";
        PlanScenario scenario =
                PlanScenario.of(ORDERS, ORDERS.replace("orders", "sales") + ";" + otherOrders, "orders sales");
        assertThat(scenario.statements()).hasSize(2).first().isEqualTo("ALTER TABLE `orders` RENAME `sales`");
        assertThat(reverse(ORDERS, ORDERS.replace("orders", "sales") + ";" + otherOrders, "orders sales"))
                .containsExactly(
                        "ALTER TABLE `orders` RENAME `orders__cairn_old`",
                        "DROP TABLE `orders__cairn_old`",
                        "ALTER TABLE `sales` RENAME `orders`");
    }

    @Test
    void aViewOfAnotherKindWithTheSameNameIsNoRename() {
        String viewSchema = ORDERS + ";CREATE VIEW v AS SELECT id, price FROM orders";
        String materializedSchema =
                ORDERS + ";CREATE MATERIALIZED VIEW v REFRESH MANUAL AS SELECT id, price FROM orders;"
                        + "CREATE VIEW w AS SELECT id, price FROM orders";
        assertThat(plan(viewSchema, materializedSchema).hints()).isEmpty();
        String renamedSchema =
                ORDERS.replace("orders", "sales") + ";CREATE VIEW orders AS SELECT id, day, price FROM sales";
        assertThat(plan(ORDERS, renamedSchema).hints())
                .extracting(PlanHint::toString)
                .containsExactly(
                        "shop.sales: if \"sales\" is what \"orders\" was, say so with @RenamedFrom(\"orders\")");
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
        Plan reversePlan = new Planner(PlanScenario.ENGINE, PlanScenario.SESSION)
                .plan(
                        scenario.after(),
                        scenario.before(),
                        scenario.renames().reverse(scenario.before(), scenario.after()));
        assertThat(reversePlan.steps())
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

    /** The server refuses to add a column with the former name of another one, so a rebuild would be necessary. */
    @Test
    void aColumnWhoseNameIsDeclaredKeepsItsValues() {
        String from = "CREATE TABLE t (k INT NOT NULL, a INT) DUPLICATE KEY (k)";
        String to = "CREATE TABLE t (k INT NOT NULL, b INT, a INT) DUPLICATE KEY (k)";
        PlanScenario scenario = PlanScenario.of(from, to, "t.a b");
        assertThat(scenario.statements()).containsExactly("ALTER TABLE `t` ADD COLUMN `b` int(11) NULL AFTER `k`");
        Plan reversePlan = new Planner(PlanScenario.ENGINE, PlanScenario.SESSION)
                .plan(
                        scenario.after(),
                        scenario.before(),
                        scenario.renames().reverse(scenario.before(), scenario.after()));
        assertThat(reversePlan.steps())
                .extracting(
                        step -> Sql.render(Objects.requireNonNull(step.action().statement())))
                .containsExactly("ALTER TABLE `t` DROP COLUMN `b`");
        String chain = "CREATE TABLE t (k INT NOT NULL, a INT, b INT, c INT) DUPLICATE KEY (k)";
        assertThat(PlanScenario.of(from.replace("a INT", "a INT, b INT"), chain, "t.a b", "t.b c")
                        .statements())
                .containsExactly("ALTER TABLE `t` ADD COLUMN `c` int(11) NULL");
    }

    @Test
    void aLeftoverOfAnEarlierRenameDoesNotHideALaterOneFromTheSameName() {
        String tables = "CREATE TABLE b (id BIGINT, y INT) DUPLICATE KEY (id);"
                + " CREATE TABLE c (id BIGINT, x INT) DUPLICATE KEY (id)";
        String renamedTables = tables.replace("TABLE b", "TABLE a");
        for (String[] renames : List.of(new String[] {"b c", "b a"}, new String[] {"b a", "b c"})) {
            assertThat(PlanScenario.of(tables, renamedTables, renames).statements())
                    .containsExactly("ALTER TABLE `b` RENAME `a`");
        }
        String columns = "CREATE TABLE t (k INT, b INT, c INT) DUPLICATE KEY (k)";
        for (String[] renames : List.of(new String[] {"t.b c", "t.b a"}, new String[] {"t.b a", "t.b c"})) {
            assertThat(PlanScenario.of(columns, columns.replace("b INT", "a INT"), renames)
                            .statements())
                    .containsExactly("ALTER TABLE `t` RENAME COLUMN `b` TO `a`");
        }
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
    void anUnclearCycleOfTablesIsImpossible() {
        String schema = "CREATE TABLE a (id BIGINT, %s INT) DUPLICATE KEY (id);"
                + "CREATE TABLE b (id BIGINT, %s INT) DUPLICATE KEY (id);";
        String[] renames = {"a b", "b a"};
        for (String[] after : new String[][] {{"w", "x"}, {"v INT, w", "u INT, x"}}) {
            Plan plan = PlanScenario.of(schema.formatted("u", "v"), schema.formatted(after[0], after[1]), renames)
                    .plan();
            assertThat(plan.isPossible()).isFalse();
            assertThat(plan.findObjections(AllowedChanges.NONE))
                    .extracting(Objection::reason)
                    .anyMatch(why -> why.contains("exchanges the names \"a\", \"b\" in a cycle")
                            && why.contains("rename them in two migrations, by way of a third name"));
        }
        String appliedSchema = schema.formatted("u INT, w", "v INT, x");
        assertThat(PlanScenario.of(schema.formatted("u", "v"), appliedSchema, renames)
                        .plan()
                        .isPossible())
                .isTrue();
    }

    @Test
    void columnsOfACycleMustNotChangeOtherwise() {
        String table = "CREATE TABLE t (k INT, %s, %s) DUPLICATE KEY (k)";
        String before = table.formatted("a INT", "b VARCHAR(9)");
        String[] renames = {"t.a b", "t.b a"};
        for (String after : List.of(
                table.formatted("b BIGINT", "a VARCHAR(20)"),
                table.formatted("a VARCHAR(20)", "b BIGINT"),
                table.formatted("b INT COMMENT 'x'", "a VARCHAR(9) COMMENT 'y'"))) {
            Plan plan = PlanScenario.of(before, after, renames).plan();
            assertThat(plan.findObjections(AllowedChanges.NONE))
                    .extracting(Objection::reason)
                    .anyMatch(why -> why.contains("exchanges the names \"a\", \"b\" in a cycle")
                            && why.contains("rename them in a migration of their own"));
            assertThat(plan.isPossible()).isFalse();
        }
        String changedSchema = table.formatted("a INT COMMENT 'x'", "b VARCHAR(20)");
        assertThat(PlanScenario.of(before, changedSchema, renames).plan().isPossible())
                .isTrue();
        assertThat(PlanScenario.of(before, table.formatted("b INT", "a VARCHAR(20)"), renames)
                        .statements())
                .startsWith("ALTER TABLE `t` RENAME COLUMN `a` TO `a__cairn_renamed`")
                .last()
                .asString()
                .contains("MODIFY COLUMN `a` varchar(20)");
    }

    @Test
    void aChainOfRenamedColumnsMayChangeTheirTypes() {
        String from = "CREATE TABLE t (k INT, a INT, b VARCHAR(9)) DUPLICATE KEY (k)";
        String to = "CREATE TABLE t (k INT, b BIGINT, c VARCHAR(20)) DUPLICATE KEY (k)";
        assertThat(PlanScenario.of(from, to, "t.a b", "t.b c").statements())
                .startsWith("ALTER TABLE `t` RENAME COLUMN `b` TO `c`", "ALTER TABLE `t` RENAME COLUMN `a` TO `b`")
                .last()
                .asString()
                .contains("MODIFY COLUMN `b` bigint(20)", "MODIFY COLUMN `c` varchar(20)");
    }

    @Test
    void nothingIsRenamedToANameThatAnotherObjectHas() {
        String from = "CREATE TABLE t (k INT, a INT, b INT) DUPLICATE KEY (k)";
        String to = "CREATE TABLE t (k INT, b BIGINT) DUPLICATE KEY (k)";
        String tables = "CREATE TABLE a (k INT) DUPLICATE KEY (k); CREATE TABLE b (k INT, v INT) DUPLICATE KEY (k)";
        for (Plan plan :
                List.of(plan(from, to, "t.a b"), plan(tables, "CREATE TABLE b (k INT) DUPLICATE KEY (k)", "a b"))) {
            assertThat(plan.isPossible()).isFalse();
            assertThat(plan.findObjections(AllowedChanges.NONE))
                    .extracting(Objection::reason)
                    .anyMatch(why -> why.contains("\"b\" already; drop that one in a migration of its own, or remove"
                            + " @RenamedFrom if \"a\" is to be dropped"));
        }
        assertThat(plan(from, from.replace("b INT", "b BIGINT"), "t.a b").isPossible())
                .isTrue();
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
    void aTableAndAViewMayExchangeTheirNames() {
        String before = "CREATE TABLE a (id BIGINT, x INT) DUPLICATE KEY (id); CREATE VIEW b AS SELECT id FROM a";
        String after = "CREATE TABLE b (id BIGINT, x INT) DUPLICATE KEY (id); CREATE VIEW a AS SELECT id FROM b";
        assertThat(PlanScenario.of(before, after, "a b").statements())
                .containsExactly(
                        "DROP VIEW `b`", "ALTER TABLE `a` RENAME `b`", "CREATE VIEW `a` (`id`) AS SELECT id FROM b");
        Plan plan = plan(before, after, "a b", "b a");
        assertThat(plan.isPossible()).isTrue();
        assertThat(plan.steps()).noneMatch(Step::destroysData);
        assertThat(plan.steps())
                .extracting(Step::text)
                .containsExactly(
                        "CREATE VIEW `b_grants__cairn_new` (`held`) AS SELECT 1 AS `held`",
                        "-- grants: from b to b_grants__cairn_new",
                        "DROP VIEW `b`",
                        "ALTER TABLE `a` RENAME `b`",
                        "CREATE VIEW `a` (`id`) AS SELECT id FROM b",
                        "-- grants: from b_grants__cairn_new to a",
                        "DROP VIEW `b_grants__cairn_new`");
        assertThat(plan(after, after, "a b", "b a").isEmpty()).isTrue();
        assertThat(reverse(before, after, "a b"))
                .containsExactly(
                        "DROP VIEW `a`", "ALTER TABLE `b` RENAME `a`", "CREATE VIEW `b` (`id`) AS SELECT id FROM a");
    }

    @Test
    void aTableMayTakeTheNameOfADroppedOrRenamedView() {
        String before = "CREATE TABLE a (id BIGINT, x INT) DUPLICATE KEY (id); CREATE VIEW b AS SELECT id FROM a";
        String table = "CREATE TABLE b (id BIGINT, x INT) DUPLICATE KEY (id)";
        assertThat(PlanScenario.of(before, table, "a b").statements())
                .containsExactly("DROP VIEW `b`", "ALTER TABLE `a` RENAME `b`");
        Plan renaming = plan(before, table + "; CREATE VIEW c AS SELECT id FROM b", "a b", "b c");
        assertThat(renaming.isPossible()).isTrue();
        assertThat(renaming.steps())
                .extracting(Step::text)
                .contains("ALTER TABLE `a` RENAME `b`", "-- grants: from b_grants__cairn_new to c");
        Plan creating = plan(before, table.replace("x INT", "y INT") + "; CREATE VIEW c AS SELECT id FROM b", "b c");
        assertThat(creating.isPossible()).isTrue();
        assertThat(creating.steps()).extracting(Step::text).contains("-- grants: from b_grants__cairn_new to c");
    }

    @Test
    void aViewMayTakeTheNameOfADroppedOrRenamedTable() {
        String before = "CREATE TABLE a (id BIGINT, x INT) DUPLICATE KEY (id); CREATE TABLE t (id BIGINT) DUPLICATE KEY"
                + " (id); CREATE VIEW b AS SELECT id FROM t";
        String dropped = "CREATE TABLE t (id BIGINT) DUPLICATE KEY (id); CREATE VIEW a AS SELECT id FROM t";
        Plan dropping = plan(before, dropped, "b a");
        assertThat(dropping.isPossible()).isTrue();
        assertThat(dropping.steps()).extracting(Step::text).endsWith("-- grants: from b to a", "DROP VIEW `b`");
        assertThat(PlanScenario.of(
                                before,
                                dropped + "; CREATE TABLE c (id BIGINT, x INT) DUPLICATE KEY (id)",
                                "b a",
                                "a c")
                        .statements())
                .startsWith("ALTER TABLE `a` RENAME `c`");
    }

    @Test
    void aTableAndAMaterializedViewMayExchangeTheirNamesAndChange() {
        String view = "; CREATE MATERIALIZED VIEW %s REFRESH MANUAL AS SELECT id FROM %s";
        Plan plan = plan(
                "CREATE TABLE a (id BIGINT) DUPLICATE KEY (id)" + view.formatted("b", "a"),
                "CREATE TABLE b (id BIGINT, x INT) DUPLICATE KEY (id)" + view.formatted("a", "b"),
                "a b",
                "b a");
        assertThat(plan.isPossible()).isTrue();
        assertThat(plan.steps()).noneMatch(Step::destroysData);
        assertThat(plan.steps())
                .extracting(Step::text)
                .startsWith(
                        "ALTER TABLE `a` RENAME `a__cairn_renamed`",
                        "ALTER MATERIALIZED VIEW `b` RENAME `a`",
                        "ALTER TABLE `a__cairn_renamed` RENAME `b`");
    }

    @Test
    void aTableIsNotLostBecauseAViewTakesItsName() {
        Plan plan = plan(
                "CREATE TABLE a (id BIGINT) DUPLICATE KEY (id); CREATE TABLE b (id BIGINT) DUPLICATE KEY (id)",
                "CREATE TABLE b (id BIGINT) DUPLICATE KEY (id); CREATE VIEW a AS SELECT id FROM b",
                "a b");
        assertThat(plan.findObjections(AllowedChanges.NONE))
                .extracting(Objection::reason)
                .anyMatch(why -> why.contains("\"b\" already"));
    }
}
