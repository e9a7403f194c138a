package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the steps and the objections of plans, and which differences need no step. */
class PlansTest {
    private static final String ORDERS = "CREATE TABLE orders (id BIGINT, day DATE, price INT) DUPLICATE KEY (id)";

    private static Plan plan(String from, String to, String... renames) {
        return PlanScenario.of(from, to, renames).plan();
    }

    private static List<String> describeObjections(Plan plan, AllowedChanges allowed) {
        return plan.findObjections(allowed).stream()
                .map(objection -> objection.kind() + " " + objection)
                .toList();
    }

    @Test
    void aPlanBetweenEqualCatalogsIsEmpty() {
        assertThat(plan(ORDERS, ORDERS).isEmpty()).isTrue();
        assertThat(plan("", "").isEmpty()).isTrue();
    }

    /** MODIFY COLUMN does not accept AUTO_INCREMENT. */
    @Test
    void aColumnBecomesAutoIncrementByARebuild() {
        String table = "CREATE TABLE t (k INT NOT NULL, id BIGINT NOT NULL%s, v INT) DUPLICATE KEY (k, id)";
        assertThat(plan(table.formatted(""), table.formatted(" AUTO_INCREMENT")).steps())
                .extracting(Step::text)
                .allSatisfy(text -> assertThat(text).doesNotContain("MODIFY COLUMN"))
                .anySatisfy(text -> assertThat(text).contains("SWAP WITH"));
    }

    /** The server refuses a new column under the name with which another column was created. */
    @Test
    void aColumnTakesTheFormerNameOfAnotherOneWithoutARebuild() {
        String table = "CREATE TABLE t (k INT, a INT) DUPLICATE KEY (k); ALTER TABLE t RENAME COLUMN a TO b";
        assertThat(plan(table, "CREATE TABLE t (k INT, a STRING, b INT) DUPLICATE KEY (k)")
                        .steps())
                .extracting(Step::text)
                .containsExactly(
                        "ALTER TABLE `t` ADD COLUMN `a__cairn_renamed` varchar(65533) NULL AFTER `k`",
                        "ALTER TABLE `t` RENAME COLUMN `a__cairn_renamed` TO `a`");
    }

    /** The server refuses to distribute a table with automatic buckets otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"DISTRIBUTED BY HASH(`k`) BUCKETS 2", "DISTRIBUTED BY RANDOM BUCKETS 3"})
    void aTableWithRandomDistributionIsDistributedOtherwiseWithoutARebuild(String distribution) {
        String table = "CREATE TABLE t (k INT) DUPLICATE KEY (k) ";
        List<String> steps = plan(table + "DISTRIBUTED BY RANDOM BUCKETS 2", table + distribution).steps().stream()
                .map(Step::text)
                .toList();
        assertThat(steps)
                .startsWith("ALTER TABLE `t` SET (\"bucket_size\" = \"0\")", "ALTER TABLE `t` " + distribution);
        assertThat(steps.subList(2, steps.size()))
                .isEqualTo(
                        distribution.contains("RANDOM")
                                ? List.of("ALTER TABLE `t` SET (\"bucket_size\" = \"1073741824\")")
                                : List.of());
    }

    /** A frontend accepts the CAST from JSON to a decimal, and the backends refuse it. */
    @Test
    void jsonIsCopiedIntoADecimalViaAString() {
        String table = "CREATE TABLE t (k INT, v %s) DUPLICATE KEY (k)";
        List<String> steps = plan(table.formatted("JSON"), table.formatted("DECIMAL(10, 2)")).steps().stream()
                .map(Step::text)
                .toList();
        assertThat(steps)
                .anySatisfy(text ->
                        assertThat(text).contains("SELECT `k`, CAST(CAST(`v` AS VARCHAR(65533)) AS DECIMAL(10,2))"));
        assertThat(steps).noneSatisfy(text -> assertThat(text).contains("CAST(`v` AS DECIMAL"));
    }

