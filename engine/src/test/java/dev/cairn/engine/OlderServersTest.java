package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.refusal.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the syntax and the functions that a 3.5 server does not have, and the rules of queries that differ on it. */
class OlderServersTest {
    private static final String CREATE_TABLE =
            "CREATE TABLE a (k INT NOT NULL, d DATE, v INT, s VARCHAR(10), b VARBINARY(9))"
                    + " DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)";
    private static final String CREATE_OTHER_TABLE = "CREATE TABLE o (k BIGINT NOT NULL, w INT) DUPLICATE KEY(k)";

    private final EngineClient newestClient = EngineClient.ofDefaultServer().execute(CREATE_TABLE, CREATE_OTHER_TABLE);
    private final EngineClient oldClient =
            EngineClient.of(EngineClient.SERVER_3_5).execute(CREATE_TABLE, CREATE_OTHER_TABLE);

    private static String createViewSql(String query) {
        return "CREATE OR REPLACE VIEW w AS " + query;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT sum(v) FILTER (WHERE k > 1) x FROM a     | FILTER needs StarRocks 4.0 or later
            SELECT k FROM a ORDER BY ALL                    | ORDER BY ALL needs StarRocks 4.0 or later
            SELECT * EXCEPT (v) FROM a                      | * EXCEPT needs StarRocks 4.0 or later
            SELECT k FROM (SELECT * EXCLUDE (v) FROM a) i   | * EXCLUDE needs StarRocks 4.0 or later
            SELECT a.k FROM a NULL AWARE LEFT ANTI JOIN o ON a.k = o.k | NULL AWARE LEFT ANTI JOIN needs StarRocks 4.0 or later
            SELECT CAST(k AS DECIMAL256(50,2)) x FROM a     | DECIMAL256 needs StarRocks 4.0 or later
            SELECT k FROM a WHERE k IN (SELECT max(w) FILTER (WHERE true) FROM o) | FILTER needs StarRocks 4.0 or later
            """)
    void newerSyntaxOfQueriesIsASyntaxError(String query, String expectedReason) {
        newestClient.execute(createViewSql(query));
        Refusal refusal = oldClient.refusalOf(createViewSql(query));
        assertThat(refusal.errno()).isEqualTo(1064);
        assertThat(refusal.getMessage()).startsWith("Getting syntax error").contains(expectedReason);
    }

    @Test
    void newerSyntaxIsReportedBeforeAnyOtherError() {
        assertThat(oldClient.ruleOf(createViewSql("SELECT nosuch FROM nowhere ORDER BY ALL")))
                .isEqualTo("SyntaxRule.NEWER_THAN_SERVER");
        assertThat(oldClient.ruleOf("CREATE TABLE nowhere.b (k INT, d DATE) PARTITION BY (k, date_trunc('day', d))"))
                .isEqualTo("SyntaxRule.NEWER_THAN_SERVER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE b (k INT, d DATE) DUPLICATE KEY(k) PARTITION BY (date_trunc('day', d))",
                "CREATE TABLE b (k INT, d DATE) DUPLICATE KEY(k) PARTITION BY (k, date_trunc('month', d))",
            })
    void partitionExpressionsCannotBeParenthesized(String statement) {
        newestClient.execute(statement);
        assertThat(oldClient.ruleOf(statement)).isEqualTo("SyntaxRule.NEWER_THAN_SERVER");
        oldClient.execute(statement.replaceFirst("BY \\((.*)\\)$", "BY $1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "regexp_count(s, 'a')",
                "json_pretty(parse_json(s))",
                "last_day(d) + strpos(s, 'a')",
                "array_sort([k], (x, y) -> x - y)",
                "array_generate(d, d, 1, 'day')",
                "aes_encrypt(s, s, s, 'AES_128_CBC')",
                "current_timezone()",
                "weekday(d)",
            })
    void newerFunctionsAndSignaturesAreUnknown(String call) {
        newestClient.execute(createViewSql("SELECT " + call + " x FROM a"));
        assertThat(oldClient
                        .refusalOf(createViewSql("SELECT " + call + " x FROM a"))
                        .errno())
                .isEqualTo(1064);
    }

    @Test
    void functionsOfAllServersAreKnown() {
        oldClient.execute(
                createViewSql("SELECT aes_encrypt(s, s) x, last_day(d) y, array_sort([k]) z FROM a"),
                createViewSql("SELECT count_if(k > 1) x, array_agg(v) y, percentile_approx(v, 0.5) z FROM a"));
    }

    @Test
    void someAggregateFunctionsWereNotWindowFunctions() {
        String query = createViewSql("SELECT array_agg(v) OVER (PARTITION BY k) x FROM a");
        newestClient.execute(query);
        assertThat(oldClient.ruleOf(query)).startsWith("ExpressionRule.NO_WINDOW_FUNCTION");
    }

    @Test
    void mostWindowFunctionsWereNotDistinct() {
        String query = createViewSql("SELECT sum(DISTINCT v) OVER (PARTITION BY k) x FROM a");
        newestClient.execute(query);
        assertThat(oldClient.ruleOf(query)).startsWith("ExpressionRule.DISTINCT_IN_WINDOW_FUNCTION");
        oldClient.execute(createViewSql("SELECT min(DISTINCT v) OVER (PARTITION BY k) x FROM a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unique_constraints", "foreign_key_constraints"})
    void emptyConstraintsAreUnknownPropertiesOfAMaterializedView(String property) {
        String statement = "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH (k) BUCKETS 1 REFRESH DEFERRED MANUAL"
                + " PROPERTIES ('" + property + "' = '') AS SELECT k, v FROM a";
        newestClient.execute(statement);
        Refusal refusal = oldClient.refusalOf(statement);
        assertThat(refusal.errno()).isEqualTo(6013);
        assertThat(EngineClient.ruleName(refusal)).endsWith("UNKNOWN_PROPERTIES");
    }

    @Test
    void usingDoesNotMergeColumns() {
        String mergedColumnSql = createViewSql("SELECT k FROM a JOIN o USING (k)");
        String qualifiedColumnSql = createViewSql("SELECT o.k FROM a JOIN o USING (k)");
        newestClient.execute(mergedColumnSql);
        assertThat(newestClient.ruleOf(qualifiedColumnSql)).contains("TypeRule.COLUMN_NOT_FOUND");
        assertThat(oldClient.ruleOf(mergedColumnSql)).isEqualTo("SourceRule.COLUMN_AMBIGUOUS");
        oldClient.execute(qualifiedColumnSql);
        assertThat(describeColumns(oldClient)).containsExactly("k bigint");
    }

    @Test
    void decimalLiteralsHaveAtMost38Digits() {
        String query = createViewSql("SELECT 12345678901234567890.12345678901234567890");
        assertThat(describeColumns(newestClient.execute(query)))
                .containsExactly("12345678901234567890.12345678901234567890 decimal(40,20)");
        assertThat(describeColumns(oldClient.execute(query)))
                .containsExactly("12345678901234567890.123456789012345679 decimal(38,18)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT b FROM a ORDER BY b",
                "SELECT k FROM a ORDER BY row(k, v)",
                "SELECT rank() OVER (ORDER BY b) x FROM a",
                "SELECT group_concat(s ORDER BY b) x FROM a",
                "SELECT array_sortby([k], [b], [v]) x FROM a",
            })
    void binariesAndStructsHadNoOrder(String query) {
        newestClient.execute(createViewSql(query));
        assertThat(oldClient.refusalOf(createViewSql(query)).errno()).isEqualTo(1064);
    }

    @Test
    void nestedWindowFunctionsAreOnlyNoticedBeforeAnotherColumn() {
        String nestedCall = "SELECT sum(max(v) OVER (PARTITION BY k)) OVER () x";
        oldClient.execute(createViewSql(nestedCall + " FROM a"));
        assertThat(oldClient.ruleOf(createViewSql(nestedCall + ", k FROM a"))).isEqualTo("QueryRule.NESTED_FUNCTION");
        assertThat(newestClient.ruleOf(createViewSql(nestedCall + " FROM a"))).startsWith("QueryRule.NESTED_FUNCTION");
    }

    private static List<String> describeColumns(EngineClient client) {
        return client.catalog().findDatabase("t").orElseThrow().findView("w").orElseThrow().columns().stream()
                .map(OlderServersTest::describeColumn)
                .toList();
    }

    private static String describeColumn(ViewColumn column) {
        return column.name() + " " + TypeFormat.formatForShowColumns(column.type());
    }
}
