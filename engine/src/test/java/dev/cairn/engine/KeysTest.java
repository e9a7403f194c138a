package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key and the columns of a new table. */
class KeysTest {
    private final Client client = Client.connected();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            k INT, v INT                               | DUPLICATE KEY(`k`, `v`)
            a INT, b INT, c INT, d INT                 | DUPLICATE KEY(`a`, `b`, `c`)
            a VARCHAR(10), b INT                       | DUPLICATE KEY(`a`)
            a INT, b VARCHAR(10), c INT                | DUPLICATE KEY(`a`, `b`)
            a INT, b DOUBLE, c INT                     | DUPLICATE KEY(`a`)
            a LARGEINT, b LARGEINT, c LARGEINT         | DUPLICATE KEY(`a`, `b`)
            a CHAR(100), b INT                         | DUPLICATE KEY(`a`)
            a INT, b INT AS (a + a), c INT AS (a + 1)  | DUPLICATE KEY(`a`)
            a INT, s BIGINT SUM                        | AGGREGATE KEY(`a`)
            """)
    void theDefaultKeyHasAsManyColumnsAsAnIndexEntryHolds(String columns, String key) {
        String distribution = key.startsWith("AGG") ? " DISTRIBUTED BY HASH(a)" : "";
        String typed = columns.replace("b INT AS (a + a), c INT AS", "b BIGINT AS (a + a), c BIGINT AS");
        client.execute("CREATE TABLE t1 (" + typed + ")" + distribution);
        assertThat(client.line("t1", key.substring(0, 9))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            k DOUBLE, v INT                   | ^^                    | Data type of first column cannot be DOUBLE.
            a INT, b INT                      | DUPLICATE KEY(b)      | Key columns must be the first few columns of the schema and the order  of the key columns must be consistent with the order of the schema.
            a INT, b INT                      | DUPLICATE KEY(nope)   | Key column(nope) doesn't exist..
            a INT, b INT                      | UNIQUE KEY(a, b, c)   | The number of key columns should be less than the number of columns..
            a FLOAT, b INT                    | UNIQUE KEY(a)         | Invalid data type of key column 'a': 'FLOAT', use decimal instead.
            a JSON, b INT                     | UNIQUE KEY(a)         | Invalid data type of key column 'a': 'JSON'.
            a DECIMAL(10, 2), b INT           | PRIMARY KEY(a)        | primary key column[a] type not supported: decimal(10, 2).
            a INT NULL, b INT                 | PRIMARY KEY(a)        | primary key column[a] cannot be nullable.
            a INT SUM, b INT SUM              | AGGREGATE KEY(a)      | Key column[a] should not specify aggregate type..
            a INT, b INT                      | AGGREGATE KEY(a)      | AGG_KEYS table should specify aggregate type for non-key column[b].
            a INT, b INT SUM                  | DUPLICATE KEY(a)      | DUP_KEYS table should not specify aggregate type for non-key column[b].
            a INT, b HLL                      | DUPLICATE KEY(a)      | No aggregate function specified for 'b'.
            a INT, b STRING SUM               | AGGREGATE KEY(a)      | Invalid aggregate function 'SUM' for 'b'.
            a INT, b HLL MAX                  | AGGREGATE KEY(a)      | Invalid aggregate function 'MAX' for 'b'.
            """)
    void keysAndColumnsMustFitEachOther(String columns, String key, String words) {
        String statement = "CREATE TABLE t1 (" + columns + ") " + key + " DISTRIBUTED BY HASH(a)";
        assertThat(client.messageOf(statement)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"DUPLICATE, NULL", "UNIQUE, NULL", "PRIMARY, NOT NULL"})
    void onlyPrimaryKeyColumnsAreImplicitlyNotNull(String model, String nullability) {
        client.execute("CREATE TABLE t1 (k INT, v INT) " + model + " KEY(k) DISTRIBUTED BY HASH(k)");
        assertThat(client.column("t1", "k")).isEqualTo("`k` int(11) " + nullability);
    }

    @Test
    void aSumOfDecimalsGetsAllDigitsThatItCanHave() {
        client.execute("CREATE TABLE t1 (k INT, a INT SUM, b FLOAT SUM, c DECIMAL(10, 2) SUM, d INT MAX)"
                + " AGGREGATE KEY(k) DISTRIBUTED BY HASH(k)");
        assertThat(client.column("t1", "a")).isEqualTo("`a` int(11) SUM NULL");
        assertThat(client.column("t1", "b")).isEqualTo("`b` float SUM NULL");
        assertThat(client.column("t1", "c")).isEqualTo("`c` decimal(38, 2) SUM NULL");
        assertThat(client.column("t1", "d")).isEqualTo("`d` int(11) MAX NULL");
    }

    @Test
    void columnNamesMustBeUniqueAndValid() {
        Refusal twice = client.refusalOf("CREATE TABLE t1 (k INT, K INT)");
        assertThat(twice.errno()).isEqualTo(1060);
        assertThat(client.messageOf("CREATE TABLE t1 (k INT, K INT)")).isEqualTo("Duplicate column name 'K'.");
        assertThat(client.refusalOf("CREATE TABLE t1 (k INT, `a=b` INT)").errno())
                .isEqualTo(1166);
        assertThat(client.messageOf("CREATE TABLE t1 (k INT, __op INT)"))
                .isEqualTo("Column name [__op] is a system reserved name. Please choose a different one..");
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
        assertThat(client.line("t1", "ORDER BY")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            UNIQUE KEY(a, b)    | a        | The sort columns of UNIQUE KEY table must be same with key columns.
            UNIQUE KEY(a, b)    | nope     | Unknown column 'nope' does not exist.
            DUPLICATE KEY(a)    | nope     | Invalid column 'nope': not exists in all columns.
            PRIMARY KEY(a)      | a, A     | Unknown column 'A' does not exist.
            PRIMARY KEY(a)      | a, a     | Duplicate sort key column a is not allowed.
            PRIMARY KEY(a)      | d        | sort key column[d] type not supported: double.
            DUPLICATE KEY(a)    | d        | Data type of first column cannot be INT
            """)
    void aSortKeyIsOfColumnsThatCanBeSortedBy(String key, String order, String words) {
        String statement =
                "CREATE TABLE t1 (a INT, b INT, d DOUBLE) " + key + " DISTRIBUTED BY HASH(a) ORDER BY(" + order + ")";
        assertThat(client.messageOf(statement)).isEqualTo(words);
    }
}