    @Test
    void theFilterThatTheServerKeepsOfADroppedColumnIsTakenFromTheNextOne() {
        String filteredTable = "CREATE TABLE t (k INT, a STRING, b STRING) DUPLICATE KEY (k)"
                + " PROPERTIES ('bloom_filter_columns' = 'a, b')";
        String tableAfterDrop = filteredTable + "; ALTER TABLE t DROP COLUMN b";
        assertThat(plan(tableAfterDrop, filteredTable).steps())
                .extracting(Step::text)
                .containsExactly("ALTER TABLE `t` ADD COLUMN `b` varchar(65533) NULL");
        assertThat(plan(tableAfterDrop, filteredTable.replace("a, b'", "a'")).steps())
                .extracting(Step::text)
                .containsExactly(
                        "ALTER TABLE `t` ADD COLUMN `b` varchar(65533) NULL",
                        "ALTER TABLE `t` SET (\"bloom_filter_columns\" = \"a\")");
        assertThat(plan(tableAfterDrop, filteredTable.replace(", b STRING", "").replace("a, b", "a"))
                        .isEmpty())
                .isTrue();
    }

    /** The server compares names of fields without regard to case, so the field that is dropped would be the new one. */
    @Test
    void aFieldWhoseNameChangesInCaseKeepsItsValues() {
        String table = "CREATE TABLE t (k INT, place STRUCT<Lat INT, inner_place STRUCT<Lon INT>>) DUPLICATE KEY (k)";
        for (String changedTable :
                List.of(table.replace("Lat", "lat"), table.replace("Lon INT", "lon INT, height INT"))) {
            assertThat(plan(table, changedTable).steps())
                    .extracting(Step::text)
                    .allSatisfy(text -> assertThat(text).doesNotContain(" FIELD "))
                    .anySatisfy(text -> assertThat(text).contains("SWAP WITH"));
        }
    }

    @Test
    void destructiveChangesNeedConsent() {
        Plan plan = plan(ORDERS, ORDERS.replace(", price INT", ""));
        assertThat(describeObjections(plan, AllowedChanges.NONE))
                .containsExactly("DESTRUCTIVE shop.orders: drops orders.price");
        assertThat(describeObjections(plan, new AllowedChanges(true, false))).isEmpty();
    }

    @Test
    void aCopyThatFailsLosesNothing() {
        String table = "CREATE TABLE t (id BIGINT, n INT NOT NULL, s VARCHAR(20)) DUPLICATE KEY (id)";
        AllowedChanges rebuild = new AllowedChanges(false, true);
        assertThat(describeObjections(
                        plan(table, table.replace("n INT", "n TINYINT").replace("20", "10")), rebuild))
                .isEmpty();
        assertThat(describeObjections(plan(table, table.replace("n INT NOT NULL", "n TINYINT")), rebuild))
                .hasSize(1);
    }

    @Test
    void aRebuildNeedsConsent() {
        Plan plan = plan(ORDERS, ORDERS.replace("DUPLICATE KEY (id)", "DUPLICATE KEY (id, day)"));
        assertThat(describeObjections(plan, AllowedChanges.NONE))
                .containsExactly(
                        "REBUILD shop.orders: orders key: StarRocks can't change the key of an existing table");
        assertThat(describeObjections(plan, new AllowedChanges(false, true))).isEmpty();
    }

