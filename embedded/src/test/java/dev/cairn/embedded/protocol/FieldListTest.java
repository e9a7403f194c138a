package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** COM_FIELD_LIST, which command line clients send for each table of a database. Connector/J never sends it. */
class FieldListTest {
    private static final int COM_QUERY = 3;
    private static final int COM_INIT_DB = 2;
    private static final int COM_FIELD_LIST = 4;

    /** Returns the packets of the server after its greeting and the OK of the login. */
    private static List<byte[]> responses(byte[]... commands) throws IOException {
        InstantSource clock = InstantSource.system();
        try (PendingFaults faults = new PendingFaults();
                RowStorage rows = new RowStorage(ServerProfile.DEFAULT, clock)) {
            Cluster cluster = new Cluster(
                    ServerProfile.DEFAULT,
                    Job.Pace.atOnce(),
                    clock,
                    Accounts.initial(),
                    VirtualTables.createDatabases(ServerProfile.DEFAULT),
                    rows);
            WireSocket socket = new WireSocket(Wire.join(Wire.login(), Wire.join(commands)));
            SessionFactory sessionFactory = new ServerSessionFactory(cluster, rows, new StatementLog(clock, 0), faults);
            new ConnectionHandler(
                            sessionFactory,
                            new SingleConnection(),
                            socket,
                            ClientLimits.DEFAULT,
                            new byte[NativePasswordHash.SALT_LENGTH],
                            null)
                    .serve();
            List<byte[]> packets = Wire.packets(socket.receivedBytes());
            return packets.subList(2, packets.size());
        }
    }

    private static byte[] command(int code, String text) {
        return Wire.frame(0, Wire.join(new byte[] {(byte) code}, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(byte[] packet, int count) throws IOException {
        PayloadReader in = new PayloadReader(packet);
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            texts.add(new String(in.readLengthEncodedBytes(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void fieldListReturnsColumnsAndDefaults() throws IOException {
        List<byte[]> answers = responses(
                command(COM_QUERY, "CREATE DATABASE d"),
                command(COM_INIT_DB, "d"),
                command(COM_QUERY, "CREATE TABLE t (k INT, v VARCHAR(5) DEFAULT 'new') DUPLICATE KEY(k)"),
                command(COM_FIELD_LIST, "t\0%"));
        assertThat(answers).hasSize(6);
        assertThat(texts(answers.get(3), 6)).containsExactly("def", "d", "t", "t", "k", "k");
        assertThat(texts(answers.get(4), 6)).containsExactly("def", "d", "t", "t", "v", "v");
        assertThat(new String(answers.get(4), StandardCharsets.UTF_8)).endsWith("\3new");
        assertThat(answers.get(5)[0]).isEqualTo((byte) 0xfe);
    }

    @Test
    void fieldListReturnsColumnsOfSystemTables() throws IOException {
        List<byte[]> answers =
                responses(command(COM_INIT_DB, "information_schema"), command(COM_FIELD_LIST, "schemata\0"));
        assertThat(texts(answers.get(1), 5))
                .containsExactly("def", "information_schema", "schemata", "schemata", "CATALOG_NAME");
        assertThat(answers).hasSize(1 + 5 + 1);
    }

    @Test
    void fieldListOfAMissingTableIsRefused() throws IOException {
        List<byte[]> answers = responses(
                command(COM_FIELD_LIST, "t\0"),
                command(COM_INIT_DB, "information_schema"),
                command(COM_FIELD_LIST, "nope\0"),
                command(COM_FIELD_LIST, "\0"));
        assertThat(text(answers.get(0))).endsWith("#HY000Unknown database(null)");
        assertThat(text(answers.get(2))).endsWith("#HY000Unknown table(nope)");
        assertThat(text(answers.get(3))).endsWith("Empty tableName");
    }

    private static String text(byte[] packet) {
        return new String(packet, StandardCharsets.UTF_8);
    }

    private record SingleConnection() implements ClientConnection {
        @Override
        public int id() {
            return 1;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1:50001";
        }

        @Override
        public void disconnect() {
            // the client disconnects by itself
        }
    }
}
