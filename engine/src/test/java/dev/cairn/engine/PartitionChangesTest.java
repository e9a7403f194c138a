package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.partition.TablePartitions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the statements that add, drop, recover and replace partitions. */
class PartitionChangesTest {
    private static final String CREATE_YEARS =
            "CREATE TABLE years (day DATE, hits INT) DUPLICATE KEY(day) PARTITION BY RANGE(day) ("
                    + "PARTITION p23 VALUES LESS THAN ('2024-01-01'),"
                    + "PARTITION p24 VALUES LESS THAN ('2025-01-01')) DISTRIBUTED BY HASH(day)";
    private static final String CREATE_CITIES =
            "CREATE TABLE cities (city VARCHAR(20) NOT NULL, hits INT) DUPLICATE KEY(city) PARTITION BY LIST(city) ("
                    + "PARTITION north VALUES IN ('oslo', 'kiel'),"
                    + "PARTITION south VALUES IN ('rome')) DISTRIBUTED BY HASH(city)";

    private final EngineClient client = EngineClient.ofDefaultServer().execute(CREATE_YEARS, CREATE_CITIES);

    private Stream<String> partitionNames(String table) {
        return TablePartitions.of(client.findTable(table)).definitions().stream()
                .map(partition -> partition.name().text());
    }

    @Test
    void aPartitionBeginsWhereTheOneBeforeItEnds() {
        client.execute("ALTER TABLE years ADD PARTITION p25 VALUES LESS THAN ('2026-01-01')");
        assertThat(client.findLine("years", "PARTITION p25"))
                .isEqualTo("PARTITION p25 VALUES [(\"2025-01-01\"), (\"2026-01-01\")))");
    }

    @Test
    void rangesStandInTheOrderOfTheirBounds() {
        client.execute(
                "ALTER TABLE years ADD PARTITION p30 VALUES [('2030-01-01'), ('2031-01-01'))",
                "ALTER TABLE years ADD PARTITION p27 VALUES [('2027-01-01'), ('2028-01-01'))");
        assertThat(partitionNames("years")).containsExactly("p23", "p24", "p27", "p30");
    }

    @Test
    void addPartitionsRefusesExistingPartitions() {
        client.execute(
                "ALTER TABLE years ADD PARTITIONS START ('2025-01-01') END ('2027-01-01') EVERY (INTERVAL 1 YEAR)");
        assertThat(
                        client.ruleOf(
                                "ALTER TABLE years ADD PARTITIONS START ('2026-01-01') END ('2028-01-01') EVERY (INTERVAL 1 YEAR)"))
                .isEqualTo("ServerError.PARTITION_EXISTS");
        assertThat(partitionNames("years")).containsExactly("p23", "p24", "p2025", "p2026");
    }

