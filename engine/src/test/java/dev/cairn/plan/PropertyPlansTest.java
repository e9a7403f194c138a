package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.RebuiltTablePartitions;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks plans for properties of tables and materialized views. */
class PropertyPlansTest {
    private static final String ORDERS = "CREATE TABLE orders (id BIGINT, day DATE, price INT) DUPLICATE KEY (id)";

    private static Plan plan(String from, String to, String... renames) {
        return PlanScenario.of(from, to, renames).plan();
    }

    @Test
    void anUndeclaredPropertyIsNoDifference() {
        String explicit = ORDERS + " PROPERTIES ('replication_num' = '2', 'compression' = 'ZSTD')";
        assertThat(plan(explicit, ORDERS).isEmpty()).isTrue();
        assertThat(PlanScenario.of(ORDERS, ORDERS + " PROPERTIES ('replication_num' = '2')")
                        .statements())
                .containsExactly("ALTER TABLE `orders` SET (\"replication_num\" = \"2\")");
    }

    /** ALTER TABLE stores some numbers as they were written. */
    @Test
    void leadingZerosOfANumberAreNoDifference() {
        String table = ORDERS + " DISTRIBUTED BY RANDOM PROPERTIES ('mutable_bucket_num' = '7')";
        String alteration = "; ALTER TABLE orders SET ('mutable_bucket_num' = '07')";
        assertThat(plan(table + alteration, table).isEmpty()).isTrue();
    }

    private static String schemaWithReport(String properties) {
        return "CREATE TABLE sale (id BIGINT, day DATE) DUPLICATE KEY (id) PARTITION BY date_trunc('day', day);"
                + " CREATE MATERIALIZED VIEW report PARTITION BY day REFRESH DEFERRED ASYNC PROPERTIES ('replication_num' = '1'"
                + properties + ") AS SELECT id, day FROM sale";
    }

    /** CREATE stores some words as they were written; ALTER stores them in upper case. */
    @Test
    void theCaseOfAWordIsNoDifferenceOfMaterializedViews() {
        Map<String, List<String>> valuesByName = Map.of(
                "enable_query_rewrite", List.of("false", "true"),
                "transparent_mv_rewrite_mode", List.of("true", "transparent_or_error"),
                "query_rewrite_consistency", List.of("loose", "nocheck"),
                "force_external_table_query_rewrite", List.of("false", "nocheck"),
                "partition_refresh_strategy", List.of("strict", "force"),
                "refresh_mode", List.of("full", "pct"));
        valuesByName.forEach((name, values) -> {
            String before = schemaWithReport(", '" + name + "' = '" + values.get(0) + "'");
            String upperCaseSchema =
                    before.replace(values.get(0) + "')", values.get(0).toUpperCase(Locale.ROOT) + "')");
            assertThat(plan(before, upperCaseSchema).isEmpty()).as(name).isTrue();
            assertThat(plan(upperCaseSchema, before).isEmpty()).as(name).isTrue();
            String after = schemaWithReport(", '" + name + "' = '" + values.get(1) + "'");
            assertThat(PlanScenario.of(before, after).statements())
                    .hasSizeLessThan(2)
                    .allMatch(text -> text.startsWith("ALTER MATERIALIZED VIEW `report` SET (\"" + name + "\" = "));
        });
    }

