package dev.cairn.embedded;

import static dev.cairn.embedded.LoadClient.member;
import static dev.cairn.embedded.LoadClient.members;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions over HTTP, as connectors use them to write rows exactly once. */
class LoadTransactionsTest {
    private static final Instant START = Instant.parse("2025-06-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @AutoClose
    private EmbeddedStarRocks server;

    @AutoClose
    private Client client;

    private LoadClient loadClient;

    @BeforeEach
    void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop").clock(now::get));
        client = Client.of(server.jdbcUrl("shop"));
        client.run("CREATE TABLE city (id INT NOT NULL, name VARCHAR(8)) PRIMARY KEY (id) DISTRIBUTED BY HASH (id)");
        loadClient = new LoadClient(server.httpUrl(), "root", "");
    }

    private String send(String operation, String label, String... headers) throws IOException {
        String[] allHeaders = new String[headers.length + 4];
        System.arraycopy(headers, 0, allHeaders, 0, headers.length);
        allHeaders[headers.length] = "label";
        allHeaders[headers.length + 1] = label;
        allHeaders[headers.length + 2] = "table";
        allHeaders[headers.length + 3] = "city";
        return loadClient.transact(operation, "", allHeaders);
    }

    private String load(String label, String rows, String... headers) throws IOException {
        String[] allHeaders = new String[headers.length + 6];
        System.arraycopy(headers, 0, allHeaders, 0, headers.length);
        System.arraycopy(
                new String[] {"label", label, "table", "city", "column_separator", ","},
                0,
                allHeaders,
                headers.length,
                6);
        return loadClient.transact("load", rows, allHeaders);
    }

    private String rows() throws SQLException {
        return client.rows("SELECT id, name FROM city ORDER BY id").toString();
    }

    private String labelState(String label) throws IOException {
        return member(loadClient.get(server.httpUrl() + "/api/shop/get_load_state?label=" + label), "state");
    }

    @Test
    void rowsOfSeveralRequestsAreCommittedTogether() throws Exception {
        String begun = send("begin", "one");
        assertThat(members(begun, "Status", "Label", "Db", "Table")).containsExactly("OK", "one", "shop", "city");
        String loaded = load("one", "1,Oslo\n2,Rome\n");
        assertThat(members(loaded, "Status", "TxnId")).containsExactly("OK", member(begun, "TxnId"));
        assertThat(member(load("one", "2,Paris\n"), "Status")).isEqualTo("OK");
        assertThat(labelState("one")).isEqualTo("PREPARE");

        String prepared = send("prepare", "one");
        assertThat(members(prepared, "Status", "NumberTotalRows", "NumberLoadedRows", "NumberFilteredRows"))
                .containsExactly("OK", "3", "3", "0");
        assertThat(labelState("one")).isEqualTo("PREPARED");
        assertThat(rows()).isEqualTo("[]");
        assertThat(member(load("one", "3,Bonn\n"), "Status")).isEqualTo("TXN_NOT_EXISTS");

        assertThat(members(send("commit", "one"), "Status", "TxnId", "Message"))
                .containsExactly("OK", member(begun, "TxnId"), "");
        assertThat(rows()).isEqualTo("[[1, Oslo], [2, Paris]]");
        assertThat(labelState("one")).isEqualTo("VISIBLE");
        String repeated = send("commit", "one");
        assertThat(member(repeated, "Status")).isEqualTo("OK");
        assertThat(member(repeated, "Message")).contains("has already committed, label is one");
        assertThat(member(send("rollback", "one"), "Message")).contains("Can not abort VISIBLE transaction");
    }

    @Test
    void aTransactionMayBeCommittedAtOnce() throws Exception {
        send("begin", "one");
        load("one", "1,Oslo\n");

        assertThat(members(send("commit", "one"), "Status", "NumberLoadedRows")).containsExactly("OK", "1");
        assertThat(rows()).isEqualTo("[[1, Oslo]]");
    }

