package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions behave as docs/data.md says. */
class TransactionTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

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

    private long countRows() throws SQLException {
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

        assertThat(countRows()).isEqualTo(1);
    }

    @Test
    void theServerReadsNoMoreThanItsGrammar() throws SQLException {
        for (String acceptedSql : List.of(
                "BEGIN WORK",
                "COMMIT WORK",
                "START TRANSACTION WITH CONSISTENT SNAPSHOT",
                "ROLLBACK AND NO CHAIN NO RELEASE",
                "begin with label l1",
                "ROLLBACK WORK",
                "START TRANSACTION",
                "COMMIT AND CHAIN RELEASE")) {
            statement.execute(acceptedSql);
        }
        statement.execute("BEGIN");
        for (String refusedSql : List.of(
                "ROLLBACK TO SAVEPOINT s",
                "ROLLBACK garbage",
                "COMMIT garbage",
                "COMMIT TRANSACTION",
                "COMMIT AND",
                "BEGIN garbage",
                "BEGIN TRANSACTION",
                "START TRANSACTION READ ONLY",
                "START TRANSACTION READ WRITE",
                "START WORK")) {
            assertThatThrownBy(() -> statement.execute(refusedSql))
                    .as(refusedSql)
                    .hasMessageStartingWith("Getting syntax error")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getErrorCode()).isEqualTo(1064));
        }
        statement.execute("ROLLBACK");
    }

    @Test
    void anExplicitTransactionIsRolledBack() throws SQLException {
        statement.execute("BEGIN WORK");
        statement.execute("INSERT INTO o VALUES (1)");
        assertThatThrownBy(() -> statement.execute("CREATE TABLE p (id INT)"))
                .isInstanceOf(SQLException.class)
                .satisfies(MESSAGES::match);
        statement.execute("ROLLBACK WORK");
        assertThat(countRows()).isZero();

        statement.execute("BEGIN WORK");
        statement.execute("INSERT INTO o VALUES (1)");
        statement.execute("COMMIT WORK");
        assertThat(countRows()).isEqualTo(1);
    }

    /** A transaction that has begun before is ended nevertheless. */
    @Test
    void beginHasNoEffectInASessionWithoutTransactions() throws SQLException {
        execute("SET enable_sql_transaction = false", "BEGIN");
        execute("INSERT INTO o VALUES (1)", "INSERT INTO o VALUES (2)", "ROLLBACK");
        assertThat(countRows()).isEqualTo(2);

        execute("SET enable_sql_transaction = true", "BEGIN", "SET enable_sql_transaction = false");
        execute("INSERT INTO o VALUES (3)", "ROLLBACK");
        assertThat(countRows()).isEqualTo(2);
    }

    @Test
    void olderServersAlwaysHaveTransactions() throws SQLException {
        Options options = Options.DEFAULT.profile(Options.DEFAULT.profile().with(Version.V3_5));
        try (EmbeddedStarRocks olderServer = EmbeddedStarRocks.start(options.database("shop"));
                Connection olderConnection = DriverManager.getConnection(olderServer.jdbcUrl("shop"), "root", "")) {
            assertThat(olderConnection.createStatement().execute("BEGIN")).isFalse();
        }
    }

    private void execute(String... sqlTexts) throws SQLException {
        for (String sql : sqlTexts) {
            statement.execute(sql);
        }
    }

    @Test
    void aLabelIsUsedAgainAfterRollback() throws SQLException {
        statement.execute("BEGIN WITH LABEL l1");
        statement.execute("BEGIN WITH LABEL l1");
        statement.execute("INSERT INTO o VALUES (1)");
        statement.execute("ROLLBACK");
        statement.execute("BEGIN WITH LABEL l1");
        statement.execute("COMMIT");
        statement.execute("BEGIN WITH LABEL l1");
        statement.execute("INSERT INTO o VALUES (1)");
        statement.execute("COMMIT");
        assertThatThrownBy(() -> statement.execute("BEGIN WITH LABEL l1"))
                .isInstanceOf(SQLException.class)
                .satisfies(MESSAGES::match);
        assertThat(countRows()).isEqualTo(1);
    }

    @Test
    void aDeleteWithoutPrimaryKeyIsCommittedWithinATransaction() throws SQLException {
        statement.execute("INSERT INTO o VALUES (1), (2)");
        statement.execute("BEGIN");
        statement.execute("DELETE FROM o WHERE id = 1");
        assertThat(countRows()).isEqualTo(1);
        statement.execute("INSERT INTO o VALUES (3)");
        statement.execute("DELETE FROM o WHERE id = 2");
        statement.execute("ROLLBACK");
        assertThat(countRows()).isZero();
    }

    @Test
    void aRefusedStatementDoesNotEndTheTransaction() throws SQLException {
        statement.execute("BEGIN");
        statement.execute("INSERT INTO o VALUES (1)");
        assertThatThrownBy(() -> statement.execute("INSERT INTO o VALUES (2)"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getErrorCode()).isEqualTo(5303));
        statement.execute("COMMIT");
        assertThat(countRows()).isEqualTo(1);
    }

    @Test
    void aChangeIsTheFirstStatementOnItsTableInSharedDataMode() throws SQLException {
        try (EmbeddedStarRocks sharedDataServer = EmbeddedStarRocks.start(Options.DEFAULT
                        .database("shop")
                        .profile(Options.DEFAULT.profile().with(RunMode.SHARED_DATA)));
                Connection client = DriverManager.getConnection(sharedDataServer.jdbcUrl("shop"), "root", "");
                Statement change = client.createStatement()) {
            change.execute("CREATE TABLE p (id BIGINT NOT NULL, v INT) PRIMARY KEY (id)");
            change.execute("CREATE TABLE q (id BIGINT NOT NULL, v INT) PRIMARY KEY (id)");
            change.execute("BEGIN");
            change.execute("INSERT INTO p SELECT id, v FROM q");
            change.execute("INSERT INTO p VALUES (1, 1)");
            for (String sql : List.of("UPDATE p SET v = 2 WHERE id = 1", "DELETE FROM q WHERE id = 1")) {
                assertThatThrownBy(() -> change.execute(sql))
                        .isInstanceOf(SQLException.class)
                        .satisfies(MESSAGES::match);
            }
            change.execute("COMMIT");
        }
    }

    @Test
    void aTransactionDoesNotReadWhatItHasModified() throws SQLException {
        statement.execute("CREATE TABLE p (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
        statement.execute("CREATE VIEW v AS SELECT id FROM o");
        statement.execute("BEGIN");
        statement.execute("INSERT INTO o VALUES (1)");

        assertThatThrownBy(this::countRows).isInstanceOf(SQLException.class).satisfies(MESSAGES::match);
        assertThatThrownBy(() -> statement.execute("SELECT * FROM p JOIN v ON p.id = v.id"))
                .isInstanceOf(SQLException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> statement.execute("INSERT INTO p SELECT id FROM o"))
                .isInstanceOf(SQLException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> statement.execute("INSERT OVERWRITE p SELECT 1"))
                .isInstanceOf(SQLException.class)
                .satisfies(MESSAGES::match);
        statement.execute("SELECT * FROM p");
        statement.execute("COMMIT");
        assertThat(countRows()).isEqualTo(1);
    }

    @Test
    void aTemporaryTableIsUsedInATransactionLikeAnyOtherTable() throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE p (id BIGINT NOT NULL) DUPLICATE KEY (id)");
        statement.execute("CREATE TEMPORARY TABLE q (id BIGINT NOT NULL) DUPLICATE KEY (id)");
        statement.execute("BEGIN");
        statement.execute("INSERT INTO p VALUES (1)");

        for (String sql : List.of("SELECT * FROM p", "INSERT INTO q SELECT id FROM p", "INSERT INTO p VALUES (2)")) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLException.class)
                    .satisfies(MESSAGES::match);
        }
        statement.execute("INSERT INTO q SELECT id FROM o");
        statement.execute("SELECT * FROM o");
        statement.execute("COMMIT");
    }
}
