package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a client's bytes is found without a loss of bytes. */
class ClientInputTest {
    private Socket client;
    private Socket accepted;
    private ClientInput input;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
            accepted = listener.accept();
        }
        input = new ClientInput(accepted);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        accepted.close();
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private void awaitEnd() {
        await().atMost(Client.PATIENCE).until(input::hasEnded);
    }

    @Test
    void bytesBeforeTheEndAreKept() throws IOException {
        byte[] sent = randomBytes(1_000);
        client.getOutputStream().write(sent);
        assertThat(input.hasEnded()).isFalse();
        client.close();
        awaitEnd();

        assertThat(input.available()).isEqualTo(sent.length);
        assertThat(input.readAllBytes()).isEqualTo(sent);
        assertThat(input.read()).isNegative();
    }

    @Test
    void aConnectedClientIsReadAsBefore() throws IOException {
        byte[] sent = randomBytes(300);
        for (byte sentByte : sent) {
            client.getOutputStream().write(sentByte);
            assertThat(input.hasEnded()).isFalse();
            assertThat((byte) input.read()).isEqualTo(sentByte);
        }
        assertThat(accepted.getSoTimeout()).isZero();
    }

    @Test
    void moreBytesThanAreKeptPostponeTheEnd() throws IOException {
        byte[] sent = randomBytes(2 * ClientInput.MAX_READ_AHEAD);
        client.getOutputStream().write(sent);
        client.close();
        await().atMost(Client.PATIENCE).until(() -> {
            assertThat(input.hasEnded()).isFalse();
            return input.available() >= ClientInput.MAX_READ_AHEAD;
        });

        byte[] firstBytes = input.readNBytes(ClientInput.MAX_READ_AHEAD + 1);
        awaitEnd();
        byte[] remainingBytes = input.readAllBytes();
        assertThat(Wire.join(firstBytes, remainingBytes)).isEqualTo(sent);
    }

    @Test
    void aBrokenConnectionHasEnded() throws IOException {
        client.setSoLinger(true, 0); // closed by a reset
        client.close();
        awaitEnd();

        assertThat(input.read()).isNegative();
    }

    @Test
    void aThreadThatReadsIsNotDisturbed() throws IOException {
        CompletableFuture<Integer> reader = Client.runAsync(this::readByte);
        for (int count = 0; count < 100; count++) {
            assertThat(input.hasEnded()).isFalse();
        }
        client.getOutputStream().write(7);

        assertThat(reader).succeedsWithin(Client.PATIENCE).isEqualTo(7);
    }

    private int readByte() {
        try {
            return input.read();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
