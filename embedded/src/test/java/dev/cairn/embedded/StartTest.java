package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cairn.refusal.Refusal;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The start and the end of servers. */
class StartTest {
    @Test
    void aRejectedDatabaseReleasesThePort() {
        int port;
        try (EmbeddedStarRocks first = EmbeddedStarRocks.start()) {
            port = first.port();
        }
        Options options = Options.DEFAULT.port(port);
        Options rejectedOptions = options.database("shop").database("shop");
        assertThatThrownBy(() -> EmbeddedStarRocks.start(rejectedOptions)).isInstanceOf(Refusal.class);
        try (EmbeddedStarRocks second = EmbeddedStarRocks.start(options)) {
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void urlsHaveAddressesOfIpv6InBrackets() throws Exception {
        assumeThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
        for (String address : List.of("::1", "::")) {
            try (EmbeddedStarRocks server = EmbeddedStarRocks.start(
                            Options.DEFAULT.address(address).database("shop"));
                    Client client = Client.of(server.jdbcUrl("shop"))) {
                assertThat(server.httpUrl()).startsWith("http://[::1]:");
                assertThat(client.value("SELECT DATABASE()")).isEqualTo("shop");
            }
        }
    }

    @Test
    void usersKeepTheirOrder() {
        Options options = Options.DEFAULT;
        List<String> names = List.of("zoe", "adam", "mia", "bob", "eve", "kim", "joe");
        for (String name : names) {
            options = options.user(name, "");
        }
        assertThat(options.users().keySet()).containsExactlyElementsOf(names);
    }

    @Test
    void aClosedServerRefusesNewDatabases() {
        EmbeddedStarRocks server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        int port = server.port();
        server.close();
        for (ThrowingCallable creation : List.<ThrowingCallable>of(
                () -> server.createDatabase("late"), () -> server.copyDatabase("shop", "copy"))) {
            assertThatThrownBy(creation)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The embedded server on port " + port + " is closed");
        }
        server.dropDatabase("shop");
        server.close();
    }
}
