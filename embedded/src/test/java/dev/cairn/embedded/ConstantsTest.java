package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SELECT without a table, which drivers and tools use. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class ConstantsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "7 - 2 * 3 | 1",
                "1 / 0 | NULL",
                "5 % 0 | NULL",
                "999999999999999999 + 1 | 1000000000000000000",
                "substr('abc', 2) | bc",
                "substr('abc', 2, 2147483646) | bc",
                "left('abc', 2) | ab",
                "abs(-2) | 2",
                "concat('a', NULL) | NULL",
                "if(1 > 2, 'a', 'b') | b",
                "'abc' LIKE '%b_' | 1",
                "'abc' REGEXP 'b+' | 1",
                "3 IN (1, 2) | 0",
                "CASE 2 WHEN 1 THEN 'a' ELSE 'b' END | b"
            })
    void constantsAreCalculated(String expression, String value, EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            assertThat(client.value("SELECT " + expression)).isEqualTo(value);
        }
    }

    @Test
    void allRowsOfConstantsHaveTheFormOfAFrontend(EmbeddedStarRocks server) throws SQLException {
        String part = String.join(" UNION ALL ", Collections.nCopies(50, "SELECT CAST(2 AS DOUBLE)"));
        String query = String.join(" UNION ALL ", Collections.nCopies(50, "(" + part + ")"));
        try (Client client = Client.of(server)) {
            assertThat(client.column(query)).hasSize(2500).containsOnly("2.0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {
                "bitmap_to_string(bitmap_from_binary(to_binary('023A300000FFFFFFFF', 'hex'))) | NULL",
                "bitmap_to_string(bitmap_from_binary(to_binary('023A300000FFFFFF7F', 'hex'))) | NULL",
                "ST_AsText(unhex('0003')) | NULL",
                "ST_AsText(unhex('0003FFFFFFFF')) | NULL",
                "length(unhex('\uff11\uff12')) | 0",
                "array_length(CAST('a[b]' AS ARRAY<VARCHAR>)) | 0"
            })
    void malformedArgumentsHaveTheResultsOfABackend(String expression, String value, EmbeddedStarRocks server)
            throws SQLException {
        try (Client client = Client.of(server)) {
            assertThat(client.value("SELECT " + expression)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"locate('abc')", "replace('a', 'b')", "if(1)", "'a' REGEXP '('", "nosuch(1)"})
    void invalidConstantExpressionsAreRefused(String expression, EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            assertThat(client.refusal("SELECT " + expression).message()).satisfies(MESSAGES::matchText);
        }
    }

    @Test
    void variablesHaveTheTypesOfTheServer(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            client.run("SET @x = 'abc', @y = 1.5, @z = TRUE, @sum = 1 + 2");
            String query = "SELECT @x, @y, @z, @sum + @y, @nosuch, @@autocommit, @@query_timeout";
            try (Statement statement = client.connection().createStatement();
                    ResultSet resultSet = statement.executeQuery(query)) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= resultSet.getMetaData().getColumnCount(); i++) {
                    columns.add(resultSet.getMetaData().getColumnLabel(i) + " "
                            + resultSet.getMetaData().getColumnTypeName(i));
                }
                assertThat(columns)
                        .containsExactly(
                                "@x VARCHAR",
                                "@y DECIMAL",
                                "@z BIT", // as the driver calls TINYINT(1)
                                "(@sum) + (@y) DECIMAL",
                                "@nosuch VARCHAR",
                                "@@autocommit BIGINT",
                                "@@query_timeout INT");
                assertThat(resultSet.next()).isTrue();
                assertThat(resultSet.getString(4)).isEqualTo("4.5");
            }
        }
    }

    @Test
    void calculatedColumnsHaveTheTypesOfTheServer(FreshDatabase database) throws SQLException {
        try (Client client = Client.of(database.jdbcUrl())) {
            client.run(
                    "CREATE TABLE t (k INT, c CHAR(5))",
                    "CREATE VIEW w AS SELECT c, NULL AS n FROM t",
                    "SET @a = NULL, @c = CAST('a' AS CHAR(3))");
            assertThat(List.of(
                            describeColumns(client, "SELECT NULL"),
                            describeColumns(client, "SELECT NULL, c FROM t"),
                            describeColumns(client, "SELECT NULL UNION ALL SELECT NULL"),
                            describeColumns(client, "SELECT CAST('a' AS CHAR(3)), @a, @c"),
                            describeColumns(client, "SELECT c FROM t"),
                            describeColumns(client, "SELECT c FROM t WHERE c = 'a'"),
                            describeColumns(client, "SELECT c FROM t WHERE k = 1"),
                            describeColumns(client, "SELECT c FROM t ORDER BY c"),
                            describeColumns(client, "SELECT * FROM w"),
                            describeColumns(client, "SELECT * FROM TABLE(generate_series(1, 2))")))
                    .containsExactly(
                            "BIT(1)",
                            "BIT(1), VARCHAR(64)",
                            "BIT(1)",
                            "VARCHAR(64), VARCHAR(1048576), VARCHAR(64)",
                            "CHAR(5)",
                            "CHAR(5)",
                            "VARCHAR(64)",
                            "VARCHAR(64)",
                            "VARCHAR(64), BIT(1)",
                            "TINYINT(3)");
        }
    }

    private static String describeColumns(Client client, String query) throws SQLException {
        try (Statement statement = client.connection().createStatement();
                ResultSet resultSet = statement.executeQuery(query)) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= resultSet.getMetaData().getColumnCount(); i++) {
                columns.add(resultSet.getMetaData().getColumnTypeName(i) + "("
                        + resultSet.getMetaData().getPrecision(i) + ")");
            }
            return String.join(", ", columns);
        }
    }

    @Test
    void databaseNamesAreTakenLiterally(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            for (String name : new String[] {".", "a.b", "no.such.thing"}) {
                SQLException refused = assertThrows(
                        SQLException.class, () -> client.connection().setCatalog(name));
                assertThat(refused.getErrorCode()).isNotZero();
            }
            assertThat(client.value("SELECT 1")).isEqualTo("1");
        }
    }
}
