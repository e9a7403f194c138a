package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables partitioned by ranges of columns or of an expression. */
class RangePartitionsTest {
    private static final String COLUMNS =
            "(d DATE, dt DATETIME, i INT, b BIGINT, s VARCHAR(20), f DOUBLE) DUPLICATE KEY(d, dt, i)";

    private final EngineClient client = EngineClient.ofDefaultServer();

    private static String createTableSql(String partitioning) {
        return "CREATE TABLE a " + COLUMNS + " PARTITION BY " + partitioning + " DISTRIBUTED BY HASH(i) BUCKETS 3";
    }

    private List<String> shownPartitions() {
        return Arrays.stream(client.showCreate("a").split("\n"))
                .filter(line -> line.contains("PARTITION p"))
                .map(line ->
                        line.replaceFirst("^\\(", "").replaceFirst(",$", "").replace(")))", "))"))
                .toList();
    }

    @Test
    void aPartitionLessThanAValueBeginsWhereTheOneBeforeItEnds() {
        client.execute(createTableSql("RANGE(d) (PARTITION p1 VALUES LESS THAN ('2024-1-2'),"
                + " PARTITION p2 VALUES LESS THAN ('20240201'), PARTITION p3 VALUES LESS THAN MAXVALUE)"));
        assertThat(shownPartitions())
                .containsExactly(
                        "PARTITION p1 VALUES [(\"0000-01-01\"), (\"2024-01-02\"))",
                        "PARTITION p2 VALUES [(\"2024-01-02\"), (\"2024-02-01\"))",
                        "PARTITION p3 VALUES [(\"2024-02-01\"), (MAXVALUE))");
    }

    @Test
    void partitionsAreInTheOrderOfTheirBounds() {
        client.execute(
                createTableSql("RANGE(i) (PARTITION p2 VALUES [('10'), ('20')), PARTITION p1 VALUES [('1'), ('10')))"));
        assertThat(shownPartitions())
                .containsExactly("PARTITION p1 VALUES [(\"1\"), (\"10\"))", "PARTITION p2 VALUES [(\"10\"), (\"20\"))");
    }

    @Test
    void aPartialBoundIsCompletedByTheLeastValues() {
        client.execute(createTableSql("RANGE(d, i) (PARTITION p1 VALUES LESS THAN ('2024-01-01', '5'),"
                + " PARTITION p2 VALUES LESS THAN ('2024-02-01'))"));
        assertThat(shownPartitions())
                .containsExactly(
                        "PARTITION p1 VALUES [(\"0000-01-01\", \"-2147483648\"), (\"2024-01-01\", \"5\"))",
                        "PARTITION p2 VALUES [(\"2024-01-01\", \"5\"), (\"2024-02-01\", \"-2147483648\"))");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            RANGE(d) (START ('2024-01-30') END ('2024-02-02') EVERY (INTERVAL 1 DAY))              | p20240130, p20240131, p20240201
            RANGE(d) (START ('2023-12-01') END ('2024-03-01') EVERY (INTERVAL 1 MONTH))            | p202312, p202401, p202402
            RANGE(d) (START ('2022-01-01') END ('2024-01-01') EVERY (INTERVAL 1 YEAR))             | p2022, p2023
            RANGE(d) (START ('2024-01-01') END ('2024-01-15') EVERY (INTERVAL 1 WEEK))             | p2024_01, p2024_02
            RANGE(dt) (START ('2024-01-01') END ('2024-01-01 02:00:00') EVERY (INTERVAL 1 HOUR))   | p2024010100, p2024010101
            RANGE(i) (START ('1') END ('7') EVERY (3))                                             | p1, p4
            """)
    void oneDefinitionOfManyPartitionsNamesThemByTheirStart(String partitioning, String names) {
        client.execute(createTableSql(partitioning));
        assertThat(shownPartitions())
                .extracting(line -> line.split(" ", 0)[1])
                .containsExactlyElementsOf(List.of(names.split(", ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            RANGE(nope) ()                                                                                               | CommonRule.NOT_FOUND
            RANGE(d, d) ()                                                                                               | CommonRule.DUPLICATE
            RANGE(f) ()                                                                                                  | PartitionRule.PARTITION_COLUMN_TYPE_UNSUPPORTED
            RANGE(s) (PARTITION p1 VALUES LESS THAN ('m'))                                                               | PartitionRule.RANGE_TYPE_UNSUPPORTED
            RANGE(d) (PARTITION p1 VALUES LESS THAN ('x'))                                                               | ValueRule.LITERAL_FORMAT
            RANGE(i) (PARTITION p1 VALUES [('5'), ('5')))                                                                | PartitionRule.LOWER_NOT_BELOW_UPPER
            RANGE(i) (PARTITION p1 VALUES LESS THAN ('1'), PARTITION p1 VALUES LESS THAN ('2'))                          | PartitionRule.NAME_REPEATED
            RANGE(i) (PARTITION p1 VALUES LESS THAN ('1'), PARTITION p2 VALUES [('1'), ('2')))                           | PartitionRule.BATCH_MIXED
            RANGE(i) (PARTITION p1 VALUES LESS THAN ('1', '2'))                                                          | PartitionRule.VALUE_COUNT_DIFFERS
            RANGE(i) (PARTITION `p-1` VALUES LESS THAN ('1'))                                                            | ServerError.INCORRECT_PARTITION_NAME
            RANGE(i) (PARTITION p1 VALUES LESS THAN ('1') ('replication_num' = '0'))                                     | CommonRule.MUST_BE_POSITIVE
            RANGE(i) (PARTITION p1 VALUES LESS THAN ('1') ('nope' = '0'))                                                | PropertyRule.UNKNOWN_PROPERTIES
            RANGE(d, i) (START ('2024-01-01') END ('2024-02-01') EVERY (INTERVAL 1 DAY))                                 | CommonRule.UNSUPPORTED
            RANGE(d) (START ('2024-01-01') END ('2024-02-01') EVERY (INTERVAL 1 HOUR))                                   | PartitionRule.BATCH_INTERVAL_UNSUPPORTED
            """)
    void partitionsMustFitTheirColumnsAndEachOther(String partitioning, String rule) {
        assertThat(client.ruleOf(createTableSql(partitioning))).isEqualTo(rule);
    }