    /** A rebuild would compute the view again. */
    @Test
    void aPropertyOfAMaterializedViewIsTakenBackByTheValueThatMeansTheSame() {
        Map<String, List<String>> valuesByName = Map.of(
                "mv_rewrite_staleness_second", List.of("60", "0"),
                "partition_ttl", List.of("3 day", "0 DAY"),
                "partition_ttl_number", List.of("3", "-1"),
                "auto_refresh_partitions_limit", List.of("3", "-1"),
                "partition_refresh_number", List.of("7", "1"),
                "enable_query_rewrite", List.of("false", "DEFAULT"),
                "transparent_mv_rewrite_mode", List.of("true", "FALSE"),
                "query_rewrite_consistency", List.of("loose", "CHECKED"),
                "force_external_table_query_rewrite", List.of("false", "CHECKED"));
        valuesByName.forEach((name, values) -> {
            String declaredSchema = schemaWithReport(", '" + name + "' = '" + values.get(0) + "'");
            assertThat(PlanScenario.of(declaredSchema, schemaWithReport("")).statements())
                    .containsExactly(
                            "ALTER MATERIALIZED VIEW `report` SET (\"" + name + "\" = \"" + values.get(1) + "\")");
            String neutralSchema =
                    schemaWithReport(", '" + name + "' = '" + values.get(1).toLowerCase(Locale.ROOT) + "'");
            assertThat(plan(neutralSchema, schemaWithReport("")).isEmpty())
                    .as(name)
                    .isTrue();
            assertThat(plan(schemaWithReport(""), neutralSchema).isEmpty())
                    .as(name)
                    .isTrue();
        });
    }

    @Test
    void aTableIsNotCopiedForAPropertyThatSetTakesBack() {
        String table = "CREATE TABLE t (d DATE NOT NULL, j JSON) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d)"
                + " DISTRIBUTED BY HASH (d) BUCKETS 1 PROPERTIES ('replication_num' = '1'%s)";
        String old = table.formatted(", 'partition_ttl' = '3 DAY'");
        assertThat(PlanScenario.of(old, table.formatted("")).statements())
                .containsExactly("ALTER TABLE `t` SET (\"partition_ttl\" = \"0 DAY\")");
        assertThat(plan(old.replace("3 DAY", "0 day"), table.formatted("")).isEmpty())
                .isTrue();
        String flat = table.formatted(", 'flat_json.enable' = 'true', 'flat_json.null.factor' = '0.5'");
        String off = table.formatted(", 'flat_json.enable' = 'false'");
        assertThat(PlanScenario.of(flat, off).statements())
                .containsExactly("ALTER TABLE `t` SET (\"flat_json.enable\" = \"false\")");
        assertThat(PlanScenario.of(off, flat).statements())
                .containsExactly(
                        "ALTER TABLE `t` SET (\"flat_json.enable\" = \"true\")",
                        "ALTER TABLE `t` SET (\"flat_json.null.factor\" = \"0.5\")");
        assertThat(PlanScenario.of(flat, table.formatted("")).statements())
                .containsExactly("ALTER TABLE `t` SET (\"flat_json.enable\" = \"false\")");
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
        assertThat(PlanScenario.of(table, off).statements())
                .containsExactly("ALTER TABLE `t` SET (\"dynamic_partition.enable\" = \"false\","
                        + " \"dynamic_partition.end\" = \"3\", \"dynamic_partition.start\" = \"-7\","
                        + " \"dynamic_partition.time_unit\" = \"DAY\")");
        assertThat(PlanScenario.of(off, off.replace(" 'dynamic_partition.start' = '-7',", ""))
                        .statements())
                .containsExactly("ALTER TABLE `t` SET (\"dynamic_partition.start\" = \"-2147483648\")");
        assertThat(plan(off, off.replace("-7", "-9").replace("false", "true")).steps())
                .isNotEmpty();
    }

    private static String dynamicTable(String key, String properties) {
        return "CREATE TABLE t (k INT NOT NULL, d DATE NOT NULL) " + key + " KEY (k, d) PARTITION BY RANGE (d) ()"
                + " DISTRIBUTED BY HASH (k) BUCKETS 1 PROPERTIES ('dynamic_partition.end' = '3', " + properties + ")";
    }

