package dev.cairn.analysis.comparison;

import static dev.cairn.profile.ServerProfile.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.comparison.QueryComparison.Equivalence;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.Source.Kind;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.random.RandomQueries;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryComparisonTest {
    private static final ServerProfile OLD_SERVER = DEFAULT.with(ServerProfile.Version.V3_5);

    private static final Map<String, List<String>> TABLES = Map.of(
            "a", List.of("id", "x", "d", "tags", "s"),
            "b", List.of("id", "y"),
            "c", List.of("k"));

    private static final SourceResolver SOURCES = (catalog, database, name, span) -> {
        List<String> columns = TABLES.get(name);
        if (columns == null) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_TABLE, name);
        }
        ExpressionType type = ExpressionType.ofNullable(new Type.Scalar(Type.Scalar.Kind.INT));
        return Source.of(
                database,
                name,
                Kind.TABLE,
                columns.stream().map(column -> new Source.Column(column, type)).toList());
    };

    private static Equivalence compare(QueryComparison comparison, String firstQuery, String secondQuery) {
        Equivalence equivalence = comparison.compare(Sql.parseQuery(firstQuery), Sql.parseQuery(secondQuery));
        assertThat(comparison.compare(Sql.parseQuery(secondQuery), Sql.parseQuery(firstQuery)))
                .isEqualTo(equivalence);
        return equivalence;
    }

    private static Equivalence comparePrinted(String firstQuery, String secondQuery) {
        return compare(QueryComparison.ofPrintedForm(OLD_SERVER, SOURCES, "t"), firstQuery, secondQuery);
    }

    private static Equivalence compareWritten(String firstQuery, String secondQuery) {
        return compare(QueryComparison.of(DEFAULT, SOURCES, "t"), firstQuery, secondQuery);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            quoteCharacter = '~',
            value = {
                "SELECT id, x FROM a :: SELECT `t`.`a`.`id`, `t`.`a`.`x` FROM `t`.`a`",
                "SELECT * FROM a :: SELECT `a`.`id`, `a`.`x`, `a`.`d`, `a`.`tags`, `a`.`s` FROM `t`.`a`",
                "SELECT a.*, y FROM a, b :: SELECT a.id, a.x, a.d, a.tags, a.s, b.y FROM t.a , t.b",
                "SELECT SUM(x) total FROM a GROUP BY id :: SELECT sum(`t`.`a`.`x`) AS `total` FROM `t`.`a` GROUP BY"
                        + " `t`.`a`.`id`",
                "SELECT q.x FROM a q WHERE x > 1 :: SELECT `t`.`q`.`x` FROM `t`.`a` AS `q` WHERE `t`.`q`.`x` > 1",
                "SELECT id MOD 2 AS m FROM a :: SELECT `t`.`a`.`id` % 2 AS `m` FROM `t`.`a`",
                "SELECT -id AS m, - 5 AS n FROM a :: SELECT -1 * `t`.`a`.`id` AS `m`, -5 AS `n` FROM `t`.`a`",
                "SELECT 1e3 AS m, 2. AS n, 007 AS o :: SELECT 1000E0 AS `m`, 2E0 AS `n`, 7 AS `o`",
                "SELECT DATE '2024-1-01' AS m :: SELECT '2024-01-01' AS `m`",
                "SELECT x'0aFF' AS m :: SELECT '0AFF' AS `m`",
                "SELECT array_map(tags, v -> v + id) AS m FROM a :: SELECT array_map(v ->"
                        + " `__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`v` + `t`.`a`.`id`, `t`.`a`.`tags`) AS `m` FROM `t`.`a`",
                "SELECT transform(tags, v -> v) AS m FROM a :: SELECT ``.array_map(v ->"
                        + " `__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`v`, `t`.`a`.`tags`) AS `m` FROM `t`.`a`",
                "SELECT array_filter(v -> v > 1, tags) AS m FROM a :: SELECT array_filter(`t`.`a`.`tags`, array_map(v ->"
                        + " `__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`v` > 1, `t`.`a`.`tags`)) AS `m` FROM `t`.`a`",
                "SELECT any_match(tags, v -> v > 1) AS m FROM a :: SELECT any_match(array_map(v ->"
                        + " `__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`v` > 1, `t`.`a`.`tags`)) AS `m` FROM `t`.`a`",
                "SELECT array_sortby(tags, v -> -v) AS m FROM a :: SELECT array_sortby(`t`.`a`.`tags`, array_map(v -> -1 *"
                        + " `__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`v`, `t`.`a`.`tags`)) AS `m` FROM `t`.`a`",
                "SELECT map_filter(s, (k, v) -> k > 1) AS m FROM a :: SELECT map_filter(`t`.`a`.`s`,"
                        + " map_values(map_apply((k, v) -> MAP<INT,BOOLEAN>{`__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`k`:"
                        + "`__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`k` > 1}, `t`.`a`.`s`))) AS `m` FROM `t`.`a`",
                "SELECT transform_values(s, (k, v) -> v + 1) AS m FROM a :: SELECT ``.map_apply((k, v) ->"
                        + " MAP<INT,BIGINT>{`__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`k`:`__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`v` +"
                        + " 1}, `t`.`a`.`s`) AS `m` FROM `t`.`a`",
                "SELECT map_apply(s, (k, v) -> (k, 1)) AS m FROM a :: SELECT map_apply((k, v) -> MAP<INT,TINYINT>{"
                        + "`__LAMBDA_TABLE`.`__LAMBDA_TABLE`.`k`:1}, `t`.`a`.`s`) AS `m` FROM `t`.`a`",
                "SELECT str_to_map(x, ',') AS m FROM a :: SELECT str_to_map(split(`t`.`a`.`x`, ','), ':') AS `m` FROM `t`.`a`",
                "SELECT [1.5, 2] AS m :: SELECT ARRAY<DECIMAL32(4,1)>[1.5, 2E0] AS `m`",
                "SELECT bitmap_union(to_bitmap(id)) AS m FROM a :: SELECT ``.bitmap_agg(`t`.`a`.`id`) AS `m` FROM"
                        + " `t`.`a`",
                "SELECT x AS n FROM a ORDER BY n DESC :: SELECT `t`.`a`.`x` AS `n` FROM `t`.`a` ORDER BY `t`.`a`.`n` DESC",
                "SELECT DISTINCT x, id AS n FROM a WHERE id > 1 QUALIFY rank() OVER (ORDER BY id) < 2 ORDER BY n :: SELECT"
                        + " DISTINCT `__QUALIFY__TABLE`.`x`, `__QUALIFY__TABLE`.`n` FROM (SELECT DISTINCT `t`.`a`.`x`,"
                        + " `t`.`a`.`id` AS `n`, rank() OVER (ORDER BY `t`.`a`.`id` ASC ) AS `__QUALIFY__VALUE` FROM"
                        + " `t`.`a` WHERE `t`.`a`.`id` > 1) `__QUALIFY__TABLE` WHERE"
                        + " `__QUALIFY__TABLE`.`__QUALIFY__VALUE` < 2 ORDER BY `__QUALIFY__TABLE`.`n` ASC ",
                "SELECT q.x FROM (SELECT x FROM a ORDER BY x) q :: SELECT `q`.`x` FROM (SELECT `t`.`a`.`x` FROM `t`.`a`)"
                        + " `q`",
                "(SELECT x FROM a ORDER BY x) UNION ALL SELECT k FROM c :: (SELECT `t`.`a`.`x` FROM `t`.`a`) UNION ALL"
                        + " SELECT `t`.`c`.`k` FROM `t`.`c`",
                "SELECT a.id FROM a, generate_series(1, 5) g :: SELECT `t`.`a`.`id` FROM `t`.`a` ,"
                        + " generate_series(1,5,1) g(`generate_series`)",
                "SELECT x FROM a JOIN b USING (id) :: SELECT t.a.x FROM t.a INNER JOIN t.b ON t.a.id = t.b.id",
                "SELECT x FROM a LEFT JOIN b ON a.id = b.id AND y > 1 "
                        + ":: SELECT t.a.x FROM t.a LEFT OUTER JOIN t.b ON (t.a.id = t.b.id) AND (t.b.y > 1)",
                "SELECT x FROM a WHERE NOT (x IS NULL) :: SELECT t.a.x FROM t.a WHERE t.a.x IS NOT NULL",
                "SELECT x FROM a WHERE NOT (x = 1 OR x > 5) :: SELECT t.a.x FROM t.a WHERE (t.a.x != 1) AND (t.a.x <="
                        + " 5)",
                "SELECT x FROM a WHERE x NOT LIKE 'b%' :: SELECT t.a.x FROM t.a WHERE NOT (t.a.x LIKE 'b%')",
                "SELECT x FROM a WHERE x <> 1 && (id RLIKE 'x') :: SELECT t.a.x FROM t.a WHERE (t.a.x != 1) AND"
                        + " (t.a.id REGEXP 'x')",
                "SELECT CASE WHEN id > 1 THEN 'a' END AS m FROM a :: SELECT CASE WHEN (t.a.id > 1) THEN 'a' END AS m"
                        + " FROM t.a",
                "SELECT cast(x AS string) AS m FROM a :: SELECT CAST(t.a.x AS VARCHAR(65533)) AS m FROM t.a",
                "SELECT cast(x AS decimal(10, 2)) AS m FROM a :: SELECT CAST(t.a.x AS DECIMAL64(10,2)) AS m FROM t.a",
                "SELECT \"q\\\"q\" AS m, 'it''s' AS n :: SELECT 'q\"q' AS `m`, 'it\\'s' AS `n`",
                "WITH q AS (SELECT id FROM a) SELECT q.id FROM q :: WITH `q` (`id`) AS (SELECT `t`.`a`.`id` FROM"
                        + " `t`.`a`) SELECT `q`.`id` FROM `q`",
                "SELECT [1, 2] AS m, map{1: 'a'} AS n :: SELECT ARRAY<TINYINT>[1, 2] AS `m`,"
                        + " MAP<TINYINT,VARCHAR>{1:'a'} AS `n`",
                "SELECT date_add(d, 1) AS m FROM a :: SELECT date_add(t.a.d, INTERVAL 1 DAY) AS m FROM t.a",
                "SELECT time_slice(d, INTERVAL 5 MINUTE) AS m FROM a :: SELECT time_slice(t.a.d, INTERVAL 5 minute,"
                        + " floor) AS m FROM t.a",
                "SELECT EXTRACT(YEAR FROM d) AS m FROM a :: SELECT YEAR(t.a.d) AS m FROM t.a",
                "SELECT current_date AS m :: SELECT CURRENT_DATE() AS `m`",
                "SELECT group_concat(x ORDER BY 1) AS m FROM a :: SELECT group_concat(t.a.x ORDER BY t.a.x ASC"
                        + " SEPARATOR ',') AS m FROM t.a",
                "SELECT x FROM a ORDER BY 1 DESC LIMIT 2, 3 :: SELECT t.a.x FROM t.a ORDER BY t.a.x DESC  LIMIT 3"
                        + " OFFSET 2",
                "SELECT x + 1 AS m FROM a ORDER BY m :: SELECT t.a.x + 1 AS m FROM t.a ORDER BY t.a.x + 1 ASC NULLS"
                        + " FIRST",
                "SELECT x + 1 AS m, count(*) FROM a GROUP BY m HAVING m > 1 :: SELECT t.a.x + 1 AS m, count(*) AS"
                        + " `count(*)` FROM t.a GROUP BY t.a.x + 1 HAVING (t.a.x + 1) > 1",
                "SELECT id FROM a UNION DISTINCT (SELECT id FROM b MINUS SELECT k FROM c) "
                        + ":: SELECT t.a.id FROM t.a UNION (SELECT t.b.id FROM t.b EXCEPT SELECT t.c.k FROM t.c)",
                "SELECT id FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.id = a.id) "
                        + ":: SELECT t.a.id FROM t.a WHERE EXISTS (SELECT 1 FROM t.b WHERE t.b.id = t.a.id)",
                "SELECT id, u FROM a, unnest(tags) AS v (u) :: SELECT `t`.`a`.`id`, `v`.`u` FROM `t`.`a` ,"
                        + " unnest(`t`.`a`.`tags`) v(`u`)",
                "SELECT v.n FROM (SELECT x + 1 AS n FROM a) v :: SELECT `v`.`n` FROM (SELECT t.a.x + 1 AS n FROM t.a)"
                        + " `v`",
                "SELECT sum(x) OVER (PARTITION BY id ORDER BY d ROWS 1 PRECEDING) AS m FROM a :: SELECT sum(t.a.x)"
                        + " OVER (PARTITION BY t.a.id ORDER BY t.a.d ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS m"
                        + " FROM t.a",
                "SELECT array_map(e -> e + id, tags) AS m FROM a :: SELECT array_map(e -> e + t.a.id, t.a.tags) AS m"
                        + " FROM t.a",
                "SELECT s.f.g AS m, tags[1] AS n FROM a :: SELECT `t`.`a`.`s`.`f`.`g` AS `m`, t.a.tags[1] AS n FROM"
                        + " t.a",
            })
    void aQueryPrintedByAnOldServerEqualsTheWrittenQuery(String firstQuery, String secondQuery) {
        assertThat(comparePrinted(firstQuery, secondQuery)).isEqualTo(Equivalence.SAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            quoteCharacter = '~',
            value = {
                "select  Id /* c */ from A1.a :: SELECT `id` FROM `A1`.`a`",
                "SELECT ((x)) FROM ((SELECT x FROM a)) q :: SELECT x FROM (SELECT x FROM a) q",
                "SELECT x AND (id AND d) AS m FROM a :: SELECT x AND id AND d AS m FROM a",
                "SELECT p.x FROM a p :: SELECT q.x FROM a q",
                "SELECT * EXCEPT (d, s) FROM a :: SELECT a.id, a.x, a.tags FROM t.a",
                "SELECT id FROM a JOIN b USING (id) :: SELECT a.id FROM a JOIN b ON a.id = b.id",
                "SELECT x FROM a ORDER BY id, x :: SELECT a.x FROM a ORDER BY a.id, a.x",
                "SELECT x AS id FROM a ORDER BY id :: SELECT x AS id FROM a ORDER BY 1",
                "SELECT x AS id, sum(y) AS n FROM a, b GROUP BY x HAVING n > 1 :: SELECT x AS id, sum(y) AS n FROM a, b"
                        + " GROUP BY 1 HAVING sum(b.y) > 1",
                "WITH p AS (SELECT id AS n FROM a) SELECT n FROM p :: WITH q (m) AS (SELECT id FROM a) SELECT m AS n FROM q",
                "SELECT id FROM a WHERE EXISTS (SELECT 1 FROM c WHERE k = id)"
                        + " :: SELECT id FROM a p WHERE EXISTS (SELECT 1 FROM c WHERE c.k = p.id)",
                "SELECT array_map((p, q) -> p + q, tags, tags) AS m FROM a"
                        + " :: SELECT array_map((v, w) -> v + w, tags, tags) AS m FROM a",
                "SELECT 1 FROM DUAL :: SELECT 1",
            })
    void layoutQuotesAndQualifiersMakeNoDifference(String firstQuery, String secondQuery) {
        assertThat(compareWritten(firstQuery, secondQuery)).isEqualTo(Equivalence.SAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            quoteCharacter = '~',
            value = {
                "SELECT x FROM a :: SELECT id FROM a",
                "SELECT x FROM a :: SELECT x AS z FROM a",
                "SELECT x FROM a :: SELECT x FROM u.a",
                "SELECT a.id FROM a, b :: SELECT b.id FROM a, b",
                "SELECT x FROM a WHERE x > 1 :: SELECT x FROM a WHERE x > 2",
                "SELECT x FROM a WHERE x > 1 :: SELECT x FROM a",
                "SELECT 1.0 AS m :: SELECT 1.00 AS m",
                "SELECT 1 AS m :: SELECT '1' AS m",
                "SELECT 'a' AS m :: SELECT 'A' AS m",
                "SELECT x FROM a ORDER BY x :: SELECT x FROM a ORDER BY x DESC",
                "SELECT x FROM a ORDER BY x :: SELECT x FROM a ORDER BY x NULLS LAST",
                "SELECT DISTINCT x FROM a :: SELECT x FROM a",
                "SELECT x FROM a LEFT JOIN b ON a.id = b.id :: SELECT x FROM a JOIN b ON a.id = b.id",
                "SELECT id FROM a UNION SELECT id FROM b :: SELECT id FROM a UNION ALL SELECT id FROM b",
                "SELECT sum(x) AS m FROM a :: SELECT sum(DISTINCT x) AS m FROM a",
                "SELECT * FROM a :: SELECT id, x FROM a",
                "SELECT x - (1 - 2) AS m FROM a :: SELECT x - 1 - 2 AS m FROM a",
                "SELECT x FROM a LIMIT 1 :: SELECT x FROM a LIMIT 2",
                "SELECT cast(x AS int) AS m FROM a :: SELECT cast(x AS bigint) AS m FROM a",
                "SELECT x IN (1, 2) AS m FROM a :: SELECT x NOT IN (1, 2) AS m FROM a",
                "SELECT p.x FROM a p, a q :: SELECT q.x FROM a p, a q",
                "WITH p AS (SELECT id FROM a), q AS (SELECT id FROM b) SELECT id FROM p"
                        + " :: WITH p AS (SELECT id FROM a), q AS (SELECT id FROM b) SELECT id FROM q",
                "SELECT array_map((p, q) -> p, tags, tags) AS m FROM a"
                        + " :: SELECT array_map((p, q) -> q, tags, tags) AS m FROM a",
            })
    void queriesOfDifferentMeaningDiffer(String firstQuery, String secondQuery) {
        assertThat(compareWritten(firstQuery, secondQuery)).isEqualTo(Equivalence.DIFFERENT);
        assertThat(comparePrinted(firstQuery, secondQuery)).isEqualTo(Equivalence.DIFFERENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            quoteCharacter = '~',
            value = {
                "SELECT * FROM unknown :: SELECT k FROM unknown",
                "SELECT k FROM unknown, other :: SELECT unknown.k FROM unknown, other",
                "SELECT k FROM a WHERE EXISTS (SELECT 1 FROM unknown WHERE x = 1)"
                        + " :: SELECT k FROM a WHERE EXISTS (SELECT 1 FROM unknown WHERE a.x = 1)",
                "SELECT DISTINCT * FROM unknown ORDER BY 2 :: SELECT DISTINCT * FROM unknown ORDER BY x",
                "SELECT x FROM a FOR VERSION AS OF 1 :: SELECT x FROM a",
                "SELECT upper(x) FROM a :: SELECT upper(x) AS `upper(t.x)` FROM a",
            })
    void queriesOverUnknownTablesCannotBeCompared(String firstQuery, String secondQuery) {
        assertThat(comparePrinted(firstQuery, secondQuery)).isEqualTo(Equivalence.CANNOT_TELL);
    }

    /** The parts of a refused query are not analyzed, so they can't be compared. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            quoteCharacter = '~',
            value = {
                "SELECT x FROM a GROUP BY 2 :: SELECT (x) FROM a GROUP BY 2",
                "SELECT q.x FROM a q, a q :: SELECT (q.x) FROM a q, a q",
            })
    void queriesThatTheServerRefusesCannotBeCompared(String firstQuery, String secondQuery) {
        assertThat(compareWritten(firstQuery, firstQuery)).isEqualTo(Equivalence.SAME);
        assertThat(compareWritten(firstQuery, secondQuery)).isEqualTo(Equivalence.CANNOT_TELL);
    }

    @Test
    void aViewMayReadColumnsThatItsTablesDoNotHaveAnyMore() {
        assertThat(comparePrinted("SELECT gone, x FROM a", "SELECT `t`.`a`.`gone`, `t`.`a`.`x` FROM `t`.`a`"))
                .isEqualTo(Equivalence.SAME);
        assertThat(comparePrinted("SELECT gone, y FROM a, b", "SELECT t.a.gone, t.b.y FROM t.a, t.b"))
                .isEqualTo(Equivalence.CANNOT_TELL);
        assertThat(comparePrinted("SELECT gone FROM a", "SELECT t.a.lost FROM t.a"))
                .isEqualTo(Equivalence.DIFFERENT);
    }

    @Test
    void namesOfUnknownTablesAreThoseOfTheQualifier() {
        QueryComparison comparison = QueryComparison.of(DEFAULT, null, "t");
        String correlatedQuery = "SELECT n.x FROM n WHERE EXISTS (SELECT 1 FROM m WHERE m.y = %s.x)";
        assertThat(compare(comparison, "SELECT n.s.f FROM n, m", "SELECT t.n.s.f FROM n, m"))
                .isEqualTo(Equivalence.SAME);
        assertThat(compare(comparison, correlatedQuery.formatted("n"), correlatedQuery.formatted("t.n")))
                .isEqualTo(Equivalence.SAME);
        assertThat(compare(comparison, correlatedQuery.formatted("n"), correlatedQuery.formatted("m")))
                .isEqualTo(Equivalence.DIFFERENT);
        assertThat(compare(comparison, "SELECT *, (1) AS m FROM n", "SELECT n.*, 1 AS m FROM n"))
                .isEqualTo(Equivalence.SAME);
        assertThat(compare(comparison, "SELECT p.* FROM n p, n q", "SELECT q.* FROM n p, n q"))
                .isEqualTo(Equivalence.DIFFERENT);
    }

    @Test
    void queriesWithQualifiedColumnsCanBeComparedWithoutSources() {
        QueryComparison comparison = QueryComparison.ofPrintedForm(OLD_SERVER, null, "t");
        assertThat(compare(comparison, "SELECT id FROM a", "SELECT `t`.`a`.`id` FROM `t`.`a`"))
                .isEqualTo(Equivalence.SAME);
        assertThat(compare(comparison, "SELECT id FROM a", "SELECT `t`.`a`.`x` FROM `t`.`a`"))
                .isEqualTo(Equivalence.DIFFERENT);
        assertThat(compare(comparison, "SELECT * FROM a", "SELECT `t`.`a`.`x` FROM `t`.`a`"))
                .isEqualTo(Equivalence.CANNOT_TELL);
    }

    @Test
    void unqualifiedTablesBelongToTheDatabaseInUse() {
        String unqualifiedQuery = "SELECT id FROM a";
        String qualifiedQuery = "SELECT id FROM t.a";
        assertThat(Arrays.asList(
                        compare(QueryComparison.of(DEFAULT, SOURCES, "t"), unqualifiedQuery, qualifiedQuery),
                        compare(QueryComparison.of(DEFAULT, SOURCES, "u"), unqualifiedQuery, qualifiedQuery),
                        compare(QueryComparison.of(DEFAULT, SOURCES, null), unqualifiedQuery, qualifiedQuery)))
                .containsExactly(Equivalence.SAME, Equivalence.DIFFERENT, Equivalence.CANNOT_TELL);
    }

    @Test
    void noQueryDiffersFromItself() {
        QueryComparison comparison = QueryComparison.of(DEFAULT, null, "t");
        for (int seed = 0; seed < 3_000; seed++) {
            Query query = new RandomQueries(new Dice(seed)).query();
            assertThat(comparison.buildShape(query).compare(comparison.buildShape(query)))
                    .as("seed %d", seed)
                    .isNotEqualTo(Equivalence.DIFFERENT);
        }
    }
}
