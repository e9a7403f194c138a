package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Whatever a client sends, before or after it is let in, the server goes on serving others. */
class ConversationFuzzTest {
    private static final int GREETING_HEADER = 4;
    private static final byte[] LOGIN = login();

    private static EmbeddedStarRocks server;

    @BeforeAll
    static void start() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.keptStatements(0).limits(new Limits(1_000, 1 << 20)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @FuzzTest
    void theServerGoesOn(FuzzedDataProvider data) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoTimeout(5_000);
            OutputStream out = client.getOutputStream();
            greeting(client.getInputStream());
            if (data.consumeBoolean()) {
                frame(out, 1, LOGIN);
                packet(client.getInputStream());
            }
            send(data, out);
        } catch (IOException sentAway) {
            assertThat(sentAway).isNotNull(); // as it may be
        }
        assertThat(ping()).isZero();
    }

    private static void send(FuzzedDataProvider data, OutputStream out) throws IOException {
        while (data.remainingBytes() > 0) {
            byte[] bytes = data.consumeBytes(data.consumeInt(0, 300));
            if (data.consumeBoolean()) {
                frame(out, data.consumeInt(0, 2), bytes);
            } else {
                out.write(bytes);
            }
        }
        out.flush();
    }

    /** The first byte of the answer to a PING of a client that behaves: 0 is OK. */
    private static int ping() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoTimeout(5_000);
            greeting(client.getInputStream());
            frame(client.getOutputStream(), 1, LOGIN);
            packet(client.getInputStream());
            frame(client.getOutputStream(), 0, new byte[] {14});
            return packet(client.getInputStream())[0];
        }
    }

    private static void greeting(InputStream in) throws IOException {
        packet(in);
    }

    private static byte[] packet(InputStream in) throws IOException {
        byte[] header = in.readNBytes(GREETING_HEADER);
        if (header.length < GREETING_HEADER) {
            throw new IOException("Sent away");
        }
        int length = (header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
        return in.readNBytes(length);
    }

    private static void frame(OutputStream out, int number, byte[] payload) throws IOException {
        out.write(new byte[] {(byte) payload.length, (byte) (payload.length >> 8), (byte) (payload.length >> 16)});
        out.write(number);
        out.write(payload);
        out.flush();
    }

    private static byte[] login() {
        PayloadWriter payload = new PayloadWriter()
                .integer4(Capability.OF_SERVER)
                .integer4(1 << 24)
                .integer1(33)
                .bytes(new byte[23])
                .nullTerminated("root")
                .integer1(0) // no proof
                .integer1(0) // no database
                .nullTerminated(NativePassword.PLUGIN);
        return Arrays.copyOf(payload.buffer(), payload.size());
    }
}
