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

/** The syntax and the functions that a 3.5 server does not have, and the rules of queries that have changed since. */
class OlderServersTest {
    private static final String TABLES = "CREATE TABLE a (k INT NOT NULL, d DATE, v INT, s VARCHAR(10), b VARBINARY(9))"
            + " DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)";
    private static final String OTHER = "CREATE TABLE o (k BIGINT NOT NULL, w INT) DUPLICATE KEY(k)";

    private final EngineClient newest = EngineClient.ofDefaultServer().execute(TABLES, OTHER);
    private final EngineClient old = EngineClient.of(EngineClient.SERVER_3_5).execute(TABLES, OTHER);

    private static String view(String query) {
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
    void newerSyntaxOfQueriesIsASyntaxError(String query, String words) {
        newest.execute(view(query));
        Refusal refusal = old.refusalOf(view(query));
        assertThat(refusal.errno()).isEqualTo(1064);
        assertThat(refusal.getMessage()).startsWith("Getting syntax error").contains(words);
    }

    @Test
    void newerSyntaxIsReportedBeforeAnyOtherError() {
        assertThat(old.ruleOf(view("SELECT nosuch FROM nowhere ORDER BY ALL")))
                .isEqualTo("SyntaxRule.NEWER_THAN_SERVER");
        assertThat(old.ruleOf("CREATE TABLE nowhere.b (k INT, d DATE) PARTITION BY (k, date_trunc('day', d))"))
                .isEqualTo("SyntaxRule.NEWER_THAN_SERVER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE b (k INT, d DATE) DUPLICATE KEY(k) PARTITION BY (date_trunc('day', d))",
                "CREATE TABLE b (k INT, d DATE) DUPLICATE KEY(k) PARTITION BY (k, date_trunc('month', d))",
            })
    void expressionsToPartitionByStandWithoutParentheses(String statement) {
        newest.execute(statement);
        assertThat(old.ruleOf(statement)).isEqualTo("SyntaxRule.NEWER_THAN_SERVER");
        old.execute(statement.replaceFirst("BY \\((.*)\\)$", "BY $1"));
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
        newest.execute(view("SELECT " + call + " x FROM a"));
        assertThat(old.refusalOf(view("SELECT " + call + " x FROM a")).errno()).isEqualTo(1064);
    }

    @Test
    void functionsOfAllServersAreKnown() {
        old.execute(
                view("SELECT aes_encrypt(s, s) x, last_day(d) y, array_sort([k]) z FROM a"),
                view("SELECT count_if(k > 1) x, array_agg(v) y, percentile_approx(v, 0.5) z FROM a"));
    }

    @Test
    void someAggregateFunctionsWereNotWindowFunctions() {
        String query = view("SELECT array_agg(v) OVER (PARTITION BY k) x FROM a");
        newest.execute(query);
        assertThat(old.ruleOf(query)).startsWith("ExpressionRule.NO_WINDOW_FUNCTION");
    }

    @Test
    void windowFunctionsWereNotDistinct() {
        String query = view("SELECT sum(DISTINCT v) OVER (PARTITION BY k) x FROM a");
        newest.execute(query);
        assertThat(old.ruleOf(query)).startsWith("ExpressionRule.DISTINCT_IN_WINDOW_FUNCTION");
        old.execute(view("SELECT min(DISTINCT v) OVER (PARTITION BY k) x FROM a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unique_constraints", "foreign_key_constraints"})
    void constraintsWithoutATextAreUnknownPropertiesOfAMaterializedView(String property) {
        String statement = "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH (k) BUCKETS 1 REFRESH DEFERRED MANUAL"
                + " PROPERTIES ('" + property + "' = '') AS SELECT k, v FROM a";
        newest.execute(statement);
        Refusal refusal = old.refusalOf(statement);
        assertThat(refusal.errno()).isEqualTo(6013);
        assertThat(EngineClient.ruleName(refusal)).endsWith("UNKNOWN_PROPERTIES");
    }

    @Test
    void usingIsOnlyACondition() {
        String merged = view("SELECT k FROM a JOIN o USING (k)");
        String qualified = view("SELECT o.k FROM a JOIN o USING (k)");
        newest.execute(merged);
        assertThat(newest.ruleOf(qualified)).contains("TypeRule.COLUMN_NOT_FOUND");
        assertThat(old.ruleOf(merged)).isEqualTo("SourceRule.COLUMN_AMBIGUOUS");
        old.execute(qualified);
        assertThat(columns(old)).containsExactly("k bigint");
    }

    @Test
    void decimalLiteralsHaveAtMost38Digits() {
        String query = view("SELECT 12345678901234567890.12345678901234567890");
        assertThat(columns(newest.execute(query)))
                .containsExactly("12345678901234567890.12345678901234567890 decimal(40,20)");
        assertThat(columns(old.execute(query)))
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
        newest.execute(view(query));
        assertThat(old.refusalOf(view(query)).errno()).isEqualTo(1064);
    }

    @Test
    void nestedWindowFunctionsAreOnlyNoticedBeforeAnotherColumn() {
        String nested = "SELECT sum(max(v) OVER (PARTITION BY k)) OVER () x";
        old.execute(view(nested + " FROM a"));
        assertThat(old.ruleOf(view(nested + ", k FROM a"))).isEqualTo("QueryRule.NESTED_FUNCTION");
        assertThat(newest.ruleOf(view(nested + " FROM a"))).startsWith("QueryRule.NESTED_FUNCTION");
    }

    private static List<String> columns(EngineClient client) {
        return client.catalog().database("t").orElseThrow().view("w").orElseThrow().columns().stream()
                .map(OlderServersTest::shown)
                .toList();
    }

    private static String shown(ViewColumn column) {
        return column.name() + " " + TypeFormat.formatForShowColumns(column.type());
    }
}
