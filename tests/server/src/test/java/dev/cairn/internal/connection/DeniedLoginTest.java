package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.internal.Ticker;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message about a login that the server denies advises what to check. */
class DeniedLoginTest {
    private static final String NO_USER_ADVICE =
            "The URL names no user, so the driver used the operating system's user: add a user to the URL,"
                    + " such as root.";
    private static final String WRONG_LOGIN_ADVICE = "Check the user and the password.";

    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    /** Root has a password, so a login without one is denied even if root runs the tests. */
    @BeforeEach
    void protectRoot() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER root IDENTIFIED BY 'protected'");
        }
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
    void theAdviceDependsOnWhetherTheUrlNamesAUser(String url, boolean isUserMissing) {
        ServerAddress address = ServerAddress.parse(url.replace("PORT", Integer.toString(server.port())));
        ConnectionFactory connectionFactory = new ConnectionFactory(address, "shop", Ticker.system());
        assertThatThrownBy(connectionFactory::open)
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("Access denied for user")
                .hasMessageEndingWith(isUserMissing ? NO_USER_ADVICE : WRONG_LOGIN_ADVICE);
        ServerAddress addressWithUser = address.withUser("root");
        assertThatThrownBy(new ConnectionFactory(addressWithUser, "shop", Ticker.system())::open)
                .hasMessageEndingWith(WRONG_LOGIN_ADVICE);
    }
}
