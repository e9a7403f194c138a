package dev.cairn.embedded;

import static dev.cairn.embedded.LoadClient.member;
import static dev.cairn.embedded.LoadClient.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Loads that are sent to the HTTP port of the embedded server: their headers, labels and answers. */
class StreamLoadTest extends StreamLoadFixture {
    @Test
    void rowsAreSentToABackendAndCounted() throws Exception {
        String answer =
                loadClient.load("city", "1,Oslo,700000,\\N\n2,\\N,0,[1]\n", "column_separator", ",", "label", "one");

        assertThat(members(answer, SUMMARY_MEMBERS)).containsExactly("Success", "OK", "2", "2", "0", "0");
        assertThat(members(answer, "Label", "Db", "Table")).containsExactly("one", "shop", "city");
        assertThat(rows()).isEqualTo("[[1, Oslo, 700000, null], [2, null, 0, [1]]]");
    }

    @Test
    void aLoadWithoutRowsFails() throws Exception {
        List<String> answers = List.of(
                loadClient.load("city", ""),
                loadClient.load("city", "[]", "format", "json", "strip_outer_array", "true"),
                loadClient.load("city", "1,Oslo,1,\\N", "column_separator", ",", "where", "id > 1"),
                loadClient.load("city", "x,Oslo,1,\\N", "column_separator", ",", "max_filter_ratio", "1"));

        for (String answer : answers) {
            assertThat(members(answer, "Status", "Message"))
                    .containsExactly("Fail", "No rows were imported from upstream");
        }
        assertThat(members(answers.get(2), "NumberTotalRows", "NumberUnselectedRows"))
                .containsExactly("1", "1");
    }

    @Test
    void aMalformedLabelIsRefused() throws Exception {
        for (String label : List.of("a b", "a.b", "x".repeat(129))) {
            String answer = loadClient.load("city", "1,Oslo,1,\\N", "column_separator", ",", "label", label);

            assertThat(members(answer, "Status", "Message"))
                    .containsExactly(
                            "Fail",
                            "Getting analyzing error. Detail message: Label format error. regex: ^[-\\\\w]{1,128}$, label: "
                                    + label + ".");
        }
        assertThat(rows()).isEqualTo("[]");
        client.run("INSERT INTO city (id) VALUES (1)", "INSERT INTO city WITH LABEL `` (id) VALUES (2)");
    }

    @Test
    void columnsAreCalculatedFromFieldsOrHaveDefaults() throws Exception {
        loadClient.load(
                "city",
                "Oslo|1\nRome|2\n",
                "column_separator",
                "|",
                "columns",
                "n, id, name = upper(n)",
                "where",
                "id > 1");

        assertThat(rows()).isEqualTo("[[2, ROME, 1, null]]");
    }

    @Test
    void aConditionRefersToTheColumnsOfTheTable() throws Exception {
        client.run("CREATE TABLE sample (k INT, v INT, d INT DEFAULT '3', s VARCHAR(9)) DUPLICATE KEY(k)"
                + " DISTRIBUTED BY HASH(k)");
        String rows = "1,10,09\n2,20,x\n3,30,9";
        for (String condition : List.of("v = 11", "s = '9'", "V > 21 AND d = 3", "k = 1 AND s > '1'")) {
            loadClient.load(
                    "sample", rows, "column_separator", ",", "columns", "k, x, s, v = x + 1", "where", condition);
        }

        assertThat(client.rows("SELECT k, v FROM sample ORDER BY k").toString())
                .isEqualTo("[[1, 11], [3, 31], [3, 31]]");
        assertThat(member(
                        loadClient.load(
                                "sample", rows, "column_separator", ",", "columns", "k, x, s", "where", "x > 1"),
                        "Message"))
                .contains("x");
    }

    @Test
    void eachColumnIsAssignedOnce() throws Exception {
        client.run("CREATE TABLE sample (k INT, v INT, g BIGINT AS k + 1) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        Map<String, String> messages = Map.of(
                "k, K", "Duplicate column: K",
                "k, x, v = x, V = x", "Duplicate column mapping: V",
                "k, x, y = x", "Mapping column is not in table. column: y",
                "k, g", "generated column: g can not be specified",
                "k, g = k", "generated column: g can not be specified");

        for (Map.Entry<String, String> message : messages.entrySet()) {
            String answer = loadClient.load("sample", "1,2", "column_separator", ",", "columns", message.getKey());
            assertThat(member(answer, "Message")).isEqualTo(message.getValue());
        }
    }