    @Test
    void rowsOfATransactionThatIsRolledBackAreDiscarded() throws Exception {
        send("begin", "one");
        load("one", "1,Oslo\n");
        assertThat(member(send("rollback", "one"), "Status")).isEqualTo("OK");
        assertThat(member(send("rollback", "one"), "Message")).contains("has already aborted");
        assertThat(member(send("commit", "one"), "Message")).contains("Can not commit ABORTED transaction");

        send("begin", "one");
        load("one", "2,Rome\n");
        send("prepare", "one");
        assertThat(member(send("rollback", "one"), "Status")).isEqualTo("OK");
        assertThat(rows()).isEqualTo("[]");
        assertThat(labelState("one")).isEqualTo("ABORTED");
    }

    @Test
    void aLabelBelongsToOneTransaction() throws Exception {
        send("begin", "one");
        assertThat(members(send("begin", "one"), "Status", "ExistingJobStatus"))
                .containsExactly("LABEL_ALREADY_EXISTS", "RUNNING");
        load("one", "1,Oslo\n");
        send("commit", "one");
        assertThat(members(send("begin", "one"), "Status", "ExistingJobStatus"))
                .containsExactly("LABEL_ALREADY_EXISTS", "FINISHED");
        assertThat(member(send("commit", "two"), "Message"))
                .contains("No transaction found with db[shop] and label[two]");
    }

    /** A backend knows a transaction by its label alone, until it is prepared. */
    @Test
    void anotherDatabaseMayUseTheLabelOfAPreparedTransaction() throws Exception {
        client.run("CREATE DATABASE other");
        client.run("CREATE TABLE other.city (id INT NOT NULL, name VARCHAR(8)) PRIMARY KEY (id)"
                + " DISTRIBUTED BY HASH (id)");
        send("begin", "one");
        assertThat(member(send("begin", "one", "db", "other"), "Status")).isEqualTo("LABEL_ALREADY_EXISTS");
        load("one", "1,Oslo\n");
        send("prepare", "one");

        assertThat(member(send("begin", "one", "db", "other"), "Status")).isEqualTo("OK");
        load("one", "2,Rome\n", "db", "other");
        assertThat(member(send("prepare", "one", "db", "other"), "Status")).isEqualTo("OK");
        assertThat(member(send("commit", "one"), "Status")).isEqualTo("OK");
        assertThat(rows()).isEqualTo("[[1, Oslo]]");
        assertThat(client.rows("SELECT id FROM other.city")).isEmpty();
        assertThat(member(send("commit", "one", "db", "other"), "Status")).isEqualTo("OK");
        assertThat(client.rows("SELECT id, name FROM other.city").toString()).isEqualTo("[[2, Rome]]");
    }

    @Test
    void aTransactionWithInvalidRowsIsRolledBackWhenItIsPrepared() throws Exception {
        send("begin", "one");
        load("one", "1,Oslo\n\\N,Rome\n");
        String prepared = send("prepare", "one");

        assertThat(members(prepared, "Status", "Message")).containsExactly("INTERNAL_ERROR", "too many filtered rows");
        assertThat(loadClient.get(member(prepared, "ErrorURL"))).contains("NULL value in non-nullable column 'id'");
        assertThat(labelState("one")).isEqualTo("ABORTED");

        send("begin", "one");
        load("one", "1,Oslo\n\\N,Rome\n", "max_filter_ratio", "0.5");
        assertThat(members(send("prepare", "one"), "Status", "NumberLoadedRows", "NumberFilteredRows"))
                .containsExactly("OK", "1", "1");
        send("commit", "one");
        assertThat(rows()).isEqualTo("[[1, Oslo]]");
    }

    @Test
    void aTransactionWithoutRowsCanNotBePrepared() throws Exception {
        send("begin", "one");

        assertThat(send("prepare", "one")).contains("hasn't send any data yet");
        assertThat(labelState("one")).isEqualTo("ABORTED");
    }

    @Test
    void rowsMayBeJson() throws Exception {
        send("begin", "one");
        load("one", "{\"id\": 1, \"name\": \"Oslo\"}", "format", "json");
        load(
                "one",
                "[{\"id\": 2, \"name\": \"Rome\"}, {\"id\": 1, \"__op\": 1}]",
                "format",
                "json",
                "strip_outer_array",
                "true");
        assertThat(member(send("prepare", "one"), "Status")).isEqualTo("OK");
        send("commit", "one");

        assertThat(rows()).isEqualTo("[[2, Rome]]");
    }

