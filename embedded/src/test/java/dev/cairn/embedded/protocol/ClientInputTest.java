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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a client's bytes is found without a loss of bytes. */
class ClientInputTest {
    @AutoClose
    private Socket clientSocket;

    @AutoClose
    private Socket acceptedSocket;

    private ClientInput input;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            clientSocket = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
            acceptedSocket = listener.accept();
        }
        input = new ClientInput(acceptedSocket);
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
        byte[] sentBytes = randomBytes(1_000);
        clientSocket.getOutputStream().write(sentBytes);
        assertThat(input.hasEnded()).isFalse();
        clientSocket.close();
        awaitEnd();

        assertThat(input.available()).isEqualTo(sentBytes.length);
        assertThat(input.readAllBytes()).isEqualTo(sentBytes);
        assertThat(input.read()).isNegative();
    }

    @Test
    void aConnectedClientIsReadAsBefore() throws IOException {
        byte[] sentBytes = randomBytes(300);
        for (byte sentByte : sentBytes) {
            clientSocket.getOutputStream().write(sentByte);
            assertThat(input.hasEnded()).isFalse();
            assertThat((byte) input.read()).isEqualTo(sentByte);
        }
        assertThat(acceptedSocket.getSoTimeout()).isZero();
    }

    @Test
    void moreBytesThanAreKeptPostponeTheEnd() throws IOException {
        byte[] sentBytes = randomBytes(2 * ClientInput.MAX_READ_AHEAD);
        clientSocket.getOutputStream().write(sentBytes);
        clientSocket.close();
        await().atMost(Client.PATIENCE).until(() -> {
            assertThat(input.hasEnded()).isFalse();
            return input.available() >= ClientInput.MAX_READ_AHEAD;
        });

        byte[] firstBytes = input.readNBytes(ClientInput.MAX_READ_AHEAD + 1);
        awaitEnd();
        byte[] remainingBytes = input.readAllBytes();
        assertThat(Wire.join(firstBytes, remainingBytes)).isEqualTo(sentBytes);
    }

    @Test
    void aBrokenConnectionHasEnded() throws IOException {
        clientSocket.setSoLinger(true, 0); // closed by a reset
        clientSocket.close();
        awaitEnd();

        assertThat(input.read()).isNegative();
    }

    @Test
    void aThreadThatReadsIsNotDisturbed() throws IOException {
        CompletableFuture<Integer> reader = Client.runAsync(this::readByte);
        for (int count = 0; count < 100; count++) {
            assertThat(input.hasEnded()).isFalse();
        }
        clientSocket.getOutputStream().write(7);

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
