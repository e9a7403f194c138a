package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements of docs/data.md about transactions. */
class TransactionTest {
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
        statement = connection.createStatement();
        statement.execute("CREATE TABLE o (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        server.close();
    }

    private long rows() throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM o")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Test
    void jdbcRollbackHasNoEffect() throws SQLException {
        connection.setAutoCommit(false);
        statement.execute("INSERT INTO o VALUES (1)");
        connection.rollback();

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void anExplicitTransactionIsRolledBack() throws SQLException {
        statement.execute("BEGIN WORK");
        statement.execute("INSERT INTO o VALUES (1)");
        assertThatThrownBy(() -> statement.execute("CREATE TABLE p (id INT)"))
                .hasMessageContaining("Explicit transaction");
        statement.execute("ROLLBACK WORK");
        assertThat(rows()).isZero();

        statement.execute("BEGIN WORK");
        statement.execute("INSERT INTO o VALUES (1)");
        statement.execute("COMMIT WORK");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aTransactionDoesNotReadWhatItHasModified() throws SQLException {
        statement.execute("CREATE TABLE p (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
        statement.execute("CREATE VIEW v AS SELECT id FROM o");
        statement.execute("BEGIN");
        statement.execute("INSERT INTO o VALUES (1)");

        String modified = "SELECT cannot read table 'o' modified earlier in the same transaction";
        assertThatThrownBy(this::rows).hasMessageContaining(modified);
        assertThatThrownBy(() -> statement.execute("SELECT * FROM p JOIN v ON p.id = v.id"))
                .hasMessageContaining(modified);
        assertThatThrownBy(() -> statement.execute("INSERT INTO p SELECT id FROM o"))
                .hasMessageContaining(modified);
        assertThatThrownBy(() -> statement.execute("INSERT OVERWRITE p SELECT 1"))
                .hasMessageContaining("Explicit transaction");
        statement.execute("SELECT * FROM p");
        statement.execute("COMMIT");
        assertThat(rows()).isEqualTo(1);
    }
}