    @Test
    void aTransactionThatIsNotCompletedInTimeIsAborted() throws Exception {
        send("begin", "one", "timeout", "60");
        load("one", "1,Oslo\n");
        now.set(START.plus(Duration.ofSeconds(61)));
        assertThat(member(send("prepare", "one"), "Status")).isEqualTo("TXN_NOT_EXISTS");

        send("begin", "two", "idle_transaction_timeout", "30");
        load("two", "1,Oslo\n");
        now.set(now.get().plus(Duration.ofSeconds(31)));
        assertThat(labelState("two")).isEqualTo("ABORTED");

        send("begin", "three", "idle_transaction_timeout", "0");
        now.set(now.get().plus(Duration.ofSeconds(31)));
        load("three", "1,Oslo\n");
        assertThat(members(send("prepare", "three", "prepared_timeout", "0"), "Status", "Message"))
                .containsExactly("INVALID_ARGUMENT", "Invalid prepared_timeout: 0");
        send("prepare", "three", "prepared_timeout", "10");
        now.set(now.get().plus(Duration.ofSeconds(11)));
        assertThat(member(send("commit", "three"), "Message")).contains("Can not commit ABORTED transaction");
        assertThat(rows()).isEqualTo("[]");
    }

    @Test
    void aClientThatGotNoAnswerFindsOutWhetherItsTransactionIsCommitted() throws Exception {
        send("begin", "one");
        load("one", "1,Oslo\n");
        send("prepare", "one");
        server.faults().add(Trigger.matching("POST /api/transaction/commit one"), Fault.cutAfter());

        assertThat(send("commit", "one")).isEmpty();
        assertThat(labelState("one")).isEqualTo("VISIBLE");
        assertThat(rows()).isEqualTo("[[1, Oslo]]");
    }

    private String sendMulti(String operation, String label, String table, String rows) throws IOException {
        return loadClient.transact(
                operation, rows, "transaction_type", "multi", "label", label, "table", table, "column_separator", ",");
    }

    @Test
    void aTransactionMayWriteToSeveralTables() throws Exception {
        client.run("CREATE TABLE river (id INT NOT NULL, name VARCHAR(8)) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)");
        assertThat(member(sendMulti("begin", "one", "", ""), "Status")).isEqualTo("OK");
        assertThat(member(sendMulti("begin", "one", "", ""), "Status")).isEqualTo("LABEL_ALREADY_EXISTS");
        assertThat(member(sendMulti("load", "one", "city", "1,Oslo\n"), "Status"))
                .isEqualTo("OK");
        assertThat(member(sendMulti("load", "one", "river", "1,Rhine\n"), "Status"))
                .isEqualTo("OK");
        assertThat(member(sendMulti("load", "one", "city", "2,Rome\n"), "Status"))
                .isEqualTo("OK");
        assertThat(rows()).isEqualTo("[]");
        assertThat(member(sendMulti("prepare", "one", "", ""), "Message"))
                .endsWith("Unsupported operation: TXN_PREPARE");

        assertThat(member(sendMulti("commit", "one", "", ""), "Status")).isEqualTo("OK");
        assertThat(rows()).isEqualTo("[[1, Oslo], [2, Rome]]");
        assertThat(client.column("SELECT name FROM river")).containsExactly("Rhine");
        assertThat(labelState("one")).isEqualTo("VISIBLE");
        assertThat(member(sendMulti("commit", "one", "", ""), "Message")).contains("has already committed");
        assertThat(member(sendMulti("load", "one", "city", "3,Bonn\n"), "Status"))
                .isEqualTo("FAILED");
        assertThat(member(sendMulti("rollback", "one", "", ""), "Message")).contains("Can not abort VISIBLE");
        assertThat(member(sendMulti("begin", "one", "", ""), "Status")).isEqualTo("LABEL_ALREADY_EXISTS");
    }

