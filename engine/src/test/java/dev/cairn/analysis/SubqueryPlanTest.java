package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.analysis.resolution.SubqueryRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server accepts any subquery in a view, but plans only some forms of it. All cases were tried on a frontend of 4.1.
 */
class SubqueryPlanTest {
    private static final Shop SHOP = new Shop()
            .addTable("x (a INT, b BIGINT, s VARCHAR(20))")
            .addTable("y (a INT, c BIGINT, s VARCHAR(20), list ARRAY<INT>)")
            .addTable("z (a INT, k BIGINT, s VARCHAR(20), is_new BOOLEAN)")
            .addView("latest", "SELECT a, (SELECT y.a FROM y WHERE y.c = x.b LIMIT 1) AS v FROM x", "a", "v");

    private static final int CONDITION_COUNT = 10_000;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    private static final QueryAnalysis ANALYSIS = new QueryAnalysis(ServerProfile.DEFAULT, SHOP, "shop");

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the select list
                "SELECT x.a IN (SELECT y.a FROM y WHERE y.c = x.b) FROM x",
                "SELECT EXISTS (SELECT y.a FROM y WHERE y.c = x.b) FROM x",
                "WITH unread AS (SELECT a FROM x WHERE (SELECT count(*) FROM y) IN (SELECT z.a FROM z WHERE z.k = b)) SELECT a FROM x",
                "SELECT x.a IN (SELECT y.a FROM y WHERE y.c = x.b AND NOT (y.c <> x.b) AND y.c = x.b) FROM x",
                "SELECT (SELECT y.a FROM y WHERE y.c + 1 = x.b + x.a) FROM x",
                "SELECT (SELECT y.a FROM y WHERE x.b = 1) FROM x",
                "SELECT (SELECT y.a FROM y WHERE NOT (y.c <> x.b)) FROM x",
                "SELECT (SELECT y.a FROM y WHERE y.c = x.b ORDER BY y.a) FROM x",
                "SELECT (SELECT max(y.a) FROM y WHERE y.c = x.b HAVING max(y.a) > 1) FROM x",
                "SELECT (SELECT q.a FROM (SELECT y.a, y.c FROM y LIMIT 3) q WHERE q.c = x.b) FROM x",
                "SELECT (SELECT y.a FROM y JOIN z ON y.a = z.a WHERE y.c = x.b) FROM x",
                "SELECT (WITH w AS (SELECT * FROM y) SELECT w.a FROM w WHERE w.c = x.b) FROM x",
                "SELECT (SELECT max(y.a) FROM y WHERE y.c = x.b AND y.a IN (SELECT z.a FROM z WHERE z.k = y.c)) FROM x",
                "SELECT max((SELECT max(y.a) FROM y WHERE y.c = x.a)) FROM x",
                "SELECT CASE WHEN EXISTS (SELECT 1 FROM y WHERE y.c = x.b) THEN 1 ELSE 2 END FROM x",
                "SELECT (SELECT max(a) FROM y LIMIT 1) FROM x",
                // conditions
                "SELECT 1 FROM x WHERE x.a IN (SELECT y.a FROM y WHERE y.c > x.b)",
                "SELECT 1 FROM x WHERE x.a NOT IN (SELECT y.a FROM y WHERE y.c > x.b)",
                "SELECT 1 FROM x WHERE NOT (x.a IN (SELECT y.a FROM y WHERE y.c > x.b) OR x.b = 1)",
                "SELECT 1 FROM x WHERE 1 IN (SELECT y.a FROM y WHERE y.c = x.b)",
                "SELECT 1 FROM x WHERE x.a IN (SELECT y.a FROM y) OR x.a = 1",
                "SELECT 1 FROM x WHERE EXISTS (SELECT 1 FROM y WHERE y.c > x.b AND y.a = x.a)",
                "SELECT 1 FROM x WHERE NOT (NOT EXISTS (SELECT a FROM z WHERE k > x.b AND k = x.a))",
                "SELECT 1 FROM x WHERE EXISTS (SELECT DISTINCT y.a FROM y WHERE y.c = x.b)",
                "SELECT 1 FROM x WHERE EXISTS (SELECT max(y.a) FROM y WHERE y.c = x.b)",
                "SELECT 1 FROM x WHERE EXISTS (SELECT y.a FROM y WHERE y.c = x.b GROUP BY y.a HAVING count(*) > 1)",
                "SELECT 1 FROM x WHERE (x.a, 1) IN (SELECT z.a, z.k FROM z WHERE z.s = x.s)",
                "SELECT 1 FROM x WHERE x.a = (SELECT max(a) FROM z WHERE k IN (x.b))",
                "SELECT 1 FROM x WHERE x.a = (SELECT max(a) FROM z WHERE (k = x.b AND a > 1) OR (k = x.b AND a < 0))",
                "SELECT 1 FROM x WHERE x.a = (SELECT max(z.a) FROM z WHERE CAST(z.k = x.b AS BOOLEAN))",
                "SELECT 1 FROM x WHERE x.a > (SELECT max(z.a) FROM z WHERE NOT (z.k <> x.b OR z.a = 1))",
                "SELECT 1 FROM x WHERE EXISTS (SELECT 1 FROM z WHERE z.is_new AND z.k = x.b AND x.s IS NULL)",
                "SELECT x.a FROM x GROUP BY x.a HAVING x.a IN (SELECT a FROM z WHERE k > x.a)",
                // joins
                "SELECT 1 FROM x JOIN y ON x.a = y.a AND x.a IN (SELECT z.a FROM z WHERE z.k > x.b)",
                "SELECT 1 FROM x LEFT JOIN y ON x.a = y.a AND EXISTS (SELECT z.a FROM z WHERE z.k = y.c)",
                "SELECT 1 FROM x LEFT JOIN y ON x.a = y.a AND x.b > (SELECT max(z.a) FROM z WHERE z.k = y.c)",
                "SELECT 1 FROM x JOIN y ON x.a > (SELECT max(a) FROM z) AND y.c IN (SELECT z.a FROM z)",
            })
    void aServerPlansTheseSubqueries(String query) {
        assertThat(ANALYSIS.analyzeExecutable(Sql.parseQuery(query)).hasAllColumns())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        COLUMN_NOT_VISIBLE         | SELECT 1 FROM x WHERE EXISTS (SELECT 1 FROM y WHERE EXISTS (SELECT 1 FROM z WHERE z.a = x.a))
        COLUMN_NOT_VISIBLE         | SELECT 1 FROM x WHERE EXISTS (SELECT 1 FROM y WHERE EXISTS (SELECT 1 FROM z WHERE z.a = b))
        COLUMN_NOT_VISIBLE         | SELECT (SELECT q.a FROM (SELECT y.a FROM y WHERE y.c = x.b) q) FROM x
        COLUMN_NOT_VISIBLE         | SELECT (WITH w AS (SELECT * FROM y WHERE y.c = x.b) SELECT w.a FROM w) FROM x
        COLUMN_NOT_VISIBLE         | SELECT (SELECT y.a FROM y WHERE y.c = x.b UNION ALL SELECT 1) FROM x
        COLUMN_OUTSIDE_WHERE       | SELECT (SELECT max(y.a + x.a) FROM y WHERE y.c = x.b) FROM x
        COLUMN_OUTSIDE_WHERE       | SELECT (SELECT x.a) FROM x
        COLUMN_OUTSIDE_WHERE       | SELECT (SELECT max(y.a) FROM y WHERE y.c = x.b GROUP BY x.a) FROM x
        COLUMN_OUTSIDE_WHERE       | SELECT (SELECT y.a FROM y JOIN z ON y.a = z.a AND z.k = x.b) FROM x
        COLUMN_BEFORE_IN           | SELECT (SELECT max(y.a) FROM y WHERE x.a IN (SELECT z.a FROM z WHERE z.k = y.c)) FROM x
        NOT_EQUALITY               | SELECT (SELECT max(y.a) FROM y WHERE y.c > x.b) FROM x
        NOT_EQUALITY               | SELECT (SELECT max(y.a) FROM y WHERE y.c <=> x.b) FROM x
        NOT_EQUALITY               | SELECT (SELECT y.a FROM y WHERE y.c = x.b OR y.a = 1) FROM x
        NOT_EQUALITY               | SELECT (SELECT max(y.a) FROM y WHERE y.c = x.b AND x.a > 0) FROM x
        NOT_EQUALITY               | SELECT (SELECT max(y.a) FROM y WHERE (SELECT max(z.a) FROM z) > x.a) FROM x
        NOT_EQUALITY               | SELECT EXISTS (SELECT y.a FROM y WHERE y.c = x.b AND y.a > x.a) FROM x
        NOT_EQUALITY               | SELECT 1 FROM x WHERE x.a IN (SELECT y.a FROM y WHERE y.c > x.b) OR x.a = 1
        NOT_EQUALITY               | SELECT 1 FROM x WHERE (x.a IN (SELECT y.a FROM y WHERE y.c > x.b)) IS NOT NULL
        NOT_EQUALITY               | SELECT 1 FROM x WHERE EXISTS (SELECT max(y.a) FROM y WHERE y.c > x.b AND y.a = x.a)
        NOT_EQUALITY               | SELECT 1 FROM x WHERE x.a = (SELECT max(a) FROM z WHERE k IN (x.b, 1))
        NOT_EQUALITY               | SELECT 1 FROM x JOIN y ON NOT EXISTS (SELECT z.a FROM z WHERE z.k = y.c AND z.a > y.a)
        NO_EQUALITY                | SELECT 1 FROM x WHERE EXISTS (SELECT 1 FROM y WHERE y.c > x.b)
        CLAUSE_UNSUPPORTED         | SELECT (SELECT y.a FROM y WHERE y.c = x.b LIMIT 1) FROM x
        CLAUSE_UNSUPPORTED         | SELECT 1 FROM x WHERE EXISTS (SELECT 1 FROM y WHERE y.c = x.b LIMIT 1)
        CLAUSE_UNSUPPORTED         | SELECT 1 FROM x WHERE x.a IN (((SELECT y.a FROM y WHERE y.c = x.b LIMIT 1)))
        CLAUSE_UNSUPPORTED         | SELECT (SELECT DISTINCT y.a FROM y WHERE y.c = x.b) FROM x
        CLAUSE_UNSUPPORTED         | SELECT (SELECT max(y.a) FROM y WHERE y.c = x.b GROUP BY y.s) FROM x
        CLAUSE_UNSUPPORTED         | SELECT (SELECT row_number() OVER (ORDER BY y.a) FROM y WHERE y.c = x.b) FROM x
        CLAUSE_UNSUPPORTED         | SELECT 1 FROM x WHERE x.a IN (SELECT max(y.a) FROM y WHERE y.c = x.b)
        CLAUSE_UNSUPPORTED         | SELECT 1 FROM x WHERE EXISTS (SELECT z.a FROM z WHERE z.k = x.b GROUP BY ROLLUP (z.a))
        CLAUSE_UNSUPPORTED         | SELECT (SELECT (SELECT max(y.a) FROM y WHERE y.c = z.k) FROM z WHERE z.k = x.b) FROM x
        CONSTANT_BEFORE_IN         | SELECT 1 FROM x WHERE 1 IN (SELECT y.a FROM y) OR x.a = 1
        TUPLE_BEFORE_IN            | SELECT (x.a, x.b) IN (SELECT z.a, z.k FROM z WHERE z.s = x.s) FROM x
        SEVERAL_COLUMNS_IN         | SELECT x.a IN (SELECT z.a FROM z WHERE z.s = x.s AND z.k = x.b) FROM x
        COLUMNS_OF_BOTH_JOIN_SIDES | SELECT 1 FROM x JOIN y ON x.a IN (SELECT z.a FROM z WHERE z.k = y.c)
        COLUMNS_OF_BOTH_JOIN_SIDES | SELECT 1 FROM x LEFT JOIN y ON EXISTS (SELECT z.a FROM z WHERE z.k = y.c AND z.a = x.a)
        SEVERAL_SUBQUERIES_IN_JOIN | SELECT 1 FROM x JOIN y ON x.b + (SELECT max(a) FROM z) > (SELECT min(a) FROM z)
        CLAUSE_UNSUPPORTED         | SELECT v FROM latest
        """)
    void aServerRefusesTheseSubqueries(SubqueryRule rule, String text) {
        Query query = Sql.parseQuery(text);
        assertThat(ANALYSIS.analyze(query).bindings().isPlannable()).isFalse();
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> ANALYSIS.analyzeExecutable(query));
        assertThat(refusal.hasRule(rule)).as(refusal.getMessage()).isTrue();
    }

    /** The time of a comparison of each pair would be minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"AND z.a <> %d ", "OR (z.k = x.b AND z.a = %d) ", "OR z.a = %d "})
    void thousandsOfConditionsArePlannedInLinearTime(String part) {
        String conditions =
                IntStream.range(0, CONDITION_COUNT).mapToObj(part::formatted).collect(Collectors.joining());
        Query query =
                Sql.parseQuery("SELECT 1 FROM x WHERE x.a IN (SELECT z.a FROM z WHERE z.k = x.b " + conditions + ")");
        Assertions.assertTimeoutPreemptively(
                TIME_LIMIT,
                () -> assertThat(ANALYSIS.analyze(query).bindings().isPlannable())
                        .isTrue());
    }
}