    @Test
    void aCatalogThatNoServerAcceptsIsImpossible() {
        PlanScenario scenario = PlanScenario.of(
                "CREATE TABLE t (k INT); CREATE VIEW v AS SELECT k FROM t; CREATE VIEW w AS SELECT k FROM v;"
                        + "ALTER VIEW v AS SELECT k FROM w",
                "");
        Plan plan = new Planner(PlanScenario.ENGINE, PlanScenario.SESSION)
                .plan(PlanScenario.createCatalog(""), scenario.before(), Renames.NONE);
        assertThat(plan.isPossible()).isFalse();
        assertThat(describeObjections(plan, AllowedChanges.ALL))
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
        String extendedTable = "CREATE TABLE t (id INT); ALTER TABLE t ADD COLUMN x INT";
        assertThat(plan(extendedTable, "CREATE TABLE t (id INT, x INT)").isEmpty())
                .isTrue();
        assertThat(plan(extendedTable, "CREATE TABLE t (id INT, x INT) DUPLICATE KEY (id, x)")
                        .findObjections(AllowedChanges.NONE))
                .hasSize(1);
    }

    @Test
    void aTableWhosePartitionColumnChangesItsTypeIsRebuilt() {
        String table = "CREATE TABLE t (k %s NOT NULL) DUPLICATE KEY (k) PARTITION BY RANGE (k)"
                + " (PARTITION p VALUES LESS THAN ('%s')) DISTRIBUTED BY HASH (k) BUCKETS 1"
                + " PROPERTIES ('partition_live_number' = '3')";
        Plan plan = plan(table.formatted("INT", "10"), table.formatted("BIGINT", "3000000000"));
        assertThat(plan.steps())
                .extracting(Step::text)
                .anyMatch(text -> text.contains("CREATE TABLE `t__cairn_new`"))
                .anyMatch(text -> text.contains("-- destructive: deletes partitions of t older than the newest 3"));
    }

    @Test
    void partitionsThatTheServerMadeOrDroppedAreNoDifference() {
        String tableStart = "CREATE TABLE t (k INT, day DATE NOT NULL) DUPLICATE KEY (k) PARTITION BY RANGE (day) (";
        String january = "PARTITION p1 VALUES [('2024-01-01'), ('2024-02-01'))";
        String march = "PARTITION p3 VALUES [('2024-03-01'), ('2024-04-01'))";
        String retained = ") PROPERTIES ('partition_live_number' = '1')";
        assertThat(plan(tableStart + march + retained, tableStart + january + "," + march + retained)
                        .isEmpty())
                .as("dropped by retention")
                .isTrue();
        String longRetained = retained.replace("'1'", "'9'");
        assertThat(plan(tableStart + march + longRetained, tableStart + january + "," + march + longRetained)
                        .steps())
                .as("fewer partitions than the server keeps")
                .hasSize(1);
        assertThat(plan(tableStart + january + retained, tableStart + january + "," + march + retained)
                        .steps())
                .as("declared since")
                .hasSize(1);
        String dynamic = ") PROPERTIES ('dynamic_partition.enable' = 'true', 'dynamic_partition.time_unit' = 'MONTH',"
                + " 'dynamic_partition.end' = '2', 'dynamic_partition.prefix' = 'p')";
        assertThat(plan(tableStart + january + "," + march + dynamic, tableStart + january + dynamic)
                        .isEmpty())
                .as("made by the server")
                .isTrue();
    }

