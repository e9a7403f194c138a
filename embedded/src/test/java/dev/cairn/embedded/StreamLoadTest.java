package dev.cairn.embedded;

import static dev.cairn.embedded.LoadClient.member;
import static dev.cairn.embedded.LoadClient.members;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads that are sent to the HTTP port of the embedded server. */
class StreamLoadTest {
    private static final String[] SUMMARY_MEMBERS = {
        "Status", "Message", "NumberTotalRows", "NumberLoadedRows", "NumberFilteredRows", "NumberUnselectedRows"
    };

    private EmbeddedStarRocks server;
    private Client client;
    private LoadClient loadClient;
    private String jsonAnswer = "";

    @BeforeEach
    void createTable() throws SQLException {
        server = EmbeddedStarRocks.start();
        server.createDatabase("shop");
        client = Client.of(server.jdbcUrl("shop"));
        client.run("CREATE TABLE city (id INT NOT NULL, name VARCHAR(8), people BIGINT DEFAULT '1', note JSON)"
                + " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)");
        loadClient = new LoadClient(server.httpUrl(), "root", "");
    }

    @AfterEach
    void close() throws SQLException {
        client.close();
        server.close();
    }

    private String rows() throws SQLException {
        return client.rows("SELECT id, name, people, note FROM city ORDER BY id")
                .toString();
    }

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
    void membersOfObjectsAreMatchedByName() throws Exception {
        loadClient.load(
                "city",
                "{\"name\": \"\\u00c5s \\\"x\\\"\", \"id\": 1, \"note\": {\"a\": \"b}\"}, \"other\": [{}, \"]\"]}\n"
                        + "{\"id\": \"2\", \"people\": null, \"note\": \"12\"}",
                "format",
                "json");

        assertThat(rows()).isEqualTo("[[1, Ås \"x\", null, {\"a\": \"b}\"}], [2, null, null, \"12\"]]");
    }

