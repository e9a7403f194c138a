package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A column of VALUES that consists of literals is converted at once. The rows are the same as those of one SELECT for
 * each value.
 */
class NestedLiteralsTest {
    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void start() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "array<int> | [1, 2]; []; NULL; [NULL]; [-3]",
                "array<int> | ['1', '02']; ['7']",
                "array<int> | [1, 2.5]; ['1', 2]; [true]",
                "array<bigint> | [9223372036854775807, -9223372036854775808]; [1]",
                "array<double> | [1.5, -0.25]; ['1e3', 'NaN']",
                "array<boolean> | [true, FALSE, NULL]; [false]",
                "array<decimal(20, 4)> | [12345678901234.56789, 0.1]; ['1.00005', '-2']",
                "array<decimal(20, 4)> | ['1.00005', '-2']; [NULL]",
                "array<varchar(5)> | ['a\"b', 'c\\\\d', 'é☂😀', ' ', '']; ['[1]', '{}', 'null', NULL]",
                "array<string> | [1, 2]; [1.50]; [true]",
                "array<datetime> | ['2024-01-31', '2024-02-30', '2024-01-31 10:00:00.123456']",
                "array<date> | [20240131]; ['2024-1-2 03:04:05']",
                "array<json> | ['1', '{\"a\": [1]}', NULL]",
                "array<array<int>> | [[1], [], NULL]; [[2, NULL]]",
                "map<string, bigint> | map{'a': 1}; map{}; map{'b': NULL, 'a': -1}; NULL",
                "map<int, string> | map('1', 'x', '01', 'y'); map('2', 'z')",
                "map<int, string> | map{1: 'x', 1: 'y'}; map{2: 'z'}",
                "map<date, array<int>> | map{'2024-01-02': [1], '2024-01-01': []}; map{'x': NULL}",
                "map<int, map<int, int>> | map{1: map{2: 3}}; map{4: map{}}",
                "struct<a int, b string> | row(1, 'x'); row(NULL, NULL); NULL",
                "struct<a int, b string> | named_struct('a', 1, 'b', 'x'); named_struct('b', 1, 'a', 'x')",
                "struct<a int, b string> | row('7', 8); row(1, 'x')",
                "struct<a int, b struct<c date, d double>> | row(1, row('2024-01-01', 1.5)); row(2, NULL)",
                "array<struct<a varchar(9), b array<int>>> | [row('x', [1]), NULL, row(NULL, [])]; []",
                "array<struct<a varchar(9), b array<int>>> | CAST([CAST(named_struct('a', 'x', 'b', CAST([1] AS array<int>)) AS"
                        + " struct<a varchar(9), b array<int>>)] AS array<struct<a varchar(9), b array<int>>>); NULL",
                "array<int> | CAST([1.5] AS array<double>); CAST(['2'] AS array<int>)",
                "array<largeint> | [170141183460469231731687303715884105727]; ['-170141183460469231731687303715884105728']",
            })
    void rowsAreThoseOfOneSelectForEach(String type, String values) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String table : List.of("at_once", "one_by_one")) {
                statement.execute("DROP TABLE IF EXISTS " + table);
                statement.execute("CREATE TABLE " + table + " (id INT NOT NULL, v " + type
                        + ") DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
            }
            List<String> rows = new ArrayList<>();
            for (String value : values.split(";", -1)) {
                rows.add("(" + rows.size() + ", " + value + ")");
                statement.execute("INSERT INTO one_by_one SELECT " + (rows.size() - 1) + ", " + value);
            }
            statement.execute("INSERT INTO at_once VALUES " + String.join(", ", rows));

            assertThat(rows(statement, "at_once"))
                    .isEqualTo(rows(statement, "one_by_one"))
                    .hasSameSizeAs(rows);
        }
    }

    private static List<String> rows(Statement statement, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet resultSet = statement.executeQuery("SELECT id, v FROM " + table + " ORDER BY id")) {
            while (resultSet.next()) {
                rows.add(resultSet.getString(1) + ": " + resultSet.getString(2));
            }
        }
        return rows;
    }
}