    @Test
    void columnsOfHllAndBitmapNeedFunctions() throws Exception {
        client.run("CREATE TABLE sample (k INT, b BITMAP BITMAP_UNION, h HLL HLL_UNION) AGGREGATE KEY(k)"
                + " DISTRIBUTED BY HASH(k)");
        Map<String, String> messages = Map.of(
                "k, x", "HLL column must use hll_hash function, like h=hll_hash(xxx) or h=hll_empty()",
                "k, x, h = upper(x)", "HLL column must use hll_hash function, like h=hll_hash(xxx) or h=hll_empty()",
                "k, x, h = hll_empty(), b = x", "bitmap column b require the function return type is BITMAP",
                "k, b, h = hll_empty()", "Unsupported CSV type BITMAP",
                "k, x, h = HLL_HASH(x)", "OK");

        for (Map.Entry<String, String> message : messages.entrySet()) {
            String answer = loadClient.load("sample", "1,2", "column_separator", ",", "columns", message.getKey());
            assertThat(member(answer, "Message")).isEqualTo(message.getValue());
        }
        assertThat(client.rows("SELECT k, bitmap_count(b), hll_cardinality(h) FROM sample")
                        .toString())
                .isEqualTo("[[1, 0, 1]]");
    }

    /**
     * Without the header {@code timezone}, the server converts times in its default time zone, and not in that of its
     * sessions.
     */
    @Test
    void expressionsHaveTheTimeZoneOfTheLoad() throws Exception {
        client.run("SET GLOBAL time_zone = '-03:00'");
        String columns = "id, name = substr(from_unixtime(id), 12, 8)";
        loadClient.load("city", "0", "columns", columns);
        loadClient.load("city", "1", "columns", columns, "timezone", "+02:00");
        loadClient.load("city", "2", "columns", columns, "where", "hour(from_unixtime(0)) = 8");

        assertThat(rows()).isEqualTo("[[0, 08:00:00, 1, null], [1, 02:00:01, 1, null], [2, 08:00:02, 1, null]]");
    }

    @Test
    void defaultsHaveTheTimeZoneOfTheServer() throws Exception {
        client.run("CREATE TABLE event (id INT, at DATETIME DEFAULT CURRENT_TIMESTAMP) DUPLICATE KEY(id)"
                + " DISTRIBUTED BY HASH(id)");
        loadClient.load("event", "1", "columns", "id");

        assertThat(client.rows("SELECT abs(timestampdiff(MINUTE, at, utc_timestamp())) < 60 FROM event")
                        .toString())
                .isEqualTo("[[1]]");
    }

    @Test
    void wrongRowsFailALoadAndCanBeRead() throws Exception {
        String answer = loadClient.load(
                "city",
                "1,Oslo\nx,Rome\n3,Copenhagen\n\\N,Bern\n5\n",
                "column_separator",
                ",",
                "columns",
                "id, name",
                "strict_mode",
                "true");

        assertThat(members(answer, SUMMARY_MEMBERS))
                .containsExactly("Fail", "too many filtered rows", "5", "1", "4", "0");
        assertThat(loadClient.get(member(answer, "ErrorURL")))
                .contains("Error: Value count does not match column count. Expect 2, but got 1. Row: [5]")
                .contains("Error: Value 'x' is out of range. The type of 'id' is INT. Row: ['x', 'Rome']")
                .contains("Error: NULL value in non-nullable column 'id'. Row: [NULL, 'Bern'")
                .contains("Error: Value 'Copenhagen' is out of range. The type of 'name' is VARCHAR(8)");
        assertThat(rows()).isEqualTo("[]");
    }

