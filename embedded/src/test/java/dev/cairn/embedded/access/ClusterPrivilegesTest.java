package dev.cairn.embedded.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Privileges on the objects of a cluster. */
class ClusterPrivilegesTest {
    @AutoClose
    private EmbeddedStarRocks server;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start();
        for (String sql : List.of(
                "CREATE USER jane",
                "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'es', 'hosts' = 'http://h:9200')",
                "CREATE RESOURCE GROUP etl TO (user = 'jane') WITH ('mem_limit' = '10%', 'cpu_weight' = '1')",
                "CREATE STORAGE VOLUME v TYPE = HDFS LOCATIONS = ('hdfs://a')",
                "GRANT ALTER ON RESOURCE GROUP etl TO USER jane",
                "GRANT USAGE, DROP ON CATALOG lake TO USER jane",
                "GRANT CREATE STORAGE VOLUME ON SYSTEM TO USER jane")) {
            send("root", sql);
        }
    }

    /** Returns OK or the number of the error. */
    private String send(String user, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), user, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return "OK";
        } catch (SQLException refusal) {
            return String.valueOf(refusal.getErrorCode());
        }
    }

    private List<String> grants(String user) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS FOR " + user)) {
            List<String> grants = new ArrayList<>();
            while (rows.next()) {
                grants.add(rows.getString(3));
            }
            return grants;
        }
    }

    @Test
    void eachStatementNeedsItsPrivilege() throws SQLException {
        assertThat(send("jane", "ALTER RESOURCE GROUP etl WITH ('concurrency_limit' = '2')"))
                .isEqualTo("OK");
        assertThat(send("jane", "DROP RESOURCE GROUP etl")).isEqualTo("5203");
        assertThat(send("jane", "ALTER CATALOG lake SET ('a' = 'b')")).isEqualTo("5203");
        assertThat(send("jane", "CREATE EXTERNAL CATALOG other PROPERTIES ('type' = 'es')"))
                .isEqualTo("5203");
        assertThat(send("jane", "CREATE STORAGE VOLUME w TYPE = HDFS LOCATIONS = ('hdfs://b')"))
                .isEqualTo("OK");
        assertThat(send("jane", "DROP STORAGE VOLUME v")).isEqualTo("5203");
    }

    @Test
    void privilegesEndWithAReplacedObject() throws SQLException {
        assertThat(send("root", "ALTER RESOURCE GROUP etl DROP ALL")).isEqualTo("OK");
        assertThat(grants("jane")).anyMatch(grant -> grant.contains("RESOURCE GROUP etl"));

        assertThat(
                        send(
                                "root",
                                "CREATE RESOURCE GROUP OR REPLACE etl TO (user = 'jane') WITH ('mem_limit' = '10%', 'cpu_weight' = '1')"))
                .isEqualTo("OK");
        assertThat(grants("jane")).noneMatch(grant -> grant.contains("etl"));
    }

    @Test
    void privilegesEndWithTheirObject() throws SQLException {
        assertThat(grants("jane")).anyMatch(grant -> grant.contains("CATALOG lake"));
        assertThat(send("jane", "DROP CATALOG lake")).isEqualTo("OK");
        assertThat(grants("jane")).noneMatch(grant -> grant.contains("lake"));
        assertThat(send("root", "GRANT USAGE ON CATALOG lake TO USER jane")).isNotEqualTo("OK");
    }
}
