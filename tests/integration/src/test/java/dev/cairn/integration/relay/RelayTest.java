package dev.cairn.integration.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.ServerCatalog;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay passes statements and answers on, and disrupts them as requested. */
class RelayTest {
    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Relay relay;

    @BeforeEach
    void start() {
        server = EmbeddedStarRocks.start();
        relay = Relay.to("127.0.0.1", server.port());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mysql://" + relay.host() + ":" + relay.port() + "/", "root", "");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean exists(String database) {
        return ServerCatalog.of(server).findDatabase(database).isPresent();
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

        assertThat(exists("b")).isFalse();
        assertThat(exists("c")).isTrue();
        assertThat(relay.cuts()).isEqualTo(1);
    }

    @Test
    void anAnswerIsLostOnItsWay() throws SQLException {
        relay.loseEach(1, Moment.AFTER);
        try (Connection connection = connect()) {
            assertThatThrownBy(() -> execute(connection, "CREATE DATABASE a")).isInstanceOf(SQLException.class);
        }

        assertThat(exists("a")).isTrue();
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
        assertThat(exists("a")).isFalse();
        assertThat(exists("b")).isFalse();
    }

    private Connection connect(Relay target) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://" + target.host() + ":" + target.port() + "/?connectTimeout=10000", "root", "");
    }

    private static Disruptor disruptAt(String beginning, Disruption disruption) {
        return statement -> statement.startsWith(beginning) ? disruption : Disruption.NONE;
    }

    private Relay createRelay(Disruptor disruptor, List<Exchange> exchanges) {
        return Relay.to("127.0.0.1", server.port(), disruptor, exchanges::add);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionFallsSilent(Moment moment) throws SQLException {
        List<Exchange> exchanges = new CopyOnWriteArrayList<>();
        try (Relay silentRelay = createRelay(disruptAt("CREATE", new Disruption.Silence(moment)), exchanges);
                Connection connection = connect(silentRelay)) {
            connection.setNetworkTimeout(Runnable::run, 50);
            assertThatThrownBy(() -> execute(connection, "CREATE DATABASE a"))
                    .hasMessageContaining("Communications link failure");

            if (moment == Moment.AFTER) {
                await().untilAsserted(() -> assertThat(exists("a")).isTrue());
                await().untilAsserted(() ->
                        assertThat(exchanges).extracting(Exchange::statement).contains("CREATE DATABASE a"));
            } else {
                assertThat(exists("a")).isFalse();
            }
        }
    }

    @Test
    void aStatementIsAnsweredWithAnErrorAndTheConnectionGoesOn() throws SQLException {
        List<Exchange> exchanges = new CopyOnWriteArrayList<>();
        Disruption refusal = new Disruption.Refuse(Moment.BEFORE, 1064, "HY000", "query timeout");
        try (Relay refusingRelay = createRelay(disruptAt("CREATE DATABASE a", refusal), exchanges);
                Connection connection = connect(refusingRelay)) {
            assertThatThrownBy(() -> execute(connection, "CREATE DATABASE a")).hasMessage("query timeout");
            execute(connection, "CREATE DATABASE b");
            assertThatThrownBy(() -> execute(connection, "CREATE DATABASE b")).isInstanceOf(SQLException.class);
        }

        assertThat(exists("a")).isFalse();
        assertThat(exchanges)
                .filteredOn(exchange -> exchange.statement().startsWith("CREATE"))
                .extracting(Exchange::refused)
                .containsExactly(false, true);
    }

    @Test
    void aStatementIsRunAndAnsweredWithAnError() throws SQLException {
        Disruption refusal = new Disruption.Refuse(Moment.AFTER, 1064, "HY000", "query timeout");
        try (Relay refusingRelay = createRelay(disruptAt("CREATE DATABASE a", refusal), new CopyOnWriteArrayList<>());
                Connection connection = connect(refusingRelay)) {
            assertThatThrownBy(() -> execute(connection, "CREATE DATABASE a")).hasMessage("query timeout");
            execute(connection, "CREATE DATABASE b");
        }

        assertThat(exists("a")).isTrue();
        assertThat(exists("b")).isTrue();
    }

    @Test
    void noRowOfARefusedResultReachesTheClient() throws SQLException {
        String rows = "SELECT generate_series AS id FROM TABLE(generate_series(1, 100000))";
        Disruption refusal = new Disruption.Refuse(Moment.AFTER, 1064, "HY000", "query timeout");
        try (Relay refusingRelay = createRelay(disruptAt(rows, refusal), new CopyOnWriteArrayList<>());
                Connection connection = connect(refusingRelay);
                Statement statement = connection.createStatement()) {
            for (int round = 0; round < 3; round++) {
                assertThatThrownBy(() -> statement.executeQuery(rows)).hasMessage("query timeout");
                try (ResultSet next = statement.executeQuery("SELECT 42")) {
                    assertThat(next.next()).isTrue();
                    assertThat(next.getInt(1)).isEqualTo(42);
                }
            }
        }
    }

    @Test
    void aClientIsRefused() {
        Disruptor refusingDisruptor = new Disruptor() {
            @Override
            public Disruption disruptionOf(String statement) {
                return Disruption.NONE;
            }

            @Override
            public Disruption connecting() {
                return new Disruption.Refuse(Moment.BEFORE, 1040, "08004", "Too many connections");
            }
        };
        try (Relay refusingRelay = createRelay(refusingDisruptor, new ArrayList<>())) {
            assertThatThrownBy(() -> connect(refusingRelay))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getErrorCode()).isEqualTo(1040))
                    .hasMessageContaining("Too many connections");
        }
    }

    @Test
    void aStatementArrivesWhenItsClientIsLongGone() throws SQLException {
        Disruption late = new Disruption.Late(Duration.ofMillis(100));
        try (Relay lateRelay = createRelay(disruptAt("CREATE", late), new CopyOnWriteArrayList<>());
                Connection connection = connect(lateRelay)) {
            assertThatThrownBy(() -> execute(connection, "CREATE DATABASE a")).isInstanceOf(SQLException.class);

            await().until(() -> !lateRelay.isAnythingLate());
            assertThat(exists("a")).isTrue();
        }
    }
}
