package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plans for properties of tables. */
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
}
