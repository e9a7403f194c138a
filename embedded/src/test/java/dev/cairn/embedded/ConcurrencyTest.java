package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Many clients at once. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class ConcurrencyTest {
    private static final int COMPETITORS = 8;
    private static final int ROUNDS = 100;

    @Test
    void clientsSeeTheChangesOfOtherClients(FreshDatabase database) throws SQLException {
        try (Client one = Client.of(database.jdbcUrl());
                Client other = Client.of(database.jdbcUrl())) {
            one.run("CREATE TABLE a (k INT) DISTRIBUTED BY HASH(k)");
            assertThat(other.column("SHOW TABLES")).containsExactly("a");
            other.run("ALTER TABLE a ADD COLUMN v INT");
            assertThat(one.rows("DESC a")).hasSize(2);
            one.run("DROP TABLE a");
            assertThat(other.rows("SHOW TABLES")).isEmpty();
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
        for (int number = 0; number < COMPETITORS; number++) {
            clients.add(Client.of(database.jdbcUrl()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(COMPETITORS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Integer> errors = compete(threads, clients, String.format(statement, round));
                assertThat(errors).containsOnlyOnce(0).isSubsetOf(0, 1005, 1007, 1050);
            }
        } finally {
            threads.shutdown();
            for (int round = 0; round < ROUNDS; round++) {
                clients.get(0).run("DROP DATABASE IF EXISTS x" + round + " FORCE");
            }
            for (Client client : clients) {
                client.close();
            }
        }
    }

    /** The error numbers, 0 for success. */
    private static List<Integer> compete(ExecutorService threads, List<Client> clients, String statement)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(clients.size());
        List<Callable<Integer>> attempts = new ArrayList<>();
        for (Client client : clients) {
            attempts.add(() -> {
                start.await();
                try {
                    client.run(statement);
                    return 0;
                } catch (SQLException refused) {
                    return refused.getErrorCode();
                }
            });
        }
        List<Integer> errors = new ArrayList<>();
        for (Future<Integer> attempt : threads.invokeAll(attempts)) {
            errors.add(attempt.get());
        }
        return errors;
    }
}
