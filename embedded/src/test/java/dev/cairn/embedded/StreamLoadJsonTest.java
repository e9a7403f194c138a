package dev.cairn.embedded;

import static dev.cairn.embedded.LoadClient.member;
import static dev.cairn.embedded.LoadClient.members;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loads of JSON documents. */
class StreamLoadJsonTest extends StreamLoadFixture {
    private String jsonAnswer = "";

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

    /** A field with the name of a column from which a generated column is calculated is read as a string, and cast. */
    @Test
    void fieldsOfSourcesOfGeneratedColumnsAreCast() throws Exception {
        client.run("CREATE TABLE item (id INT, tags ARRAY<STRING>, days ARRAY<DATE>, n BIGINT AS"
                + " array_length(tags) + array_length(days)) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)");
        String row = "{\"id\": 1, \"tags\": [\"a\\\\b\", null], \"days\": [\"2026-01-02\"]}";
        loadClient.load("item", row, "format", "json", "columns", "id, tags, days");
        loadClient.load(
                "item",
                row.replace("tags", "x").replace("days", "y"),
                "format",
                "json",
                "columns",
                "id, x, y, tags = x, days = y");
        String incomplete = loadClient.load("item", row, "format", "json", "columns", "id, tags");

        assertThat(client.rows("SELECT hex(tags[1]), hex(tags[2]), days[1], n FROM item ORDER BY 1")
                        .toString())
                .isEqualTo("[[615C5C62, 6E756C6C, null, 3], [615C62, null, 2026-01-02, 3]]");
        assertThat(member(incomplete, "Status")).isEqualTo("Fail");
    }

    @Test
    void mapsThatGeneratedColumnsNeedAreNotCast() throws Exception {
        client.run("CREATE TABLE item (id INT, m MAP<STRING, INT>, n INT AS map_size(m)) DUPLICATE KEY(id)"
                + " DISTRIBUTED BY HASH(id)");
        String answer = loadClient.load("item", "{\"id\": 1, \"m\": {\"a\": 1}}", "format", "json");

        assertThat(member(answer, "Message")).startsWith("Invalid type cast from varchar to MAP<");
    }
}
