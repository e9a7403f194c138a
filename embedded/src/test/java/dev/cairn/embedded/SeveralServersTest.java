package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The servers of one process share an engine for rows, and nothing else. */
class SeveralServersTest {
    private static final String CREATE_TABLE_SQL =
            "CREATE TABLE o (id BIGINT NOT NULL AUTO_INCREMENT, name STRING) PRIMARY KEY (id) DISTRIBUTED BY HASH (id)";

    private static String runAndReadRows(EmbeddedStarRocks server, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            try (ResultSet resultSet =
                    statement.executeQuery("SELECT group_concat(concat(id, name) ORDER BY id) FROM o")) {
                resultSet.next();
                return String.valueOf(resultSet.getString(1));
            }
        }
    }

    @Test
    void eachHasItsOwnTablesRowsAndCounters() throws SQLException {
        try (EmbeddedStarRocks first = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
                EmbeddedStarRocks second = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            assertThat(runAndReadRows(first, CREATE_TABLE_SQL, "INSERT INTO o (name) VALUES ('a'), ('b')"))
                    .isEqualTo("1a,2b");
            assertThat(runAndReadRows(second, CREATE_TABLE_SQL)).isEqualTo("null");
            assertThat(runAndReadRows(second, "INSERT INTO o (name) VALUES ('c')"))
                    .isEqualTo("1c");
            assertThat(runAndReadRows(first, "INSERT INTO o (name) VALUES ('d')"))
                    .isEqualTo("1a,2b,3d");
        }
    }

    @Test
    void theRowsOfAServerRemainAfterAnotherHasEnded() throws SQLException {
        try (EmbeddedStarRocks first = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            assertThat(runAndReadRows(first, CREATE_TABLE_SQL, "INSERT INTO o (name) VALUES ('a')"))
                    .isEqualTo("1a");
            try (EmbeddedStarRocks second = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
                assertThat(runAndReadRows(second, CREATE_TABLE_SQL, "INSERT INTO o (name) VALUES ('b')"))
                        .isEqualTo("1b");
            }
            assertThat(runAndReadRows(first, "INSERT INTO o (name) VALUES ('c')"))
                    .isEqualTo("1a,2c");
        }
    }
}
