package dev.cairn.plan.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.plan.PlanScenario;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.StepLint;
import dev.cairn.sql.Sql;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the warnings of plans. */
class LintsTest {
    private static final String ORDERS =
            "CREATE TABLE orders (id BIGINT, day DATE NOT NULL, price INT DEFAULT '0') DUPLICATE KEY (id)"
                    + " PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN ('2024-01-01'))";

    private static List<StepLint> findLints(String from, String to) {
        return PlanScenario.of(from, to).plan().steps().stream()
                .flatMap(step -> step.lints().stream())
                .toList();
    }

    private static List<String> findMessages(LintRule rule, String from, String to) {
        return findLints(from, to).stream()
                .filter(lint -> lint.rule() == rule)
                .map(StepLint::message)
                .toList();
    }

    @Test
    void aChangeOfMetadataAloneGivesNoWarning() {
        assertThat(findLints(ORDERS, ORDERS.replace("KEY (id)", "KEY (id) COMMENT 'c'")))
                .isEmpty();
        assertThat(findLints(ORDERS, ORDERS.replace("price INT", "tax INT, price INT")))
                .isEmpty();
    }

    @Test
    void aRewrittenTableGivesAWarning() {
        assertThat(findMessages(LintRule.REWRITES_TABLE, ORDERS, ORDERS.replace("price INT", "price BIGINT")))
                .containsExactly("the server rewrites all rows of orders");
    }

    @Test
    void aRebuiltRollupGivesAWarning() {
        String view = ";CREATE MATERIALIZED VIEW m AS SELECT id, sum(price) FROM orders GROUP BY id";
        assertThat(findMessages(
                        LintRule.BUILDS_ROLLUP, ORDERS + view, ORDERS.replace("price INT", "price BIGINT") + view))
                .containsExactly("the server builds m from all rows of orders");
    }

    @Test
    void aDeactivatedMaterializedViewGivesAWarning() {
        String view = ";CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id, price FROM orders";
        assertThat(findMessages(
                        LintRule.INACTIVATES_VIEW, ORDERS + view, ORDERS.replace("price INT", "price BIGINT") + view))
                .containsExactly(
                        "m becomes inactive and has to be refreshed: base table schema changed for columns: price");
    }

    @Test
    void droppedDataGivesAWarning() {
        assertThat(findMessages(LintRule.DROPS_DATA, ORDERS, ORDERS.replace(", price INT DEFAULT '0'", "")))
                .containsExactly("drops orders.price");
        assertThat(findMessages(LintRule.DROPS_DATA, ORDERS, "")).containsExactly("drops orders");
    }

    @Test
    void aShortenedRetentionGivesAWarning() {
        String year = ORDERS + " PROPERTIES ('partition_ttl' = '1 YEAR')";
        String month = ORDERS + " PROPERTIES ('partition_ttl' = '11 MONTH')";
        assertThat(findMessages(LintRule.SHORTENS_RETENTION, ORDERS, year)).hasSize(1);
        assertThat(findMessages(LintRule.SHORTENS_RETENTION, year, month))
                .containsExactly("deletes partitions of orders older than 11 MONTH (partition_ttl); rows are lost");
        assertThat(findMessages(LintRule.SHORTENS_RETENTION, month, year)).isEmpty();
    }

    @Test
    void aLostDefaultGivesAWarning() {
        assertThat(findMessages(LintRule.LOSES_DEFAULT, ORDERS, ORDERS.replace(" DEFAULT '0'", "")))
                .containsExactly("orders.price loses its default");
        assertThat(findMessages(LintRule.LOSES_DEFAULT, ORDERS, ORDERS.replace(" DEFAULT '0'", " DEFAULT '1'")))
                .isEmpty();
    }

    @Test
    void aNotNullColumnWithoutADefaultGivesAWarning() {
        assertThat(findMessages(
                        LintRule.NOT_NULL_WITHOUT_DEFAULT,
                        ORDERS,
                        ORDERS.replace("day DATE", "tax INT NOT NULL, day DATE")))
                .containsExactly("orders.tax is NOT NULL and has no default: an INSERT without a value for it fails");
    }

