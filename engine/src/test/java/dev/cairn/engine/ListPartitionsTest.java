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

    private final Client client = Client.connected();

    private static String create(String partitioning) {
        return "CREATE TABLE a " + COLUMNS + " PARTITION BY " + partitioning + " DISTRIBUTED BY HASH(i) BUCKETS 3";
    }

    @Test
    void valuesAreShownInTheirNormalForm() {
        client.execute(create("LIST(dt) (PARTITION p1 VALUES IN ('2024-1-2', NULL))"));
        assertThat(client.line("a", "PARTITION p1"))
                .isEqualTo("PARTITION p1 VALUES IN ('2024-01-02 00:00:00', 'NULL')");
    }

    @Test
    void severalColumnsAreListedInRows() {
        client.execute(create("LIST(d, s) (PARTITION p1 VALUES IN (('2024-01-01', 'x'), ('2024-01-02', 'y')))"));
        assertThat(client.line("a", "PARTITION p1"))
                .isEqualTo("PARTITION p1 VALUES IN (('2024-01-01', 'x'), ('2024-01-02', 'y'))");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        LIST(nope) (PARTITION p1 VALUES IN ('a'))                                        | Partition column[nope] does not exist in column list..
        LIST(f) (PARTITION p1 VALUES IN ('1'))                                           | Invalid partition column 'f': invalid data type DECIMAL64(10,2).
        LIST(i) (PARTITION p1 VALUES IN ('x'))                                           | Invalid number format: x.
        LIST(s) (PARTITION p1 VALUES IN ('a'), PARTITION p1 VALUES IN ('b'))             | Duplicated partition name: p1.
        LIST(s) (PARTITION p1 VALUES IN ('a'), PARTITION p2 VALUES IN ('a'))             | Duplicated value a.
        LIST(d, s) (PARTITION p1 VALUES IN ('a'))                                        | Partition column size should be one when use single list partition .
        LIST(d, s) (PARTITION p1 VALUES IN (('2024-01-01')))                             | (2024-01-01) size should be equal to partition column size .
        LIST(s) (PARTITION p1 VALUES IN (NULL))                                          | Partition column[s] could not be null but contains null value in partition[p1].
        """)
    void anInvalidListPartitioningIsRefused(String partitioning, String words) {
        assertThat(client.messageOf(create(partitioning))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        (s)                                          | PARTITION BY (`s`)
        (s, d)                                       | PARTITION BY (`s`,`d`)
        s, date_trunc('month', d)                    | PARTITION BY (`s`,date_trunc('month', d))
        substr(s, 1, 3)                              | PARTITION BY (substr(s, 1, 3))
        date_trunc('week', d)                        | PARTITION BY (date_trunc('week', d))
        """)
    void theServerMakesPartitionsOfValuesAsRowsCome(String partitioning, String shown) {
        client.execute(create(partitioning));
        assertThat(client.line("a", "PARTITION BY")).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIST(s) (PARTITION p1 VALUES LESS THAN ('a'))",
                "LIST(s) (START ('1') END ('3') EVERY (1))",
                "RANGE(d) (PARTITION p1 VALUES IN ('2024-01-01'))"
            })
    void listsAndRangesAreNotMixed(String partitioning) {
        assertThatThrownBy(() -> client.execute(create(partitioning))).isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void theColumnsBehindExpressionsAreHidden() {
        client.execute(create("s, date_trunc('month', d)"));
        assertThat(client.shown("a")).doesNotContain("__generated_partition_column");
        assertThat(client.table("a").columns()).hasSize(6);
    }

    @Test
    void aColumnThatStandsForAnExpressionIsReadAsTheExpression() {
        String old = Client.of(Client.SERVER_3_5)
                .execute("CREATE TABLE a (k INT, d DATETIME) DUPLICATE KEY(k) PARTITION BY k, date_trunc('day', d)")
                .shown("a");
        assertThat(old).contains("`__generated_partition_column_0`");
        client.execute(old.replace("\"bucket_size\" = \"4294967296\",\n", ""));
        assertThat(client.line("a", "PARTITION BY")).isEqualTo("PARTITION BY (`k`,date_trunc('day', `d`))");
    }

    @Test
    void partitionColumnsOfMergingTablesMustBeKeyColumns() {
        assertThat(client.messageOf("CREATE TABLE a (k INT, v DATE) PRIMARY KEY(k) PARTITION BY year(v)"))
                .isEqualTo("The partition expr should base on key column.");
        assertThat(client.messageOf(
                        "CREATE TABLE a (k INT, v INT) UNIQUE KEY(k) PARTITION BY (v)" + " DISTRIBUTED BY HASH(k)"))
                .isEqualTo("The partition column could not be aggregated column and unique table's partition column"
                        + " must be key column.");
        assertThat(client.messageOf(
                        "CREATE TABLE a (k INT, d DATE) UNIQUE KEY(k, d) PARTITION BY k, date_trunc('day', d)"
                                + " DISTRIBUTED BY HASH(k)"))
                .isEqualTo("expression partition base on generated column doest not support AGG_KEYS or UNIQUE_KEYS.");
    }
}
