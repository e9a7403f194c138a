package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Loads that are under way while other sessions read, write and change tables. */
class ConcurrentLoadTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String COMMITTED = "committed";

    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.manual()));
        client = Client.of(server.jdbcUrl("shop"));
        client.run(createTableSql("a"), createTableSql("b"), "INSERT INTO a VALUES (1, 10), (2, 20)");
    }

    private static String createTableSql(String name) {
        return "CREATE TABLE " + name + " (k INT NOT NULL, v INT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1";
    }

    /** Runs a statement in a session of its own. Returns its error message, or {@link #COMMITTED}. */
    private CompletableFuture<String> runInOtherSession(String statement) {
        return Client.runAsync(() -> {
            try (Client session = Client.of(server.jdbcUrl("shop"))) {
                session.run(statement);
                return COMMITTED;
            } catch (SQLException refusal) {
                return String.valueOf(refusal.getMessage());
            }
        });
    }

    /** Begins a statement that changes rows, and holds its commit. */
    private CompletableFuture<String> hold(String statement) {
        int deferredBefore = server.faults().countDeferred();
        server.faults().add(Trigger.matching("(INSERT|UPDATE|DELETE).*"), Fault.holdCommit());
        CompletableFuture<String> load = runInOtherSession(statement);
        await().atMost(Client.PATIENCE)
                .until(() -> load.isDone() || server.faults().countDeferred() > deferredBefore);
        assertThat(load).isNotDone();
        return load;
    }

    private void release(CompletableFuture<String> load) {
        server.faults().runDeferred();
        assertThat(load).succeedsWithin(Client.PATIENCE).isEqualTo(COMMITTED);
    }

    private String rows(String table) throws SQLException {
        return client.rows("SELECT k, v FROM " + table + " ORDER BY k").toString();
    }

    private String version(String table) throws SQLException {
        return client.value(
                "SELECT VISIBLE_VERSION FROM information_schema.partitions_meta WHERE TABLE_NAME = '" + table + "'");
    }

    @Test
    void aLongLoadBlocksNoOtherStatement() throws SQLException {
        client.run(
                "CREATE TABLE o (id BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1",
                "INSERT INTO o SELECT generate_series FROM TABLE(generate_series(1, 2000))");
        String endlessInsert =
                "INSERT INTO a WITH LABEL endless SELECT count(*), 1 FROM o a, o b, o c, o d, o e, o f WHERE"
                        + " sqrt(a.id + b.id * c.id + d.id * e.id + f.id) < 0.5";
        CompletableFuture<String> load = runInOtherSession(endlessInsert);
        await().atMost(Client.PATIENCE)
                .until(() -> !client.rows("SHOW LOAD WHERE LABEL = 'endless' AND STATE = 'LOADING'")
                        .isEmpty());

        client.run(
                "INSERT INTO a VALUES (3, 30)",
                "INSERT INTO b SELECT * FROM a",
                "UPDATE a SET v = 31 WHERE k = 3",
                "DELETE FROM a WHERE k = 1",
                "ALTER TABLE a SWAP WITH b");
        assertThat(rows("b")).isEqualTo("[[2, 20], [3, 31]]");
        assertThat(load).isNotDone();

        String loadId = client.value("SELECT ID FROM information_schema.loads WHERE LABEL = 'endless'");
        assertThat(loadId).isNotEmpty();
        int idColumn = client.columnNames("SHOW FULL PROCESSLIST").indexOf("Id");
        for (List<String> process : client.rows("SHOW FULL PROCESSLIST")) {
            if (process.contains(endlessInsert)) {
                client.run("KILL QUERY " + process.get(idColumn));
            }
        }
        assertThat(load).succeedsWithin(Client.PATIENCE).asString().contains("Cancelled");
        assertThat(client.value("SELECT STATE FROM information_schema.loads WHERE LABEL = 'endless'"))
                .isEqualTo("CANCELLED");
        client.run("INSERT INTO b WITH LABEL endless VALUES (9, 90)");
        assertThat(rows("b")).isEqualTo("[[2, 20], [3, 31], [9, 90]]");
    }

    @Test
    void aLoadReadsTheRowsAsOfItsBegin() throws SQLException {
        CompletableFuture<String> copy = hold("INSERT INTO b SELECT k, v FROM a");
        client.run("INSERT INTO a VALUES (3, 30)", "UPDATE a SET v = 11 WHERE k = 1", "DELETE FROM a WHERE k = 2");
        assertThat(rows("b")).isEqualTo("[]");
        release(copy);
        assertThat(rows("b")).isEqualTo("[[1, 10], [2, 20]]");
        assertThat(rows("a")).isEqualTo("[[1, 11], [3, 30]]");
    }

    @Test
    void ofTwoLoadsTheLastCommittedOneWins() throws SQLException {
        CompletableFuture<String> update = hold("UPDATE a SET v = v + 1 WHERE k = 1");
        CompletableFuture<String> delete = hold("DELETE FROM a WHERE v = 20");
        client.run("INSERT INTO a VALUES (1, 100), (2, 200)");
        assertThat(version("a")).isEqualTo("3");
        server.faults().runDeferred();
        assertThat(update).succeedsWithin(Client.PATIENCE).isEqualTo(COMMITTED);
        assertThat(delete).succeedsWithin(Client.PATIENCE).isEqualTo(COMMITTED);
        assertThat(rows("a")).isEqualTo("[[1, 11]]");
        assertThat(version("a")).isEqualTo("5");
    }

    @Test
    void aLoadThatBeganBeforeASwapCommitsToItsTable() throws SQLException {
        CompletableFuture<String> load = hold("INSERT INTO a VALUES (3, 30)");
        client.run("ALTER TABLE a SWAP WITH b");
        release(load);
        assertThat(rows("a")).isEqualTo("[]");
        assertThat(rows("b")).isEqualTo("[[1, 10], [2, 20], [3, 30]]");
        assertThat(version("a")).isEqualTo("1");
        assertThat(version("b")).isEqualTo("3");
    }

    @Test
    void aLoadThatBeganBeforeARenameCommitsToItsTable() throws SQLException {
        CompletableFuture<String> load = hold("UPDATE a SET v = 0 WHERE k > 0");
        client.run("ALTER TABLE a RENAME c", createTableSql("a"));
        release(load);
        assertThat(rows("a")).isEqualTo("[]");
        assertThat(rows("c")).isEqualTo("[[1, 0], [2, 0]]");
    }

    @Test
    void aLoadIntoATableThatIsDroppedFails() throws SQLException {
        CompletableFuture<String> load = hold("INSERT INTO a WITH LABEL lost VALUES (3, 30)");
        client.run("DROP TABLE a", createTableSql("a"));
        server.faults().runDeferred();
        assertThat(load).succeedsWithin(Client.PATIENCE).asString().contains("Unknown table 'shop.a'");
        assertThat(rows("a")).isEqualTo("[]");
        assertThat(client.rows("SHOW LOAD WHERE LABEL = 'lost' AND STATE = 'CANCELLED'"))
                .hasSize(1);
        client.run("INSERT INTO a WITH LABEL lost VALUES (4, 40)");
    }

    @Test
    void aLoadThatBeganBeforeAColumnWasAddedKeepsItsRows() throws SQLException {
        CompletableFuture<String> load = hold("INSERT INTO a SELECT 3, 30");
        client.run("ALTER TABLE a ADD COLUMN note INT DEFAULT '7'");
        release(load);
        assertThat(client.rows("SELECT * FROM a ORDER BY k").toString())
                .isEqualTo("[[1, 10, 7], [2, 20, 7], [3, 30, 7]]");
    }

    @Test
    void namesInALoadMeanTheColumnsAtItsBegin() throws SQLException {
        client.run(
                "CREATE TABLE log (k INT, v INT) DUPLICATE KEY (k) PARTITION BY (k) DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO log VALUES (1, 10), (2, 20), (3, 30)",
                "CREATE TABLE c (k INT NOT NULL, v INT DEFAULT '7') PRIMARY KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO c VALUES (1, 10), (2, 20)");
        CompletableFuture<String> delete = hold("DELETE FROM log WHERE k > 0 AND v = 20");
        CompletableFuture<String> overwrite = hold("INSERT OVERWRITE log PARTITION (k = 1) SELECT 1, 11");
        CompletableFuture<String> update = hold("UPDATE c SET v = DEFAULT WHERE v = 10");
        client.run(
                "ALTER TABLE log RENAME COLUMN k TO id",
                "ALTER TABLE log RENAME COLUMN v TO w",
                "ALTER TABLE c RENAME COLUMN v TO w");
        server.faults().runDeferred();
        assertThat(delete).succeedsWithin(Client.PATIENCE).isEqualTo(COMMITTED);
        assertThat(overwrite).succeedsWithin(Client.PATIENCE).isEqualTo(COMMITTED);
        assertThat(update).succeedsWithin(Client.PATIENCE).isEqualTo(COMMITTED);
        assertThat(client.rows("SELECT id, w FROM log ORDER BY id").toString()).isEqualTo("[[1, 11], [3, 30]]");
        assertThat(client.rows("SELECT k, w FROM c ORDER BY k").toString()).isEqualTo("[[1, 7], [2, 20]]");
    }

    @Test
    void aDeleteByAColumnThatIsDroppedBeforeItsCommitFails() throws SQLException {
        client.run(
                "CREATE TABLE log (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1",
                "INSERT INTO log VALUES (1, 10), (2, 20)");
        CompletableFuture<String> delete = hold("DELETE FROM log WHERE v = 20");
        client.run("ALTER TABLE log DROP COLUMN v");
        server.jobs().finish();
        server.faults().runDeferred();
        assertThat(delete).succeedsWithin(Client.PATIENCE).satisfies(MESSAGES::matchText);
        assertThat(client.rows("SELECT * FROM log ORDER BY k").toString()).isEqualTo("[[1], [2]]");
    }

    @Test
    void aSchemaChangeWaitsForTheLoadsThatBeganBefore() throws SQLException {
        CompletableFuture<String> load = hold("INSERT INTO a VALUES (3, 30)");
        client.run("ALTER TABLE a MODIFY COLUMN v VARCHAR(20)");
        server.jobs().finish();
        assertThat(client.rows("SHOW ALTER TABLE COLUMN").toString()).contains("WAITING_TXN");
        release(load);
        server.jobs().finish();
        assertThat(client.rows("SHOW ALTER TABLE COLUMN").toString()).contains("FINISHED");
        assertThat(rows("a")).isEqualTo("[[1, 10], [2, 20], [3, 30]]");
    }

    @Test
    void checksumsOfACopyAreThoseOfItsTable() throws SQLException {
        String selectSums =
                "SELECT count(*), sum(murmur_hash3_32(concat_ws('|', CAST(k AS STRING), CAST(v AS STRING)))),"
                        + " sum(murmur_hash3_32(CAST(k AS STRING), '|', CAST(v AS STRING), '|')) FROM ";
        client.run("INSERT INTO b SELECT k, v FROM a");
        assertThat(client.rows(selectSums + "b")).isEqualTo(client.rows(selectSums + "a"));
        client.run("UPDATE b SET v = 12 WHERE k = 1");
        List<String> originalSums = client.rows(selectSums + "a").get(0);
        List<String> changedSums = client.rows(selectSums + "b").get(0);
        assertThat(changedSums.get(0)).isEqualTo(originalSums.get(0));
        assertThat(changedSums.get(1)).isNotEqualTo(originalSums.get(1));
        assertThat(changedSums.get(2)).isNotEqualTo(originalSums.get(2));
    }

    @Test
    void transactionsUnderWayAreListed() throws SQLException {
        CompletableFuture<String> load = hold("INSERT INTO a WITH LABEL slow VALUES (3, 30)");
        String databaseId = client.rows("SHOW PROC '/dbs'").stream()
                .filter(row -> row.get(1).equals("shop"))
                .findFirst()
                .orElseThrow()
                .get(0);
        String showRunning = "SHOW PROC '/transactions/" + databaseId + "/running'";
        assertThat(client.columnNames(showRunning).subList(0, 4))
                .containsExactly("TransactionId", "Label", "Coordinator", "TransactionStatus");
        assertThat(client.rows(showRunning)).hasSize(1);
        String transactionId = client.value(showRunning);
        assertThat(client.rows(showRunning).get(0).subList(1, 5))
                .containsExactly("slow", "FE: 127.0.0.1", "PREPARE", "INSERT_STREAMING");
        assertThat(client.rows("SHOW PROC '/transactions/shop/running/" + transactionId + "'"))
                .isEmpty();
        assertThat(client.rows("SHOW TRANSACTION WHERE ID = " + transactionId)).isEqualTo(client.rows(showRunning));
        assertThat(client.refusal("SHOW TRANSACTION FROM shop WHERE ID = 1").message())
                .satisfies(MESSAGES::matchText);
        assertThat(client.rows("SELECT LABEL, TABLE_NAME, STATE FROM information_schema.loads WHERE STATE = 'LOADING'")
                        .toString())
                .isEqualTo("[[slow, a, LOADING]]");
        assertThat(client.refusal("INSERT INTO a WITH LABEL slow VALUES (3, 30)")
                        .message())
                .satisfies(MESSAGES::matchText);

        release(load);
        assertThat(client.rows(showRunning)).isEmpty();
        assertThat(client.value("SHOW PROC '/transactions/" + databaseId + "/finished'"))
                .isEqualTo(transactionId);
        String partitionId = client.value("SHOW PARTITIONS FROM a");
        String tableId = client.value("SELECT TABLE_ID FROM information_schema.tables_config WHERE TABLE_NAME = 'a'");
        assertThat(client.rows("SHOW PROC '/transactions/" + databaseId + "/finished/" + transactionId + "'")
                        .toString())
                .isEqualTo("[[" + tableId + ", " + partitionId + "]]");
    }

    @Test
    void transactionsAreListedToOperators() throws SQLException {
        client.run("CREATE USER reader", "GRANT SELECT ON ALL TABLES IN DATABASE shop TO USER reader");
        try (Client reader = Client.of(server.jdbcUrl("shop"), "reader", "")) {
            assertThat(reader.refusal("SHOW PROC '/transactions/shop/running'").errno())
                    .isEqualTo(5203);
        }
    }

    @Test
    void aLoadEndsWithItsTimeout() throws SQLException {
        client.run(
                "CREATE TABLE o (id BIGINT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1",
                "INSERT INTO o SELECT generate_series FROM TABLE(generate_series(1, 2000))",
                "SET insert_timeout = 1");
        assertThat(client.refusal("INSERT INTO a SELECT count(*), 1 FROM o a, o b, o c, o d, o e, o f WHERE"
                                + " sqrt(a.id + b.id * c.id + d.id * e.id + f.id) < 0.5")
                        .message())
                .satisfies(MESSAGES::matchText);
        assertThat(version("a")).isEqualTo("2");
    }

    @Test
    void aTransactionCommitsAllItsStatementsAtOnce() throws SQLException {
        try (Client otherSession = Client.of(server.jdbcUrl("shop"))) {
            otherSession.run("BEGIN", "INSERT INTO b SELECT k, v FROM a");
            otherSession.run("INSERT INTO a SELECT k + 10, v FROM a UNION ALL SELECT 3, 30");
            client.run("ALTER TABLE a RENAME c", "INSERT INTO c VALUES (4, 40)");
            assertThat(rows("b")).isEqualTo("[]");
            otherSession.run("COMMIT");
        }
        assertThat(rows("c")).isEqualTo("[[1, 10], [2, 20], [3, 30], [4, 40], [11, 10], [12, 20]]");
        assertThat(rows("b")).isEqualTo("[[1, 10], [2, 20]]");
        assertThat(version("c")).isEqualTo("4");
        assertThat(version("b")).isEqualTo("2");
    }

    /** Begins a Stream Load of a row into the table {@code a}, and holds its commit. */
    private CompletableFuture<String> holdStreamLoad(String row) {
        server.faults().add(Trigger.matching("PUT .*"), Fault.holdCommit());
        CompletableFuture<String> load = Client.runAsync(() -> {
            try {
                return new LoadClient(server.httpUrl(), "root", "")
                        .load("a", row + "\n", "column_separator", ",", "label", "streamed");
            } catch (IOException failure) {
                return failure.toString();
            }
        });
        await().atMost(Client.PATIENCE).until(() -> server.faults().countDeferred() > 0);
        return load;
    }

    @Test
    void aStreamLoadIsHeldToo() throws Exception {
        CompletableFuture<String> load = holdStreamLoad("3,30");
        client.run("ALTER TABLE a SWAP WITH b");
        assertThat(client.rows("SHOW PROC '/transactions/shop/running'").get(0).subList(1, 5))
                .containsExactly("streamed", "BE: 127.0.0.1", "PREPARE", "BACKEND_STREAMING");
        server.faults().runDeferred();
        assertThat(load).succeedsWithin(Client.PATIENCE).asString().contains("Success");
        assertThat(rows("b")).isEqualTo("[[1, 10], [2, 20], [3, 30]]");
    }

    @Test
    void namesInAStreamLoadMeanTheColumnsAtItsBegin() throws Exception {
        CompletableFuture<String> load = holdStreamLoad("3,30");
        client.run("ALTER TABLE a RENAME COLUMN v TO w");
        server.faults().runDeferred();
        assertThat(load).succeedsWithin(Client.PATIENCE).asString().contains("Success");
        assertThat(client.rows("SELECT k, w FROM a ORDER BY k").toString()).isEqualTo("[[1, 10], [2, 20], [3, 30]]");
    }

    /** On a real server, these rows are lost with the partition that TRUNCATE replaces. */
    @Test
    void rowsOfAnOpenTransactionAreWrittenAfterATruncation() throws SQLException {
        try (Client otherSession = Client.of(server.jdbcUrl("shop"))) {
            otherSession.run("BEGIN", "INSERT INTO a VALUES (3, 30), (1, 11)");
            client.run("TRUNCATE TABLE a");
            assertThat(rows("a")).isEqualTo("[]");
            otherSession.run("COMMIT");
        }
        assertThat(rows("a")).isEqualTo("[[1, 11], [3, 30]]");
    }

    @Test
    void aLoadIntoAPartitionThatIsDroppedFails() throws SQLException {
        client.run("CREATE TABLE days (k INT, v INT) DUPLICATE KEY (k) PARTITION BY RANGE (k)"
                + " (PARTITION p1 VALUES LESS THAN ('10'), PARTITION p2 VALUES LESS THAN ('20'))"
                + " DISTRIBUTED BY HASH (k) BUCKETS 1");
        CompletableFuture<String> load = hold("INSERT INTO days VALUES (1, 10), (11, 110)");
        client.run("ALTER TABLE days DROP PARTITION p1 FORCE");
        server.faults().runDeferred();
        assertThat(load).succeedsWithin(Client.PATIENCE).satisfies(MESSAGES::matchText);
        assertThat(rows("days")).isEqualTo("[]");
    }

    @Test
    void aServerClosesWhileALoadIsHeld() throws SQLException {
        CompletableFuture<String> load = hold("INSERT INTO a VALUES (3, 30)");
        server.close();
        assertThat(load).succeedsWithin(Client.PATIENCE).isNotEqualTo(COMMITTED);
    }
}
