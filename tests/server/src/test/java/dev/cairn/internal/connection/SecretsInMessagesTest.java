package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No message contains a piece of a password, however the URL is written. */
class SecretsInMessagesTest {
    private static final List<String> SCHEMES =
            List.of("starrocks:", "jdbc:mysql:", "jdbc:mariadb:", "jdbc:starrocks:", "jdbc:unknown:");

    /** The pieces of the passwords in {@link #ACCOUNTS}. */
    private static final List<String> PASSWORD_PIECES = List.of("tOp5ecret", "t4il9", "q7");

    private static final List<String> ACCOUNTS = List.of(
            "//app:tOp5ecret@127.0.0.1:1/shop",
            "//app:tOp5ecret@t4il9@127.0.0.1:1/shop",
            "//app:tOp5ecret@t4il9@q7@127.0.0.1:1/shop",
            "//app:tOp5ecret@q7@127.0.0.1:1/shop?connectTimeout=100",
            "//app:tOp5ecret/t4il9@127.0.0.1:1/shop",
            "//app:tOp5ecret?t4il9@127.0.0.1:1/shop",
            "//app:tOp5ecret,t4il9@127.0.0.1:1/shop",
            "//app:tOp5ecret:t4il9@127.0.0.1:1/shop",
            "//app:tOp5ecret#t4il9@127.0.0.1:1/shop",
            "//app:tOp5ecret%40t4il9@127.0.0.1:1/shop",
            "//app:tOp5ecret/shop",
            "//127.0.0.1:1,app:tOp5ecret@t4il9@127.0.0.1:1/shop",
            "//127.0.0.1:1/shop?user=app&password=tOp5ecret@t4il9",
            "//127.0.0.1:1/shop?user=app&password=tOp5ecret,t4il9@q7",
            "//127.0.0.1:1/shop?user=app&password=tOp5ecret(t4il9);q7&x=@",
            "//127.0.0.1:1/shop?user=app&trustCertificateKeyStorePassword=tOp5ecret;t4il9@&password='q7");

    static Stream<String> listUrls() {
        return SCHEMES.stream().flatMap(scheme -> ACCOUNTS.stream().map(account -> scheme + account));
    }

    @ParameterizedTest
    @MethodSource("listUrls")
    void aUrlShowsNoPieceOfItsPassword(String url) {
        List<String> messages = new ArrayList<>();
        try {
            ServerAddress address = ServerAddress.parse(url);
            messages.add(address.toString());
            messages.add(address.withUser("other").toString());
            ConnectionFactory factory = new ConnectionFactory(
                    address,
                    "shop",
                    Ticker.system(),
                    OptionValues.DEFAULTS.withValue(MigratorOption.RETRY, Duration.ZERO));
            try (ServerConnection connection = factory.open()) {
                messages.add("broken: " + connection.isBroken());
            } catch (ServerUnreachableException failure) {
                for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                    messages.add(String.valueOf(cause.getMessage()));
                }
            }
        } catch (IllegalArgumentException failure) {
            messages.add(failure.getMessage());
        }
        assertThat(messages)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).doesNotContain(PASSWORD_PIECES));
        assertThat(UrlSecrets.containsPassword(url)).isTrue();
    }

    /** Returns the URLs with an at sign: without one, a password in a message looks like a port. */
    static Stream<String> listUrlsWithAccount() {
        return listUrls().filter(url -> url.contains("@"));
    }

    @ParameterizedTest
    @MethodSource("listUrlsWithAccount")
    void aMessageOfADataSourceShowsNoPieceOfItsPassword(String url) {
        String message = DriverMessage.of(
                        new SQLException("Failed to get driver instance for jdbcUrl=" + url + " (x@y)"))
                .firstLine();
        assertThat(message).startsWith("Failed to get driver instance for jdbcUrl=");
        assertThat(message).doesNotContain(PASSWORD_PIECES);
    }

    @Test
    void textsWithoutAPasswordStayAsTheyAre() {
        for (String text : List.of(
                "Unknown database 'shop'",
                "no route to jdbc:mysql://fe1:9030,fe2:9030/shop?useSSL=false",
                "Access denied for user 'a'@'10.0.0.1' (using password: YES)")) {
            assertThat(DriverMessage.of(new SQLException(text)).firstLine()).isEqualTo(text);
        }
    }
}
