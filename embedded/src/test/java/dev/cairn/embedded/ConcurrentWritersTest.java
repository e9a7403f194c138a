package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.random.Breadth;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four writers, each with keys of its own, change a table of each model while other sessions read and copy it. Each
 * writer also keeps its rows in a map; at the end, the table has the rows of all maps.
 */
@Tag(Breadth.LONG)
class ConcurrentWritersTest {
    private static final int WRITER_COUNT = 4;
    private static final int STATEMENTS_PER_WRITER = Breadth.of(8, 30);
    private static final int KEYS_PER_WRITER = 12;

    /** The key of a row that is written before all others: a DELETE from a table without rows is not a commit. */
    private static final int FIRST_ROW_KEY = WRITER_COUNT * KEYS_PER_WRITER;

    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        client = Client.of(server.jdbcUrl("shop"));
    }

    private enum TableModel {
        PRIMARY("PRIMARY KEY (k)", "INT"),
        UNIQUE("UNIQUE KEY (k)", "INT"),
        AGGREGATE("AGGREGATE KEY (k)", "INT SUM"),
        DUPLICATE("DUPLICATE KEY (k)", "INT");

        private final String keyClause;
        private final String valueType;

        TableModel(String keyClause, String valueType) {
            this.keyClause = keyClause;
            this.valueType = valueType;
        }

        String createTableSql(String table) {
            return "CREATE TABLE " + table + " (k INT NOT NULL, v " + valueType + ") " + keyClause
                    + " DISTRIBUTED BY HASH (k) BUCKETS 1";
        }

        void add(Map<Integer, List<Integer>> rows, int key, int value) {
            List<Integer> values = rows.computeIfAbsent(key, unknown -> new ArrayList<>());
            if (this == AGGREGATE && !values.isEmpty()) {
                values.set(0, values.get(0) + value);
                return;
            }
            if (this != DUPLICATE) {
                values.clear();
            }
            values.add(value);
            Collections.sort(values);
        }
    }

    /** Changes the rows of its own keys, and returns the rows that the table has to have with these keys. */
    private final class Writer implements Callable<Map<Integer, List<Integer>>> {
        private final TableModel model;
        private final int firstKey;
        private final Random random;
        private final AtomicInteger commitCount;
        private final Map<Integer, List<Integer>> rows = new TreeMap<>();

        Writer(TableModel model, int number, AtomicInteger commitCount) {
            this.model = model;
            this.firstKey = number * KEYS_PER_WRITER;
            this.random = new Random(number);
            this.commitCount = commitCount;
        }

        @Override
        public Map<Integer, List<Integer>> call() throws SQLException, IOException {
            try (Client session = Client.of(server.jdbcUrl("shop"))) {
                for (int i = 0; i < STATEMENTS_PER_WRITER; i++) {
                    int key = firstKey + random.nextInt(KEYS_PER_WRITER);
                    int value = random.nextInt(1000);
                    switch (random.nextInt(model == TableModel.PRIMARY ? 5 : 4)) {
                        case 0 -> insert(session, key, value);
                        case 1 -> insertQueryResult(session, key, value);
                        case 2 -> load(key, value);
                        case 3 -> delete(session, key);
                        default -> update(session, key, value);
                    }
                }
            }
            return rows;
        }

        private void insert(Client session, int key, int value) throws SQLException {
            session.run("INSERT INTO t VALUES (" + key + ", " + value + ")");
            model.add(rows, key, value);
            commitCount.incrementAndGet();
        }

        private void insertQueryResult(Client session, int key, int value) throws SQLException {
            session.run("INSERT INTO t SELECT " + key + ", " + value + " + count(*) FROM t WHERE k < 0");
            model.add(rows, key, value);
            commitCount.incrementAndGet();
        }

        private void load(int key, int value) throws IOException {
            String answer = new LoadClient(server.httpUrl(), "root", "")
                    .load("t", key + "," + value + "\n", "column_separator", ",");
            assertThat(LoadClient.member(answer, "Status")).isEqualTo("Success");
            model.add(rows, key, value);
            commitCount.incrementAndGet();
        }

        /** A DELETE of a PRIMARY KEY table without rows to delete is not a commit to the partition. */
        private void delete(Client session, int key) throws SQLException {
            session.run("DELETE FROM t WHERE k = " + key);
            boolean hadRow = rows.remove(key) != null;
            if (hadRow || model != TableModel.PRIMARY) {
                commitCount.incrementAndGet();
            }
        }

        private void update(Client session, int key, int value) throws SQLException {
            session.run("UPDATE t SET v = " + value + " WHERE k = " + key);
            if (rows.containsKey(key)) {
                model.add(rows, key, value);
                commitCount.incrementAndGet();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TableModel.class)
    void rowsAndVersionsAreThoseOfAllCommits(TableModel model) throws Exception {
        client.run(model.createTableSql("t"), model.createTableSql("copy"));
        client.run("INSERT INTO t VALUES (" + FIRST_ROW_KEY + ", 0)");
        AtomicInteger commitCount = new AtomicInteger(1);
        AtomicBoolean writersDone = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(WRITER_COUNT + 2);
        Map<Integer, List<Integer>> expectedRows = new TreeMap<>(Map.of(FIRST_ROW_KEY, List.of(0)));
        try {
            List<Future<Map<Integer, List<Integer>>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITER_COUNT; i++) {
                writers.add(executor.submit(new Writer(model, i, commitCount)));
            }
            Future<Long> readCount = executor.submit(() -> readUntil(writersDone));
            Future<Integer> copyCount = executor.submit(() -> copyUntil(model, writersDone));
            try {
                for (Future<Map<Integer, List<Integer>>> writer : writers) {
                    expectedRows.putAll(writer.get());
                }
            } finally {
                writersDone.set(true);
            }
            assertThat(readCount.get()).isPositive();
            assertThat(copyCount.get()).isPositive();
        } finally {
            executor.shutdown();
        }

        assertThat(rows("t")).isEqualTo(expectedRows);
        assertThat(client.value(
                        "SELECT VISIBLE_VERSION FROM information_schema.partitions_meta WHERE TABLE_NAME = 't'"))
                .isEqualTo(String.valueOf(1 + commitCount.get()));
        assertThat(client.value("SELECT ROW_COUNT FROM information_schema.partitions_meta WHERE TABLE_NAME = 't'"))
                .isEqualTo(String.valueOf(
                        expectedRows.values().stream().mapToInt(List::size).sum()));
        assertThat(client.rows("SELECT LABEL FROM information_schema.loads WHERE STATE <> 'FINISHED'"))
                .isEmpty();
    }

    /**
     * Reads until the writers have ended, and returns the number of reads. All parts of a query see the same state of
     * the table.
     */
    private long readUntil(AtomicBoolean writersDone) throws SQLException {
        long reads = 0;
        try (Client session = Client.of(server.jdbcUrl("shop"))) {
            do {
                assertThat(session.value(
                                "SELECT count(*) = sum(one) OR count(*) = 0 FROM (SELECT 1 AS one FROM t) AS s"))
                        .isEqualTo("1");
                assertThat(session.value("SELECT (SELECT count(*) FROM t) = (SELECT count(*) FROM t)"))
                        .isEqualTo("1");
                reads++;
            } while (!writersDone.get());
        }
        return reads;
    }

    /**
     * Copies until the writers have ended, and returns the number of copies. Each copy has the rows of one state of the
     * table, and replaces the previous copy.
     */
    private int copyUntil(TableModel model, AtomicBoolean writersDone) throws SQLException {
        int copies = 0;
        try (Client session = Client.of(server.jdbcUrl("shop"))) {
            do {
                session.run("INSERT OVERWRITE copy SELECT k, v FROM t");
                boolean hasUniqueKeys = model != TableModel.DUPLICATE;
                String repeatedKeyCount = session.value("SELECT count(*) - count(DISTINCT k) FROM copy");
                if (hasUniqueKeys) {
                    assertThat(repeatedKeyCount).isEqualTo("0");
                }
                copies++;
            } while (!writersDone.get());
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
