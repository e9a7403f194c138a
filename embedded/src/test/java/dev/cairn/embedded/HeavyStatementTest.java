package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that would run for hours or use all memory end at their limits, and other statements continue. */
class HeavyStatementTest {
    private static final String BIG_ARRAY = "array_generate(1, 1000000)";

    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void start() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
    }

    private static Client connect() throws SQLException {
        return Client.of(server.jdbcUrl("shop"));
    }

    @Test
    void aUserVariableIsEvaluatedOnce() throws SQLException {
        try (Client client = connect()) {
            client.run("SET @numbers = array_generate(1, 10000)");

            assertThat(client.value(
                            "SELECT array_sum(array_map(x -> array_contains(@numbers, x), array_generate(1, 20000)))"))
                    .isEqualTo("10000");
        }
    }

    @Test
    void variablesWithArraysAreUsedEverywhere() throws SQLException {
        try (Client client = connect()) {
            client.run(
                    "CREATE TABLE nested (k INT, a ARRAY<INT>) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                    "SET @a = [1, NULL, 3], @none = CAST(NULL AS ARRAY<INT>)",
                    "INSERT INTO nested VALUES (1, @a), (2, @none)",
                    "INSERT INTO nested SELECT k + 2, array_append(@a, 4) FROM nested WHERE array_length(@a) = 3");

            assertThat(client.rows("SELECT k, a, array_concat(@a, [k]) FROM nested ORDER BY k"))
                    .extracting(Object::toString)
                    .containsExactly(
                            "[1, [1,null,3], [1,null,3,1]]",
                            "[2, null, [1,null,3,2]]",
                            "[3, [1,null,3,4], [1,null,3,3]]",
                            "[4, [1,null,3,4], [1,null,3,4]]");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        array_length(array_distinct(array_map(x -> x % 100000, array_generate(1, 300000))))               | 100000
        array_slice(array_distinct(array_concat(array_generate(200, 1), [NULL, 7, NULL, 0])), 199, 5)     | [2,1,null,0]
        map_size(map_concat(map_from_arrays(array_generate(1, 50000), array_generate(1, 50000)), \
        map_from_arrays(array_generate(1, 50000), array_generate(1, 50000))))                             | 50000
        map_from_arrays([2, 1, NULL, 2, NULL], [1, 2, 3, 4, 5])                                           | {1:2,2:4,null:5}
        """)
    void manyEqualElementsAreFoundAtOnce(String expression, String value) throws SQLException {
        try (Client client = connect()) {
            client.run("SET query_timeout = 60");

            assertThat(client.value("SELECT " + expression)).isEqualTo(value);
        }
    }

    /** The time of a single call does not grow with the square of the length of a text or a document. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        conv(repeat('1', 1000000), 36, 10)                                                      | 18446744073709551615
        conv(concat('-', repeat('1', 1000000)), -36, 10)                                        | 9223372036854775808
        split_part(concat(repeat('1 ', 400000), '2 3'), ' ', 400001)                            | 2
        split_part(concat('2 3', repeat(' 1', 400000)), ' ', -400001)                           | 3
        split_part(repeat('1 ', 400000), ' ', -400002) = ''                                     | 1
        CAST(parse_json(concat('[', repeat('1', 500000), 'x]')) AS DOUBLE) IS NULL              | 1
        get_json_double(concat('{\"a\": \"', repeat('1', 500000), 'x\"}'), '$.a') IS NULL   | 1
        get_json_int(concat('{\"a\": \"', repeat('1', 500000), '\"}'), '$.a') IS NULL       | 1
        get_json_int(concat('{\"a\": \"', repeat('0', 500000), '17\"}'), '$.a')             | 17
        get_variant_int(parse_json(concat('[', repeat('1,', 200000), '7]')), '$[200000]')       | 7
        """)
    void longTextsAreCalculatedAtOnce(String expression, String value) throws SQLException {
        try (Client client = connect()) {
            client.run("SET query_timeout = 60");

            assertThat(client.value("SELECT " + expression)).isEqualTo(value);
        }
    }

    /** DuckDB evaluates each of these expressions in one step. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT array_sum(array_map(x -> array_sum(array_map(y -> x * y % 7, " + BIG_ARRAY + ")), " + BIG_ARRAY
                        + "))",
                "SELECT array_length(array_filter(x -> array_contains(" + BIG_ARRAY + ", -x), " + BIG_ARRAY + "))",
                "SELECT array_length(array_cum_sum(" + BIG_ARRAY + "))",
                "SELECT array_sort(array_generate(1, 200000), (x, y) -> x > y)",
                "SELECT map_size(map_filter((k, v) -> array_contains(" + BIG_ARRAY + ", -k), map_from_arrays("
                        + BIG_ARRAY + ", " + BIG_ARRAY + ")))",
                "SELECT array_sum(array_map(x -> length(hex(aes_encrypt(repeat('a', 100000 + x % 10), 'key'))), "
                        + BIG_ARRAY + "))",
            })
    void aStatementOfOneStepEndsAtItsTimeout(String statement) throws SQLException {
        try (Client client = connect()) {
            client.run("SET query_timeout = 1");

            assertThat(client.refusal(statement).message()).contains("Query reached its timeout of 1 seconds");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT array_length(array_generate(1, 20000000))",
                "SELECT sum(array_length(array_generate(1, 5000000 + x))) FROM TABLE(generate_series(1, 1000)) AS t(x)",
                "SELECT sum(array_length(array_repeat(x, 5000000))) FROM TABLE(generate_series(1, 1000)) AS t(x)",
            })
    void arraysThatDoNotFitIntoMemoryAreRefused(String statement) throws SQLException {
        try (Client client = connect()) {
            assertThat(client.refusal(statement).message()).contains("embedded server");
            assertThat(client.value("SELECT 1 + 1")).isEqualTo("2");
        }
    }
}
