package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.random.Breadth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Closed and aborted connections release their resources. */
class LeakTest {
    private static final int CONNECTION_COUNT = 200;
    private static final int STATEMENT_COUNT = Breadth.of(30_000, 100_000);
    private static final int HALF_OPEN_COUNT = 50;
    private static final long MAX_LEAKED_BYTES = 16L << 20;

    @Test
    @Tag(Breadth.LONG)
    void connectionsThatEndInAnyWayLeaveNothingBehind() throws Exception {
        Options options = Options.DEFAULT
                .logCapacity(100)
                .loginTimeout(Duration.ofSeconds(1))
                .maxStatementSize(1 << 20);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(options)) {
            server.createDatabase("t");
            runClients(server, 20, 4_000); // what is loaded and compiled once is not a leak
            long memoryBefore = usedMemory();
            long countBefore = server.log().count();

            runClients(server, CONNECTION_COUNT, STATEMENT_COUNT);

            assertThat(server.log().count() - countBefore).isGreaterThanOrEqualTo(STATEMENT_COUNT);
            // objects with cleaners, such as the connections of the driver, are freed by a later collection
            await().atMost(Client.PATIENCE)
                    .untilAsserted(() -> assertThat(usedMemory() - memoryBefore).isLessThan(MAX_LEAKED_BYTES));
        }
    }

    private static void runClients(EmbeddedStarRocks server, int connectionCount, int statementCount) throws Exception {
        List<Socket> halfOpenSockets = connectHalfway(server);
        CyclicBarrier allConnected = new CyclicBarrier(connectionCount);
        List<Callable<Integer>> clients = IntStream.range(0, connectionCount)
                .<Callable<Integer>>mapToObj(number -> () -> {
                    runClient(server, number, statementCount / connectionCount, allConnected);
                    return number;
                })
                .toList();
        ExecutorService executor = Executors.newFixedThreadPool(connectionCount);
        try {
            for (Future<Integer> client : executor.invokeAll(clients)) {
                client.get();
            }
        } finally {
            executor.shutdown();
        }
        await().atMost(Client.PATIENCE).until(() -> server.connectionCount() == 0);
        await().atMost(Client.PATIENCE)
                .untilAsserted(
                        () -> assertThat(countThreads(server)).isEqualTo(2)); // to accept connections and to watch them
        for (Socket socket : halfOpenSockets) {
            socket.close();
        }
    }

    /** Opens connections whose clients send nothing, or an incomplete packet, and don't disconnect. */
    private static List<Socket> connectHalfway(EmbeddedStarRocks server) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int number = 0; number < HALF_OPEN_COUNT; number++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            if (number % 2 == 0) {
                socket.getOutputStream().write(new byte[] {100, 0, 0, 1, 1, 2, 3});
            }
            sockets.add(socket);
        }
        return sockets;
    }

    private static void runClient(EmbeddedStarRocks server, int number, int statementCount, CyclicBarrier allConnected)
            throws Exception {
        String table = "t" + number;
        Client client = Client.connectPatiently(server.jdbcUrl("t"));
        allConnected.await();
        client.run("CREATE TABLE " + table + " (k INT, v INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        for (int count = 0; count < statementCount - 2; count++) {
            switch (count % 5) {
                case 0 -> client.run("SHOW CREATE TABLE " + table);
                case 1 -> assertThat(client.refusal("SELECT nothing").errno()).isEqualTo(1064);
                case 2 ->
                    assertThat(client.refusal("CREATE TABLE " + table + " (k INT)")
                                    .errno())
                            .isEqualTo(1050);
                default -> client.run("SELECT " + count);
            }
        }
        client.run("DROP TABLE " + table + " FORCE");
        disconnect(client, number);
    }

    private static void disconnect(Client client, int number) throws SQLException {
        switch (number % 4) {
            case 0 ->
                assertThat(client.refusal("SELECT 1 /* cairn:fault cut-before */")
                                .isLostConnection())
                        .isTrue();
            case 1 ->
                assertThat(client.refusal("SELECT 1 /* cairn:fault cut-after */")
                                .isLostConnection())
                        .isTrue();
            case 2 ->
                client.connection()
                        .unwrap(com.mysql.cj.jdbc.JdbcConnection.class)
                        .abortInternal();
            default -> client.close();
        }
    }

    private static long countThreads(EmbeddedStarRocks server) {
        String prefix = "cairn-embedded-" + server.port();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
