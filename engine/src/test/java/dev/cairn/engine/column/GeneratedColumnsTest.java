package dev.cairn.engine.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated columns of a new table. */
class GeneratedColumnsTest {
    private final Client client = Client.connected();

    private static String create(String column) {
        return "CREATE TABLE a (k INT, v BIGINT, d DATETIME, s STRING, l ARRAY<INT>,"
                + " r STRUCT<v INT>, g " + column + ")"
                + " DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        BIGINT AS (v + 1)                  | `g` bigint(20) NULL AS `v` + 1
        STRING AS concat(s, 'x') COMMENT 'c' | `g` varchar(65533) NULL AS concat(`s`, 'x') COMMENT "c"
        DATETIME AS date_trunc('day', d)   | `g` datetime NULL AS date_trunc('day', `d`)
        DOUBLE AS array_avg(l)             | `g` double NULL AS array_avg(`l`)
        INT AS udfs.mine(v)                | `g` int(11) NULL AS udfs.mine(`v`)
        """)
    void anExpressionIsShownAsTheServerKeepsIt(String column, String shown) {
        client.execute(create(column));
        assertThat(client.column("a", "g")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DATE AS date_trunc('day', d)       | Illegal expression type for Generated Column Column Type: DATE, Expression Type: DATETIME.
        INT AS array_avg(l)                | Illegal expression type for Generated Column Column Type: INT, Expression Type: DOUBLE.
        STRING AS (s OR 'x')               | Illegal expression type for Generated Column Column Type: VARCHAR(65533), Expression Type: BOOLEAN.
        INT AS (nope + 1)                  | can not get column by column id: nope.
        BIGINT AS sum(v)                   | Generated Column don't support aggregation function.
        BIGINT AS (1 + count(DISTINCT v))  | Generated Column don't support aggregation function.
        BIGINT AS sum_if(v, k > 1)         | Generated Column don't support aggregation function.
        ARRAY<DOUBLE> AS [[1]]             | Cannot cast '[1]' from ARRAY<TINYINT> to DOUBLE.
        INT AS mine(v)                     | No matching function with signature: mine(bigint(20)).
        ARRAY<INT> AS array_map(x -> x, l) | can not get column by column id: x.
        """)
    void anExpressionIsOfTheColumnsTypeAndOfOneRow(String column, String words) {
        assertThat(client.messageOf(create(column))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VARCHAR(10) AS upper(s)",
                "BIGINT AS 1",
                "ARRAY<DOUBLE> AS [1, 2]",
                // The field, not the column of the same name.
                "INT AS r.v",
                // The server takes what it can never calculate.
                "BIGINT AS (sum(v) OVER ())",
                "LARGEINT AS abs(sum(k))",
            })
    void anExpressionHasAsMuchOfTheColumnsTypeAsTheServerAsksFor(String column) {
        client.execute(create(column));
        assertThat(client.column("a", "g")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        k INT, g BIGINT AS (k + 1), v INT       | DUPLICATE KEY(k)    | All generated columns must be defined after ordinary columns.
        k INT, g BIGINT AS (k + 1)              | DUPLICATE KEY(k, g) | Generated Column g can not be KEY.
        k INT, g BIGINT AS (k + 1), h BIGINT AS (g) | DUPLICATE KEY(k) | Expression can not refers to other generated columns.
        k INT, i BIGINT AUTO_INCREMENT, g BIGINT AS (i) | DUPLICATE KEY(k) | Expression can not refers to AUTO_INCREMENT columns.
        k INT, g BIGINT AS (k + 1)              | AGGREGATE KEY(k)    | AGG_KEYS table should specify aggregate type for non-key column[g].
        """)
    void generatedColumnsComeLastAndReadOrdinaryOnes(String columns, String key, String words) {
        assertThat(client.messageOf("CREATE TABLE a (" + columns + ") " + key + " DISTRIBUTED BY HASH(k)"))
                .isEqualTo(words);
    }

    @Test
    void aPartitionExpressionIsCheckedLikeAColumn() {
        assertThat(client.messageOf("CREATE TABLE a (k BIGINT) PARTITION BY bucket(k, 10)"))
                .isEqualTo("No matching function with signature: bucket(bigint(20), tinyint(4)).");
        assertThat(client.messageOf("CREATE TABLE a (k INT, s STRING) PARTITION BY truncate(s, 5)"))
                .isEqualTo("Invalid partition column '__generated_partition_column_0': invalid data type"
                        + " DECIMAL128(38,5).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INT AS (SELECT max(k) FROM other)",
                "BOOLEAN AS k IN (SELECT k FROM other)",
                "BOOLEAN AS EXISTS (SELECT k FROM other)",
                "BIGINT AS coalesce((SELECT max(k) FROM other), k)",
            })
    void aGeneratedColumnCannotContainASubquery(String column) {
        Client client = Client.connected()
                .execute("CREATE TABLE other (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1");

        assertThat(client.messageOf(
                        "CREATE TABLE t (k INT, g " + column + ") DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1"))
                .contains("Generated Column don't support subquery");
        assertThat(client.messageOf("ALTER TABLE other ADD COLUMN g " + column))
                .contains("Generated Column don't support subquery");
    }
}