    @Test
    void rowsThatArriveAfterTheCommitLeaveTheTransactionCommitted() throws Exception {
        sendMulti("begin", "one", "", "");
        sendMulti("load", "one", "city", "1,Oslo\n");
        List<String> headers = List.of(
                "Expect", "100-continue", "transaction_type", "multi", "db", "shop", "label", "one", "table", "city");
        String redirect = loadClient.send("PUT", server.httpUrl() + "/api/transaction/load", "2,Rome\n", headers);
        Matcher locationMatcher = Pattern.compile("Location: (.*)\r").matcher(redirect);
        assertThat(locationMatcher.find()).isTrue();
        sendMulti("commit", "one", "", "");

        String lateAnswer = loadClient.send("PUT", locationMatcher.group(1), "2,Rome\n", headers);
        assertThat(members(lateAnswer, "Status", "Message"))
                .containsExactly("INTERNAL_ERROR", "stream load task one has already ended");
        assertThat(member(sendMulti("commit", "one", "", ""), "Message")).contains("has already committed");
        assertThat(labelState("one")).isEqualTo("VISIBLE");
        assertThat(rows()).isEqualTo("[[1, Oslo]]");
    }

    @Test
    void ifTheRowsOfATableAreInvalidNoTableIsWritten() throws Exception {
        client.run("CREATE TABLE river (id INT NOT NULL, name VARCHAR(8)) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id)");
        sendMulti("begin", "one", "", "");
        sendMulti("load", "one", "city", "1,Oslo\n");
        sendMulti("load", "one", "river", "\\N,Rhine\n");

        assertThat(members(sendMulti("commit", "one", "", ""), "Status", "Message"))
                .containsExactly("FAILED", "too many filtered rows");
        assertThat(rows()).isEqualTo("[]");
        assertThat(client.rows("SELECT * FROM river")).isEmpty();
        assertThat(member(sendMulti("rollback", "one", "", ""), "Message")).contains("has already aborted");
        assertThat(sendMulti("commit", "two", "", "")).contains("stream load task two does not exist");
    }

    @Test
    void rowsForSeveralTablesAreDiscardedByARollback() throws Exception {
        sendMulti("begin", "one", "", "");
        sendMulti("load", "one", "city", "1,Oslo\n");

        assertThat(member(sendMulti("rollback", "one", "", ""), "Status")).isEqualTo("OK");
        assertThat(rows()).isEqualTo("[]");
        assertThat(labelState("one")).isEqualTo("ABORTED");
        sendMulti("begin", "two", "", "");
        assertThat(member(sendMulti("load", "two", "lake", "1,Como\n"), "Status"))
                .isEqualTo("INTERNAL_ERROR");
    }

    @Test
    void requestsThatTheServerCanNotAssignAreRefused() throws Exception {
        assertThat(member(send("begin", ""), "Message")).endsWith("Empty label.");
        assertThat(member(send("publish", "one"), "Message")).endsWith("Unknown transaction operation: publish");
        assertThat(member(send("begin", "one", "channel_id", "0"), "Message")).contains("channel_id");
        assertThat(member(send("begin", "one", "timeout", "soon"), "Status")).isEqualTo("INVALID_ARGUMENT");
        assertThat(member(send("begin", "one", "idle_transaction_timeout", "2147483648"), "Status"))
                .isEqualTo("INVALID_ARGUMENT");
        send("begin", "one");
        assertThat(member(loadClient.transact("load", "1,Oslo\n", "label", "one", "table", "river"), "Message"))
                .isEqualTo("request table river transaction table city not match");
        assertThat(new LoadClient(server.httpUrl(), "root", "wrong").transact("begin", "", "label", "two"))
                .startsWith("HTTP/1.1 401");
        client.run("CREATE USER app IDENTIFIED BY ''");
        assertThat(member(
                        new LoadClient(server.httpUrl(), "app", "")
                                .transact("begin", "", "label", "two", "table", "city"),
                        "Status"))
                .isEqualTo("ANALYSIS_ERROR");
    }
}
