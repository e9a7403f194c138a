package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several clients may change the same objects at once. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class ConcurrencyTest {
    private static final int COMPETITOR_COUNT = 8;
    private static final int ROUND_COUNT = 100;

    @Test
    void clientsSeeTheChangesOfOtherClients(FreshDatabase database) throws SQLException {
        try (Client firstClient = Client.of(database.jdbcUrl());
                Client secondClient = Client.of(database.jdbcUrl())) {
            firstClient.run("CREATE TABLE a (k INT) DISTRIBUTED BY HASH(k)");
            assertThat(secondClient.column("SHOW TABLES")).containsExactly("a");
            secondClient.run("ALTER TABLE a ADD COLUMN v INT");
            assertThat(firstClient.rows("DESC a")).hasSize(2);
            firstClient.run("DROP TABLE a");
            assertThat(secondClient.rows("SHOW TABLES")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW x%d AS SELECT 1 AS one",
                "CREATE TABLE x%d (k INT) DISTRIBUTED BY HASH(k)",
                "CREATE DATABASE x%d"
            })
    void onlyOneOfSeveralClientsCreatesAnObject(String statement, FreshDatabase database) throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int number = 0; number < COMPETITOR_COUNT; number++) {
            clients.add(Client.of(database.jdbcUrl()));
        }
        ExecutorService executor = Executors.newFixedThreadPool(COMPETITOR_COUNT);
        try {
            for (int round = 0; round < ROUND_COUNT; round++) {
                List<Integer> errors = compete(executor, clients, String.format(statement, round));
                assertThat(errors).containsOnlyOnce(0).isSubsetOf(0, 1005, 1007, 1050);
            }
        } finally {
            executor.shutdown();
            for (int round = 0; round < ROUND_COUNT; round++) {
                clients.get(0).run("DROP DATABASE IF EXISTS x" + round + " FORCE");
            }
            for (Client client : clients) {
                client.close();
            }
        }
    }

    /**
     * Runs a statement in all clients at once, and returns the error number for each client, which is 0 after a
     * success.
     */
    private static List<Integer> compete(ExecutorService executor, List<Client> clients, String statement)
            throws Exception {
        CyclicBarrier startBarrier = new CyclicBarrier(clients.size());
        List<Callable<Integer>> attempts = new ArrayList<>();
        for (Client client : clients) {
            attempts.add(() -> {
                startBarrier.await();
                try {
                    client.run(statement);
                    return 0;
                } catch (SQLException refusal) {
                    return refusal.getErrorCode();
                }
            });
        }
        List<Integer> errors = new ArrayList<>();
        for (Future<Integer> attempt : executor.invokeAll(attempts)) {
            errors.add(attempt.get());
        }
        return errors;
    }

    /** No outcome depends on the order of the statements: each statement is refused, or valid for its table. */
    @Test
    void statementsMeetTheTablesThatTheyWereCheckedAgainst() throws Exception {
        try (EmbeddedStarRocks server =
                        EmbeddedStarRocks.start(Options.DEFAULT.database("d").jobs(Job.Pace.atOnce()));
                Client client = Client.of(server.jdbcUrl("d"))) {
            client.run(
                    "CREATE TABLE a (k INT NOT NULL, v VARCHAR(9)) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1",
                    "CREATE TABLE b (k INT NOT NULL, v TINYINT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1");
            List<List<String>> scripts = List.of(
                    List.of(
                            "ALTER TABLE a SWAP WITH b",
                            "ALTER TABLE a ADD COLUMN w INT",
                            "ALTER TABLE a DROP COLUMN w",
                            "ALTER TABLE a RENAME COLUMN v TO u",
                            "ALTER TABLE a RENAME COLUMN u TO v"),
                    List.of(
                            "INSERT INTO a VALUES (%d, 'abc')",
                            "INSERT INTO a (k, v) VALUES (%d, 'abc')", "UPDATE a SET v = '8' WHERE k < %d"),
                    List.of(
                            "INSERT INTO a SELECT k, '7' FROM b WHERE k < %d",
                            "DELETE FROM a WHERE v = '7' AND k < %d", "SELECT k, v FROM a WHERE k < %d"));
            ExecutorService executor = Executors.newFixedThreadPool(scripts.size());
            try {
                List<Callable<List<String>>> sessions = new ArrayList<>();
                for (List<String> script : scripts) {
                    sessions.add(() -> repeat(server, script));
                }
                for (Future<List<String>> messages : executor.invokeAll(sessions)) {
                    assertThat(messages.get()).noneMatch(message -> message.contains("internal error"));
                }
            } finally {
                executor.shutdown();
            }
            assertThat(client.rows("SELECT k FROM a WHERE v IS NULL UNION ALL SELECT k FROM b WHERE v IS NULL"))
                    .isEmpty();
        }
    }

    /** Runs statements in turn, and returns the messages of those that are refused. */
    private static List<String> repeat(EmbeddedStarRocks server, List<String> script) throws SQLException {
        List<String> messages = new ArrayList<>();
        try (Client session = Client.of(server.jdbcUrl("d"))) {
            for (int round = 0; round < ROUND_COUNT; round++) {
                for (String statement : script) {
                    try {
                        session.run(String.format(statement, round));
                    } catch (SQLException refusal) {
                        messages.add(String.valueOf(refusal.getMessage()));
                    }
                }
            }
        }
        return messages;
    }
}
