package dev.cairn.server.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class AddressTest {
    @Test
    void theShortFormIsTheOneThatUsersOfStarRocksKnow() {
        assertThat(Address.of("starrocks://host/shop")).hasToString("jdbc:mysql://host:9030/shop");
        assertThat(Address.of("starrocks://app:x@host:9031/default_catalog.shop?connectTimeout=5"))
                .hasToString("jdbc:mysql://host:9031/default_catalog.shop");
    }

    @Test
    void aPasswordIsNeverShown() {
        assertThat(Address.of("starrocks://app:se%40cret@host/shop").toString()).doesNotContain("cret");
        assertThat(Address.of("jdbc:mysql://app:secret@host:9030/shop?password=secret"))
                .hasToString("jdbc:mysql://host:9030/shop");
        assertThatThrownBy(() -> Address.of("starrocks://app:se{cret@host/shop"))
                .hasMessage(
                        "The URL has a character that has to be percent-encoded, such as %40 for an @ in a password")
                .hasNoCause();
    }

    @Test
    void whatIsNoAddressIsToldSo() {
        assertThatThrownBy(() -> Address.of("mysql://host/shop"))
                .hasMessage("The URL of a server begins with starrocks:// or with jdbc:mysql://, as in"
                        + " starrocks://root@localhost:9030/shop");
        assertThatThrownBy(() -> Address.of("starrocks:///shop")).hasMessageStartingWith("A URL names a host");
    }

    @Test
    void userAndPasswordReachTheServer() throws SQLException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.user("app", "p@ss:w/rd"))) {
            server.createDatabase("shop");
            Address address =
                    Address.of("starrocks://app:p%40ss%3Aw%2Frd@127.0.0.1:" + server.port() + "/default_catalog.shop");
            try (Connection connection = address.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
            try (Connection connection = address.getConnection("root", "")) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }
}
