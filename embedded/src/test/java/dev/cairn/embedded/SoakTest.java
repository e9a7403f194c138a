package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients send the heaviest statements, disconnect, are killed and connect again. Another client that sends small
 * statements gets its answers. After the others have disconnected, the server has released their connections.
 */
@Tag(Breadth.LONG)
class SoakTest {
    private static final int DURATION_SECONDS = Breadth.of("cairn.soak.seconds", 6, 60);
    private static final int CLIENT_COUNT = 4;
    private static final long MAX_PAUSE_MILLIS = 3_000;

    /** A bound for slow machines in the short form; in the long form a client waits for two seconds at most. */
    private static final long MAX_ANSWER_MILLIS = Breadth.isLong() ? 2_000 : 60_000;

    private static final List<String> HEAVY_STATEMENTS = List.of(
            "SELECT array_sum(array_map(x -> array_contains(@big, x), array_generate(1, 1000000)))",
            "SELECT array_sum(array_map(x -> array_sum(array_map(y -> x * y % 7, @big)), array_generate(1, 100000)))",
            "SELECT array_length(array_cum_sum(array_generate(1, 1000000)))",
            "SELECT array_length(array_sort(array_generate(1, 100000), (x, y) -> x > y))",
            "SELECT count(DISTINCT a.k * 4000000 + b.k * 2000 + c.k) FROM o a, o b, o c",
            "SELECT array_length(array_agg(a.k + b.k)) FROM o a, o b, o c",
            "SELECT length(group_concat(a.k, b.k)) FROM o a, o b, o c",
            "SELECT max(n) FROM (SELECT row_number() OVER (PARTITION BY a.k ORDER BY b.k, c.k DESC) n FROM o a, o b, o c) t",
            "SELECT a.k FROM o a, o b, o c ORDER BY b.k, c.k, a.k LIMIT 100000000, 5",
            "SELECT sum(array_length(array_generate(1, 5000000 + k))) FROM o",
            "SELECT max(length(repeat('a', 1000000 + a.k))) FROM o a, o b",
            "SELECT count(*) FROM o a, o b, o c WHERE regexp_extract(concat(a.k, b.k, c.k), '(1+)+2', 1) = '11'",
            "SELECT sum(length(hex(aes_encrypt(repeat('a', 100000 + a.k), 'key')))) FROM o a, o b",
            "SELECT sum(json_length(parse_json(concat('[', repeat('1,', 30000), '1]')))) FROM o a, o b",
            "INSERT INTO target SELECT a.k, b.k FROM o a, o b, o c WHERE a.k + b.k + c.k > 0",
            "SELECT sleep(100)");

    private static final List<String> SMALL_STATEMENTS =
            List.of("SELECT count(*) + sum(k) FROM o", "INSERT INTO o VALUES (0)", "DELETE FROM o WHERE k = 0");

    private final AtomicInteger sentCount = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> unexpectedOutcomes = new ConcurrentLinkedQueue<>();

    @Test
    void smallStatementsAreAnsweredBesideHeavyOnes() throws SQLException, InterruptedException, ExecutionException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
                Client witness = Client.of(server.jdbcUrl("shop"))) {
            witness.run(
                    "CREATE TABLE o (k BIGINT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                    "CREATE TABLE target (k BIGINT, v BIGINT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                    "INSERT INTO o SELECT generate_series FROM TABLE(generate_series(1, 2000))");
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(DURATION_SECONDS);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENT_COUNT; i++) {
                Dice dice = new Dice(i);
                Thread client = new Thread(() -> sendHeavyStatements(server, dice, endNanos));
                client.start();
                clients.add(client);
            }
            long longestMillis = 0;
            int answerCount = 0;
            while (System.nanoTime() < endNanos) {
                for (String statement : SMALL_STATEMENTS) {
                    long beginNanos = System.nanoTime();
                    witness.run(statement);
                    longestMillis =
                            Math.max(longestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos));
                    answerCount++;
                }
                assertThat(witness.value("SELECT count(*) + sum(k) FROM o")).isEqualTo("2003000");
                Thread.sleep(500);
            }
            for (Thread client : clients) {
                client.join();
            }
            System.out.println("Soak: " + sentCount + " heavy statements, " + answerCount
                    + " small ones, the longest took " + longestMillis + " ms");

            assertThat(unexpectedOutcomes).isEmpty();
            assertThat(longestMillis).isLessThan(MAX_ANSWER_MILLIS);
            await().atMost(Client.PATIENCE).until(() -> server.connectionCount() == 1);
            assertThat(witness.value("SELECT count(DISTINCT a.k * 2000 + b.k) FROM o a, o b"))
                    .isEqualTo("4000000");
        }
    }

    private void sendHeavyStatements(EmbeddedStarRocks server, Dice dice, long endNanos) {
        while (System.nanoTime() < endNanos) {
            try {
                Client client = Client.connectPatiently(server.jdbcUrl("shop"));
                client.run("SET @big = array_generate(1, 10000)", "SET query_timeout = " + (1 + dice.below(5)));
                String statement = HEAVY_STATEMENTS.get(dice.below(HEAVY_STATEMENTS.size()));
                sentCount.incrementAndGet();
                CompletableFuture<String> answer = Client.runAsync(() -> outcome(client, statement));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(dice.below((int) MAX_PAUSE_MILLIS)));
                switch (dice.below(3)) {
                    case 0 -> client.connection().abort(Runnable::run);
                    case 1 -> killQueries(server, statement);
                    default -> {}
                }
                String outcome = answer.get();
                if (outcome.contains("internal error")) {
                    unexpectedOutcomes.add(statement + ": " + outcome);
                }
                client.connection().abort(Runnable::run);
            } catch (SQLException | ExecutionException | InterruptedException failure) {
                unexpectedOutcomes.add(failure.toString());
            }
        }
    }

    /** Returns the message with which a statement was refused, or an empty text. */
    private static String outcome(Client client, String sql) {
        try {
            client.run(sql);
            return "";
        } catch (SQLException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    /** Ends all queries with this text. */
    private static void killQueries(EmbeddedStarRocks server, String statement) throws SQLException {
        try (Client killer = Client.of(server.jdbcUrl("shop"))) {
            for (List<String> process : killer.rows("SHOW FULL PROCESSLIST")) {
                if (process.contains(statement)) {
                    outcome(killer, "KILL QUERY " + process.get(1));
                }
            }
        }
    }
}
