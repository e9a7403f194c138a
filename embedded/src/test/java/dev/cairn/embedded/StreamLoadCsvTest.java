package dev.cairn.embedded;

import static dev.cairn.embedded.LoadClient.member;
import static dev.cairn.embedded.LoadClient.members;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loads of lines whose fields have separators. */
class StreamLoadCsvTest extends StreamLoadFixture {
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
    void anInvalidSeparatorFailsTheLoad() throws Exception {
        assertThat(member(loadClient.load("city", "1,a,1,\\N", "column_separator", "\\xzz"), "Message"))
                .endsWith("xzz': invalid hex format");
        assertThat(member(loadClient.load("city", "1,a,1,\\N", "row_delimiter", "0X0"), "Message"))
                .contains("hex length must be a even number");
        assertThat(members(loadClient.load("city", "1,a,1,\\N", "column_separator", "\\X2C"), "Status"))
                .containsExactly("Success");
    }

    /** A frontend casts each byte to a character, with its sign. */
    @Test
    void theBytesOfASeparatorAreCharacters() throws Exception {
        for (String separatedRow : List.of("1\u00e9a", "1\u00c3\u00a9a", "1\uffc3\uffa9a")) {
            loadClient.load(
                    "city",
                    separatedRow,
                    "column_separator",
                    "\\xC3A9",
                    "columns",
                    "id, name",
                    "max_filter_ratio",
                    "1");
            assertThat(client.rows("SELECT id, name FROM city").toString())
                    .as(separatedRow)
                    .isEqualTo(separatedRow.contains("\uffc3") ? "[[1, a]]" : "[]");
        }
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
}
