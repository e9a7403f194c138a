package dev.cairn.integration.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private EmbeddedStarRocks server;
    private Relay relay;

    @BeforeEach
    void start() {
        server = EmbeddedStarRocks.start();
        relay = Relay.to("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        relay.close();
        server.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mysql://" + relay.host() + ":" + relay.port() + "/", "root", "");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean isThere(String database) {
        return server.catalog().database(database).isPresent();
    }

    @Test
    void onlyChangesAreCounted() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "SHOW DATABASES");
            execute(connection, "/* mine */ SELECT 1");
            execute(connection, "-- mine\nCREATE DATABASE a");

            assertThat(relay.changes()).isEqualTo(1);
        }
    }

    @Test
    void aStatementIsLostOnItsWay() throws SQLException {
        relay.loseEach(2, Moment.BEFORE);
        try (Connection connection = connect()) {
            execute(connection, "CREATE DATABASE a");
            assertThatThrownBy(() -> execute(connection, "CREATE DATABASE b")).isInstanceOf(SQLException.class);
        }
        try (Connection connection = connect()) {
            execute(connection, "CREATE DATABASE c");
        }

        assertThat(isThere("b")).isFalse();
        assertThat(isThere("c")).isTrue();
        assertThat(relay.cuts()).isEqualTo(1);
    }

    @Test
    void anAnswerIsLostOnItsWay() throws SQLException {
        relay.loseEach(1, Moment.AFTER);
        try (Connection connection = connect()) {
            assertThatThrownBy(() -> execute(connection, "CREATE DATABASE a")).isInstanceOf(SQLException.class);
        }

        assertThat(isThere("a")).isTrue();
    }

    @Test
    void behindTheEndThereIsNoWay() throws SQLException {
        relay.endAt(1, Moment.BEFORE);
        try (Connection one = connect();
                Connection other = connect()) {
            assertThatThrownBy(() -> execute(one, "CREATE DATABASE a")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> execute(other, "CREATE DATABASE b")).isInstanceOf(SQLException.class);
            assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
        }

        assertThat(relay.isEnd()).isTrue();
        assertThat(isThere("a")).isFalse();
        assertThat(isThere("b")).isFalse();
    }
}
