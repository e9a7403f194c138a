package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.Client;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.log.StatementLog.LoggedAnswer;
import dev.cairn.golden.GoldenMessages;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements whose clients disconnect while they run. */
class AbandonedStatementTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String ENDLESS_QUERY = "SELECT count(*), 1 FROM o a, o b, o c, o d, o e, o f WHERE"
            + " sqrt(a.id + b.id * c.id + d.id * e.id + f.id) < 0.5";

    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client witness;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        witness = Client.of(server.jdbcUrl("shop"));
        witness.run(
                "CREATE TABLE o (id BIGINT, v BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1",
                "INSERT INTO o SELECT generate_series, 1 FROM TABLE(generate_series(1, 2000))");
    }

    private void awaitStart(String statement) {
        await().atMost(Client.PATIENCE)
                .untilAsserted(() -> assertThat(witness.rows("SHOW FULL PROCESSLIST"))
                        .anySatisfy(process -> assertThat(process).contains(statement)));
    }

    /** Waits until the session of the statement has ended, and returns the outcome of the statement. */
    private LoggedAnswer awaitEnd(String statement) {
        await().atMost(Client.PATIENCE)
                .untilAsserted(() -> assertThat(witness.rows("SHOW FULL PROCESSLIST"))
                        .hasSize(1)
                        .noneSatisfy(process -> assertThat(process).contains(statement)));
        return server.log().answers().stream()
                .filter(answer -> answer.statement().text().equals(statement))
                .findFirst()
                .orElseThrow();
    }

    private static void send(Socket socket, String statement) throws IOException {
        byte[] command = Wire.join(new byte[] {3}, statement.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(Wire.frame(0, command));
    }

    private Socket logIn() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        readPacket(socket.getInputStream());
        socket.getOutputStream().write(Wire.login());
        assertThat(readPacket(socket.getInputStream())[0]).isZero();
        return socket;
    }

    private static byte[] readPacket(InputStream in) throws IOException {
        byte[] header = in.readNBytes(4);
        return in.readNBytes((header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16);
    }

    /** The ways in which a client disconnects. */
    private enum Disconnection {
        CLOSE {
            @Override
            void disconnect(Socket socket) throws IOException {
                socket.close();
            }
        },
        RESET {
            @Override
            void disconnect(Socket socket) throws IOException {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        },
        END_OF_OUTPUT {
            @Override
            void disconnect(Socket socket) throws IOException {
                socket.shutdownOutput();
            }
        };

        abstract void disconnect(Socket socket) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aStatementEndsWithItsConnection(Disconnection disconnection) throws IOException {
        String statement = "SELECT sleep(100000)";
        try (Socket socket = logIn()) {
            send(socket, statement);
            awaitStart(statement);
            disconnection.disconnect(socket);

            assertThat(awaitEnd(statement).message()).satisfies(MESSAGES::matchText);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT sleep(100000)", ENDLESS_QUERY, "INSERT INTO o " + ENDLESS_QUERY})
    void statementsOfAbortedDriversAreCancelled(String statement) throws SQLException {
        Client client = Client.of(server.jdbcUrl("shop"));
        CompletableFuture<Client.Refusal> answer = Client.runAsync(() -> client.refusal(statement));
        awaitStart(statement);
        client.connection().abort(Runnable::run);

        assertThat(awaitEnd(statement).message()).satisfies(MESSAGES::matchText);
        assertThat(answer).succeedsWithin(Client.PATIENCE).matches(Client.Refusal::isLostConnection);
        assertThat(witness.value("SELECT count(*) FROM o")).isEqualTo("2000");
    }

    @Test
    void aStatementEndsAfterATimeoutOfTheDriver() throws SQLException {
        try (Client client = Client.of(server.jdbcUrl("shop"))) {
            client.value("SELECT 1"); // classes are loaded before the timeout counts
            assertThat(client.refusalAfterTimeout(ENDLESS_QUERY).isLostConnection())
                    .isTrue();

            assertThat(awaitEnd(ENDLESS_QUERY).message()).satisfies(MESSAGES::matchText);
        }
    }

    @Test
    void statementsSentAheadAreAnswered() throws IOException {
        try (Socket socket = logIn()) {
            send(socket, "SELECT sleep(3)");
            send(socket, "SELECT 'ahead'");
            InputStream in = socket.getInputStream();
            for (String value : new String[] {"1", "ahead"}) {
                assertThat(readPacket(in)).as("number of columns").containsExactly(1);
                readPacket(in); // the column
                readPacket(in); // the end of the columns
                byte[] row = readPacket(in);
                assertThat(new String(row, 1, row.length - 1, StandardCharsets.UTF_8))
                        .isEqualTo(value);
                readPacket(in); // the end of the rows
            }
        }
    }

    @Test
    void aStatementWithAFaultRunsToItsEnd() throws SQLException {
        String statement = "SELECT sleep(4) /* cairn:fault cut-after */";
        Client client = Client.of(server.jdbcUrl("shop"));
        CompletableFuture<Client.Refusal> answer = Client.runAsync(() -> client.refusal(statement));
        awaitStart(statement);
        client.connection().abort(Runnable::run);

        assertThat(awaitEnd(statement).message()).isEmpty();
        assertThat(answer).succeedsWithin(Client.PATIENCE).matches(Client.Refusal::isLostConnection);
    }
}
