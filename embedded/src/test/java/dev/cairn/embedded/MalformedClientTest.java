package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that violate the protocol do not disturb other clients. */
class MalformedClientTest {
    private static final int MAX_GREETING_BYTES = 200;

    @AutoClose
    private EmbeddedStarRocks server;

    @BeforeEach
    void start() {
        server = EmbeddedStarRocks.start(
                Options.DEFAULT.loginTimeout(Duration.ofMillis(500)).maxStatementSize(1 << 20));
    }

    private void assertServing() throws SQLException {
        try (Client client = Client.connectPatiently(server.jdbcUrl())) {
            assertThat(client.value("SELECT 1")).isEqualTo("1");
        }
    }

    /** Sends packets, and returns the bytes that the server sends until it closes the connection. */
    private byte[] send(byte[]... packets) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getInputStream().readNBytes(4);
            for (byte[] packet : packets) {
                socket.getOutputStream().write(packet);
            }
            socket.getOutputStream().flush();
            return socket.getInputStream().readNBytes(MAX_GREETING_BYTES);
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }

    @Test
    void aClientOfAnotherProtocolIsDisconnected() throws IOException, SQLException {
        send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertServing();
    }

    @Test
    void aTruncatedPacketEndsTheConnection() throws IOException, SQLException {
        send(bytes(0xff, 0xff, 0x0f, 1, 1, 2, 3));
        assertServing();
    }

    @Test
    void aMalformedLoginEndsTheConnection() throws IOException, SQLException {
        Random random = new Random(1);
        for (int length = 0; length < 100; length++) {
            byte[] packet = new byte[4 + length];
            random.nextBytes(packet);
            packet[0] = (byte) length;
            packet[1] = 0;
            packet[2] = 0;
            packet[3] = 1;
            send(packet);
        }
        assertServing();
        await().atMost(Client.PATIENCE).until(() -> server.connectionCount() == 0);
    }

    @Test
    void aSilentClientIsDisconnectedAfterATimeout() throws Exception {
        List<Socket> silentSockets = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            silentSockets.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
        assertServing();
        await().atMost(Client.PATIENCE).until(() -> server.connectionCount() == 0);
        for (Socket socket : silentSockets) {
            socket.close();
        }
    }

    @Test
    void aStatementBeyondTheLimitEndsItsConnectionOnly() throws SQLException {
        try (Client client = Client.connectPatiently(server.jdbcUrl())) {
            Client.Refusal refusal = client.refusal("SELECT '" + "x".repeat(2 << 20) + "'");
            assertThat(refusal.errno() == 1153 || refusal.isLostConnection()).isTrue();
        }
        assertServing();
    }

    @Test
    void anAbortedConnectionIsReleased() throws Exception {
        for (int number = 0; number < 20; number++) {
            Client client = Client.connectPatiently(server.jdbcUrl());
            client.connection().unwrap(com.mysql.cj.jdbc.JdbcConnection.class).abortInternal();
        }
        await().atMost(Client.PATIENCE).until(() -> server.connectionCount() == 0);
        assertServing();
    }

    @Test
    void aDeepExpressionIsRefused() throws SQLException {
        try (Client client = Client.connectPatiently(server.jdbcUrl())) {
            String deepExpression = "(".repeat(20_000) + "1" + ")".repeat(20_000);
            assertThat(client.refusal("SELECT " + deepExpression).errno()).isEqualTo(1064);
            assertThat(client.value("SELECT 1")).isEqualTo("1");
        }
    }
}