    @Test
    void eachValueOfAListBelongsToOnePartition() {
        client.execute("ALTER TABLE cities ADD PARTITION east VALUES IN ('riga')");
        assertThat(partitionNames("cities")).containsExactly("north", "south", "east");
        assertThat(client.ruleOf("ALTER TABLE cities ADD PARTITION west VALUES IN ('rome')"))
                .isEqualTo("PartitionRule.VALUES_REPEATED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        years  | ADD PARTITION p23 VALUES LESS THAN ('2030-01-01')  | ServerError.PARTITION_EXISTS
        years  | ADD PARTITION p VALUES LESS THAN ('2023-06-01')    | PartitionRule.RANGES_INTERSECT
        years  | ADD PARTITION p VALUES IN ('2030-01-01')           | CommonRule.UNSUPPORTED
        years  | DROP PARTITION nope                                | ServerError.NO_PARTITION_TO_DROP
        years  | REPLACE PARTITION (p23) WITH TEMPORARY PARTITION (nope) | CommonRule.NOT_FOUND
        years  | RENAME PARTITION p23 p24                           | CommonRule.ALREADY_EXISTS
        cities | ADD PARTITION p VALUES LESS THAN ('2030-01-01')    | ServerError.NO_RANGE_PARTITIONS
        """)
    void invalidPartitionChangesAreRefused(String table, String clause, String rule) {
        assertThat(client.ruleOf("ALTER TABLE " + table + " " + clause)).isEqualTo(rule);
    }

    @Test
    void aDroppedPartitionCanBeRecovered() {
        client.execute("ALTER TABLE years DROP PARTITION p23");
        assertThat(partitionNames("years")).containsExactly("p24");
        client.execute("RECOVER PARTITION p23 FROM years");
        assertThat(partitionNames("years")).containsExactly("p23", "p24");
        client.execute("ALTER TABLE years DROP PARTITION p23 FORCE");
        assertThat(client.ruleOf("RECOVER PARTITION p23 FROM years")).isEqualTo("CommonRule.NOT_FOUND_IN");
    }

    @Test
    void partitionsCanBeDroppedByACondition() {
        client.execute("ALTER TABLE years DROP PARTITIONS WHERE day < '2024-01-01'");
        assertThat(partitionNames("years")).containsExactly("p24");
        client.execute("ALTER TABLE cities DROP PARTITIONS WHERE city = 'rome'");
        assertThat(partitionNames("cities")).containsExactly("north");
        client.execute("CREATE TABLE levels (n INT NOT NULL) PARTITION BY LIST(n)"
                + " (PARTITION low VALUES IN ('-1'), PARTITION high VALUES IN ('1')) DISTRIBUTED BY HASH(n)");
        client.execute("ALTER TABLE levels DROP PARTITIONS WHERE n = -1");
        assertThat(partitionNames("levels")).containsExactly("high");
    }

    @Test
    void aTemporaryPartitionTakesThePlaceOfAnother() {
        client.execute("ALTER TABLE years ADD TEMPORARY PARTITION t24 VALUES [('2024-01-01'), ('2025-01-01'))");
        assertThat(partitionNames("years")).containsExactly("p23", "p24");
        client.execute("ALTER TABLE years REPLACE PARTITION (p24) WITH TEMPORARY PARTITION (t24)");
        assertThat(partitionNames("years")).containsExactly("p23", "p24");
        assertThat(client.findTable("years").temporaryPartitions()).isEmpty();
    }

    @Test
    void aReplacingPartitionMustHaveTheSameRangeUnlessStrictRangeIsOff() {
        client.execute("ALTER TABLE years ADD TEMPORARY PARTITION t24 VALUES [('2024-01-01'), ('2024-07-01'))");
        String replaceSql = "ALTER TABLE years REPLACE PARTITION (p24) WITH TEMPORARY PARTITION (t24)";
        assertThat(client.ruleOf(replaceSql)).startsWith("PartitionRule.REPLACED_VALUES_DIFFER");
        client.execute(replaceSql + " PROPERTIES('strict_range' = 'false', 'use_temp_partition_name' = 'true')");
        assertThat(partitionNames("years")).containsExactly("p23", "t24");
    }

    @Test
    void twoPartitionsDoNotTakeTheNameOfOne() {
        client.execute("ALTER TABLE years ADD TEMPORARY PARTITION t1 VALUES [('2024-01-01'), ('2024-07-01'))");
        client.execute("ALTER TABLE years ADD TEMPORARY PARTITION t2 VALUES [('2024-07-01'), ('2025-01-01'))");
        String replaceSql = "ALTER TABLE years REPLACE PARTITION (p24, p24) WITH TEMPORARY PARTITION (t1, t2)";
        assertThat(client.ruleOf(replaceSql)).isEqualTo("CommonRule.DUPLICATE");
        client.execute(replaceSql + " PROPERTIES('use_temp_partition_name' = 'true')");
        assertThat(partitionNames("years")).containsExactly("p23", "t1", "t2");
    }

    @Test
    void aReplacingListPartitionMustNotHaveAValueOfAnother() {
        client.execute("ALTER TABLE cities ADD TEMPORARY PARTITION t1 VALUES IN ('paris', 'rome')");
        client.execute("ALTER TABLE cities ADD TEMPORARY PARTITION t2 VALUES IN ('wien')");
        String replaceSql = "ALTER TABLE cities REPLACE PARTITION (north) WITH TEMPORARY PARTITION (%s)"
                + " PROPERTIES('strict_range' = 'false', 'use_temp_partition_name' = 'true')";
        assertThat(client.ruleOf(replaceSql.formatted("t1"))).isEqualTo("PartitionRule.RANGE_CONFLICTS");
        client.execute(replaceSql.formatted("t2"));
        assertThat(partitionNames("cities")).containsExactly("south", "t2");
    }

    @Test
    void aReplacingListPartitionIsComparedByItsValues() {
        client.execute("CREATE TABLE numbers (n INT NOT NULL) DUPLICATE KEY(n) PARTITION BY LIST(n) ("
                + "PARTITION p1 VALUES IN ('020', '3'), PARTITION p2 VALUES IN ('4')) DISTRIBUTED BY HASH(n)");
        client.execute("ALTER TABLE numbers ADD TEMPORARY PARTITION t1 VALUES IN ('3', '20')");
        client.execute("ALTER TABLE numbers REPLACE PARTITION (p1) WITH TEMPORARY PARTITION (t1)");
        client.execute("ALTER TABLE numbers ADD TEMPORARY PARTITION t2 VALUES IN ('020')");
        assertThat(client.ruleOf("ALTER TABLE numbers REPLACE PARTITION (p2) WITH TEMPORARY PARTITION (t2)"
                        + " PROPERTIES('strict_range' = 'false')"))
                .isEqualTo("PartitionRule.RANGE_CONFLICTS");
    }

    @Test
    void temporaryPartitionsOfDifferentTransactionsMayHaveTheSameValues() {
        String addSql = "ALTER TABLE cities ADD TEMPORARY PARTITION %s VALUES IN ('rome')";
        client.execute(addSql.formatted("txn7_a"));
        client.execute(addSql.formatted("txn8_a"));
        client.execute(addSql.formatted("txn_a"));
        assertThat(client.ruleOf(addSql.formatted("txn8_b"))).isEqualTo("PartitionRule.VALUES_REPEATED");
        assertThat(client.ruleOf(addSql.formatted("b"))).isEqualTo("PartitionRule.VALUES_REPEATED");
    }

    @Test
    void anAutomaticallyPartitionedTableAcceptsOnlyPartitionsOfItsUnit() {
        client.execute("CREATE TABLE days (day DATE) PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH(day)");
        assertThat(client.ruleOf("ALTER TABLE days ADD PARTITION p VALUES [('2024-01-01'), ('2024-01-02'))"))
                .isEqualTo("CommonRule.UNSUPPORTED");
        assertThat(client.ruleOf("ALTER TABLE days ADD PARTITIONS START ('2024-01-01') END ('2024-03-01') EVERY"
                        + " (INTERVAL 1 MONTH)"))
                .isEqualTo("PartitionRule.AUTOMATIC_GRANULARITY_DIFFERS");
    }
}
