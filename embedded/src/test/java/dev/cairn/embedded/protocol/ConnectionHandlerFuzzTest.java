package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.fault.injection.PendingFaults;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.rows.RowStorage;
import dev.cairn.embedded.server.ServerSessionFactory;
import dev.cairn.embedded.show.VirtualTables;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.profile.ServerProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * After any bytes of a client, its conversation ends, and the next client is served.
 *
 * <p>The first byte of an input says what the others are. For {@code w}, they are all bytes that a client sends; for
 * {@code l}, the bytes that it sends after its login; otherwise, the packets that it sends after its login, each ended
 * by 0xff.
 */
class ConnectionHandlerFuzzTest {
    private static final int PACKET_END = 0xff;
    private static final byte[] SALT = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2025-01-01T00:00:00Z"));

    @FuzzTest
    void theServerGoesOn(byte[] input) throws IOException {
        ServerProfile profile = ServerProfile.DEFAULT.withReplicas(1, 3);
        try (PendingFaults faults = new PendingFaults();
                RowStorage rows = new RowStorage(profile, CLOCK)) {
            Cluster cluster = new Cluster(
                    profile,
                    Job.Pace.manual(),
                    CLOCK,
                    Accounts.initial(),
                    VirtualTables.createDatabases(profile),
                    rows);
            SessionFactory sessionFactory = new StrictSessionFactory(
                    new ServerSessionFactory(cluster, rows, new StatementLog(CLOCK, 0), faults));
            assertThat(Wire.packets(response(sessionFactory, 1, toSentBytes(input))))
                    .isNotEmpty();
            faults.clear();
            assertThat(ping(sessionFactory)).isZero();
        }
    }

    private static byte[] toSentBytes(byte[] input) {
        if (input.length == 0) {
            return input;
        }
        byte[] remainingBytes = Arrays.copyOfRange(input, 1, input.length);
        return switch (input[0]) {
            case 'w' -> remainingBytes;
            case 'l' -> Wire.join(Wire.login(), remainingBytes);
            default -> Wire.join(Wire.login(), packets(remainingBytes));
        };
    }

    private static byte[] packets(byte[] remainingBytes) {
        List<byte[]> frames = new ArrayList<>();
        int packetStart = 0;
        for (int index = 0; index <= remainingBytes.length; index++) {
            if (index == remainingBytes.length || (remainingBytes[index] & 0xff) == PACKET_END) {
                frames.add(Wire.frame(0, Arrays.copyOfRange(remainingBytes, packetStart, index)));
                packetStart = index + 1;
            }
        }
        return Wire.join(frames.toArray(byte[][]::new));
    }

    /** Returns all bytes that the server sends until it ends the connection. */
    private static byte[] response(SessionFactory sessionFactory, int id, byte[] sent) {
        WireSocket socket = new WireSocket(sent);
        try {
            new ConnectionHandler(
                            sessionFactory, new FuzzedClient(id), socket, new ClientLimits(1_000, 1 << 16), SALT, null)
                    .serve();
        } catch (IOException disconnection) {
            assertThat(disconnection).hasMessageContaining(""); // any message is permitted
        }
        return socket.receivedBytes();
    }

    /** Returns the first byte of the answer to the PING of a valid client; 0 is OK. */
    private static int ping(SessionFactory sessionFactory) {
        List<byte[]> answers =
                Wire.packets(response(sessionFactory, 2, Wire.join(Wire.login(), Wire.frame(0, new byte[] {14}))));
        return answers.get(answers.size() - 1)[0];
    }

    private record FuzzedClient(int id) implements ClientConnection {
        @Override
        public String remoteAddress() {
            return "127.0.0.1:5000" + id;
        }

        @Override
        public void disconnect() {
            // the client disconnects by itself
        }
    }
}
