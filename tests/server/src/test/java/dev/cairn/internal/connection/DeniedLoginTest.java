package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.internal.Ticker;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The advice for a login that the server denies. */
class DeniedLoginTest {
    private static final String NO_USER =
            "The URL names no user, and the driver has taken that of the operating system: name another one, such as root.";
    private static final String WRONG = "Check the user and the password.";

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    /** Whoever runs the tests, and be it root, is denied. */
    @BeforeEach
    void protectRoot() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER root IDENTIFIED BY 'protected'");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://localhost:PORT/, true",
        "jdbc:mariadb://localhost:PORT/, true",
        "jdbc:mysql://localhost:PORT/?user=app, false",
        "jdbc:mysql://app@localhost:PORT/, false",
        "starrocks://app@localhost:PORT/, false",
        "starrocks://localhost:PORT/, false"
    })
    void theAdviceTellsAMissingUserFromAWrongOne(String url, boolean isMissing) {
        ServerAddress address = ServerAddress.parse(url.replace("PORT", Integer.toString(server.port())));
        ConnectionFactory connections = new ConnectionFactory(address, "shop", Ticker.system());
        assertThatThrownBy(connections::open)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("Access denied for user")
                .hasMessageEndingWith(isMissing ? NO_USER : WRONG);
        ServerAddress named = address.withUser("root");
        assertThatThrownBy(new ConnectionFactory(named, "shop", Ticker.system())::open)
                .hasMessageEndingWith(WRONG);
    }
}
