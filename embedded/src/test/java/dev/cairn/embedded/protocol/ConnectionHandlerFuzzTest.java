package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.embedded.fault.injection.PendingFaults;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.rows.ServerRows;
import dev.cairn.embedded.server.ServerBackend;
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
 * <p>The first byte of an input says what the others are: {@code w} bytes on the wire from the greeting on, {@code l}
 * bytes on the connection of a client that has logged in, anything else the packets of such a client, each ended by
 * 0xff.
 */
class ConnectionHandlerFuzzTest {
    private static final int BETWEEN_PACKETS = 0xff;
    private static final byte[] SALT = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2025-01-01T00:00:00Z"));

    @FuzzTest
    void theServerGoesOn(byte[] input) throws IOException {
        ServerProfile profile = ServerProfile.DEFAULT.withReplicas(1, 3);
        try (PendingFaults faults = new PendingFaults();
                ServerRows rows = new ServerRows(profile, CLOCK)) {
            Cluster cluster = new Cluster(
                    profile, Job.Pace.manual(), CLOCK, Accounts.initial(), VirtualTables.databases(profile), rows);
            Backend backend = new StrictBackend(new ServerBackend(cluster, rows, new StatementLog(CLOCK, 0), faults));
            assertThat(Wire.packets(response(backend, 1, sent(input)))).isNotEmpty();
            faults.clear();
            assertThat(pinged(backend)).isZero();
        }
    }

    private static byte[] sent(byte[] input) {
        if (input.length == 0) {
            return input;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        return switch (input[0]) {
            case 'w' -> rest;
            case 'l' -> Wire.joined(Wire.login(), rest);
            default -> Wire.joined(Wire.login(), packets(rest));
        };
    }

    private static byte[] packets(byte[] rest) {
        List<byte[]> frames = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= rest.length; at++) {
            if (at == rest.length || (rest[at] & 0xff) == BETWEEN_PACKETS) {
                frames.add(Wire.frame(0, Arrays.copyOfRange(rest, from, at)));
                from = at + 1;
            }
        }
        return Wire.joined(frames.toArray(byte[][]::new));
    }

    /** All that the server says before it hangs up. */
    private static byte[] response(Backend backend, int id, byte[] sent) {
        WireSocket socket = new WireSocket(sent);
        try {
            new ConnectionHandler(backend, new Client(id), socket, new ClientLimits(1_000, 1 << 16), SALT, null)
                    .serve();
        } catch (IOException sentAway) {
            assertThat(sentAway).hasMessageContaining(""); // as it may be
        }
        return socket.received();
    }

    /** The first byte of the answer to the PING of a client that behaves: 0 is OK. */
    private static int pinged(Backend backend) {
        List<byte[]> answers =
                Wire.packets(response(backend, 2, Wire.joined(Wire.login(), Wire.frame(0, new byte[] {14}))));
        return answers.get(answers.size() - 1)[0];
    }

    private record Client(int id) implements ClientConnection {
        @Override
        public String remoteAddress() {
            return "127.0.0.1:5000" + id;
        }

        @Override
        public void disconnect() {
            // it leaves by itself
        }
    }
}
