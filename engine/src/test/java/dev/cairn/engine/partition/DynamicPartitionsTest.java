package dev.cairn.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Table;
import dev.cairn.engine.EngineClient;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The partitions that a server creates and drops by the properties of dynamic partitioning. */
class DynamicPartitionsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T17:20:00Z");

    private final EngineClient client = EngineClient.ofDefaultServer();

    private static String describe(Table table) {
        return table.partitioning().partitions().stream()
                .map(RangePartition.class::cast)
                .map(partition -> partition.name().text() + " " + bound(partition.lowerBounds()) + " "
                        + bound(partition.upperBounds()))
                .collect(Collectors.joining("; "));
    }

    private static String bound(List<PartitionDefinition.Bound> bounds) {
        return ((PartitionDefinition.Bound.LiteralBound) bounds.get(0)).text();
    }

    private Table create(String column, String partitions, String properties) {
        client.execute("CREATE TABLE t (k INT, " + column + ") DUPLICATE KEY(k) PARTITION BY " + partitions
                + " DISTRIBUTED BY HASH(k) PROPERTIES (" + properties + ")");
        return client.findTable("t");
    }

    /** Creates a table from properties that are written without their prefix. */
    private Table create(String column, String partitions, String unit, String settings) {
        StringBuilder properties = new StringBuilder("'dynamic_partition.time_unit' = '" + unit + "'");
        for (String setting : settings.split(" ", -1)) {
            properties
                    .append(", 'dynamic_partition.")
                    .append(setting.replace("=", "' = '"))
                    .append("'");
        }
        return create(column, partitions, properties.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            d DATE     | DAY   | end=1                         | p20261129 2026-11-29 2026-11-30; p20261130 2026-11-30 2026-12-01
            d DATETIME | day   | end=1 prefix=q_               | q_20261129 2026-11-29 00:00:00 2026-11-30 00:00:00; q_20261130 2026-11-30 00:00:00 2026-12-01 00:00:00
            d INT      | DAY   | end=1                         | p20261129 20261129 20261130; p20261130 20261130 20261201
            d LARGEINT | MONTH | end=1                         | p202611 20261101 20261201; p202612 20261201 20270101
            d SMALLINT | DAY   | end=1                         | ^^
            d INT      | HOUR  | end=1                         | ^^
            d DATETIME | HOUR  | end=1                         | p2026112917 2026-11-29 17:00:00 2026-11-29 18:00:00; p2026112918 2026-11-29 18:00:00 2026-11-29 19:00:00
            d DATE     | WEEK  | end=1                         | p2026_48 2026-11-23 2026-11-30; p2026_49 2026-11-30 2026-12-07
            d DATE     | WEEK  | end=1 start_day_of_week=7     | p2026_49 2026-11-29 2026-12-06; p2026_50 2026-12-06 2026-12-13
            d DATE     | WEEK  | end=5                         | p2026_48 2026-11-23 2026-11-30; p2026_49 2026-11-30 2026-12-07; p2026_50 2026-12-07 2026-12-14; p2026_51 2026-12-14 2026-12-21; p2026_52 2026-12-21 2026-12-28; p2026_53 2026-12-28 2027-01-04
            d DATE     | MONTH | end=1 start_day_of_month=28   | p202611 2026-11-28 2026-12-28; p202612 2026-12-28 2027-01-28
            d DATE     | YEAR  | end=1                         | p2026 2026-01-01 2027-01-01; p2027 2027-01-01 2028-01-01
            d DATE     | DAY   | end=1 history_partition_num=1 | p20261128 2026-11-28 2026-11-29; p20261129 2026-11-29 2026-11-30; p20261130 2026-11-30 2026-12-01
            d DATE     | DAY   | end=1 history_partition_num=9 start=-1 | p20261128 2026-11-28 2026-11-29; p20261129 2026-11-29 2026-11-30; p20261130 2026-11-30 2026-12-01
            d DATE     | DAY   | end=1 time_zone=Asia/Shanghai | p20261130 2026-11-30 2026-12-01; p20261201 2026-12-01 2026-12-02
            d DATETIME | HOUR  | end=1 time_zone=+05:30        | p2026112922 2026-11-29 22:00:00 2026-11-29 23:00:00; p2026112923 2026-11-29 23:00:00 2026-11-30 00:00:00
            d DATE     | DAY   | end=1 enable=false            | ^^
            """)
    void thePartitionsBeginWithTheCurrentPeriod(String column, String unit, String settings, String expected) {
        Table table = create(column, "RANGE(d) ()", unit, settings);
        assertThat(describe(DynamicPartitions.withPartitionsAt(table, NOW, ZoneOffset.UTC)))
                .isEqualTo(expected);
    }

    @Test
    void aMonthMayBeginInTheLastCalendarMonth() {
        Table table = create("d DATE", "RANGE(d) ()", "MONTH", "end=1 start_day_of_month=10");
        assertThat(describe(DynamicPartitions.withPartitionsAt(
                        table, Instant.parse("2027-01-03T00:00:00Z"), ZoneOffset.UTC)))
                .isEqualTo("p202612 2026-12-10 2027-01-10; p202701 2027-01-10 2027-02-10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            d VARCHAR(20) | RANGE(str2date(d, '%Y-%m-%d')) () | p20261129 2026-11-29 2026-11-30; p20261130 2026-11-30 2026-12-01
            d BIGINT      | RANGE(from_unixtime(d)) ()        | p20261129 2026-11-29 00:00:00 2026-11-30 00:00:00; p20261130 2026-11-30 00:00:00 2026-12-01 00:00:00
            """)
    void theBoundsHaveTheTypeOfThePartitionExpression(String column, String partitions, String expected) {
        Table table = create(column, partitions, "DAY", "end=1");
        assertThat(describe(DynamicPartitions.withPartitionsAt(table, NOW, ZoneOffset.UTC)))
                .isEqualTo(expected);
    }

    @Test
    void aTableWithoutATimeZoneUsesThatOfTheServer() {
        Table table = create("d DATE", "RANGE(d) ()", "DAY", "end=1");
        assertThat(describe(DynamicPartitions.withPartitionsAt(table, NOW, ZoneId.of("Asia/Shanghai"))))
                .startsWith("p20261130 ");
    }

    @Test
    void timeAddsPartitionsAndDropsTheOnesBeforeTheStart() {
        Table table = DynamicPartitions.withPartitionsAt(
                create("d DATE", "RANGE(d) ()", "DAY", "end=1 start=-1 history_partition_num=1"), NOW, ZoneOffset.UTC);
        assertThat(DynamicPartitions.withPartitionsAt(table, NOW.plusSeconds(60), ZoneOffset.UTC))
                .isEqualTo(table);
        assertThat(describe(DynamicPartitions.withPartitionsAt(table, NOW.plusSeconds(86_400), ZoneOffset.UTC)))
                .isEqualTo("p20261129 2026-11-29 2026-11-30; p20261130 2026-11-30 2026-12-01;"
                        + " p20261201 2026-12-01 2026-12-02");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            end=1          | po 2026-11-01 2026-11-10; p20261129 2026-11-29 2026-11-30; p20261130 2026-11-30 2026-12-01
            end=1 start=-9 | p20261129 2026-11-29 2026-11-30; p20261130 2026-11-30 2026-12-01
            end=1 start=-2147483640 | po 2026-11-01 2026-11-10; p20261129 2026-11-29 2026-11-30; p20261130 2026-11-30 2026-12-01
            """)
    void declaredPartitionsBeforeTheStartAreDropped(String settings, String expected) {
        Table table =
                create("d DATE", "RANGE(d) (PARTITION po VALUES [('2026-11-01'), ('2026-11-10')))", "DAY", settings);
        assertThat(describe(DynamicPartitions.withPartitionsAt(table, NOW, ZoneOffset.UTC)))
                .isEqualTo(expected);
    }

    @Test
    void aPartitionThatOverlapsAnotherOneIsNotCreated() {
        Table table =
                create("d DATE", "RANGE(d) (PARTITION po VALUES [('2026-11-01'), ('2026-11-30')))", "DAY", "end=1");
        assertThat(describe(DynamicPartitions.withPartitionsAt(table, NOW, ZoneOffset.UTC)))
                .isEqualTo("po 2026-11-01 2026-11-30; p20261130 2026-11-30 2026-12-01");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            d DATE        | RANGE(d) ()
            d VARCHAR(20) | RANGE(str2date(d, '%Y-%m-%d')) ()
            """)
    void partitionsOfDatesCannotBeHourly(String column, String partitions) {
        String createSql = "CREATE TABLE t (k INT, " + column + ") DUPLICATE KEY(k) PARTITION BY " + partitions
                + " DISTRIBUTED BY HASH(k)";
        String properties = "('dynamic_partition.time_unit' = 'HOUR', 'dynamic_partition.end' = '1')";
        assertThat(client.ruleOf(createSql + " PROPERTIES " + properties))
                .isEqualTo("TableRule.HOURLY_PARTITIONS_OF_DATES");
        client.execute(createSql);
        assertThat(client.ruleOf("ALTER TABLE t SET " + properties)).isEqualTo("TableRule.HOURLY_PARTITIONS_OF_DATES");
    }
}
