package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.token.SqlSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables partitioned by lists, and tables with automatic partitions. */
class ListPartitionsTest {
    private static final String COLUMNS =
            "(d DATE, dt DATETIME, i INT, s VARCHAR(20) NOT NULL, n INT, f DECIMAL(10, 2)) DUPLICATE KEY(d, dt, i, s)";

    private final EngineClient client = EngineClient.ofDefaultServer();

    private static String createTableSql(String partitioning) {
        return "CREATE TABLE a " + COLUMNS + " PARTITION BY " + partitioning + " DISTRIBUTED BY HASH(i) BUCKETS 3";
    }

    @Test
    void valuesAreShownInTheirNormalForm() {
        client.execute(createTableSql("LIST(dt) (PARTITION p1 VALUES IN ('2024-1-2', NULL))"));
        assertThat(client.findLine("a", "PARTITION p1"))
                .isEqualTo("PARTITION p1 VALUES IN ('2024-01-02 00:00:00', 'NULL')");
    }

    @Test
    void severalColumnsAreListedInRows() {
        client.execute(
                createTableSql("LIST(d, s) (PARTITION p1 VALUES IN (('2024-01-01', 'x'), ('2024-01-02', 'y')))"));
        assertThat(client.findLine("a", "PARTITION p1"))
                .isEqualTo("PARTITION p1 VALUES IN (('2024-01-01', 'x'), ('2024-01-02', 'y'))");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        LIST(nope) (PARTITION p1 VALUES IN ('a'))                                        | CommonRule.NOT_FOUND
        LIST(f) (PARTITION p1 VALUES IN ('1'))                                           | PartitionRule.PARTITION_COLUMN_TYPE_UNSUPPORTED
        LIST(i) (PARTITION p1 VALUES IN ('x'))                                           | ExpressionRule.INVALID_NUMBER
        LIST(s) (PARTITION p1 VALUES IN ('a'), PARTITION p1 VALUES IN ('b'))             | PartitionRule.NAME_REPEATED
        LIST(s) (PARTITION p1 VALUES IN ('a'), PARTITION p2 VALUES IN ('a'))             | PartitionRule.VALUES_REPEATED
        LIST(d, s) (PARTITION p1 VALUES IN ('a'))                                        | PartitionRule.VALUE_COUNT_DIFFERS
        LIST(d, s) (PARTITION p1 VALUES IN (('2024-01-01')))                             | PartitionRule.VALUE_COUNT_DIFFERS
        LIST(s) (PARTITION p1 VALUES IN (NULL))                                          | PartitionRule.NULL_IN_NOT_NULL_COLUMN
        """)
    void anInvalidListPartitioningIsRefused(String partitioning, String rule) {
        assertThat(client.ruleOf(createTableSql(partitioning))).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        (s)                                          | PARTITION BY (`s`)
        (s, d)                                       | PARTITION BY (`s`,`d`)
        s, date_trunc('month', d)                    | PARTITION BY (`s`,date_trunc('month', d))
        substr(s, 1, 3)                              | PARTITION BY (substr(s, 1, 3))
        date_trunc('week', d)                        | PARTITION BY (date_trunc('week', d))
        """)
    void partitionsAreCreatedFromTheValuesOfNewRows(String partitioning, String shown) {
        client.execute(createTableSql(partitioning));
        assertThat(client.findLine("a", "PARTITION BY")).isEqualTo(shown);
    }

    /** CREATE TABLE compares the texts of values, but ADD PARTITION compares their numbers. */
    @Test
    void anotherSpellingOfANumberIsRefusedForAnAddedPartition() {
        client.execute(
                createTableSql("LIST(i) (PARTITION p1 VALUES IN ('020', '21'), PARTITION p2 VALUES IN ('021'))"));
        assertThat(client.ruleOf("ALTER TABLE a ADD PARTITION p3 VALUES IN ('20')"))
                .isEqualTo("PartitionRule.VALUES_REPEATED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIST(s) (PARTITION p1 VALUES LESS THAN ('a'))",
                "LIST(s) (START ('1') END ('3') EVERY (1))",
                "RANGE(d) (PARTITION p1 VALUES IN ('2024-01-01'))"
            })
    void listsAndRangesAreNotMixed(String partitioning) {
        assertThatThrownBy(() -> client.execute(createTableSql(partitioning))).isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void theColumnsBehindExpressionsAreHidden() {
        client.execute(createTableSql("s, date_trunc('month', d)"));
        assertThat(client.showCreate("a")).doesNotContain("__generated_partition_column");
        assertThat(client.findTable("a").columns()).hasSize(6);
    }

    @Test
    void aColumnThatStandsForAnExpressionIsReadAsTheExpression() {
        String shownByOldServer = EngineClient.of(EngineClient.SERVER_3_5)
                .execute("CREATE TABLE a (k INT, d DATETIME) DUPLICATE KEY(k) PARTITION BY k, date_trunc('day', d)")
                .showCreate("a");
        assertThat(shownByOldServer).contains("`__generated_partition_column_0`");
        client.execute(shownByOldServer.replace("\"bucket_size\" = \"4294967296\",\n", ""));
        assertThat(client.findLine("a", "PARTITION BY")).isEqualTo("PARTITION BY (`k`,date_trunc('day', `d`))");
    }

    @Test
    void partitionColumnsOfMergingTablesMustBeKeyColumns() {
        assertThat(client.ruleOf("CREATE TABLE a (k INT, v DATE) PRIMARY KEY(k) PARTITION BY year(v)"))
                .isEqualTo("PartitionRule.COLUMN_NOT_KEY");
        assertThat(client.ruleOf(
                        "CREATE TABLE a (k INT, v INT) UNIQUE KEY(k) PARTITION BY (v)" + " DISTRIBUTED BY HASH(k)"))
                .isEqualTo("PartitionRule.COLUMN_NOT_KEY");
        assertThat(client.ruleOf("CREATE TABLE a (k INT, d DATE) UNIQUE KEY(k, d) PARTITION BY k, date_trunc('day', d)"
                        + " DISTRIBUTED BY HASH(k)"))
                .isEqualTo("PartitionRule.EXPRESSIONS_OF_AGGREGATE_TABLE");
    }
}