    /** The first day of a week or month is set with the unit, because the server remembers an earlier first day. */
    @Test
    void theUnitOfDynamicPartitionsIsSetInPlace() {
        String day = dynamicTable("DUPLICATE", "'dynamic_partition.time_unit' = 'DAY'");
        String week = dynamicTable(
                "DUPLICATE", "'dynamic_partition.time_unit' = 'WEEK', 'dynamic_partition.start_day_of_week' = '3'");
        String month = dynamicTable("DUPLICATE", "'dynamic_partition.time_unit' = 'MONTH'");
        assertThat(PlanScenario.of(month, day).statements())
                .containsExactly("ALTER TABLE `t` SET (\"dynamic_partition.time_unit\" = \"DAY\")");
        assertThat(PlanScenario.of(week, day).statements())
                .containsExactly("ALTER TABLE `t` SET (\"dynamic_partition.time_unit\" = \"DAY\")");
        String note = "-- note: the server creates no partition for a period that overlaps an existing partition; add"
                + " partitions by hand for the rest of the period, or it refuses rows\n";
        assertThat(PlanScenario.of(week, month).statements())
                .containsExactly(note + "ALTER TABLE `t` SET (\"dynamic_partition.start_day_of_month\" = \"1\","
                        + " \"dynamic_partition.time_unit\" = \"MONTH\")");
        assertThat(PlanScenario.of(day, week).statements())
                .containsExactly(note + "ALTER TABLE `t` SET (\"dynamic_partition.start_day_of_week\" = \"3\","
                        + " \"dynamic_partition.time_unit\" = \"WEEK\")");
    }

    /** SHOW CREATE does not show these partitions. */
    @Test
    void existingPartitionsKeepTheirNumberOfReplicas() {
        String days = "CREATE TABLE t (d DATE, k INT) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d)"
                + " DISTRIBUTED BY HASH (k) BUCKETS 1 PROPERTIES ('replication_num' = '%s')";
        assertThat(PlanScenario.of(days.formatted("1"), days.formatted("2")).statements())
                .containsExactly(
                        "-- note: the partitions that exist keep their number of replicas; ALTER TABLE `t` MODIFY"
                                + " PARTITION (*) SET (\"replication_num\" = \"2\") changes it\n"
                                + "ALTER TABLE `t` SET (\"default.replication_num\" = \"2\")");
    }

    @Test
    void aLimitThatOnlyRangesHaveIsNoChangeOfAListOfExpressions() {
        String list = "CREATE TABLE t (d DATE, k INT) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d), k"
                + " DISTRIBUTED BY HASH (k) BUCKETS 1 PROPERTIES ('replication_num' = '1'%s)";
        assertThat(PlanScenario.of(list.formatted(""), list.formatted(", 'partition_live_number' = '3'"))
                        .statements())
                .isEmpty();
    }

    /** The server would create partitions in the new table that overlap with those of the old one. */
    @Test
    void theDynamicPartitioningOfARebuiltTableIsOffUntilTheSwap() {
        String month = dynamicTable("DUPLICATE", "'dynamic_partition.time_unit' = 'MONTH'");
        String day = dynamicTable("UNIQUE", "'dynamic_partition.time_unit' = 'DAY'");
        String off =
                dynamicTable("UNIQUE", "'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.enable' = 'false'");
        String none = "CREATE TABLE t (k INT NOT NULL, d DATE NOT NULL) %s KEY (k, d) PARTITION BY RANGE (d) ()"
                + " DISTRIBUTED BY HASH (k) BUCKETS 1";
        String on = "ALTER TABLE `t` SET (\"dynamic_partition.enable\" = \"true\")";
        requireRebuild(PlanScenario.of(month, day), on);
        requireRebuild(PlanScenario.of(month, off), "");
        requireRebuild(PlanScenario.of(month, none.formatted("UNIQUE")), "");
        requireRebuild(
                PlanScenario.of(
                        none.formatted("DUPLICATE").replace("()", "(PARTITION p1 VALUES LESS THAN ('2024-01-01'))"),
                        day),
                on);
        requireRebuild(PlanScenario.of(off.replace("UNIQUE", "DUPLICATE"), day), on);
    }

    private static void requireRebuild(PlanScenario scenario, String setStatement) {
        List<String> statements = scenario.statements();
        assertThat(statements.get(0)).contains("\"dynamic_partition.enable\" = \"false\"");
        assertThat(statements)
                .filteredOn(text -> text.startsWith("INSERT INTO"))
                .hasSize(1);
        assertThat(statements)
                .filteredOn(text -> text.contains(" SET ("))
                .containsExactlyElementsOf(setStatement.isEmpty() ? List.of() : List.of(setStatement));
    }