    /** The server stores each number as its statement writes it, but compares the values. */
    @Test
    void partitionsAreComparedByTheValuesOfTheirColumns() {
        String table = "CREATE TABLE t (id INT NOT NULL, v INT) DUPLICATE KEY (id) PARTITION BY %s";
        String ranges = table.formatted("RANGE (id) (PARTITION %s VALUES [('%s'), ('%s')))");
        assertThat(plan(ranges.formatted("p", "010", "020"), ranges.formatted("p", "10", "+20"))
                        .isEmpty())
                .isTrue();
        assertThat(plan(ranges.formatted("p", "010", "020"), ranges.formatted("q", "10", "20"))
                        .steps())
                .extracting(Step::text)
                .containsExactly("ALTER TABLE `t` RENAME PARTITION `p` `q`");
        String lists = table.formatted("LIST (id) (PARTITION p VALUES IN (%s))");
        assertThat(plan(lists.formatted("'020', '1'"), lists.formatted("'1', '20'"))
                        .isEmpty())
                .isTrue();
        String texts = lists.replace("id INT", "id VARCHAR(9)");
        assertThat(plan(texts.formatted("'020'"), texts.formatted("'20'")).isEmpty())
                .as("other texts")
                .isFalse();
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
            assertThat(MigrationAction.parse(step.text())).isEqualTo(step.action());
        }
        assertThat(plan.steps()).anyMatch(step -> step.action().isMarked(Marker.TransfersGrants.class));
        assertThat(plan.findObjections(new AllowedChanges(true, false)))
                .extracting(Objection::kind)
                .containsExactly(Kind.REBUILD);
    }

    @Test
    void theReasonOfARebuildNamesTheKindOfTheObject() {
        String view = ORDERS + "; CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH (id) BUCKETS 1 ORDER BY (%s)"
                + " REFRESH MANUAL AS SELECT id, price FROM orders";
        assertThat(plan(view.formatted("id"), view.formatted("price")).findObjections(AllowedChanges.NONE))
                .extracting(Objection::reason)
                .containsExactly("m sort key: StarRocks can't change the sort key of an existing materialized view");
    }

    /** A conversion by way of a string is no alternative where the server can't convert into a string either. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DUPLICATE | v ARRAY<INT>        | v ARRAY<BIGINT>        | ARRAY<INT> to ARRAY<BIGINT>
            DUPLICATE | v MAP<INT,INT>      | v MAP<INT,BIGINT>      | MAP<INT,INT> to MAP<INT,BIGINT>
            DUPLICATE | v BOOLEAN           | v INT                  | BOOLEAN to INT
            AGGREGATE | v ARRAY<INT> REPLACE | v ARRAY<BIGINT> REPLACE | ARRAY<INT> to ARRAY<BIGINT>
            """)
    void theReasonOfARebuildNamesTheDesiredType(String model, String before, String after, String types) {
        String table = "CREATE TABLE t (id BIGINT NOT NULL, %s) %s KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1";
        assertThat(plan(table.formatted(before, model), table.formatted(after, model))
                        .findObjections(AllowedChanges.NONE))
                .extracting(Objection::reason)
                .containsExactly("t column v: Can not change " + types);
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

    private static String paymentsTable(String users) {
        return "CREATE TABLE payments (id BIGINT, payer BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1"
                + " PROPERTIES ('foreign_key_constraints' = '(payer) REFERENCES " + users + " (id)');";
    }

    /** The server continues to show the old name, and ignores the same foreign key with the new name. */
    @Test
    void foreignKeysToARenamedTableAreClearedBeforeIt() {
        Plan plan = PlanScenario.of(
                        PlanScenario.usersTable("users", "INT") + paymentsTable("users"),
                        PlanScenario.usersTable("people", "INT") + paymentsTable("people"),
                        "users people")
                .plan();
        assertThat(plan.isPossible()).isTrue();
        assertThat(plan.steps())
                .extracting(Step::text)
                .containsExactly(
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" = \"\")",
                        "ALTER TABLE `users` RENAME `people`",
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" ="
                                + " \"(payer) REFERENCES people(id)\")");
    }

    /**
     * A foreign key may continue to refer to the old table. When this table is dropped, the server can no longer show
     * the table with the foreign key.
     */
    @Test
    void foreignKeysToARebuiltTableAreClearedBeforeItIsSwapped() {
        PlanScenario scenario = PlanScenario.of(
                PlanScenario.usersTable("users", "DATE") + paymentsTable("users"),
                PlanScenario.usersTable("users", "INT") + paymentsTable("users"));
        List<String> statements = scenario.statements();
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(statements)
                .filteredOn(statement -> statement.contains("foreign_key") || statement.contains("SWAP"))
                .containsExactly(
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" = \"\")",
                        "ALTER TABLE `users` SWAP WITH `users__cairn_new`",
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" ="
                                + " \"(payer) REFERENCES users(id)\")");
    }

    /**
     * When a table with foreign keys is renamed, the server changes the foreign keys to tables of the same name in
     * other databases, and can't print them any more.
     */
    @Test
    void aTableThatMovesToAnotherDatabaseLosesItsForeignKeysBeforeItIsDropped() {
        String regions = "CREATE TABLE regions (id BIGINT) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1;";
        String users = "CREATE TABLE %susers (id BIGINT) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1"
                + " PROPERTIES ('foreign_key_constraints' = '(id) REFERENCES %sregions (id)');";
        PlanScenario scenario = PlanScenario.of(
                "CREATE DATABASE other;" + regions + users.formatted("", "") + paymentsTable("users"),
                "CREATE DATABASE other;" + regions + users.formatted("other.", "shop.") + paymentsTable("other.users"));
        assertThat(scenario.plan().isPossible()).isTrue();
        assertThat(scenario.statements().stream().skip(1))
                .containsExactly(
                        "ALTER TABLE `payments` SET (\"foreign_key_constraints\" ="
                                + " \"(payer) REFERENCES default_catalog.other.users(id)\")",
                        "ALTER TABLE `users` SET (\"foreign_key_constraints\" = \"\")",
                        "ALTER TABLE `users` RENAME `users__cairn_old`",
                        "-- destructive: drops users\nDROP TABLE `users__cairn_old`");
    }

    @Test
    void tablesAreDroppedAfterThoseThatReferToThem() {
        String items = paymentsTable("users").replace("payments", "items");
        PlanScenario scenario = PlanScenario.of(
                PlanScenario.usersTable("users", "INT") + items + paymentsTable("users"),
                items.replaceAll(" PROP.*", ";"));
        assertThat(scenario.statements())
                .filteredOn(statement -> !statement.contains("RENAME"))
                .containsExactly(
                        "ALTER TABLE `items` SET (\"foreign_key_constraints\" = \"\")",
                        "-- destructive: drops payments\nDROP TABLE `payments__cairn_old`",
                        "-- destructive: drops users\nDROP TABLE `users__cairn_old`");
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
    void aTableThatOnlyCreateLikeCanMakeIsImpossible() {
        String table = "CREATE TABLE t (d DATE) DUPLICATE KEY (d) DISTRIBUTED BY HASH (d);";
        String createLikeSql = "CREATE TABLE u PARTITION BY date_trunc('day', d) LIKE t";
        Plan plan = plan(table, table + createLikeSql);
        assertThat(plan.steps()).isEmpty();
        assertThat(describeObjections(plan, AllowedChanges.ALL))
                .singleElement()
                .asString()
                .contains("IMPOSSIBLE shop.u", "PARTITION BY does not support");
        assertThat(plan(table + createLikeSql, table + createLikeSql).isEmpty()).isTrue();
    }

    /** The statements of a plan create the same table as the declaration; each table has another clause. */
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
        Catalog declaredCatalog = PlanScenario.createCatalog("CREATE TABLE t " + definition);
        Simulation recordedSimulation =
                new Simulation(PlanScenario.ENGINE, PlanScenario.SESSION, PlanScenario.createCatalog(""));
        plan("", "CREATE TABLE t " + definition)
                .steps()
                .forEach(step -> recordedSimulation.apply(MigrationAction.parse(step.text())));

        assertThat(describeTable(recordedSimulation.catalog())).isEqualTo(describeTable(declaredCatalog));
    }

    /** Returns a text of all parts of the table, except for properties that the server assumed. */
    private static String describeTable(Catalog catalog) {
        Table table = catalog.findTable("shop", "t").orElseThrow();
        String properties = table.properties().settingByName().entrySet().stream()
                .filter(entry -> !entry.getValue().isAssumed())
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        return properties + " "
                + table.withProperties(StoredProperties.NONE).toString().replaceAll("Span\\[[^]]*]|isAssumed=\\w+", "");
    }
}
