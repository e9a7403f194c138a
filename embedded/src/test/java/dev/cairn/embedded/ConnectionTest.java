package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logins, sessions and the features of the protocol that drivers use besides statements. */
class ConnectionTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @RegisterExtension
    static final EmbeddedStarRocksExtension STARROCKS =
            EmbeddedStarRocksExtension.with(Options.DEFAULT.user("app", "secret"));

    @Test
    void rootNeedsNoPassword(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            assertThat(client.value("SELECT CURRENT_USER()")).isEqualTo("'root'@'%'");
        }
    }

    @Test
    void aPasswordIsChecked(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server.jdbcUrl(), "app", "secret")) {
            assertThat(client.value("SELECT 1")).isEqualTo("1");
        }
        assertThat(Client.refusal(server.jdbcUrl(), "app", "wrong"))
                .isEqualTo(new Client.Refusal(1045, "28000", "Access denied for user 'app' (using password: YES)"));
        assertThat(Client.refusal(server.jdbcUrl(), "app", "").message()).satisfies(MESSAGES::matchText);
        assertThat(Client.refusal(server.jdbcUrl(), "nobody", "secret").message())
                .satisfies(MESSAGES::matchText);
    }

    @Test
    void noClientCanLogInThroughAnotherSystem(EmbeddedStarRocks server) throws SQLException {
        try (Client root = Client.of(server)) {
            root.run("CREATE USER lou IDENTIFIED WITH authentication_ldap_simple AS 'uid=lou'");
            for (String password : List.of("", "uid=lou")) {
                assertThat(Client.refusal(server.jdbcUrl(), "lou", password).errno())
                        .isEqualTo(1045);
            }
            root.run("ALTER USER lou IDENTIFIED WITH mysql_native_password BY 'x'");
            try (Client lou = Client.of(server.jdbcUrl(), "lou", "x")) {
                lou.run("SET PASSWORD = PASSWORD('y')");
            }
            root.run("DROP USER lou");
        }
    }

    @Test
    void clientsThatPreferAnotherPluginAreSwitched(EmbeddedStarRocks server) throws SQLException {
        String url = server.jdbcUrl() + "?defaultAuthenticationPlugin=caching_sha2_password&sslMode=DISABLED";
        try (Client client = Client.of(url, "app", "secret")) {
            assertThat(client.rows("SELECT USER(), SESSION_USER(), CURRENT_USER()"))
                    .containsExactly(List.of("'app'@'127.0.0.1'", "'app'@'127.0.0.1'", "'app'@'%'"));
        }
    }

    @Test
    void theDatabaseOfTheUrlIsInUse(FreshDatabase database) throws SQLException {
        try (Client client = Client.of(database.jdbcUrl())) {
            assertThat(client.value("SELECT DATABASE()")).isEqualTo(database.name());
            client.connection().setCatalog("information_schema");
            assertThat(client.connection().getCatalog()).isEqualTo("information_schema");
            assertThat(client.value("SELECT DATABASE()")).isEqualTo("information_schema");
            client.run("USE sys");
            assertThat(client.value("SELECT DATABASE()")).isEqualTo("sys");
        }
    }

    @Test
    void noDatabaseIsAnEmptyText(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            assertThat(client.rows("SELECT DATABASE(), SCHEMA(), DATABASE() IS NULL"))
                    .containsExactly(List.of("", "", "0"));
            assertThat(client.rows("SHOW PROCESSLIST"))
                    .anySatisfy(row -> assertThat(row.get(4)).isEmpty());
        }
    }

    @Test
    void anUnknownDatabaseEndsTheConnection(EmbeddedStarRocks server) {
        Client.Refusal refusal = Client.refusal(server.jdbcUrl("nope"), "root", "");
        assertThat(refusal.errno()).isEqualTo(5501);
        assertThat(refusal.message()).satisfies(MESSAGES::matchText);
    }

    @Test
    void queriesOfDriversAreAnswered(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            Connection connection = client.connection();
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("8.0.33");
            assertThat(connection.isValid(5)).isTrue();
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(client.value("SELECT @@version_comment LIMIT 1")).startsWith("4.1.0-");
            assertThat(client.rows("SHOW VARIABLES LIKE 'version'")).containsExactly(List.of("version", "8.0.33"));
            assertThat(client.rows("SHOW WARNINGS")).isEmpty();
        }
    }

    @Test
    void aSessionKeepsTheGlobalValuesOfItsBeginning() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start();
                Client client = Client.of(server);
                Client otherClient = Client.of(server)) {
            otherClient.run("SET GLOBAL query_timeout = 7", "SET GLOBAL activate_all_roles_on_login = true");
            client.run("SET GLOBAL activate_all_roles_on_login = false");

            assertThat(client.rows("SELECT @@query_timeout, @@global.query_timeout"))
                    .containsExactly(List.of("300", "7"));
            assertThat(otherClient.rows("SELECT @@query_timeout, @@activate_all_roles_on_login"))
                    .containsExactly(List.of("7", "0"));
            try (Client laterClient = Client.of(server)) {
                assertThat(laterClient.value("SELECT @@query_timeout")).isEqualTo("7");
            }
        }
    }

    @Test
    void newSessionsHaveThePropertiesOfTheirUser(FreshDatabase database) throws SQLException {
        String url = database.server().jdbcUrl();
        try (Client root = Client.of(database.jdbcUrl())) {
            root.run(
                    "CREATE TABLE t (k INT)",
                    "CREATE USER bob",
                    "CREATE USER ann PROPERTIES ('max_user_connections' = '2', 'session.query_timeout' = '77')",
                    "ALTER USER ann SET PROPERTIES ('database' = '" + database.name() + "', 'session.SQL_MODE' = '2')");
            try (Client ann = Client.of(url, "ann", "")) {
                assertThat(ann.rows("SELECT @@query_timeout, DATABASE()"))
                        .as("ann has no privilege on the database")
                        .containsExactly(List.of("77", ""));
                assertThat(ann.value("SELECT @@sql_mode")).startsWith("PIPES_AS_CONCAT");
            }
            root.run("GRANT SELECT ON ALL TABLES IN DATABASE " + database.name() + " TO USER ann");
            try (Client ann = Client.of(url, "ann", "")) {
                assertThat(ann.value("SELECT DATABASE()")).isEqualTo(database.name());
            }
            try (Client ann = Client.of(database.server().jdbcUrl("information_schema"), "ann", "")) {
                assertThat(ann.value("SELECT DATABASE()")).isEqualTo("information_schema");
            }

            for (String key : List.of("SESSION.catalog", "SESSION.query_timeout")) {
                assertThat(root.refusal("ALTER USER ann SET PROPERTIES ('" + key + "' = 'default_catalog')")
                                .message())
                        .contains("Unknown user property(" + key + ")");
            }

            root.run("ALTER USER ann SET PROPERTIES ('database' = '', 'session.query_timeout' = '')");
            try (Client ann = Client.of(url, "ann", "")) {
                assertThat(ann.rows("SELECT @@query_timeout, DATABASE()")).containsExactly(List.of("300", ""));
                for (String statement : List.of(
                        "CREATE USER root",
                        "DROP USER root",
                        "DROP USER nope",
                        "ALTER USER nope IDENTIFIED BY 'x'",
                        "SET PASSWORD FOR root = PASSWORD('x')",
                        "ALTER USER root IDENTIFIED BY 'x'",
                        "CREATE USER x DEFAULT ROLE nope",
                        "DROP RESOURCE nope")) {
                    assertThat(ann.refusal(statement).errno()).as(statement).isEqualTo(1064);
                }
                for (String statement : List.of(
                        "DROP USER IF EXISTS nope",
                        "CREATE USER IF NOT EXISTS root",
                        "CREATE USER x PROPERTIES ('nope' = '1')",
                        "DROP USER bob")) {
                    assertThat(ann.refusal(statement).errno()).as(statement).isEqualTo(5203);
                }
                assertThat(ann.refusal("ALTER USER root SET PROPERTIES ('max_user_connections' = '5')")
                                .errno())
                        .isEqualTo(5203);
                ann.run("SET PROPERTY 'max_user_connections' = '3'");
            }
            assertThat(root.refusal("ALTER USER ann SET PROPERTIES ('session.nope' = '7')")
                            .errno())
                    .isEqualTo(1193);
            for (String property : List.of("enable_spill' = '1", "query_timeout' = 'abc", "sql_mode' = 'ANSI")) {
                assertThat(root.refusal("ALTER USER ann SET PROPERTIES ('session." + property + "')")
                                .errno())
                        .as(property)
                        .isIn(1232, 1064);
            }
            assertThat(root.refusal("ALTER USER ann SET PROPERTIES ('catalog' = 'nope')")
                            .errno())
                    .isEqualTo(5078);
            root.run("DROP USER ann", "DROP USER bob");
        }
    }

    @Test
    void aUserHasALimitedNumberOfSessions(EmbeddedStarRocks server) throws SQLException {
        try (Client root = Client.of(server)) {
            root.run("CREATE USER bea PROPERTIES ('max_user_connections' = '1')");
            try (Client bea = Client.of(server.jdbcUrl(), "bea", "")) {
                assertThat(bea.value("SELECT 1")).isEqualTo("1");
                Client.Refusal refusal = Client.refusal(server.jdbcUrl(), "bea", "");
                assertThat(refusal.errno()).isEqualTo(1064);
                assertThat(refusal.message()).contains("connection limit, currentUserMaxConn=1");
                com.mysql.cj.jdbc.JdbcConnection connection =
                        root.connection().unwrap(com.mysql.cj.jdbc.JdbcConnection.class);
                assertThatThrownBy(() -> connection.changeUser("bea", ""))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                failure -> assertThat(failure.getErrorCode()).isEqualTo(1203));
            }
        }
        try (Client root = Client.of(server)) {
            await().atMost(Client.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(root.column("SHOW PROCESSLIST")).hasSize(1));
            try (Client bea = Client.of(server.jdbcUrl(), "bea", "")) {
                assertThat(bea.value("SELECT 1")).isEqualTo("1");
            }
            root.run("DROP USER bea");
        }
    }

    @Test
    void preparedStatementsFallBackToText(EmbeddedStarRocks server) throws SQLException {
        String url = server.jdbcUrl() + "?useServerPrepStmts=true&cachePrepStmts=true";
        try (Connection connection = DriverManager.getConnection(url, "root", "");
                PreparedStatement statement = connection.prepareStatement("SELECT ?, ?")) {
            statement.setInt(1, 7);
            statement.setString(2, "it's");
            try (ResultSet resultSet = statement.executeQuery()) {
                assertThat(resultSet.next()).isTrue();
                assertThat(resultSet.getInt(1)).isEqualTo(7);
                assertThat(resultSet.getString(2)).isEqualTo("it's");
            }
        }
    }

    @Test
    void aUserCanBeChangedAndAConnectionReset(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            client.run("SET query_timeout = 7");
            com.mysql.cj.jdbc.JdbcConnection connection =
                    client.connection().unwrap(com.mysql.cj.jdbc.JdbcConnection.class);
            connection.resetServerState();
            assertThat(client.value("SELECT @@query_timeout")).isEqualTo("300");
            connection.changeUser("app", "secret");
            assertThat(client.value("SELECT CURRENT_USER()")).isEqualTo("'app'@'%'");
            assertThatThrownBy(() -> connection.changeUser("app", "wrong")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void packetsOfMoreThan16MegabytesTravelBothWays(EmbeddedStarRocks server) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "root");
        properties.setProperty("maxAllowedPacket", "100000000");
        String largeText = "x".repeat(20_000_000);
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), properties);
                ResultSet resultSet = connection.createStatement().executeQuery("SELECT '" + largeText + "'")) {
            assertThat(resultSet.next()).isTrue();
            assertThat(resultSet.getString(1)).isEqualTo(largeText);
        }
    }

    @Test
    void severalStatementsAtOnceAreRunButNotAnnounced(FreshDatabase database) throws SQLException {
        try (Client client = Client.of(database.jdbcUrl() + "?allowMultiQueries=true")) {
            assertThatThrownBy(() -> client.run("CREATE DATABASE IF NOT EXISTS multi; SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
        try (Client client = Client.of(database.jdbcUrl())) {
            assertThat(client.column("SHOW DATABASES")).contains("multi");
            client.run("DROP DATABASE multi FORCE");
        }
    }

    @Test
    void aKilledConnectionIsClosed(EmbeddedStarRocks server) throws SQLException {
        try (Client killer = Client.of(server);
                Client victim = Client.of(server)) {
            String victimId = victim.value("SELECT CONNECTION_ID()");
            assertThat(killer.rows("SHOW PROCESSLIST"))
                    .anySatisfy(row -> assertThat(row.get(1)).isEqualTo(victimId));
            killer.run("KILL " + victimId);
            assertThat(victim.refusal("SELECT 1").isLostConnection()).isTrue();
            await().atMost(Client.PATIENCE)
                    .untilAsserted(() -> assertThat(killer.rows("SHOW PROCESSLIST"))
                            .noneSatisfy(row -> assertThat(row.get(1)).isEqualTo(victimId)));
            assertThat(killer.refusal("KILL 99999").errno()).isEqualTo(1094);
        }
    }

    @Test
    void closingTheServerReleasesEverything() throws SQLException {
        EmbeddedStarRocks server = EmbeddedStarRocks.start();
        String prefix = "cairn-embedded-" + server.port();
        Client client = Client.of(server);
        assertThat(threads(prefix)).hasSize(3); // to accept connections, to watch them, and to serve this one
        server.close();
        assertThat(client.refusal("SELECT 1").isLostConnection()).isTrue();
        assertThat(threads(prefix)).isEmpty();
        assertThatThrownBy(() -> Client.of(server)).isInstanceOf(SQLException.class);
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Test
    void twoServersCannotShareAPort(EmbeddedStarRocks server) {
        assertThatThrownBy(() -> EmbeddedStarRocks.start(Options.DEFAULT.port(server.port())))
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessageContaining(":" + server.port());
    }
}