    /**
     * The server has created partitions that no declaration lists. After dynamic partitioning is switched off, the
     * server creates no more partitions, and the existing ones stay.
     */
    @Test
    void partitionsStayWhenDynamicPartitioningIsSwitchedOff() {
        String on = dynamicTable("DUPLICATE", "'dynamic_partition.time_unit' = 'DAY'")
                .replace("RANGE (d) ()", "RANGE (d) (PARTITION p1 VALUES [('2024-01-01'), ('2024-01-02')))");
        String off = dynamicTable(
                "DUPLICATE", "'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.enable' = 'false'");
        String plain = "CREATE TABLE t (k INT NOT NULL, d DATE NOT NULL) DUPLICATE KEY (k, d) PARTITION BY RANGE (d) ()"
                + " DISTRIBUTED BY HASH (k) BUCKETS 1";
        String switchOffSql = "ALTER TABLE `t` SET (\"dynamic_partition.enable\" = \"false\")";
        assertThat(PlanScenario.of(on, off).statements()).containsExactly(switchOffSql);
        assertThat(PlanScenario.of(on, plain).statements()).containsExactly(switchOffSql);
        String stoppedTable = on.replace("'DAY')", "'DAY', 'dynamic_partition.enable' = 'false')");
        assertThat(plan(stoppedTable, off).isEmpty()).isTrue();
        assertThat(plan(stoppedTable, plain).isEmpty()).isTrue();
        assertThat(PlanScenario.of(stoppedTable, off.replace("DUPLICATE", "UNIQUE"))
                        .statements())
                .filteredOn(text -> text.startsWith("INSERT INTO"))
                .hasSize(1);
    }

    @Test
    void aRebuildAsksForNoPartitionsOfATableInWhichTheServerCreatedNone() {
        String before = "CREATE TABLE t (k INT NOT NULL, d DATE NOT NULL) DUPLICATE KEY (k, d)"
                + " PARTITION BY RANGE (d) () DISTRIBUTED BY HASH (k) BUCKETS 1";
        String after = dynamicTable("UNIQUE", "'dynamic_partition.time_unit' = 'DAY'");
        assertThat(plan(before, after).steps())
                .extracting(Step::manualText)
                .anyMatch(text -> text.startsWith("INSERT INTO"))
                .noneMatch(text -> text.contains(RebuiltTablePartitions.STOP_SQL));
    }

