package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.ServerPreparedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.random.Breadth;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that a driver prepares on the server, and PREPARE. */
class PreparedStatementsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String COLUMN_LIST = "b, t, s, i, l, g, f, d, n, day, at, micro, c, v, bin, j, a";

    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        try (Client client = Client.of(server.jdbcUrl("shop"))) {
            client.run(
                    "CREATE TABLE v (k INT, b BOOLEAN, t TINYINT, s SMALLINT, i INT, l BIGINT, g LARGEINT, f FLOAT, d DOUBLE,"
                            + " n DECIMAL(20, 4), day DATE, at DATETIME, micro DATETIME, c CHAR(10), v VARCHAR(100),"
                            + " bin VARBINARY, j JSON, a ARRAY<INT>) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                    "INSERT INTO v VALUES (1, true, -128, 32767, -2147483648, 9223372036854775807,"
                            + " 170141183460469231731687303715884105727, 1.5, -2.25e300, -12.3400, '2024-02-29',"
                            + " '2024-02-29 23:59:58', '0001-01-01 00:00:00.000001', 'äöü', 'it''s \\\\ 1', x'00ff',"
                            + " parse_json('{\"a\": 1}'), [1, NULL])",
                    "INSERT INTO v (k) VALUES (2)");
        }
    }

    private static Connection connect(boolean preparesOnServer) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl("shop") + "?useServerPrepStmts=" + preparesOnServer, "root", "");
    }

    private static List<String> row(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet resultSet = statement.executeQuery()) {
                assertThat(resultSet.next()).isTrue();
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= resultSet.getMetaData().getColumnCount(); i++) {
                    Object value = resultSet.getObject(i);
                    values.add(
                            value instanceof byte[] bytes
                                    ? new String(bytes, StandardCharsets.ISO_8859_1)
                                    : "" + value);
                }
                return values;
            }
        }
    }

    @Test
    void valuesOfAllTypesAreTheSameInBinaryForm() throws SQLException {
        try (Connection textConnection = connect(false);
                Connection binaryConnection = connect(true)) {
            try (PreparedStatement prepared = binaryConnection.prepareStatement("SELECT 1 FROM v WHERE k = ?")) {
                assertThat(prepared).isInstanceOf(ServerPreparedStatement.class);
            }
            for (int key = 1; key <= 2; key++) {
                String sql = "SELECT " + COLUMN_LIST + " FROM v WHERE k = ?";
                assertThat(row(binaryConnection, sql, key)).isEqualTo(row(textConnection, sql, key));
            }
        }
    }

    @Test
    void parametersOfAllTypesAreRead() throws SQLException {
        try (Connection connection = connect(true)) {
            for (Object[] columnAndValue : new Object[][] {
                {"b", true},
                {"t", (byte) -128},
                {"s", (short) 32767},
                {"i", Integer.MIN_VALUE},
                {"l", Long.MAX_VALUE},
                {"f", 1.5f},
                {"d", -2.25e300},
                {"day", LocalDate.of(2024, 2, 29)},
                {"at", LocalDateTime.of(2024, 2, 29, 23, 59, 58)},
                {"micro", LocalDateTime.of(1, 1, 1, 0, 0, 0, 1000)},
                {"c", "äöü"},
                {"v", "it's \\ 1"},
            }) {
                assertThat(row(connection, "SELECT k FROM v WHERE " + columnAndValue[0] + " = ?", columnAndValue[1]))
                        .as(String.valueOf(columnAndValue[0]))
                        .containsExactly("1");
            }
        }
    }

    /**
     * The characters before or after a parameter in these queries would form one token with the text of its value, or
     * change the meaning of the value.
     */
    @Test
    void aValueDoesNotJoinItsNeighbours() throws SQLException {
        try (Connection connection = connect(true)) {
            assertThat(row(connection, "SELECT count(*) FROM v WHERE k>0 -? AND k=? ORDER BY 1", -1, 2))
                    .containsExactly("1");
            assertThat(row(connection, "SELECT 5 -?, -?, - ?, ~?, 2*-?", -1, -1, -2L, 0, -3))
                    .containsExactly("6", "1", "2", "-1", "6");
            assertThat(row(connection, "SELECT k FROM v WHERE k=?AND k<?OR k=?", 7, 7, 2))
                    .containsExactly("2");
            assertThat(row(connection, "SELECT ?AS x, ?e1, ?'b', ? -- ?\n", 1, 2, "a'", 3))
                    .containsExactly("1", "2", "a'", "3");
            assertThat(row(connection, "SELECT k FROM v GROUP BY k,? ORDER BY ?, k DESC", 2, 1))
                    .containsExactly("2");
            assertThat(row(
                            connection,
                            "SELECT k IN(?,?), CASE ?WHEN?THEN?ELSE?END, ?BETWEEN?AND? FROM v WHERE k=1",
                            1,
                            2,
                            3,
                            3,
                            4,
                            5,
                            6,
                            5,
                            7))
                    .containsExactly("true", "4", "true");
            assertThat(row(connection, "SELECT x FROM (SELECT ?x UNION ALL SELECT ?) u ORDER BY x", "*/ 2", "/* 1"))
                    .containsExactly("*/ 2");
        }
    }

    /**
     * A value has the same effect as in parentheses, whatever its type and the tokens before and after it. The short
     * form has a sample of the pairs of tokens.
     */
    @Test
    @Tag(Breadth.LONG)
    void noTokenAroundAParameterChangesItsValue() throws SQLException {
        List<Object> values = List.of(
                -1,
                1,
                -1L,
                Long.MIN_VALUE,
                (byte) -1,
                (short) 1,
                true,
                -1.5f,
                -0.1d,
                1e300,
                "",
                "a",
                "-1",
                "'",
                "\\",
                "--",
                "*/",
                LocalDate.of(2024, 2, 29),
                LocalDateTime.of(2024, 2, 29, 23, 59, 58));
        List<String> textsBefore = List.of(
                "",
                "-",
                "- -",
                "5-",
                "5 -",
                "5+",
                "5*",
                "5/",
                "5%",
                "~",
                "(",
                "/**/",
                "'x'=",
                "1<",
                "1<=>",
                "NOT",
                "CASE WHEN true THEN",
                "[1]=[",
                "1,",
                "'",
                "x",
                "1e",
                "1.");
        List<String> textsAfter = List.of(
                "", " AS x", "AS x", "x", "'x'", "-1", "--1", "-- 1", "*2", "/2", "e1", ".5", ")", "=1", "AND 1=1",
                "IS NULL", "/**/", "#", "]", "END", ",1", "'");
        try (Connection connection = connect(true)) {
            int comparedCount = 0;
            for (String before : textsBefore) {
                for (String after : textsAfter) {
                    if (Breadth.includes(before + "?" + after, 9)) {
                        comparedCount += compareWithParentheses(connection, before, after, values);
                    }
                }
            }
            assertThat(comparedCount).isGreaterThan(Breadth.of(30, 300));
        }
    }

    private static int compareWithParentheses(Connection connection, String before, String after, List<Object> values)
            throws SQLException {
        int comparedCount = 0;
        for (Object value : values) {
            String expected;
            try {
                expected = lastValue(connection, "SELECT " + before + " ( ? ) " + after, value);
            } catch (SQLException refusal) {
                continue;
            }
            assertThat(lastValue(connection, "SELECT " + before + "?" + after, value))
                    .as("%s?%s with %s", before, after, value)
                    .isEqualTo(expected);
            comparedCount++;
        }
        return comparedCount;
    }

    private static String lastValue(Connection connection, String sql, Object parameter) throws SQLException {
        List<String> row = row(connection, sql, parameter);
        return row.get(row.size() - 1);
    }

    @Test
    void theNegativeOfTheSmallestBigintIsItself() throws SQLException {
        try (Connection connection = connect(true)) {
            for (String sql : List.of("SELECT -?", "SELECT - (?)", "SELECT 0 - ?", "SELECT - - -?", "SELECT ? - 0")) {
                assertThat(lastValue(connection, sql, Long.MIN_VALUE)).as(sql).isEqualTo("-9223372036854775808");
            }
        }
    }

    @Test
    void valuesHaveTheTypesInWhichTheyAreSent() throws SQLException {
        try (Connection connection = connect(true)) {
            assertThat(row(connection, "SELECT ?+?", 0.1d, 0.2d)).containsExactly("0.30000000000000004");
            for (Object[] valueAndType : new Object[][] {
                {true, "TINYINT"},
                {(byte) -1, "TINYINT"},
                {(short) 1, "SMALLINT"},
                {1, "INT"},
                {1L, "BIGINT"},
                {Long.MIN_VALUE, "BIGINT"},
                {1f, "FLOAT"},
                {1e300, "DOUBLE"},
                {"a", "VARCHAR"},
                {LocalDate.of(2024, 2, 29), "DATE"},
                {LocalDateTime.of(2024, 2, 29, 23, 59, 58), "DATETIME"},
            }) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
                    statement.setObject(1, valueAndType[0]);
                    try (ResultSet resultSet = statement.executeQuery()) {
                        assertThat(List.of(
                                        resultSet.getMetaData().getColumnLabel(1),
                                        resultSet.getMetaData().getColumnTypeName(1)))
                                .containsExactly("?", valueAndType[1].toString());
                    }
                }
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT ? + ?, -?, abs(?), (? + 1) * 2")) {
                for (int i = 1; i <= 5; i++) {
                    statement.setInt(i, i);
                }
                try (ResultSet resultSet = statement.executeQuery()) {
                    List<String> labels = new ArrayList<>();
                    for (int i = 1; i <= 4; i++) {
                        labels.add(resultSet.getMetaData().getColumnLabel(i));
                    }
                    assertThat(labels).containsExactly("? + ?", "-1 * ?", "abs(?)", "(? + 1) * 2");
                }
            }
        }
    }

    @Test
    void valuesThatTheServerDoesNotReadAreRefused() throws SQLException {
        try (Connection connection = connect(true)) {
            for (Object value :
                    List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, (short) -1)) {
                assertThatThrownBy(() -> row(connection, "SELECT ?", value)).satisfies(MESSAGES::match);
            }
        }
    }

    /** Two parameters are two values, even if a query treats equal expressions as one. */
    @Test
    void parametersAreNotEqualExpressions() throws SQLException {
        try (Connection connection = connect(true)) {
            assertThat(row(connection, "SELECT count(*) AS c, sum(k + ?), sum(k + ?) FROM v", 1, 2))
                    .containsExactly("2", "5", "7");
            assertThat(row(connection, "SELECT k + ?, k + ? FROM v ORDER BY k + ? DESC", 1, 2, 3))
                    .containsExactly("3", "4");
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT k + ? FROM v GROUP BY k + ? ORDER BY 1")) {
                assertThat(statement).isNotInstanceOf(ServerPreparedStatement.class);
            }
        }
    }

    @Test
    void aPreparedQueryIsUsedManyTimes() throws SQLException {
        try (Connection connection = connect(true);
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT k, '?' AS mark, ? AS given FROM v WHERE k >= ? AND (? IS NULL OR k < 2) ORDER BY k LIMIT ?")) {
            for (int i = 1; i <= 2; i++) {
                statement.setString(1, "x" + i);
                statement.setInt(2, i);
                statement.setNull(3, Types.INTEGER);
                statement.setInt(4, 1);
                try (ResultSet resultSet = statement.executeQuery()) {
                    assertThat(resultSet.next()).isTrue();
                    assertThat(List.of(resultSet.getInt(1), resultSet.getString(2), resultSet.getString(3)))
                            .containsExactly(i, "?", "x" + i);
                    assertThat(resultSet.next()).isFalse();
                }
                statement.clearParameters();
            }
        }
    }

    @Test
    void refusalsAreThoseOfTheServer() throws SQLException {
        try (Connection connection = connect(true)) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT k FROM v WHERE n = ?")) {
                statement.setBigDecimal(1, new BigDecimal("-12.34"));
                assertThatThrownBy(statement::executeQuery).satisfies(MESSAGES::match);
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT missing FROM v WHERE k = ?")) {
                statement.setInt(1, 1);
                assertThatThrownBy(statement::executeQuery).satisfies(MESSAGES::match);
            }
            // The driver itself prepares this statement, because the server only prepares queries.
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM v WHERE k = ?")) {
                assertThat(statement).isNotInstanceOf(ServerPreparedStatement.class);
            }
        }
    }

    @Test
    void queriesArePreparedByName() throws SQLException {
        try (Client client = Client.of(server.jdbcUrl("shop"));
                Statement statement = client.connection().createStatement()) {
            statement.execute("PREPARE one FROM SELECT k FROM v WHERE k = ? AND ? = 'x'");
            statement.execute("PREPARE two FROM 'SELECT count(*) FROM v'");
            statement.execute("SET @k = 2, @x = 'x'");

            assertThat(client.rows("EXECUTE one USING @k, @x")).containsExactly(List.of("2"));
            assertThat(client.value("EXECUTE two")).isEqualTo("2");
            statement.execute("PREPARE minus FROM SELECT k FROM v WHERE k>0 -?AND k=?");
            statement.execute("SET @minus = -1, @two = 2");
            assertThat(client.rows("EXECUTE minus USING @minus, @two")).containsExactly(List.of("2"));
            assertThat(client.refusal("EXECUTE one USING @k").message()).satisfies(MESSAGES::matchText);
            assertThat(client.refusal("PREPARE three FROM DELETE FROM v WHERE k = 1")
                            .errno())
                    .isEqualTo(1295);
            statement.execute("DEALLOCATE PREPARE one");
            assertThat(client.refusal("EXECUTE one").message()).satisfies(MESSAGES::matchText);
            assertThat(client.refusal("DROP PREPARE one").message()).satisfies(MESSAGES::matchText);
        }
    }

    /** A frontend analyzes the syntax tree of a prepared query once more for each execution. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT [?]",
                "SELECT [1, abs(?)]",
                "SELECT map{?: 1}",
                "SELECT map_apply((k, v) -> (k, ?), map{1: 2})",
                "SELECT k FROM v WHERE a = [(SELECT ?)]",
                "SELECT array_generate(1, ?)",
                "SELECT typeof(1), ?"
            })
    void aQueryThatTheSecondAnalysisChangesIsPreparedButNotExecuted(String query) throws SQLException {
        try (Client client = Client.of(server.jdbcUrl("shop"))) {
            client.run("PREPARE q FROM " + query, "SET @p = 1");
            assertThat(client.refusal("EXECUTE q USING @p").message())
                    .containsAnyOf("Unknown parameter", "The embedded server does not support '");
        }
    }

    @Test
    void aQueryIsPreparedFromTheSourceInSingleQuotes() throws SQLException {
        try (Client client = Client.of(server.jdbcUrl("shop"))) {
            client.run("PREPARE q FROM 'SELECT row(?, array_map(x -> x + ?, [1]))'", "SET @p = 2");
            assertThat(client.value("EXECUTE q USING @p, @p")).isEqualTo("{\"col1\":2,\"col2\":[3]}");
            for (String source : List.of("\"SELECT 1\"", "'SELECT ''a'''")) {
                assertThat(client.refusal("PREPARE q FROM " + source).message()).contains("Getting syntax error");
            }
        }
    }

    @Test
    void aQueryThatCannotBeAnalyzedIsNotPreparedByName() throws SQLException {
        try (Client client = Client.of(server.jdbcUrl("shop"))) {
            client.run("PREPARE q FROM 'SELECT k FROM v WHERE k = ?'", "SET @k = 2");
            assertThat(client.refusal("PREPARE q FROM 'SELECT * FROM nosuch'").errno())
                    .isEqualTo(5502);
            for (String query : List.of(
                    "SELECT nosuch FROM v WHERE k = ?",
                    "SELECT k, count(*) FROM v",
                    "SELECT nosuch(?)",
                    "SELECT abs(?, ?)",
                    "SELECT k FROM v LIMIT ?")) {
                assertThat(client.refusal("PREPARE q FROM '" + query + "'").errno())
                        .as(query)
                        .isEqualTo(1064);
            }
            assertThat(client.rows("EXECUTE q USING @k")).containsExactly(List.of("2"));
            client.run(
                    "PREPARE r FROM 'SELECT ?, ? + 1, CAST(? AS INT), ? LIKE ?, if(?, 1, 2), round(?, ?), [?]'",
                    "PREPARE r FROM 'SELECT date_add(?, INTERVAL ? DAY), bitmap_count(?), substr(?, ?), NOT ?, -?'",
                    "PREPARE r FROM 'SELECT k FROM v WHERE k IN (?, ?) OR k BETWEEN ? AND ? ORDER BY ?'");
        }
    }

    /** Like a frontend, which parses the statement and refuses to analyze it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW w AS SELECT k FROM v WHERE k = ?",
                "CREATE VIEW w AS SELECT k FROM nope WHERE k = ?",
                "CREATE MATERIALIZED VIEW w REFRESH MANUAL AS SELECT k FROM v WHERE k = ?",
                "CREATE TABLE w AS SELECT ? AS k",
                "ALTER TABLE v ADD COLUMN w INT DEFAULT ?",
                "SUBMIT TASK AS INSERT INTO v (k) SELECT ?",
                "INSERT INTO v (k) VALUES (?)",
                "DELETE FROM v WHERE k = ?",
                "SET @w = ?"
            })
    void onlyQueriesHaveParameters(String statement) throws SQLException {
        try (Client client = Client.of(server.jdbcUrl("shop"))) {
            Client.Refusal refusal = client.refusal(statement);

            assertThat(refusal.errno()).isEqualTo(1295);
            assertThat(refusal.message())
                    .contains("Getting analyzing error. Detail message: This command is not supported in the prepared"
                            + " statement protocol yet.");
        }
    }
}