    @Test
    void aCopyThatFailsAtNullGivesAWarning() {
        String table = "CREATE TABLE t (id BIGINT NOT NULL, v INT) DUPLICATE KEY (id)";
        assertThat(findMessages(LintRule.COPY_FAILS, table, table.replace("v INT", "v INT NOT NULL DEFAULT '0'")))
                .containsExactly("t.v becomes NOT NULL: rows without a value make the copy fail"
                        + " (SELECT count(*) FROM `t` WHERE `v` IS NULL counts them)");
        assertThat(findMessages(LintRule.COPY_FAILS, table, table.replace("v INT", "v TINYINT NOT NULL")))
                .hasSize(2);
        assertThat(findMessages(LintRule.COPY_FAILS, table, table.replace("KEY (id)", "KEY (id, v)")))
                .isEmpty();
    }

    @Test
    void theStatementThatCopiesIsTheOneThatFails() {
        String table = "CREATE TABLE t (id BIGINT NOT NULL, v VARCHAR(40)) DUPLICATE KEY (id)";
        String narrow = "CREATE TABLE t (id TINYINT NOT NULL, v VARCHAR(20) NOT NULL) DUPLICATE KEY (id)";
        for (Step step : PlanScenario.of(table, narrow).plan().steps()) {
            assertThat(step.lints().stream()
                            .filter(lint -> lint.rule() == LintRule.COPY_FAILS)
                            .map(StepLint::subject))
                    .as(step.text())
                    .isEqualTo(step.text().startsWith("INSERT") ? List.of("t.id", "t.v", "t.v") : List.of());
        }
    }

    @Test
    void aLossOfValuesOrRowsGivesAWarning() {
        assertThat(findMessages(LintRule.LOSES_VALUES, ORDERS, ORDERS.replace("price INT", "price TINYINT")))
                .containsExactly(
                        "values of orders.price that do not fit tinyint(4) become NULL (SELECT count(*) FROM `orders` WHERE NOT"
                                + " (CAST(`price` AS TINYINT) <=> `price`) counts them)");
        String unpartitioned = "CREATE TABLE t (id BIGINT, v INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)";
        assertThat(findMessages(LintRule.MERGES_ROWS, unpartitioned, unpartitioned.replace("DUPLICATE", "UNIQUE")))
                .containsExactly("rows of t whose keys become equal are merged");
    }

    @Test
    void anIgnoredPropertyGivesAWarning() {
        Simulation simulation = new Simulation(
                PlanScenario.ENGINE,
                PlanScenario.SESSION,
                PlanScenario.of("", "").before());
        simulation.apply(MigrationAction.of(Sql.parse(ORDERS + " PROPERTIES ('in_memory' = 'true')")));
        assertThat(simulation.steps().get(0).lints())
                .extracting(StepLint::rule, StepLint::message)
                .containsExactly(tuple(
                        LintRule.IGNORED_PROPERTY, "the server accepts the property \"in_memory\" and ignores it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'write_quorum' = 'majority'", "'fast_schema_evolution' = 'TRUE'"})
    void aPropertyWithItsDefaultIsNotIgnored(String property) {
        Simulation simulation = new Simulation(
                PlanScenario.ENGINE,
                PlanScenario.SESSION,
                PlanScenario.of("", "").before());
        simulation.apply(MigrationAction.of(Sql.parse(ORDERS + " PROPERTIES (" + property + ")")));
        simulation.apply(MigrationAction.of(Sql.parse("ALTER TABLE orders SET (\"write_quorum\" = \"ALL\")")));
        simulation.apply(MigrationAction.of(Sql.parse("ALTER TABLE orders SET (\"write_quorum\" = \"Majority\")")));
        assertThat(simulation.steps())
                .flatExtracting(step -> step.lints())
                .extracting(StepLint::rule)
                .doesNotContain(LintRule.IGNORED_PROPERTY);
    }

    @Test
    void aNewColumnOfAMaterializedViewIsEmptyUntilItIsRefreshed() {
        Simulation simulation = new Simulation(
                PlanScenario.ENGINE,
                PlanScenario.SESSION,
                PlanScenario.createCatalog(ORDERS + "; CREATE MATERIALIZED VIEW m REFRESH MANUAL AS"
                        + " SELECT id, sum(price) AS total FROM orders GROUP BY id"));
        simulation.apply(MigrationAction.parse("ALTER MATERIALIZED VIEW m ADD COLUMN most AS max(price)"));
        assertThat(simulation.steps().get(0).lints())
                .extracting(StepLint::rule, StepLint::message)
                .containsExactly(
                        tuple(LintRule.LACKS_VALUES, "rows of m have the default for most until they are refreshed"));
    }
}
