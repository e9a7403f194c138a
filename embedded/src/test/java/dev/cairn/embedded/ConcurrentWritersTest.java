package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four writers, each with keys of its own, beside readers and a copy, on a table of each model. Each writer also keeps
 * its rows in a map; at the end, the table has the rows of all maps.
 */
class ConcurrentWritersTest {
    private static final int WRITERS = 4;
    private static final int STATEMENTS = 30;
    private static final int KEYS = 12;

    private EmbeddedStarRocks server;
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
    }

    @AfterEach
    void stop() throws SQLException {
        client.close();
        server.close();
    }

    private enum Model {
        PRIMARY("PRIMARY KEY (k)", "INT"),
        UNIQUE("UNIQUE KEY (k)", "INT"),
        AGGREGATE("AGGREGATE KEY (k)", "INT SUM"),
        DUPLICATE("DUPLICATE KEY (k)", "INT");

        private final String key;
        private final String type;

        Model(String key, String type) {
            this.key = key;
            this.type = type;
        }

        String create(String table) {
            return "CREATE TABLE " + table + " (k INT NOT NULL, v " + type + ") " + key
                    + " DISTRIBUTED BY HASH (k) BUCKETS 1";
        }

        void add(Map<Integer, List<Integer>> rows, int k, int v) {
            List<Integer> values = rows.computeIfAbsent(k, unknown -> new ArrayList<>());
            if (this == AGGREGATE && !values.isEmpty()) {
                values.set(0, values.get(0) + v);
                return;
            }
            if (this != DUPLICATE) {
                values.clear();
            }
            values.add(v);
            Collections.sort(values);
        }
    }

    /** A session that changes the rows of its own keys, and expects what is in the map. */
    private final class Writer implements Callable<Map<Integer, List<Integer>>> {
        private final Model model;
        private final int first;
        private final Random random;
        private final AtomicInteger commits;
        private final Map<Integer, List<Integer>> rows = new TreeMap<>();

        Writer(Model model, int number, AtomicInteger commits) {
            this.model = model;
            this.first = number * KEYS;
            this.random = new Random(number);
            this.commits = commits;
        }

        @Override
        public Map<Integer, List<Integer>> call() throws SQLException, IOException {
            try (Client session = Client.of(server.jdbcUrl("shop"))) {
                for (int i = 0; i < STATEMENTS; i++) {
                    int k = first + random.nextInt(KEYS);
                    int v = random.nextInt(1000);
                    switch (random.nextInt(model == Model.PRIMARY ? 5 : 4)) {
                        case 0 -> insert(session, k, v);
                        case 1 -> insertResult(session, k, v);
                        case 2 -> load(k, v);
                        case 3 -> delete(session, k);
                        default -> update(session, k, v);
                    }
                }
            }
            return rows;
        }

        private void insert(Client session, int k, int v) throws SQLException {
            session.run("INSERT INTO t VALUES (" + k + ", " + v + ")");
            model.add(rows, k, v);
            commits.incrementAndGet();
        }

        private void insertResult(Client session, int k, int v) throws SQLException {
            session.run("INSERT INTO t SELECT " + k + ", " + v + " + count(*) FROM t WHERE k < 0");
            model.add(rows, k, v);
            commits.incrementAndGet();
        }

        private void load(int k, int v) throws IOException {
            String answer =
                    new LoadClient(server.httpUrl(), "root", "").load("t", k + "," + v + "\n", "column_separator", ",");
            assertThat(LoadClient.member(answer, "Status")).isEqualTo("Success");
            model.add(rows, k, v);
            commits.incrementAndGet();
        }

        /** A DELETE of a PRIMARY KEY table without rows to delete is not a commit to the partition. */
        private void delete(Client session, int k) throws SQLException {
            session.run("DELETE FROM t WHERE k = " + k);
            boolean present = rows.remove(k) != null;
            if (present || model != Model.PRIMARY) {
                commits.incrementAndGet();
            }
        }

        private void update(Client session, int k, int v) throws SQLException {
            session.run("UPDATE t SET v = " + v + " WHERE k = " + k);
            if (rows.containsKey(k)) {
                model.add(rows, k, v);
                commits.incrementAndGet();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void rowsAndVersionsAreThoseOfAllCommits(Model model) throws Exception {
        client.run(model.create("t"), model.create("copy"));
        AtomicInteger commits = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
        Map<Integer, List<Integer>> expected = new TreeMap<>();
        try {
            List<Future<Map<Integer, List<Integer>>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(new Writer(model, i, commits)));
            }
            Future<Long> reader = threads.submit(() -> read(done));
            Future<Integer> copier = threads.submit(() -> copy(model, done));
            try {
                for (Future<Map<Integer, List<Integer>>> writer : writers) {
                    expected.putAll(writer.get());
                }
            } finally {
                done.set(true);
            }
            assertThat(reader.get()).isPositive();
            assertThat(copier.get()).isPositive();
        } finally {
            threads.shutdown();
        }

        assertThat(rows("t")).isEqualTo(expected);
        assertThat(client.value(
                        "SELECT VISIBLE_VERSION FROM information_schema.partitions_meta WHERE TABLE_NAME = 't'"))
                .isEqualTo(String.valueOf(1 + commits.get()));
        assertThat(client.value("SELECT ROW_COUNT FROM information_schema.partitions_meta WHERE TABLE_NAME = 't'"))
                .isEqualTo(String.valueOf(
                        expected.values().stream().mapToInt(List::size).sum()));
        assertThat(client.rows("SELECT LABEL FROM information_schema.loads WHERE STATE <> 'FINISHED'"))
                .isEmpty();
    }

    /** Keys and versions that a single query sees are those of one moment. */
    private long read(AtomicBoolean done) throws SQLException {
        long reads = 0;
        try (Client session = Client.of(server.jdbcUrl("shop"))) {
            do {
                assertThat(session.value(
                                "SELECT count(*) = sum(one) OR count(*) = 0 FROM (SELECT 1 AS one FROM t) AS s"))
                        .isEqualTo("1");
                assertThat(session.value("SELECT (SELECT count(*) FROM t) = (SELECT count(*) FROM t)"))
                        .isEqualTo("1");
                reads++;
            } while (!done.get());
        }
        return reads;
    }

    /** Copies again and again. Each copy has the rows of one moment, which the next one replaces. */
    private int copy(Model model, AtomicBoolean done) throws SQLException {
        int copies = 0;
        try (Client session = Client.of(server.jdbcUrl("shop"))) {
            do {
                session.run("INSERT OVERWRITE copy SELECT k, v FROM t");
                boolean keyed = model != Model.DUPLICATE;
                String repeated = session.value("SELECT count(*) - count(DISTINCT k) FROM copy");
                if (keyed) {
                    assertThat(repeated).isEqualTo("0");
                }
                copies++;
            } while (!done.get());
        }
        return copies;
    }

    private Map<Integer, List<Integer>> rows(String table) throws SQLException {
        Map<Integer, List<Integer>> rows = new TreeMap<>();
        for (List<String> row : client.rows("SELECT k, v FROM " + table + " ORDER BY k, v")) {
            rows.computeIfAbsent(Integer.valueOf(row.get(0)), unknown -> new ArrayList<>())
                    .add(Integer.valueOf(row.get(1)));
        }
        return rows;
    }
}