    /** The new table can't have the old partitions whose values belong to its declared partitions. */
    @Test
    void aRebuiltTableGetsNoPartitionThatOverlapsItsDeclaredOnes() {
        String before = dynamicTable("DUPLICATE", "'dynamic_partition.time_unit' = 'DAY'")
                .replace(
                        "RANGE (d) ()",
                        "RANGE (d) (PARTITION p1 VALUES LESS THAN ('2024-01-03'),"
                                + " PARTITION p4 VALUES LESS THAN ('2024-01-04'))");
        String after = before.replace("DUPLICATE", "UNIQUE")
                .replaceAll(
                        "RANGE \\(d\\) \\(.*?\\)\\)",
                        "RANGE (d) (PARTITION p1 VALUES LESS THAN ('2024-01-02'), PARTITION p2 VALUES LESS THAN"
                                + " ('2024-01-03'))");
        assertThat(plan(before, after).steps())
                .extracting(Step::manualText)
                .filteredOn(text -> text.contains("INSERT INTO"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("ADD PARTITION IF NOT EXISTS p4 ")
                .doesNotContain("p1");
    }

    /** A property with the same default on all servers is reset to this default, so no retention stays in force. */
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
        Map<String, String> otherValues = Map.of(
                "dynamic_partition.start", "-30",
                "dynamic_partition.history_partition_num", "5",
                "dynamic_partition.prefix", "day",
                "dynamic_partition.start_day_of_week", "3");
        defaults.forEach((name, value) -> {
            String declared = table.formatted(", '" + name + "' = '" + otherValues.get(name) + "'");
            assertThat(plan(declared, table.formatted("")).steps())
                    .extracting(step -> Sql.render(step.action().statement()))
                    .containsExactly("ALTER TABLE `t` SET (\"" + name + "\" = \"" + value + "\")");
            assertThat(plan(table.formatted(", '" + name + "' = '" + value + "'"), table.formatted(""))
                            .isEmpty())
                    .as(name)
                    .isTrue();
        });

        String unlimitedTable = "CREATE TABLE t (d DATE NOT NULL) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d)"
                + " DISTRIBUTED BY HASH (d) BUCKETS 1";
        String limitedTable = unlimitedTable + " PROPERTIES ('partition_live_number' = '90')";
        assertThat(plan(limitedTable, unlimitedTable).steps())
                .extracting(Step::text)
                .containsExactly("ALTER TABLE `t` SET (\"partition_live_number\" = \"-1\")");
        assertThat(plan(limitedTable.replace("90", "-1"), unlimitedTable).isEmpty())
                .isTrue();
        assertThat(plan(unlimitedTable, limitedTable.replace("90", "-1")).isEmpty())
                .isTrue();
    }

    @Test
    void equivalentRetentionPeriodsAreNoDifference() {
        String table = "CREATE TABLE t (d DATE) DUPLICATE KEY (d) PARTITION BY date_trunc('day', d)"
                + " PROPERTIES ('partition_ttl' = '%s');";
        String alteredTable = table.formatted("1 DAY") + "ALTER TABLE t SET ('partition_ttl' = '%s')";
        assertThat(PlanScenario.of(alteredTable.formatted("2 DAY"), table.formatted("2 days"))
                        .statements())
                .isEmpty();
        assertThat(PlanScenario.of(table.formatted("2 days"), alteredTable.formatted("2 DAY"))
                        .statements())
                .isEmpty();
        assertThat(PlanScenario.of(alteredTable.formatted("2 DAY"), table.formatted("3 days"))
                        .statements())
                .hasSize(1);
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

    /** A dropped table stays in its group as long as it can be recovered. */
    @Test
    void aDroppedTableLeavesItsColocationGroupFirst() {
        String table = "CREATE TABLE %s (id BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS %d"
                + " PROPERTIES ('colocate_with' = '%s');";
        String before = table.formatted("a", 2, "g") + table.formatted("b", 3, "h");
        PlanScenario scenario = PlanScenario.of(before, table.formatted("b", 3, "g"));
        assertThat(scenario.plan().impossibleChanges()).isEmpty();
        assertThat(scenario.statements())
                .startsWith(
                        "ALTER TABLE `a` SET (\"colocate_with\" = \"\")",
                        "ALTER TABLE `b` SET (\"colocate_with\" = \"g\")")
                .last()
                .asString()
                .contains("DROP TABLE");
        assertThat(PlanScenario.of(table.formatted("a", 2, "g"), table.formatted("c", 3, "g"))
                        .plan()
                        .impossibleChanges())
                .isEmpty();
    }

    /** On a server, the members of all databases share the number of buckets. */
    @Test
    void aDroppedTableOfAnotherDatabaseLeavesItsColocationGroupFirst() {
        String table = "CREATE TABLE %s (id BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS %d"
                + " PROPERTIES ('colocate_with' = 'g');";
        String database = "CREATE DATABASE other;";
        PlanScenario scenario =
                PlanScenario.of(database + table.formatted("other.a", 2), database + table.formatted("b", 3));
        assertThat(scenario.plan().impossibleChanges()).isEmpty();
        assertThat(scenario.statements().get(0)).isEqualTo("ALTER TABLE `other`.`a` SET (\"colocate_with\" = \"\")");
    }

    /**
     * With shared data, a server forgets a group in which no table has a partition, and then no other table can join
     * the group.
     */
    @Test
    void aDroppedTableThatTheOthersFitLeavesItsColocationGroupLast() {
        String table = "CREATE TABLE %s (%s %s) DUPLICATE KEY (%2$s) %s DISTRIBUTED BY HASH (%2$s) BUCKETS 2"
                + " PROPERTIES ('colocate_with' = 'g');";
        String empty = table.formatted("e", "day", "INT", "PARTITION BY RANGE (day) ()");
        PlanScenario scenario = PlanScenario.of(
                empty + table.formatted("a", "id", "INT", ""), empty + table.formatted("c", "id", "INT", ""));
        assertThat(scenario.plan().impossibleChanges()).isEmpty();
        assertThat(scenario.statements()).hasSize(4);
        assertThat(scenario.statements().get(0)).startsWith("CREATE TABLE `c`");
        assertThat(scenario.statements().get(1)).isEqualTo("ALTER TABLE `a` SET (\"colocate_with\" = \"\")");
        // Another type of the key does not fit.
        assertThat(PlanScenario.of(table.formatted("a", "id", "INT", ""), table.formatted("c", "id", "BIGINT", ""))
                        .statements()
                        .get(0))
                .startsWith("ALTER TABLE `a` SET");
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

    private static final String INFERRED = "CREATE TABLE %s (id BIGINT NOT NULL%s) DUPLICATE KEY (id)"
            + " DISTRIBUTED BY HASH (id)%s PROPERTIES ('colocate_with' = 'g');";

    /** The server infers the number of buckets from its backends, which the model does not know. */
    @Test
    void anInferredNumberOfBucketsIsNoDifference() {
        String inferred = INFERRED.formatted("a", "", "");
        String shown = INFERRED.formatted("a", "", " BUCKETS 10");
        assertThat(PlanScenario.of(shown, inferred).statements()).isEmpty();
        assertThat(PlanScenario.of(inferred, inferred).statements()).isEmpty();
        assertThat(PlanScenario.of(
                                shown + INFERRED.formatted("b", "", " BUCKETS 10"),
                                inferred + INFERRED.formatted("b", "", " BUCKETS 10"))
                        .statements())
                .isEmpty();
        // The number that a definition declares is requested.
        assertThat(PlanScenario.of(inferred, shown).statements())
                .containsExactly(
                        "ALTER TABLE `a` SET (\"colocate_with\" = \"\")",
                        "ALTER TABLE `a` DISTRIBUTED BY HASH(`id`) BUCKETS 10",
                        "ALTER TABLE `a` SET (\"colocate_with\" = \"g\")");
        String view = "CREATE TABLE t (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2;"
                + "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH (id)%s REFRESH MANUAL"
                + " PROPERTIES ('colocate_with' = 'g') AS SELECT id FROM t;";
        assertThat(PlanScenario.of(view.formatted(" BUCKETS 10"), view.formatted(""))
                        .statements())
                .isEmpty();
        assertThat(PlanScenario.of(view.formatted(""), view.formatted("")).statements())
                .isEmpty();
    }

    @Test
    void aTableKeepsAnInferredNumberOfBucketsWhenItLeavesItsGroup() {
        String alone = "CREATE TABLE a (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id);";
        PlanScenario scenario = PlanScenario.of(INFERRED.formatted("a", "", ""), alone);
        assertThat(scenario.statements()).containsExactly("ALTER TABLE `a` SET (\"colocate_with\" = \"\")");
        assertThat(scenario.render()).contains("# back: ALTER TABLE `a` SET (\"colocate_with\" = \"g\")");
        assertThat(PlanScenario.of(alone, INFERRED.formatted("a", "", "")).statements())
                .containsExactly("ALTER TABLE `a` SET (\"colocate_with\" = \"g\")");
    }

    @Test
    void aWrittenStatementContainsNoInferredNumberOfBuckets() {
        String inferred = INFERRED.formatted("z", "", "");
        String declared = INFERRED.formatted("a", "", " BUCKETS 10");
        assertThat(PlanScenario.of("", inferred).statements()).allMatch(text -> !text.contains("BUCKETS"));
        // The table without a number has to be the first one of the group.
        PlanScenario scenario = PlanScenario.of("", inferred + declared);
        assertThat(scenario.plan().impossibleChanges()).isEmpty();
        assertThat(scenario.statements().get(0)).startsWith("CREATE TABLE `z`").doesNotContain("BUCKETS");
        // The number of a group that exists is known.
        PlanScenario joining = PlanScenario.of(declared, inferred + declared);
        assertThat(joining.plan().impossibleChanges()).isEmpty();
        assertThat(joining.statements()).singleElement().asString().contains("BUCKETS 10");
        assertThat(PlanScenario.of(inferred, "").render()).doesNotContain("BUCKETS");
    }

    @Test
    void aRebuiltTableKeepsItsNumberOfBuckets() {
        String rebuilt = INFERRED.formatted("a", ", v INT", "").replace("DUPLICATE", "PRIMARY");
        PlanScenario known = PlanScenario.of(INFERRED.formatted("a", ", v INT", " BUCKETS 10"), rebuilt);
        assertThat(known.plan().impossibleChanges()).isEmpty();
        assertThat(known.statements().get(0)).contains("BUCKETS 10");
        PlanScenario unknown = PlanScenario.of(INFERRED.formatted("a", ", v INT", ""), rebuilt);
        assertThat(unknown.plan().impossibleChanges()).isEmpty();
        assertThat(unknown.statements()).allMatch(text -> !text.contains("BUCKETS"));
        assertThat(unknown.statements().get(0)).isEqualTo("ALTER TABLE `a` SET (\"colocate_with\" = \"\")");
        String view = "CREATE TABLE t (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2;"
                + "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH (id)%s REFRESH MANUAL"
                + " PROPERTIES ('colocate_with' = 'g') AS SELECT id FROM t%s;";
        PlanScenario knownView =
                PlanScenario.of(view.formatted(" BUCKETS 10", ""), view.formatted("", " WHERE id > 1"));
        assertThat(knownView.plan().impossibleChanges()).isEmpty();
        assertThat(knownView.statements().get(0)).contains("BUCKETS 10");
    }

    @Test
    void aNewDistributionColumnGetsTheKnownNumberOfBuckets() {
        String inferred = INFERRED.formatted("a", ", v BIGINT NOT NULL", "");
        String other = inferred.replace("HASH (id)", "HASH (v)");
        assertThat(PlanScenario.of(inferred, other).statements())
                .containsExactly(
                        "ALTER TABLE `a` SET (\"colocate_with\" = \"\")",
                        "ALTER TABLE `a` DISTRIBUTED BY HASH(`v`)",
                        "ALTER TABLE `a` SET (\"colocate_with\" = \"g\")");
        String member = INFERRED.formatted("b", "", " BUCKETS 10");
        assertThat(PlanScenario.of(inferred.replace("HASH (id)", "HASH (id) BUCKETS 10") + member, other + member)
                        .statements())
                .contains("ALTER TABLE `a` DISTRIBUTED BY HASH(`v`) BUCKETS 10");
    }

    /** The server keeps the defaults of the binlog after it is switched off, and an emptied cooldown. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'binlog_enable' = 'true' | SET (\"binlog_enable\" = \"false\")",
                "'binlog_enable' = 'true', 'binlog_ttl_second' = '60' | SET (\"binlog_enable\" = \"false\", \"binlog_ttl_second\" = \"1800\")",
                "'binlog_enable' = 'false' | ",
                "'storage_cooldown_ttl' = '1 day' | SET (\"storage_cooldown_ttl\" = \"\")",
                "'storage_cooldown_ttl' = '' | "
            })
    void propertiesSetByHandAreTakenBack(String properties, @Nullable String clause) {
        String table = "CREATE TABLE t (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2;";
        PlanScenario scenario = PlanScenario.of(table + "ALTER TABLE t SET (" + properties + ")", table);

        assertThat(scenario.statements()).isEqualTo(clause == null ? List.of() : List.of("ALTER TABLE `t` " + clause));
    }

    @Test
    void anEmptiedCooldownIsShown() {
        Catalog catalog = PlanScenario.createCatalog(
                "CREATE TABLE t (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2;"
                        + "ALTER TABLE t SET ('storage_cooldown_ttl' = '1 day'); ALTER TABLE t SET ('storage_cooldown_ttl' = '')");

        assertThat(ShowCreate.render(
                        ServerProfile.DEFAULT, catalog.findTable("shop", "t").orElseThrow()))
                .contains("\"storage_cooldown_ttl\" = \"\"");
    }
}
