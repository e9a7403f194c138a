package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key and the columns of a new table. */
class KeysTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            k INT, v INT                               | DUPLICATE KEY(`k`, `v`)
            a INT, b INT, c INT, d INT                 | DUPLICATE KEY(`a`, `b`, `c`)
            a VARCHAR(10), b INT                       | DUPLICATE KEY(`a`)
            a INT, b VARCHAR(10), c INT                | DUPLICATE KEY(`a`, `b`)
            a INT, b DOUBLE, c INT                     | DUPLICATE KEY(`a`)
            a LARGEINT, b LARGEINT, c LARGEINT         | DUPLICATE KEY(`a`, `b`)
            a CHAR(100), b INT                         | DUPLICATE KEY(`a`)
            a INT, b BIGINT AS (a + a), c BIGINT AS (a + 1) | DUPLICATE KEY(`a`)
            a INT, s BIGINT SUM                        | AGGREGATE KEY(`a`)
            """)
    void theDefaultKeyHasAsManyColumnsAsAnIndexEntryHolds(String columns, String key) {
        String distribution = key.startsWith("AGG") ? " DISTRIBUTED BY HASH(a)" : "";
        client.execute("CREATE TABLE t1 (" + columns + ")" + distribution);
        assertThat(client.findLine("t1", key.substring(0, 9))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            k DOUBLE, v INT                   | ^^                    | ColumnRule.FIRST_COLUMN_NOT_INDEXABLE
            a INT, b INT                      | DUPLICATE KEY(b)      | ColumnRule.KEY_COLUMNS_NOT_FIRST
            a INT, b INT                      | DUPLICATE KEY(nope)   | CommonRule.NOT_FOUND
            a INT, b INT                      | UNIQUE KEY(a, b, c)   | ColumnRule.ONLY_KEY_COLUMNS
            a FLOAT, b INT                    | UNIQUE KEY(a)         | ColumnRule.KEY_TYPE_UNSUPPORTED
            a JSON, b INT                     | UNIQUE KEY(a)         | ColumnRule.KEY_TYPE_UNSUPPORTED
            a DECIMAL(10, 2), b INT           | PRIMARY KEY(a)        | ColumnRule.PRIMARY_KEY_TYPE_UNSUPPORTED
            a INT NULL, b INT                 | PRIMARY KEY(a)        | ColumnRule.PRIMARY_KEY_NULLABLE
            a INT SUM, b INT SUM              | AGGREGATE KEY(a)      | ColumnRule.KEY_WITH_AGGREGATION
            a INT, b INT                      | AGGREGATE KEY(a)      | ColumnRule.VALUE_WITHOUT_AGGREGATION
            a INT, b INT SUM                  | DUPLICATE KEY(a)      | ColumnRule.VALUE_WITH_AGGREGATION
            a INT, b HLL                      | DUPLICATE KEY(a)      | ColumnRule.NO_AGGREGATE_FUNCTION
            a INT, b STRING SUM               | AGGREGATE KEY(a)      | ColumnRule.AGGREGATE_FUNCTION_INVALID
            a INT, b HLL MAX                  | AGGREGATE KEY(a)      | ColumnRule.AGGREGATE_FUNCTION_INVALID
            """)
    void keysAndColumnsMustFitEachOther(String columns, String key, String rule) {
        String statement = "CREATE TABLE t1 (" + columns + ") " + key + " DISTRIBUTED BY HASH(a)";
        assertThat(client.ruleOf(statement)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({"DUPLICATE, NULL", "UNIQUE, NULL", "PRIMARY, NOT NULL"})
    void onlyPrimaryKeyColumnsAreImplicitlyNotNull(String model, String nullability) {
        client.execute("CREATE TABLE t1 (k INT, v INT) " + model + " KEY(k) DISTRIBUTED BY HASH(k)");
        assertThat(client.findColumnDefinition("t1", "k")).isEqualTo("`k` int(11) " + nullability);
    }

    @Test
    void aSumOfDecimalsGetsAllDigitsThatItCanHave() {
        client.execute("CREATE TABLE t1 (k INT, a INT SUM, b FLOAT SUM, c DECIMAL(10, 2) SUM, d INT MAX)"
                + " AGGREGATE KEY(k) DISTRIBUTED BY HASH(k)");
        assertThat(client.findColumnDefinition("t1", "a")).isEqualTo("`a` int(11) SUM NULL");
        assertThat(client.findColumnDefinition("t1", "b")).isEqualTo("`b` float SUM NULL");
        assertThat(client.findColumnDefinition("t1", "c")).isEqualTo("`c` decimal(38, 2) SUM NULL");
        assertThat(client.findColumnDefinition("t1", "d")).isEqualTo("`d` int(11) MAX NULL");
    }

    @Test
    void columnNamesMustBeUniqueAndValid() {
        Refusal duplicateRefusal = client.refusalOf("CREATE TABLE t1 (k INT, K INT)");
        assertThat(duplicateRefusal.errno()).isEqualTo(1060);
        assertThat(client.ruleOf("CREATE TABLE t1 (k INT, K INT)")).isEqualTo("ServerError.DUPLICATE_COLUMN");
        assertThat(client.refusalOf("CREATE TABLE t1 (k INT, `a=b` INT)").errno())
                .isEqualTo(1166);
        assertThat(client.ruleOf("CREATE TABLE t1 (k INT, __op INT)")).isEqualTo("NameRule.RESERVED_COLUMN_NAME");
    }

    @Test
    void theWordKeyBehindATypeDoesNotMakeALaterColumnAKey() {
        Refusal refusal = client.refusalOf("CREATE TABLE t1 (a INT, b INT, c INT KEY) DUPLICATE KEY(a)");
        assertThat(refusal.errno()).isEqualTo(5003);
        assertThat(refusal).hasMessage("Key column must before value column");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            DUPLICATE KEY(a)    | b, c  | ORDER BY(`b`, `c`)
            PRIMARY KEY(a)      | c, a  | ORDER BY(`c`, `a`)
            UNIQUE KEY(a, b)    | b, a  | ORDER BY(`b`, `a`)
            """)
    void rowsMayBeSortedByOtherColumnsThanTheKey(String key, String order, String shown) {
        client.execute(
                "CREATE TABLE t1 (a INT, b INT, c DATE) " + key + " DISTRIBUTED BY HASH(a) ORDER BY(" + order + ")");
        assertThat(client.findLine("t1", "ORDER BY")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            UNIQUE KEY(a, b)    | a        | TableRule.SORT_COLUMNS_NOT_KEY
            UNIQUE KEY(a, b)    | nope     | CommonRule.NOT_FOUND
            DUPLICATE KEY(a)    | nope     | CommonRule.NOT_FOUND
            PRIMARY KEY(a)      | a, A     | CommonRule.NOT_FOUND
            PRIMARY KEY(a)      | a, a     | TableRule.SORT_COLUMN_REPEATED
            PRIMARY KEY(a)      | d        | TableRule.SORT_COLUMN_TYPE_UNSUPPORTED
            DUPLICATE KEY(a)    | d        | ColumnRule.FIRST_COLUMN_NOT_INDEXABLE
            """)
    void sortColumnsMustBeSortableAndDistinct(String key, String order, String rule) {
        String statement =
                "CREATE TABLE t1 (a INT, b INT, d DOUBLE) " + key + " DISTRIBUTED BY HASH(a) ORDER BY(" + order + ")";
        assertThat(client.ruleOf(statement)).isEqualTo(rule);
    }
}
