package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Conditions whose operands have different types select the rows that they select on a server, whose plans cast the
 * operands.
 */
@ExtendWith(EmbeddedStarRocksExtension.class)
class ImpliedCastsTest {
    private static final String SETUP_SQL = """
            CREATE TABLE x (k INT, b BOOLEAN, i4 INT, i8 BIGINT, f8 DOUBLE, d9 DECIMAL(9,2), v VARCHAR(20), d DATE, dt DATETIME, j JSON);
            CREATE TABLE y (v INT, n INT);
            INSERT INTO x VALUES
                (1, true, 1, 1, 1, 1, '1', '2020-06-15', '2020-06-15 00:00:00', CAST(1 AS JSON)),
                (3, true, 300, 7, 7.5, 7, '7', '2020-07-01', '2020-06-30 00:00:00', CAST(7 AS JSON));
            INSERT INTO x VALUES
                (2, false, 0, 20200615, 0.5, 1.5, '1.0', '2020-06-15', '2020-06-15 10:00:00', '"a"'),
                (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                (5, true, 7, 12, 7, 12, 'abc', '2020-06-15', '2020-07-01 00:00:00', '"7"');
            INSERT INTO y VALUES (1, 10), (7, 70), (8, 80)
            """;

    /** Conditions, and the keys of the rows that they select. */
    private static final String CONDITIONS = """
            dt IN ('2020-06-15', '2020-06-30')                   | 1 3
            dt IN ('2020-6-15 10:0:0')                           | 2
            dt NOT IN ('2020-06-15', '2020-06-30')               | 2 5
            dt BETWEEN '2020-06-15' AND '2020-06-30'             | 1 2 3
            dt NOT BETWEEN '2020-06-15' AND '2020-06-30'         | 5
            dt >= 20200630                                       | 3 5
            dt = d                                               | 1
            dt IN (d)                                            | 1
            d IN (dt)                                            | 1 2
            d = '2020-06-15 10:00:00'                            | 1 2 5
            d = 20200615                                         | 1 2 5
            (d < 300) IS NULL                                    | 1 2 3 4 5
            i8 = date '2020-06-15'                               | 2
            d9 = '1'                                             | 1
            d9 IN ('1')                                          | 1
            d9 IN ('1', '7.0')                                   | 1 3
            d9 = v                                               | 1 3
            b IN ('true')                                        | 1 3 5
            b NOT IN ('true')                                    | 2
            b IN ('true', 'false')                               | 1 2 3 5
            b = '1'                                              | 1 3 5
            i4 = '1.0'                                           | 1
            i4 <=> '1.0'                                         | 1
            i4 IN ('1.0', '7')                                   | 1 5
            i4 NOT IN ('abc')                                    |
            (i4 = 'abc') IS NULL                                 | 1 2 3 4 5
            i4 < '1.0'                                           | 2
            i4 IN (f8, d9)                                       | 1 5
            i8 = v                                               | 1 3
            i8 NOT IN (v, v)                                     | 2
            v = 1                                                | 1 2
            v IN (1, 7)                                          | 1 3
            v IN (1, '7')                                        | 1 2 3
            v BETWEEN 1 AND 10                                   | 1 2
            v < 5                                                | 1 2
            v <=> NULL                                           | 4
            j = 7                                                | 3
            j IN (7, 1)                                          | 1 3
            j = 'a'                                              | 2
            CASE i4 WHEN '7' THEN true ELSE false END            | 5
            CASE i4 WHEN '7.0' THEN true ELSE false END          |
            CASE v WHEN 1 THEN true ELSE false END               | 1
            CASE dt WHEN '2020-06-15' THEN true ELSE false END   |
            nullif(i4, '7') IS NULL                              | 4 5
            nullif(i4, '7.0') IS NULL                            | 4
            nullif(v, 1) IS NULL                                 | 1 4
            greatest(v, 5) = '5'                                 | 1 2
            array_contains([i4], '7')                            | 5
            array_contains([i4], '7.0')                          |
            dt IN (SELECT d FROM x)                              | 1 5
            d IN (SELECT dt FROM x)                              | 1 2 3 5
            i4 IN (SELECT v FROM x)                              | 1 5
            (i4, v) IN (SELECT v, i4 FROM x)                     | 1
            """;

    @Test
    void aConditionSelectsTheRowsOfTheServer(EmbeddedStarRocks server) throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection connection = createTables(server, "conditions");
                Statement statement = connection.createStatement()) {
            for (String line : CONDITIONS.lines().toList()) {
                String[] conditionAndKeys = line.split("\\|", -1);
                String selectedKeys =
                        rows(statement, "SELECT k FROM x WHERE " + conditionAndKeys[0].strip() + " ORDER BY k");
                if (!selectedKeys.equals(conditionAndKeys[1].strip())) {
                    differences.add(line + " but was " + selectedKeys);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void usingComparesColumnsOfDifferentTypes(EmbeddedStarRocks server) throws SQLException {
        try (Connection connection = createTables(server, "joins");
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT k FROM x JOIN y USING (v) ORDER BY k"))
                    .isEqualTo("1 2 3");
            assertThat(rows(statement, "SELECT CAST(v AS INT) FROM x RIGHT JOIN y USING (v) ORDER BY n"))
                    .isEqualTo("1 1 7 8");
            assertThat(rows(statement, "SELECT CAST(v AS INT) FROM x FULL JOIN y USING (v) ORDER BY k, n"))
                    .isEqualTo("8 1 1 7 null null");
        }
    }

    private static Connection createTables(EmbeddedStarRocks server, String database) throws SQLException {
        server.createDatabase(database);
        Connection connection = DriverManager.getConnection(server.jdbcUrl(database), "root", "");
        try (Statement statement = connection.createStatement()) {
            for (String sql : SETUP_SQL.strip().split(";\n", -1)) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    private static String rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet resultSet = statement.executeQuery(sql)) {
            while (resultSet.next()) {
                rows.add(String.valueOf(resultSet.getString(1)));
            }
        }
        return String.join(" ", rows);
    }
}
