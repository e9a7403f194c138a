package dev.cairn.engine.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.EngineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated columns of a new table. */
class GeneratedColumnsTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    private static String createTableSql(String column) {
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
        client.execute(createTableSql(column));
        assertThat(client.findColumnDefinition("a", "g")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DATE AS date_trunc('day', d)       | ColumnRule.GENERATED_TYPE_MISMATCH
        INT AS array_avg(l)                | ColumnRule.GENERATED_TYPE_MISMATCH
        STRING AS (s OR 'x')               | ColumnRule.GENERATED_TYPE_MISMATCH
        INT AS (nope + 1)                  | CommonRule.NOT_FOUND
        BIGINT AS sum(v)                   | ColumnRule.GENERATED_FROM_AGGREGATE
        BIGINT AS (1 + count(DISTINCT v))  | ColumnRule.GENERATED_FROM_AGGREGATE
        BIGINT AS sum_if(v, k > 1)         | ColumnRule.GENERATED_FROM_AGGREGATE
        ARRAY<DOUBLE> AS [[1]]             | ExpressionRule.CANNOT_CAST
        INT AS mine(v)                     | FunctionRule.NO_MATCHING_FUNCTION
        ARRAY<INT> AS array_map(x -> x, l) | CommonRule.NOT_FOUND
        """)
    void anExpressionMustHaveTheColumnsTypeAndReadOneRow(String column, String rule) {
        assertThat(client.ruleOf(createTableSql(column))).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VARCHAR(10) AS upper(s)",
                "BIGINT AS 1",
                "ARRAY<DOUBLE> AS [1, 2]",
                // The field, not the column of the same name.
                "INT AS r.v",
                // The server accepts expressions that it can never calculate.
                "BIGINT AS (sum(v) OVER ())",
                "LARGEINT AS abs(sum(k))",
            })
    void expressionsThatTheServerConvertsAreAccepted(String column) {
        client.execute(createTableSql(column));
        assertThat(client.findColumnDefinition("a", "g")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        k INT, g BIGINT AS (k + 1), v INT       | DUPLICATE KEY(k)    | ColumnRule.GENERATED_BEFORE_ORDINARY
        k INT, g BIGINT AS (k + 1)              | DUPLICATE KEY(k, g) | ColumnRule.GENERATED_KEY
        k INT, g BIGINT AS (k + 1), h BIGINT AS (g) | DUPLICATE KEY(k) | ColumnRule.GENERATED_FROM_GENERATED
        k INT, i BIGINT AUTO_INCREMENT, g BIGINT AS (i) | DUPLICATE KEY(k) | ColumnRule.GENERATED_FROM_AUTO_INCREMENT
        k INT, g BIGINT AS (k + 1)              | AGGREGATE KEY(k)    | ColumnRule.VALUE_WITHOUT_AGGREGATION
        """)
    void generatedColumnsComeLastAndReadOrdinaryOnes(String columns, String key, String rule) {
        assertThat(client.ruleOf("CREATE TABLE a (" + columns + ") " + key + " DISTRIBUTED BY HASH(k)"))
                .isEqualTo(rule);
    }

    @Test
    void aPartitionExpressionIsCheckedLikeAColumn() {
        assertThat(client.ruleOf("CREATE TABLE a (k BIGINT) PARTITION BY bucket(k, 10)"))
                .isEqualTo("FunctionRule.NO_MATCHING_FUNCTION");
        assertThat(client.ruleOf("CREATE TABLE a (k INT, s STRING) PARTITION BY truncate(s, 5)"))
                .isEqualTo("PartitionRule.PARTITION_COLUMN_TYPE_UNSUPPORTED");
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
        EngineClient client = EngineClient.ofDefaultServer()
                .execute("CREATE TABLE other (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1");

        assertThat(client.ruleOf(
                        "CREATE TABLE t (k INT, g " + column + ") DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1"))
                .contains("CommonRule.UNSUPPORTED");
        assertThat(client.ruleOf("ALTER TABLE other ADD COLUMN g " + column)).contains("CommonRule.UNSUPPORTED");
    }
}