    @Test
    void aLoadMayTolerateInvalidRows() throws Exception {
        String answer = loadClient.load(
                "city",
                "1,Oslo\n\\N,Rome\n",
                "column_separator",
                ",",
                "columns",
                "id, name",
                "max_filter_ratio",
                "0.5");

        assertThat(members(answer, SUMMARY_MEMBERS)).containsExactly("Success", "OK", "2", "1", "1", "0");
        assertThat(rows()).isEqualTo("[[1, Oslo, 1, null]]");
    }

    @Test
    void theOperationOfARowDeletesOrWritesIt() throws Exception {
        client.run(
                "CREATE TABLE sample (k INT, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)",
                "INSERT INTO sample VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)");
        loadClient.load(
                "sample",
                "{\"k\": 1, \"__op\": 1} {\"k\": 7, \"v\": 7} {\"k\": 2, \"v\": 0, \"__op\": 0}",
                "format",
                "json");
        loadClient.load("sample", "3,0,1\n3,9,0\n4,9,0\n4,0,1", "column_separator", ",", "columns", "k, v, __op");
        loadClient.load("sample", "5", "columns", "k, __op = 'DELETE'");
        loadClient.load(
                "sample",
                "{\"id\": 6, \"type\": \"D\"}",
                "format",
                "json",
                "jsonpaths",
                "[\"$.id\", \"$.type\"]",
                "columns",
                "k, type, __op = if(type = 'D', 1, 0)");

        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString()).isEqualTo("[[2, 0], [3, 9], [7, 7]]");
    }

    @Test
    void aFieldWhoseNameDiffersFromOperationInCaseDeletesNoRows() throws Exception {
        client.run("CREATE TABLE sample (k INT, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)");
        loadClient.load("sample", "1,1,0\n2,2,1", "column_separator", ",", "columns", "k, v, __OP");
        loadClient.load(
                "sample",
                "{\"k\": 1, \"v\": 9, \"__OP\": 1, \"__op\": 0} {\"k\": 2, \"v\": 9, \"__OP\": 0, \"__op\": 1}",
                "format",
                "json",
                "columns",
                "k, v, __OP");

        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString()).isEqualTo("[[1, 9]]");
    }

    @Test
    void anUnknownOperationIsRefused() throws Exception {
        client.run(
                "CREATE TABLE sample (k INT, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)",
                "INSERT INTO sample VALUES (1, 1)");
        String filtered = loadClient.load(
                "sample", "1,0,x\n2,2,0", "column_separator", ",", "columns", "k, v, __op", "max_filter_ratio", "0.5");

        assertThat(members(filtered, "Status", "NumberFilteredRows")).containsExactly("Success", "1");
        assertThat(member(loadClient.load("sample", "1", "columns", "k, __op = 'remove'"), "Message"))
                .isEqualTo("load op type string not supported: remove");
        assertThat(member(loadClient.load("sample", "1", "columns", "k, __op = NULL"), "Message"))
                .isEqualTo("const load op type column should only be upsert(0)/delete(1)");
        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString()).isEqualTo("[[1, 1], [2, 2]]");
    }

    @Test
    void rowsWithOtherOperationsAreWrittenUnlessTheLoadDeletesRows() throws Exception {
        client.run("CREATE TABLE sample (k INT, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)");

        assertThat(member(loadOperations("1,1,2\n2,2,0\n3,3,-1"), "Message")).isEqualTo("OK");
        assertThat(member(loadOperations("9,9,2\n3,3,1"), "Message"))
                .isEqualTo("The embedded server does not load rows with other values of __op than 0 and 1 together with"
                        + " deletions");
        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString()).isEqualTo("[[1, 1], [2, 2], [3, 3]]");
    }

    private String loadOperations(String rows) throws IOException {
        return loadClient.load("sample", rows, "column_separator", ",", "columns", "k, v, __op");
    }

    @Test
    void autoIncrementColumnsAreNoFieldsUnlessTheyAreNamed() throws Exception {
        client.run(
                "CREATE TABLE sample (id BIGINT NOT NULL AUTO_INCREMENT, k INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)");
        loadClient.load("sample", "7");
        loadClient.load("sample", "{\"id\": 90, \"k\": 8}", "format", "json");
        loadClient.load("sample", "99,9", "column_separator", ",", "columns", "id, k");

        assertThat(client.rows("SELECT k, id > 50 FROM sample ORDER BY k").toString())
                .isEqualTo("[[7, 0], [8, 0], [9, 1]]");
        assertThat(member(loadClient.load("sample", "\\N,10", "column_separator", ",", "columns", "id, k"), "Status"))
                .isEqualTo("Fail");
    }

    /** The server numbers the rows of a load only if its AUTO_INCREMENT column is not named. */
    @Test
    void nullInANamedAutoIncrementColumnIsFiltered() throws Exception {
        client.run(
                "CREATE TABLE sample (id BIGINT NOT NULL AUTO_INCREMENT, k INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id)");
        String rows = "{\"id\": 5, \"k\": 1} {\"id\": null, \"k\": 2} {\"k\": 3}";
        String refused = loadClient.load("sample", rows, "format", "json", "columns", "id, k");
        String filtered =
                loadClient.load("sample", rows, "format", "json", "columns", "id, k", "max_filter_ratio", "0.9");
        String computed = loadClient.load("sample", rows, "format", "json", "columns", "x, k, id = nullif(k, 2)");

        assertThat(members(refused, "Status", "Message", "NumberFilteredRows"))
                .containsExactly("Fail", "too many filtered rows", "2");
        assertThat(loadClient.get(member(refused, "ErrorURL")))
                .contains("Error: NULL value in auto increment column 'id'");
        assertThat(members(filtered, "Status", "NumberLoadedRows")).containsExactly("Success", "1");
        assertThat(member(computed, "NumberFilteredRows")).isEqualTo("1");
        assertThat(client.rows("SELECT * FROM sample").toString()).isEqualTo("[[5, 1]]");
    }

    @Test
    void aggregatesAreNotLoaded() throws Exception {
        assertThat(member(
                        loadClient.load("city", "1,a", "column_separator", ",", "columns", "id, n = count(*)"),
                        "Message"))
                .isEqualTo("Don't support aggregation function in load expression");
    }

    @Test
    void headersThatAreNoExpressionsFailTheLoad() throws Exception {
        for (String columns : List.of("id, *, name", "id, name FROM city", "id, count(*)]", "id, name AS n")) {
            assertThat(members(loadClient.load("city", "1,a", "column_separator", ",", "columns", columns), "Status"))
                    .as(columns)
                    .containsExactly("Fail");
        }
        for (String condition : List.of("*", "id > 1, id > 0", "id >", "id > 0 FROM city")) {
            String answer = loadClient.load("city", "1,a,1,\\N", "column_separator", ",", "where", condition);
            assertThat(member(answer, "Message")).as(condition).startsWith("parse where header failed");
        }
        assertThat(rows()).isEqualTo("[]");
    }

    @Test
    void aLabelIsUsedOnce() throws Exception {
        loadClient.load("city", "1,a,1,\\N", "column_separator", ",", "label", "one");
        String secondAnswer = loadClient.load("city", "2,b,1,\\N", "column_separator", ",", "label", "one");

        assertThat(members(secondAnswer, "Status", "ExistingJobStatus"))
                .containsExactly("Label Already Exists", "FINISHED");
        assertThat(client.rows("SELECT count(*) FROM city").toString()).isEqualTo("[[1]]");
        assertThat(loadState("one")).isEqualTo("VISIBLE");
        assertThat(loadState("other")).isEqualTo("UNKNOWN");
        assertThat(client.rows("SELECT LABEL, TYPE FROM information_schema.loads")
                        .toString())
                .isEqualTo("[[one, STREAM_LOAD]]");
        assertThat(client.rows("SHOW LOAD")).isEmpty();
    }

    @Test
    void aLabelIsFreeAgainAfterAFailure() throws Exception {
        loadClient.load("city", "\\N,a,1,\\N", "column_separator", ",", "label", "one");
        assertThat(loadState("one")).isEqualTo("ABORTED");

        String secondAnswer = loadClient.load("city", "2,b,1,\\N", "column_separator", ",", "label", "one");
        assertThat(member(secondAnswer, "Status")).isEqualTo("Success");
    }

    @Test
    void anAbortedLoadHasTheMessageOfItsAnswerAsReason() throws Exception {
        server.faults().add(Trigger.matching("PUT .* full"), Fault.reject(1, "HY000", "no memory"));
        server.faults().add(Trigger.matching("PUT .* cut"), Fault.cutBefore());
        loadClient.load("city", "\\N,a,1,\\N", "column_separator", ",", "label", "filtered");
        loadClient.load("city", "1", "columns", "people", "label", "incomplete");
        loadClient.load("city", "1", "columns", "id", "label", "full");
        assertThat(loadClient.load("city", "1", "columns", "id", "label", "cut"))
                .isEmpty();

        assertThat(client.rows("SELECT LABEL, STATE, ERROR_MSG FROM information_schema.loads ORDER BY JOB_ID")
                        .toString())
                .isEqualTo("[[filtered, CANCELLED, too many filtered rows],"
                        + " [incomplete, CANCELLED, Column has no default value, column=id],"
                        + " [full, CANCELLED, no memory], [cut, CANCELLED, null]]");
        assertThat(List.of(loadState("filtered", "reason"), loadState("full", "reason"), loadState("cut", "reason")))
                .containsExactly("too many filtered rows", "no memory", "");
    }

    @Test
    void aLoadIntoAnythingButATableIsRefusedByTheBackend() throws Exception {
        client.run(
                "CREATE VIEW v AS SELECT id FROM city",
                "CREATE MATERIALIZED VIEW mv REFRESH MANUAL AS SELECT id FROM city");
        Map<String, String> messages = Map.of(
                "town", "unknown table \\\"shop.town\\\"",
                "v", "Only olap/lake table support stream load",
                "mv",
                        "The data of 'mv' cannot be inserted because 'mv' is a materialized view,and the data of"
                                + " materialized view must be consistent with the base table.");

        for (Map.Entry<String, String> message : messages.entrySet()) {
            assertThat(members(loadClient.load(message.getKey(), "1"), "Status", "Message", "TxnId"))
                    .containsExactly("Fail", message.getValue(), "-1");
        }
        String redirect = loadClient.put(server.httpUrl() + "/api/market/city/_stream_load", "1");
        assertThat(redirect).startsWith("HTTP/1.1 307");
        String marketUrl = redirect.lines()
                .filter(line -> line.startsWith("Location: "))
                .map(line -> line.substring("Location: ".length()))
                .findFirst()
                .orElseThrow();
        assertThat(member(loadClient.put(marketUrl, "1"), "Message")).isEqualTo("unknown database, database=market");
    }

    @Test
    void theTimeoutOfALoadIsFromOneSecondToThreeDays() throws Exception {
        for (String timeout : List.of("0", "259201")) {
            assertThat(member(loadClient.load("city", "1", "columns", "id", "timeout", timeout), "Message"))
                    .isEqualTo("Invalid timeout: '" + timeout
                            + "'. Expected values should be between 1 and 259200 seconds");
        }
        assertThat(member(loadClient.load("city", "1", "columns", "id", "timeout", "1.5"), "Message"))
                .isEqualTo("Invalid timeout format");
        assertThat(member(loadClient.load("city", "1", "columns", "id", "timeout", "259200"), "Message"))
                .isEqualTo("OK");
    }

    @Test
    void anAnswerAfterAnUnconfirmedCommitKeepsTheNumbersOfRows() throws Exception {
        server.faults().add(Trigger.matching("PUT .* one"), Fault.rejectAfter(1, "HY000", "call frontend timeout"));
        String answer = loadClient.load("city", "1", "columns", "id", "label", "one");

        assertThat(members(answer, SUMMARY_MEMBERS))
                .containsExactly("Fail", "call frontend timeout", "1", "1", "0", "0");
        assertThat(loadState("one")).isEqualTo("VISIBLE");
    }

    @Test
    void theStateOfALoadNeedsADatabaseAndALabel() throws Exception {
        String marketState = loadClient.get(server.httpUrl() + "/api/market/get_load_state?label=one");

        assertThat(members(marketState, "state", "status", "msg"))
                .containsExactly("", "FAILED", "unknown database, database=market");
        assertThat(member(loadClient.get(server.httpUrl() + "/api/shop/get_load_state"), "msg"))
                .isEqualTo("No label selected.");
    }

    private String loadState(String label) throws IOException {
        return loadState(label, "state");
    }

    private String loadState(String label, String member) throws IOException {
        return member(loadClient.get(server.httpUrl() + "/api/shop/get_load_state?label=" + label), member);
    }

    @Test
    void rowsOfAPrimaryKeyAreReplacedOrChangedInPart() throws Exception {
        client.run("CREATE TABLE stock (id INT NOT NULL, name STRING, left_over INT) PRIMARY KEY(id)"
                + " DISTRIBUTED BY HASH(id)");
        loadClient.load("stock", "1,lamp,3\n2,desk,4\n2,chair,5\n", "column_separator", ",");
        loadClient.load(
                "stock", "1,9\n", "column_separator", ",", "columns", "id, left_over", "partial_update", "true");

        assertThat(client.rows("SELECT * FROM stock ORDER BY id").toString())
                .isEqualTo("[[1, lamp, 9], [2, chair, 5]]");
    }

    @Test
    void aPartialUpdateNamesTheKeyColumnsAndTheSourcesOfGeneratedColumns() throws Exception {
        client.run(
                "CREATE TABLE stock (id INT NOT NULL, shop INT NOT NULL, pieces INT, sold INT, left_over INT AS pieces)"
                        + " PRIMARY KEY(id, shop) DISTRIBUTED BY HASH(id)");

        assertThat(updatePart("stock", "id, sold")).isEqualTo("key column shop not in partial update columns");
        assertThat(updatePart("stock", "")).isEqualTo("key column id not in partial update columns");
        assertThat(updatePart("stock", "id, shop, sold"))
                .isEqualTo(
                        "column pieces needs to be used for expression evaluation for materialized column left_over");
        assertThat(updatePart("stock", "ID, n, shop = n, PIECES = n")).isEqualTo("OK");
        assertThat(updatePart("city", "id, name")).isEqualTo("Only primary key table support partial update");
    }

    private String updatePart(String table, String columns) throws IOException {
        return member(
                loadClient.load(table, "1,5\n", "column_separator", ",", "columns", columns, "partial_update", "true"),
                "Message");
    }

    @Test
    void bitmapsAndSketchesAreLoadedFromTexts() throws Exception {
        client.run(
                "CREATE TABLE visit (day DATE, users BITMAP BITMAP_UNION, who HLL HLL_UNION, parts ARRAY<INT> REPLACE)"
                        + " AGGREGATE KEY(day) DISTRIBUTED BY HASH(day)");
        String answer = loadClient.load(
                "visit",
                "{\"day\": \"2026-01-01\", \"u\": \"1,2\", \"w\": \"ada\", \"parts\": [1, null]}"
                        + "{\"day\": \"2026-01-01\", \"u\": \"2,3\", \"w\": \"ada\", \"parts\": []}",
                "format",
                "json",
                "columns",
                "day, u, w, parts, users = bitmap_from_string(u), who = hll_hash(w)");

        assertThat(member(answer, "Message")).isEqualTo("OK");
        assertThat(client.rows("SELECT day, bitmap_count(users), hll_cardinality(who), parts FROM visit")
                        .toString())
                .isEqualTo("[[2026-01-01, 3, 1, []]]");
    }

    @Test
    void aLoadWithoutPermissionIsRefusedBeforeItsRowsAreSent() throws Exception {
        client.run("CREATE USER 'guest' IDENTIFIED BY 'secret'");
        String loadUrl = server.httpUrl() + "/api/shop/city/_stream_load";

        assertThat(new LoadClient(server.httpUrl(), "guest", "wrong").put(loadUrl, "1"))
                .startsWith("HTTP/1.1 401");
        String deniedAnswer = new LoadClient(server.httpUrl(), "guest", "secret").put(loadUrl, "1");
        assertThat(deniedAnswer).startsWith("HTTP/1.1 401");
        assertThat(member(deniedAnswer, "msg")).contains("Access denied").contains("INSERT");
        assertThat(member(loadClient.send("PUT", loadUrl, "1", List.of()), "Message"))
                .contains("no 100-continue header");
    }

    @Test
    void unsupportedLoadOptionsAreRefused() throws Exception {
        assertThat(member(loadClient.load("city", "1", "format", "avro"), "Message"))
                .contains("unknown data format");
        assertThat(member(loadClient.load("city", "1", "merge_condition", "people"), "Message"))
                .contains("merge_condition");
        assertThat(member(loadClient.load("city", "1", "timezone", "Asia/Nowhere"), "Message"))
                .contains("Asia/Nowhere");
        assertThat(member(loadClient.load("city", "1", "columns", "people"), "Message"))
                .isEqualTo("Column has no default value, column=id");
        assertThat(member(loadClient.load("city", "{\"id\": 1", "format", "json"), "Status"))
                .isEqualTo("Fail");
        assertThat(loadClient.get(server.httpUrl() + "/api/health")).startsWith("HTTP/1.1 404");
    }

    @Test
    void faultsApplyToStreamLoads() throws Exception {
        server.faults().add(Trigger.matching("PUT /api/shop/city/_stream_load one"), Fault.reject(1, "HY000", "full"));

        assertThat(member(loadClient.load("city", "1", "columns", "id", "label", "one"), "Message"))
                .isEqualTo("full");
        assertThat(rows()).isEqualTo("[]");
        assertThat(server.log().findMatching("PUT .*")).hasSize(1);
    }

    @Test
    void aLoadIsRunAndNeverAnswered() throws Exception {
        server.faults().add(Trigger.matching("PUT .* one"), Fault.silentAfter());

        Thread load =
                new Thread(() -> assertThatCode(() -> loadClient.load("city", "1", "columns", "id", "label", "one"))
                        .doesNotThrowAnyException());
        load.setDaemon(true);
        load.start();

        await().atMost(Client.PATIENCE).untilAsserted(() -> assertThat(rows()).isEqualTo("[[1, null, 1, null]]"));
        assertThat(load.isAlive()).isTrue();
    }

    @Test
    void showFrontendsListsTheHttpPort() throws SQLException {
        assertThat(server.httpUrl())
                .isEqualTo("http://127.0.0.1:"
                        + client.rows("SHOW FRONTENDS").get(0).get(4));
    }

    @Test
    void aLoadMayNameThePartitionsOfItsRows() throws Exception {
        client.run("CREATE TABLE day (d DATE, v INT) DUPLICATE KEY (d) PARTITION BY RANGE (d)"
                + " (PARTITION p1 VALUES LESS THAN ('2024-01-01'), PARTITION p2 VALUES LESS THAN ('2025-01-01'))"
                + " DISTRIBUTED BY HASH (d)");
        String rows = "2023-05-01,1\n2024-05-01,2\n";

        String refused = loadClient.load("day", rows, "column_separator", ",", "partitions", "p2");
        assertThat(members(refused, "Status", "Message")).containsExactly("Fail", "too many filtered rows");
        String loaded = loadClient.load("day", rows, "column_separator", ",", "partitions", "p2, P1", "where", "v > 1");
        assertThat(members(loaded, "Status", "NumberLoadedRows")).containsExactly("Success", "1");
        assertThat(client.column("SELECT v FROM day")).containsExactly("2");
        String unknown = loadClient.load("day", rows, "column_separator", ",", "partitions", "p3");
        assertThat(member(unknown, "Message")).containsIgnoringCase("unknown partition 'p3'");

        client.run("ALTER TABLE day ADD TEMPORARY PARTITION t2 VALUES [('2024-01-01'), ('2025-01-01'))");
        loaded = loadClient.load("day", "2024-06-01,3\n", "column_separator", ",", "temporary_partitions", "t2");
        assertThat(members(loaded, "Status", "NumberLoadedRows")).containsExactly("Success", "1");
        assertThat(client.column("SELECT v FROM day")).containsExactly("2");
        assertThat(client.column("SELECT v FROM day TEMPORARY PARTITION (t2)")).containsExactly("3");
    }
}