    @Test
    void membersOfObjectsAreReadByTheTypesOfTheirColumns() throws Exception {
        client.run("CREATE TABLE sample (k INT, i INT, b BOOLEAN, v VARCHAR(9), n DECIMAL(9, 2), a ARRAY<BOOLEAN>)"
                + " DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        loadClient.load(
                "sample",
                "{\"k\": 1, \"i\": 2.5, \"b\": 0.5, \"v\": { \"a\": 1 }, \"n\": 2.5, \"a\": [0.5, \"x\"]}"
                        + "{\"k\": 2, \"i\": \"1e2\", \"b\": \"0.5\", \"v\": [\"a b\"], \"n\": true, \"a\": [true, 1]}"
                        + "{\"k\": 3, \"i\": true, \"b\": false, \"v\": \"0123456789\", \"n\": \"x\", \"a\": 1}",
                "format",
                "json");

        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString())
                .isEqualTo("[[1, 2, 1, {\"a\":1}, 2.50, [1,null]], [2, 100, null, [\"a b\"], 1.00, [1,1]],"
                        + " [3, null, 0, null, null, null]]");
    }

    @Test
    void oneArrayMayHoldAllObjects() throws Exception {
        String objects = "[{\"id\": 1}, {\"id\": 2}]";

        assertThat(member(loadClient.load("city", objects, "format", "json"), "Message"))
                .contains("strip_outer_array=true");
        assertThat(member(loadClient.load("city", objects, "format", "json", "strip_outer_array", "true"), "Status"))
                .isEqualTo("Success");
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
    void pathsNameTheMembersInTheOrderOfTheColumns() throws Exception {
        loadClient.load(
                "city",
                "{\"number\": 1, \"what\": \"Oslo\"}",
                "format",
                "json",
                "jsonpaths",
                "[\"$.what\", \"$.number\"]",
                "columns",
                "name, id");

        assertThat(rows()).isEqualTo("[[1, Oslo, 1, null]]");
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
    void fieldsOfCsvAreReadByTheTypesOfTheirColumns() throws Exception {
        String numbers = loadCsv(
                "b BOOLEAN, t TINYINT, i BIGINT, v VARCHAR(3)",
                "1|0.5|-1.9|9223372036854775807.9|abc",
                "2|0.0|127.9|1e3|abcd",
                "3|x|128.0|.|",
                "4| TRUE | 7 | -0.9999999999|\\N");
        assertThat(numbers)
                .isEqualTo("[[1, 1, -1, 9223372036854775807, abc], [2, 0, 127, 1000, null], [3, null, null, null, ],"
                        + " [4, 1, 7, -1, null]]");
        assertThat(loadCsv("n DECIMAL(5, 2)", "1|123.456", "2|1234.5", "3|0.01e4", "4|-0.001"))
                .isEqualTo("[[1, 123.46], [2, null], [3, 100.00], [4, 0.00]]");
        assertThat(loadCsv("j JSON, b VARBINARY", "1|{\"a\": 1}|YWJj", "2|abc|a.c"))
                .isEqualTo("[[1, {\"a\": 1}, abc], [2, null, a.c]]");
    }

    @Test
    void elementsOfCsvHaveQuotesIfTheyAreTextsOrDates() throws Exception {
        String arrays = loadCsv(
                "i ARRAY<INT>, s ARRAY<VARCHAR(9)>, d ARRAY<ARRAY<DATE>>",
                "1|[1,2.5,null]|[\"a,\"\"b\",\"\"]|[[\"2024-01-02\",null],[]]",
                "2|[\"1\"]|[a]|[[\"x\"]]",
                "3|[1,x]|[\"a\", \"b\"]|[[2024-01-02]]",
                "4|[]|[\"a]|[[]");
        assertThat(arrays)
                .isEqualTo("[[1, [1,2,null], [\"a,\\\"b\",\"\"], [[\"2024-01-02\",null],[]]], [2, null, null, null],"
                        + " [3, null, null, null], [4, [], null, null]]");
        assertThat(loadCsv("m MAP<INT, ARRAY<VARCHAR(9)>>", "1|{1:[\"a\"],2:[b],1:null}", "2|{}", "3|{1}"))
                .isEqualTo("[[1, {1:null,2:null}], [2, {}], [3, null]]");
    }

    /** Loads lines into a new table, and returns its rows. */
    private String loadCsv(String columns, String... lines) throws Exception {
        client.run("DROP TABLE IF EXISTS sample");
        client.run("CREATE TABLE sample (k INT, " + columns + ") DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        loadClient.load("sample", String.join("\n", lines), "column_separator", "|");
        return client.rows("SELECT * FROM sample ORDER BY k").toString();
    }

    @Test
    void aStrictLoadFiltersRowsWithInvalidElements() throws Exception {
        client.run("CREATE TABLE sample (k INT, a ARRAY<DATE>, m MAP<INT, INT>) DUPLICATE KEY(k)"
                + " DISTRIBUTED BY HASH(k)");
        String answer = loadClient.load(
                "sample",
                "1|[\"2024-01-02\"]|{1:null}\n2|[\"x\"]|{}\n3|[]|{1:x}\n4|[2024-01-02]|{}",
                "column_separator",
                "|",
                "strict_mode",
                "true",
                "max_filter_ratio",
                "0.8");

        assertThat(members(answer, SUMMARY_MEMBERS)).containsExactly("Success", "OK", "4", "1", "3", "0");
        assertThat(client.rows("SELECT * FROM sample").toString()).isEqualTo("[[1, [\"2024-01-02\"], {1:null}]]");
    }

    @Test
    void fieldsOfExpressionsAreTextsThatAreCast() throws Exception {
        client.run("CREATE TABLE sample (k INT, i INT, a ARRAY<VARCHAR(9)>, n INT) DUPLICATE KEY(k)"
                + " DISTRIBUTED BY HASH(k)");
        loadClient.load("sample", "1|2.5|[a, b]", "column_separator", "|", "columns", "k, i, a, n = i + length(a)");
        loadClient.load("sample", "2|2.5|[a, b]", "column_separator", "|", "columns", "k, i, a, n = k");

        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString())
                .isEqualTo("[[1, null, [\"a\",\"b\"], 8], [2, 2, null, 2]]");
    }

    @Test
    void structsAreNotReadFromCsv() throws Exception {
        client.run("CREATE TABLE sample (k INT, s ARRAY<STRUCT<x INT>>) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");

        assertThat(member(loadClient.load("sample", "1|[]", "column_separator", "|"), "Message"))
                .startsWith("Unsupported CSV type");
    }

    @Test
    void fieldsWithoutAPathAreNull() throws Exception {
        client.run("CREATE TABLE sample (a INT, b INT, c INT) DUPLICATE KEY(a) DISTRIBUTED BY HASH(a)");
        String row = "{\"x\": 1, \"y\": 2, \"z\": 3, \"o\": 4}";
        loadClient.load("sample", row, "format", "json", "jsonpaths", "[\"$.x\", \"$.y\"]");
        loadClient.load("sample", row, "format", "json", "jsonpaths", "[\"$.y\", \"$.x\", \"$.z\", \"$.o\"]");

        assertThat(client.rows("SELECT * FROM sample ORDER BY a").toString()).isEqualTo("[[1, 2, null], [2, 1, 3]]");
    }

    @Test
    void jsonColumnsKeepTheTypesOfLoadedValues() throws Exception {
        client.run("CREATE TABLE sample (k INT, j JSON, a ARRAY<JSON>, m MAP<INT, JSON>, s STRUCT<j JSON>)"
                + " DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        loadClient.load(
                "sample",
                "{\"k\": 1, \"j\": true, \"a\": [1, \"1\", null], \"m\": {\"1\": 2.50}, \"s\": {\"j\": [1]}}"
                        + "{\"k\": 2, \"j\": 1e2} {\"k\": 3, \"j\": \"12\"} {\"k\": 4, \"j\": null}",
                "format",
                "json");
        loadClient.load("sample", "{\"k\": 5, \"j\": 7}", "format", "json", "columns", "k, j, a = [j]");

        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString())
                .isEqualTo("[[1, true, ['1','\"1\"',null], {1:'2.5'}, {\"j\":'[1]'}], [2, 100, null, null, null],"
                        + " [3, \"12\", null, null, null], [4, null, null, null, null],"
                        + " [5, \"7\", ['\"7\"'], null, null]]");
    }

    @Test
    void elementsOfJsonAreReadLikeColumns() throws Exception {
        client.run(
                "CREATE TABLE sample (k INT, t ARRAY<VARCHAR(5)>, i ARRAY<INT>, n ARRAY<LARGEINT>, d ARRAY<DECIMAL(5, 2)>,"
                        + " m MAP<VARCHAR(3), VARCHAR(5)>, s STRUCT<a VARCHAR(5), b BOOLEAN>) DUPLICATE KEY(k)"
                        + " DISTRIBUTED BY HASH(k)");
        loadClient.load(
                "sample",
                "{\"k\": 1, \"t\": [true, 1.50, {\"x\": 1}, [1, 2], \"too long\", 7 ], \"i\": [true, \"1.9\", 2.9, \"x\"],"
                        + " \"n\": [1.5, true, \"7\"], \"d\": [true, 1.5, \"true\"],"
                        + " \"m\": {\"z\": 1.50, \"a\": false, \"long\": null}, \"s\": {\"b\": 2, \"a\": 1.50, \"a\": 2}}"
                        + "{\"k\": 2, \"t\": \"[1]\", \"i\": 5, \"n\": {}, \"m\": [], \"s\": [1]}",
                "format",
                "json");

        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString())
                .isEqualTo(
                        "[[1, [\"1\",\"1.50\",null,\"[1,2]\",null,\"7 \"], [null,1,2,null], [null,1,7], [1.00,1.50,null],"
                                + " {null:null,\"a\":\"0\",\"z\":\"1.50\"}, {\"a\":\"1.50\",\"b\":1}],"
                                + " [2, null, null, null, null, null, null]]");
    }

    @Test
    void theFirstOfMembersWithTheSameNameCounts() throws Exception {
        loadJson("{\"a\": 1, \"b\": null, \"b\": \"x\", \"a\": 2}");

        assertThat(sampleRows()).isEqualTo("[[1, null, null]]");
    }

    @Test
    void numbersAreTextsWithTheSpacesBehindThem() throws Exception {
        loadJson("{\"a\": 1, \"b\": 2 ,\"c\": 3\n}");
        loadJson("{\"a\": 2, \"x\": 1.50 }", "jsonpaths", "[\"$.a\", \"$.x\"]");

        assertThat(sampleRows()).isEqualTo("[[1, 2 , 3], [2, 1.50 , null]]");
    }

    @Test
    void malformedNumbersAndLargeIntegersWithFractionsAreNull() throws Exception {
        client.run("CREATE TABLE sample (k INT, i INT, n LARGEINT, d DOUBLE, v VARCHAR(9)) DUPLICATE KEY(k)"
                + " DISTRIBUTED BY HASH(k)");
        String rows =
                "{\"k\": 1, \"i\": 01, \"n\": 1.5, \"d\": .5, \"v\": +1}{\"k\": 2, \"i\": 1e1, \"n\": true, \"v\": 01}";
        loadClient.load("sample", rows, "format", "json");
        loadClient.load("sample", rows, "format", "json", "strict_mode", "true", "max_filter_ratio", "0.5");

        assertThat(client.rows("SELECT * FROM sample ORDER BY k").toString())
                .isEqualTo("[[1, null, null, null, null], [2, 10, 1, null, 01], [2, 10, 1, null, 01]]");
    }

    @Test
    void aPathToTheObjectItselfKeepsItsSpaces() throws Exception {
        loadJson("{\"a\": 1,  \"b\": [1, 2]}", "jsonpaths", "[\"$.a\", \"$\", \"$\"]");
        loadJson("{\"a\": 1}", "jsonpaths", "[\"$\"]");

        assertThat(members(jsonAnswer, "Status", "Message")).containsExactly("Fail", "too many filtered rows");
        assertThat(sampleRows()).isEqualTo("[[1, {\"a\": 1,  \"b\": [1, 2]}, {\"a\": 1, \"b\": [1, 2]}]]");
    }

    @Test
    void anIncompleteObjectAtTheEndIsIgnored() throws Exception {
        loadJson("{\"a\": 1}\n{\"a\": 2, \"b\": \"x");
        assertThat(members(jsonAnswer, "Status", "NumberLoadedRows")).containsExactly("Success", "1");
        loadJson("{\"r\": {\"a\": 3}} {\"r\": {\"a\": 4}", "json_root", "$.r");
        loadJson("[{\"a\": 5}, {\"a\":", "strip_outer_array", "true");

        assertThat(members(jsonAnswer, "Status")).containsExactly("Fail");
        assertThat(sampleRows()).isEqualTo("[[1, null, null], [3, null, null]]");
    }

    @Test
    void objectsAreSeparatedByCommasInArraysOnly() throws Exception {
        for (String documents : List.of("{\"a\": 1}, {\"a\": 2}", "{\"a\": 1} ]", "[{\"a\": 1}] {\"a\": 2}")) {
            loadJson(documents);
            assertThat(members(jsonAnswer, "Status")).as(documents).containsExactly("Fail");
        }
        for (String array : List.of("[{\"a\": 1} {\"a\": 2}]", "[{\"a\": 1},]")) {
            loadJson(array, "strip_outer_array", "true");
            assertThat(members(jsonAnswer, "Status")).as(array).containsExactly("Fail");
            loadJson("{\"r\": " + array + "}", "strip_outer_array", "true", "json_root", "$.r");
            assertThat(members(jsonAnswer, "Status")).as(array).containsExactly("Fail");
        }
        assertThat(sampleRows()).isEqualTo("[]");
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
    void autoIncrementColumnsAreNoFieldsUnlessTheyAreNamed() throws Exception {
        client.run(
                "CREATE TABLE sample (id BIGINT NOT NULL AUTO_INCREMENT, k INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)");
        loadClient.load("sample", "7");
        loadClient.load("sample", "{\"id\": 90, \"k\": 8}", "format", "json");
        loadClient.load("sample", "99,9", "column_separator", ",", "columns", "id, k");

        assertThat(client.rows("SELECT k, id > 50 FROM sample ORDER BY k").toString())
                .isEqualTo("[[7, 0], [8, 0], [9, 1]]");
    }

    @Test
    void controlCharactersInTextsOfJsonAreEscaped() throws Exception {
        loadJson("{\"a\": 1, \"b\": \"x\\ny\\t\"}");
        for (String document : List.of("{\"a\": 2, \"b\": \"x\ny\"}", "{\"a\": 2, \"other\": [\"\t\"]}")) {
            loadJson(document);
            assertThat(members(jsonAnswer, "Status")).as(document).containsExactly("Fail");
        }
        assertThat(sampleRows()).isEqualTo("[[1, x\ny\t, null]]");
    }

    private void loadJson(String document, String... headers) throws Exception {
        client.run("CREATE TABLE IF NOT EXISTS sample (a INT, b VARCHAR(40), c JSON)"
                + " DUPLICATE KEY(a) DISTRIBUTED BY HASH(a)");
        List<String> allHeaders = new ArrayList<>(List.of("format", "json"));
        allHeaders.addAll(List.of(headers));
        jsonAnswer = loadClient.load("sample", document, allHeaders.toArray(String[]::new));
    }

    private String sampleRows() throws SQLException {
        return client.rows("SELECT * FROM sample ORDER BY a, b").toString();
    }

    @Test
    void pathsLeadIntoObjectsAndArrays() throws Exception {
        loadJson(
                "{\"id\": {\"n\": 7}, \"of.\": [{\"b\": 1.50}, {\"b\": [ 1, \"x y\" ]}], \"c\": {\"d\": null}}",
                "jsonpaths",
                "[\"$.id.n\", \"$.\\\"of.\\\"[1].b\", \"$.of\\\\.[0]\"]");
        loadJson("{\"id\": {\"n\": 8}}", "jsonpaths", "[\"id.id.n\", \"$.id.*\", \"$\"]");

        assertThat(sampleRows()).isEqualTo("[[7, [1,\"x y\"], {\"b\": 1.5}], [8, 8, {\"id\": {\"n\": 8}}]]");
    }

    @Test
    void pathsThatLeadNowhereAreNull() throws Exception {
        String document = "{\"a\": 1, \"b\": [1], \"c\": null, \"d\": {}}";
        for (String path :
                List.of("$.x", "$.a.x", "$.b[1]", "$.b[*]", "$.c", "$.c.x", "$.c[0]", "$.b.x", "$.d.x", "$..a")) {
            loadJson(document, "jsonpaths", "[\"$.a\", \"" + path + "\"]");
        }

        assertThat(client.rows("SELECT count(*), count(b) FROM sample").toString())
                .isEqualTo("[[10, 0]]");
    }

    @Test
    void pathsThatCanNotBeFollowedFilterTheRow() throws Exception {
        for (String path : List.of("$.a[0]", "$.d[0]", "$.*", "a", "$a", "")) {
            loadJson("{\"a\": 1, \"d\": {}}", "jsonpaths", "[\"$.a\", \"" + path + "\"]");

            assertThat(members(jsonAnswer, SUMMARY_MEMBERS))
                    .as(path)
                    .startsWith("Fail")
                    .endsWith("1", "0");
        }
        loadJson("{\"a\": 1}\n{\"a\": [2]}", "jsonpaths", "[\"$.a[0]\"]", "max_filter_ratio", "0.5");

        assertThat(sampleRows()).isEqualTo("[[2, null, null]]");
    }

    @Test
    void invalidPathsFailTheLoad() throws Exception {
        for (String paths : List.of(
                "$.a",
                "[1]",
                "{}",
                "[\"$.a[x]\"]",
                "[\"$.a[0][1]\"]",
                "[\"$.a[1:2]\"]",
                "[\"$.a[99999999999999999999]\"]")) {
            loadJson("{\"a\": 1}", "jsonpaths", paths);

            assertThat(member(jsonAnswer, "Message")).as(paths).contains("Invalid json path");
        }
    }

    @Test
    void rowsAreBelowARoot() throws Exception {
        loadJson("{\"rows\": {\"a\": 1}} {\"rows\": {\"a\": 2}}", "json_root", "$.rows");
        loadJson("[{\"rows\": {\"a\": 3}}, {\"rows\": {\"a\": 4}}]", "json_root", "$.rows");
        loadJson(
                "{\"rows\": [{\"x\": {\"a\": 5}}, {\"x\": {\"a\": 6}}]} {\"rows\": []}",
                "json_root",
                "$.rows",
                "strip_outer_array",
                "true",
                "jsonpaths",
                "[\"$.x.a\"]");

        assertThat(client.rows("SELECT a FROM sample ORDER BY a").toString())
                .isEqualTo("[[1], [2], [3], [4], [5], [6]]");
    }

    @Test
    void aRootThatIsMissingOrOfAnotherKindFailsTheLoad() throws Exception {
        loadJson("{\"x\": {}}", "json_root", "$.rows");
        assertThat(member(jsonAnswer, "Message")).contains("unable to find key: $.rows");

        loadJson("{\"rows\": [{}]}", "json_root", "$.rows");
        assertThat(member(jsonAnswer, "Message")).contains("you can set strip_outer_array=true");

        loadJson("{\"rows\": {}}", "json_root", "$.rows", "strip_outer_array", "true");
        assertThat(member(jsonAnswer, "Message")).contains("should be array type");
    }

    @Test
    void rowsWithInvalidUtf8AreFiltered() throws Exception {
        LoadClient latinClient = loadClient.withBodyCharset(StandardCharsets.ISO_8859_1);
        String answer = latinClient.load(
                "city",
                "1,\u00c3\u00a9\n2,\u00e9\n3,\u00f0\u009f\u0098\u0080\n4,\u00f4\u008f\u00b0\u0080\n",
                "column_separator",
                ",",
                "columns",
                "id, name",
                "max_filter_ratio",
                "0.5");

        assertThat(members(answer, SUMMARY_MEMBERS)).endsWith("4", "3", "1", "0");
        assertThat(client.rows("SELECT id, hex(name) FROM city ORDER BY id").toString())
                .isEqualTo("[[1, C3A9], [3, F09F9880], [4, F48FB080]]");
        assertThat(member(latinClient.load("city", "{\"id\": 5, \"name\": \"\u00e9\"}", "format", "json"), "Message"))
                .contains("not valid UTF-8");
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
    void anInvalidSeparatorFailsTheLoad() throws Exception {
        assertThat(member(loadClient.load("city", "1,a,1,\\N", "column_separator", "\\xzz"), "Message"))
                .endsWith("xzz': invalid hex format");
        assertThat(member(loadClient.load("city", "1,a,1,\\N", "row_delimiter", "0X0"), "Message"))
                .contains("hex length must be a even number");
        assertThat(members(loadClient.load("city", "1,a,1,\\N", "column_separator", "\\X2C"), "Status"))
                .containsExactly("Success");
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
    void fieldsMayBeEnclosed() throws Exception {
        loadClient.load(
                "city",
                "id,name\n1,\"a,\"\"b\"\n2,c\\,d\n",
                "column_separator",
                ",",
                "columns",
                "id, name",
                "skip_header",
                "1",
                "enclose",
                "\"",
                "escape",
                "\\");

        assertThat(rows()).isEqualTo("[[1, a,\"b, 1, null], [2, c,d, 1, null]]");
    }

    @Test
    void spacesAroundFieldsAreTrimmedOutsideOfQuotes() throws Exception {
        String lines = "1,  a b  \n\n2 ,  \" c \"  \n3,\"\\N\"\n";
        loadClient.load("city", lines, "column_separator", ",", "columns", "id, name", "trim_space", "true");
        assertThat(client.rows("SELECT id, concat('<', name, '>') FROM city ORDER BY id")
                        .toString())
                .isEqualTo("[[1, <a b>], [2, <\" c \">], [3, <\"\\N\">]]");

        client.run("TRUNCATE TABLE city");
        loadClient.load(
                "city", lines, "column_separator", ",", "columns", "id, name", "trim_space", "true", "enclose", "\"");
        assertThat(client.rows("SELECT id, concat('<', name, '>') FROM city ORDER BY id")
                        .toString())
                .isEqualTo("[[1, <a b  >], [2, < c >], [3, null]]");
    }

    @Test
    void aLoadWithoutPermissionIsRefusedBeforeItsRowsAreSent() throws Exception {
        client.run("CREATE USER 'guest' IDENTIFIED BY 'secret'");
        String loadUrl = server.httpUrl() + "/api/shop/city/_stream_load";

        assertThat(new LoadClient(server.httpUrl(), "guest", "wrong").put(loadUrl, "1"))
                .startsWith("HTTP/1.1 401");
        String deniedAnswer = new LoadClient(server.httpUrl(), "guest", "secret").put(loadUrl, "1");
        assertThat(member(deniedAnswer, "Message")).contains("Access denied").contains("INSERT");
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
        assertThat(member(loadClient.load("city", "1,2", "columns", "id, name", "partial_update", "true"), "Message"))
                .isEqualTo("A partial update is only supported for tables with PRIMARY KEY");
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
}