    @Test
    void partitionsDoNotOverlap() {
        assertThat(client.ruleOf(createTableSql("RANGE(d) (PARTITION p1 VALUES LESS THAN ('2024-02-01'),"
                        + " PARTITION p2 VALUES LESS THAN ('2024-01-01'))")))
                .isEqualTo("PartitionRule.RANGES_INTERSECT");
    }

    @Test
    void aPartitionShowsOnlyADifferentNumberOfReplicas() {
        client.execute(createTableSql("RANGE(i) (PARTITION p1 VALUES LESS THAN ('1') ('replication_num' = '3'),"
                + " PARTITION p2 VALUES LESS THAN ('2') ('replication_num' = '1'))"));
        assertThat(shownPartitions())
                .containsExactly(
                        "PARTITION p1 VALUES [(\"-2147483648\"), (\"1\"))(\"replication_num\" = \"3\")",
                        "PARTITION p2 VALUES [(\"1\"), (\"2\"))");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            RANGE(from_unixtime(b)) ()                       | PARTITION BY RANGE(from_unixtime(b))
            RANGE(str2date(s, '%Y-%m-%d')) ()                | PARTITION BY RANGE(str2date(s, '%Y-%m-%d'))
            RANGE(cast(substr(s, 1, 4) as int)) ()           | PARTITION BY RANGE(CAST(substr(s, 1, 4) AS INT))
            date_trunc('day', dt)                            | PARTITION BY date_trunc('day', dt)
            time_slice(dt, interval 1 hour)                  | PARTITION BY time_slice(dt, 1, 'hour', 'floor')
            """)
    void rangesMayBeOfAnExpression(String partitioning, String shown) {
        client.execute(createTableSql(partitioning));
        assertThat(client.findLine("a", "PARTITION BY")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            RANGE(str2date(s, '%Y-%m')) ()    | ColumnRule.STR2DATE_NOT_STRICT
            RANGE(substr(s, 1, 4)) ()         | PartitionRule.RANGE_TYPE_UNSUPPORTED
            RANGE(from_unixtime(d)) ()        | ColumnRule.PARTITION_TYPE_UNSUPPORTED_BY_FUNCTION
            str2date(s, '%Y-%m-%d')           | PartitionRule.EXPRESSION_FUNCTION_UNSUPPORTED
            time_slice(s, interval 1 day)     | PartitionRule.RANGE_TYPE_UNSUPPORTED
            date_trunc('day', s)              | ColumnRule.PARTITION_TYPE_UNSUPPORTED_BY_FUNCTION
            """)
    void rangePartitionsOverUnsupportedExpressionsAreRefused(String partitioning, String rule) {
        assertThat(client.ruleOf(createTableSql(partitioning))).isEqualTo(rule);
    }

    @Test
    void predefinedPartitionsAreAsLongAsAutomaticOnes() {
        client.execute(createTableSql(
                "date_trunc('month', d) (START ('2024-01-01') END ('2024-03-01') EVERY (INTERVAL 1 MONTH))"));
        assertThat(client.findLine("a", "PARTITION BY")).isEqualTo("PARTITION BY date_trunc('month', d)");
        assertThat(client.ruleOf(createTableSql("date_trunc('month', d) (START ('2024-01-01') END ('2024-03-01')"
                        + " EVERY (INTERVAL 1 DAY))")))
                .isEqualTo("PartitionRule.AUTOMATIC_GRANULARITY_DIFFERS");
    }

    @Test
    void aggregatedColumnsCannotPartitionATable() {
        assertThat(client.ruleOf("CREATE TABLE a (k INT, d DATE) UNIQUE KEY(k) PARTITION BY RANGE(d) ()"
                        + " DISTRIBUTED BY HASH(k)"))
                .isEqualTo("PartitionRule.COLUMN_NOT_KEY");
    }
}
