package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.UnreachableException;
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

    /** Each piece of a password is one of these. */
    private static final List<String> PIECES = List.of("tOp5ecret", "t4il9", "q7");

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
            "//127.0.0.1:1/shop?user=app&password=tOp5ecret@t4il9");

    static Stream<String> urls() {
        return SCHEMES.stream().flatMap(scheme -> ACCOUNTS.stream().map(account -> scheme + account));
    }

    @ParameterizedTest
    @MethodSource("urls")
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
            try (ServerConnection opened = factory.open()) {
                messages.add("broken: " + opened.isBroken());
            } catch (UnreachableException failure) {
                for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                    messages.add(String.valueOf(cause.getMessage()));
                }
            }
        } catch (IllegalArgumentException wrong) {
            messages.add(wrong.getMessage());
        }
        assertThat(messages)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).doesNotContain(PIECES));
        assertThat(UrlSecrets.containsPassword(url)).isTrue();
    }

    /** Without an @, a password in a text can't be told from a port. */
    static Stream<String> urlsWithAnAccount() {
        return urls().filter(url -> url.contains("@"));
    }

    @ParameterizedTest
    @MethodSource("urlsWithAnAccount")
    void aMessageOfADataSourceShowsNoPieceOfItsPassword(String url) {
        String message = DriverMessage.of(
                        new SQLException("Failed to get driver instance for jdbcUrl=" + url + " (x@y)"))
                .firstLine();
        assertThat(message).startsWith("Failed to get driver instance for jdbcUrl=");
        assertThat(message).doesNotContain(PIECES);
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
