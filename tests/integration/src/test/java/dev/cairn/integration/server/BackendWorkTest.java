package dev.cairn.integration.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that answers like a frontend whose backends only create tablets. */
class BackendWorkTest {
    @AutoClose
    private EmbeddedStarRocks server;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start();
        server.createDatabase("d");
        BackendWork.refuse(server.faults());
        execute("CREATE TABLE t (k INT NOT NULL, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("d"), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1, 1)",
                "/* of mine */ insert into t select 1, 1",
                "DELETE FROM t WHERE k = 1",
                "SELECT * FROM t",
                "WITH a AS (SELECT k FROM t) SELECT k FROM a",
                "(SELECT k FROM t)",
                "SELECT * FROM information_schema.columns",
                "SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_NAME LIKE 't%'",
                "CREATE TABLE u AS SELECT k FROM t",
                "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH (k) REFRESH MANUAL AS SELECT k FROM t",
                "REFRESH MATERIALIZED VIEW m"
            })
    void statementsThatNeedBackendsAreRejected(String sql) {
        assertThatThrownBy(() -> execute(sql)).hasMessageStartingWith("Backend node not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT upper('select k from t')",
                "SELECT @@version_comment",
                "SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = 'd' AND TABLE_NAME = 't'",
                "SHOW CREATE TABLE t",
                "CREATE VIEW v AS SELECT k FROM t",
                "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH (k) REFRESH DEFERRED MANUAL AS SELECT k FROM t",
                "ALTER TABLE t ADD COLUMN w INT",
                "DROP TABLE t"
            })
    void statementsThatAFrontendAnswersAloneAreAnswered(String sql) throws SQLException {
        execute(sql);
        assertThat(server.log().answers())
                .last()
                .satisfies(answer -> assertThat(answer.isRefusal()).isFalse());
    }

    @Test
    void aJobThatRewritesRowsIsCancelled() throws SQLException {
        execute("ALTER TABLE t MODIFY COLUMN v BIGINT");
        server.jobs().finish();

        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("d"), "root", "");
                Statement statement = connection.createStatement();
                ResultSet jobs = statement.executeQuery("SHOW ALTER TABLE COLUMN")) {
            assertThat(jobs.next()).isTrue();
            assertThat(jobs.getString("State")).isEqualTo("CANCELLED");
        }
    }
}
