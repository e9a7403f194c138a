package dev.cairn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.logging.Level;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopServerTest {
    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    private final Login login = new Login(server.jdbcUrl(), "root", "");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ConsoleOutput console = new ConsoleOutput(new PrintStream(out, true, StandardCharsets.UTF_8), false);

    @BeforeAll
    static void logWarningsOnly() {
        Main.LOG.setLevel(Level.WARNING);
    }

    @Test
    void theAddressesArePrintedAndTheDatabaseIsDroppedOnClose() throws SQLException, IOException {
        ShopServer shop = ShopServer.open(console, login, 0);
        try (shop) {
            assertThat(server.databases()).contains("cairn_sample_open");
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .containsSubsequence(
                            "Upgrade of an empty database",
                            "V0001FirstTables (First tables)",
                            "The shop is served until Ctrl-C")
                    .containsPattern("http://localhost:\\d+/products, refreshed for each request")
                    .containsPattern("http://localhost:\\d+/leaderboard, refreshed every 10 s")
                    .contains("cairn_sample_open on " + login.serverAddress())
                    .contains("cairn query account --url starrocks://root@" + login.serverAddress()
                            + "/cairn_sample_open");
        }
        assertThat(server.databases()).doesNotContain("cairn_sample_open");
    }

    @Test
    void theDatabaseIsDroppedIfThePortIsInUse() throws IOException {
        try (ServerSocket occupiedSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ShopServer.open(console, login, occupiedSocket.getLocalPort()))
                    .isInstanceOf(BindException.class);
        }
        assertThat(server.databases()).doesNotContain("cairn_sample_open");
    }
}
