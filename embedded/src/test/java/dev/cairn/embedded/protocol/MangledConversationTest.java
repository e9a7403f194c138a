package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.Client;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Corrupted conversations do not disturb other clients. */
class MangledConversationTest {
    private static final int SEED_COUNT = 1_000;
    private static final int LOGIN_TIMEOUT_MILLIS = 200;
    private static final List<String> STATEMENTS = List.of(
            "CREATE TABLE t (k INT) DISTRIBUTED BY HASH(k)",
            "SHOW FULL COLUMNS FROM t",
            "SELECT 'some text', 1.5, now()",
            "ALTER TABLE t ADD COLUMN v INT",
            "SELECT * FROM information_schema.tables WHERE TABLE_SCHEMA = 't' ORDER BY TABLE_NAME",
            "DROP TABLE t FORCE");

    @Test
    void otherClientsAreServedDespiteMangledConversations() throws IOException, SQLException {
        Options options = Options.DEFAULT
                .loginTimeout(Duration.ofMillis(LOGIN_TIMEOUT_MILLIS))
                .maxStatementSize(1 << 16);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(options)) {
            server.createDatabase("t");
            try (Client witness = Client.connectPatiently(server.jdbcUrl())) {
                for (int seed = 0; seed < SEED_COUNT; seed++) {
                    send(server, mangledConversation(new Random(seed)));
                    assertThat(witness.value("SELECT " + seed))
                            .as("seed %d", seed)
                            .isEqualTo(String.valueOf(seed));
                }
                await().atMost(Client.PATIENCE)
                        .untilAsserted(
                                () -> assertThat(server.connectionCount()).isEqualTo(1));
            }
            try (Client lateClient = Client.connectPatiently(server.jdbcUrl())) {
                assertThat(lateClient.value("SELECT 1")).isEqualTo("1");
            }
        }
    }

    /** Sends the packets without waiting for answers, which violates the protocol. */
    private static void send(EmbeddedStarRocks server, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                OutputStream out = socket.getOutputStream()) {
            out.write(bytes);
        } catch (IOException disconnection) {
            assertThat(disconnection)
                    .hasMessageContaining(""); // the server may disconnect before it has read all bytes
        }
    }

    private static byte[] mangledConversation(Random random) {
        byte[] bytes = Wire.join(Wire.login(), command(2, "t"));
        for (String statement : STATEMENTS) {
            bytes = Wire.join(bytes, command(3, statement));
        }
        int mangledCount = random.nextInt(6);
        for (int count = 0; count < mangledCount; count++) {
            int bound = random.nextBoolean() ? bytes.length : Wire.login().length;
            bytes[random.nextInt(bound)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static byte[] command(int code, String text) {
        return Wire.frame(0, Wire.join(new byte[] {(byte) code}, text.getBytes(StandardCharsets.UTF_8)));
    }
}
