package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dict_mapping} looks up the rows of a table with PRIMARY KEY. */
class DictionaryMappingTest {
    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
        client.run(
                "CREATE TABLE dict (uuid STRING, id BIGINT NOT NULL AUTO_INCREMENT, note VARCHAR(10))"
                        + " PRIMARY KEY (uuid) DISTRIBUTED BY HASH (uuid)",
                "INSERT INTO dict VALUES ('a', 1, 'x'), ('b', 2, NULL)",
                "CREATE TABLE pairs (k INT, j DATE, v INT) PRIMARY KEY (k, j) DISTRIBUTED BY HASH (k)",
                "INSERT INTO pairs VALUES (1, '2024-01-01', 10), (1, '2024-01-02', 20)",
                "CREATE TABLE t (k INT, u STRING, d DATE)",
                "INSERT INTO t VALUES (1, 'a', '2024-01-02'), (2, 'b', '2024-01-01')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "dict_mapping('dict', 'a') | 1",
                "dict_mapping('shop.dict', 'b') + 1 | 3",
                "dict_mapping('dict', 'a', true) | 1",
                "dict_mapping('dict', 'z', true) | NULL",
                "dict_mapping('dict', 'a', 'note') | x",
                "dict_mapping('dict', 'b', 'note') | NULL",
                "dict_mapping('dict', 'z', 'note', true) | NULL",
                "dict_mapping('pairs', 1, CAST('2024-01-01' AS DATE), 'v') | 10",
                "dict_mapping('dict', concat('', (SELECT min(u) FROM t))) | 1"
            })
    void aValueIsLookedUp(String expression, String expectedValue) throws SQLException {
        assertThat(client.value("SELECT " + expression)).isEqualTo(expectedValue);
    }

    @Test
    void eachRowIsLookedUp() throws SQLException {
        assertThat(client.rows("SELECT k, dict_mapping('dict', u), dict_mapping('pairs', k, d, 'v', true) FROM t"
                        + " WHERE dict_mapping('dict', u) < 5 ORDER BY k"))
                .containsExactly(Arrays.asList("1", "1", "20"), Arrays.asList("2", "2", null));
        client.run(
                "CREATE TABLE ids (id BIGINT)",
                "INSERT INTO ids SELECT dict_mapping('dict', u) FROM t",
                "UPDATE dict SET note = CAST(dict_mapping('pairs', 1, CAST('2024-01-02' AS DATE), 'v') AS STRING)"
                        + " WHERE uuid = 'b'");
        assertThat(client.column("SELECT id FROM ids ORDER BY id")).isEqualTo(List.of("1", "2"));
        assertThat(client.value("SELECT note FROM dict WHERE uuid = 'b'")).isEqualTo("20");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dict_mapping('dict', 'z') | query failed if record not exist in dict table.",
                "dict_mapping('dict', 'z', false) | query failed if record not exist in dict table.",
                "dict_mapping('dict', CAST(NULL AS STRING), true) | invalid parameter : get NULL paramenter",
                "dict_mapping('missing', 'a') | missing",
                "dict_mapping('t', 1) | PRIMARY KEY"
            })
    void otherLookupsAreRefused(String expression, String messagePart) throws SQLException {
        assertThat(client.refusal("SELECT " + expression + " FROM t").message()).contains(messagePart);
    }

    @Test
    void aViewUsesTheDictionaryOfItsDatabase() throws SQLException {
        client.run(
                "CREATE VIEW v AS SELECT k, dict_mapping('dict', u) AS id FROM t",
                "CREATE DATABASE other",
                "USE other");
        assertThat(client.rows("SELECT sum(id) FROM shop.v")).containsExactly(List.of("3"));
    }
}
