package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.type.NullCause;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reasons why the output columns of a query may be NULL; {@code -} stands for a column that is never NULL. */
class NullCausesTest {
    /** A database in which the columns whose names begin with n may be NULL, and no others. */
    private final Shop shop = new Shop()
            .addTable(
                    "a (id BIGINT NOT NULL, x INT NOT NULL, s VARCHAR(20) NOT NULL, d DATE NOT NULL, t DATETIME NOT NULL,"
                            + " m DECIMAL(10, 2) NOT NULL, f DOUBLE NOT NULL, list ARRAY<INT> NOT NULL, doc JSON NOT NULL,"
                            + " at STRUCT<city VARCHAR(20)> NOT NULL, n INT, ns VARCHAR(20), nd DATE)")
            .addTable("b (id BIGINT NOT NULL, y INT NOT NULL, n2 INT)")
            .addTable("c (id BIGINT NOT NULL, z INT NOT NULL)")
            .addView("v", "SELECT id, x, n, upper(s) AS u FROM a", "id", "x", "n", "u")
            .addMaterializedView(
                    "m",
                    "SELECT s, n, sum(x), max(n2) FROM a JOIN b ON a.id = b.id GROUP BY s, n",
                    "s",
                    "n",
                    "total",
                    "most")
            .addMaterializedView("gone", "SELECT s FROM dropped", "s")
            .addTableWithUnknownColumns("elsewhere");

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
                    SELECT id, n FROM a                                       | -, it is the column a.n, which may be NULL
                    SELECT o.n FROM a AS o                                    | it is the column a.n, which may be NULL
                    SELECT * FROM b                                           | -, -, it is the column b.n2, which may be NULL
                    SELECT p FROM (SELECT n AS p FROM a) q                    | it is the column a.n, which may be NULL
                    SELECT p FROM (SELECT x AS p FROM a) q                    | -
                    WITH q AS (SELECT x, n FROM a) SELECT * FROM q            | -, it is the column a.n, which may be NULL
                    SELECT id, n, u FROM v                                    | -, it is the column a.n, which may be NULL, -
                    SELECT s, n, total, most FROM m                            | -, it is the column a.n, which may be NULL, -, it is the column b.n2, which may be NULL
                    SELECT total FROM m LEFT JOIN b ON b.n2 = m.total         | -
                    SELECT most, total FROM c LEFT JOIN m ON c.id = m.total   | it is the column b.n2, which may be NULL, m is on the optional side of a LEFT JOIN
                    SELECT s FROM gone                                        | it is the column gone.s, which may be NULL
                    SELECT anything FROM elsewhere                            | nothing is known about the value
                    SELECT at.city, at FROM a                                 | it is a field of a struct, which may be NULL, -
                    SELECT NULL, 1, 'a', true, DATE '2024-01-01'              | NULL is written here, -, -, -, -
                    """)
    void aColumnMayBeNullAsDeclared(String query, String causes) {
        assertThat(describeCauses(query)).isEqualTo(causes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
                    SELECT x, y FROM a JOIN b ON a.id = b.id                  | -, -
                    SELECT x, y FROM a LEFT JOIN b ON a.id = b.id             | -, b is on the optional side of a LEFT JOIN
                    SELECT x, y FROM a RIGHT JOIN b ON a.id = b.id            | a is on the optional side of a RIGHT JOIN, -
                    SELECT x, y FROM a FULL JOIN b ON a.id = b.id             | a is on an optional side of a FULL JOIN, b is on an optional side of a FULL JOIN
                    SELECT x, y FROM a, b                                     | -, -
                    SELECT x FROM a LEFT SEMI JOIN b ON a.id = b.id           | -
                    SELECT x FROM a LEFT ANTI JOIN b ON a.id = b.id           | -
                    SELECT * FROM c LEFT JOIN b AS o ON c.id = o.id           | -, -, o is on the optional side of a LEFT JOIN, o is on the optional side of a LEFT JOIN, it is the column b.n2, which may be NULL
                    SELECT id, y FROM c LEFT JOIN b USING (id)                | -, b is on the optional side of a LEFT JOIN
                    SELECT id, z FROM c RIGHT JOIN b USING (id)               | -, c is on the optional side of a RIGHT JOIN
                    SELECT id, y FROM c FULL JOIN b USING (id)                | -, b is on an optional side of a FULL JOIN
                    SELECT p.y + 1 FROM c LEFT JOIN (SELECT id, y FROM b) p ON p.id = c.id | p is on the optional side of a LEFT JOIN
                    SELECT z FROM a LEFT JOIN (b JOIN c ON b.id = c.id) ON a.id = b.id | c is on the optional side of a LEFT JOIN
                    """)
    void anOuterJoinMakesOneSideOptional(String query, String causes) {
        assertThat(describeCauses(query)).isEqualTo(causes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
                    SELECT count(*), count(n), count(DISTINCT n) FROM a       | -, -, -
                    SELECT ndv(n), approx_count_distinct(n) FROM a            | -, -
                    SELECT sum(x), max(s) FROM a                              | sum() of no rows is NULL, max() of no rows is NULL
                    SELECT s, sum(x), max(s), avg(x) FROM a GROUP BY s        | -, -, -, -
                    SELECT s, sum(n) FROM a GROUP BY s                        | -, it is the column a.n, which may be NULL
                    SELECT sum(x) FROM a HAVING count(*) > 1                  | sum() of no rows is NULL
                    SELECT s, sum(x) FILTER (WHERE x > 1) FROM a GROUP BY s   | -, sum() of no rows is NULL
                    SELECT s, count_if(x > 1), sum_if(x, x > 1) FROM a GROUP BY s | -, -, sum() of no rows is NULL
                    SELECT s, any_value(x), min_by(x, f), array_agg(x) FROM a GROUP BY s | -, -, -, -
                    SELECT s, group_concat(s ORDER BY n) FROM a GROUP BY s    | -, -
                    SELECT s, stddev_samp(x) FROM a GROUP BY s                | -, stddev_samp() may return NULL
                    SELECT coalesce(sum(x), 0), ifnull(max(s), '') FROM a     | -, -
                    SELECT s, d, sum(x) FROM a GROUP BY ROLLUP (s, d)         | ROLLUP sets it to NULL in rows of subtotals, ROLLUP sets it to NULL in rows of subtotals, sum() of no rows is NULL
                    SELECT s, d, sum(x) FROM a GROUP BY GROUPING SETS ((s, d), (s)) | -, GROUPING SETS sets it to NULL in rows of subtotals, -
                    SELECT coalesce(s, 'all'), grouping(s) FROM a GROUP BY CUBE (s) | -, -
                    SELECT coalesce(ns, 'none') FROM a GROUP BY ROLLUP (coalesce(ns, 'none')) | ROLLUP sets it to NULL in rows of subtotals
                    SELECT DISTINCT s, n FROM a                               | -, it is the column a.n, which may be NULL
                    SELECT * FROM (SELECT x, s FROM a) q PIVOT (sum(x) AS total, count(*) AS k FOR s IN ('p')) | sum() of no rows is NULL, -
                    """)
    void anAggregateOfNoRowsIsNull(String query, String causes) {
        assertThat(describeCauses(query)).isEqualTo(causes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
                    SELECT row_number() OVER (ORDER BY x), rank() OVER (ORDER BY x), ntile(4) OVER (ORDER BY x) FROM a | -, -, -
                    SELECT sum(x) OVER (PARTITION BY s), count(n) OVER () FROM a | -, -
                    SELECT sum(n) OVER (PARTITION BY s) FROM a                | it is the column a.n, which may be NULL
                    SELECT sum(x) OVER (ORDER BY d ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) FROM a | sum() of an empty window frame is NULL
                    SELECT sum(x) OVER (ORDER BY d ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM a | -
                    SELECT first_value(x) OVER (ORDER BY d), last_value(n) OVER (ORDER BY d) FROM a | -, it is the column a.n, which may be NULL
                    SELECT lag(x) OVER (ORDER BY d), lead(x, 1) OVER (ORDER BY d) FROM a | lag() without a default is NULL if there is no such row, lead() without a default is NULL if there is no such row
                    SELECT lag(x, 1, 0) OVER (ORDER BY d), lag(n, 1, 0) OVER (ORDER BY d) FROM a | -, it is the column a.n, which may be NULL
                    SELECT s, sum(sum(x)) OVER (ORDER BY s) FROM a GROUP BY s | -, -
                    """)
    void aWindowFunctionSeesTheCurrentRow(String query, String causes) {
        assertThat(describeCauses(query)).isEqualTo(causes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
                    SELECT upper(s), length(s), concat(s, '!'), substr(s, 2) FROM a | -, -, -, -
                    SELECT upper(ns), concat(s, ns) FROM a                    | it is the column a.ns, which may be NULL, it is the column a.ns, which may be NULL
                    SELECT parse_url(s, 'HOST'), nullif(x, 1) FROM a          | parse_url() may return NULL, nullif() may return NULL
                    SELECT coalesce(n, x), coalesce(n, 0), ifnull(n, n) FROM a | -, -, it is the column a.n, which may be NULL
                    SELECT if(n > 1, x, 0), if(true, n, 0) FROM a             | -, it is the column a.n, which may be NULL
                    SELECT year(d), date_trunc('month', t), date_add(d, INTERVAL 1 DAY), d + INTERVAL 1 MONTH FROM a | -, -, -, -
                    SELECT datediff(t, nd), timestampdiff(DAY, d, t), EXTRACT(YEAR FROM nd) FROM a | it is the column a.nd, which may be NULL, -, it is the column a.nd, which may be NULL
                    SELECT now(), curdate(), current_date, uuid(), database() | -, -, -, -, database() may return NULL
                    SELECT year(s), year('2024-01-01'), days_add('nonsense', 1) FROM a | a value that can't be converted to DATE is NULL, -, a value that can't be converted to DATETIME is NULL
                    SELECT concat_ws(',', s, s), md5sum(ns), null_or_empty(ns) FROM a | -, -, -
                    SELECT array_length(list), [n], map{'a': n}, row(n) FROM a | -, -, -, -
                    SELECT list[1], map{'a': 1}['b'], array_map(e -> e + 1, list) FROM a | an element of an array or map may be NULL, or may not exist, an element of an array or map may be NULL, or may not exist, -
                    SELECT doc->'$.k', get_json_int(doc, '$.k') FROM a        | a value in a JSON document may be NULL, or may not exist, get_json_int() may return NULL
                    SELECT typeof(n), n IS NULL, isnull(n) FROM a             | -, -, -
                    """)
    void aFunctionOfValuesMayReturnNullUnlessItIsKnownNotTo(String query, String causes) {
        assertThat(describeCauses(query)).isEqualTo(causes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
                    SELECT x + 1, -x, x * m, f - x, ~x FROM a                 | -, -, -, -, -
                    SELECT x + n, -n FROM a                                   | it is the column a.n, which may be NULL, it is the column a.n, which may be NULL
                    SELECT x / 2, x % 2, x DIV -2, mod(x, 3) FROM a           | -, -, -, -
                    SELECT x / x, x % 0, mod(x, x) FROM a                     | a division by zero is NULL, a division by zero is NULL, a division by zero is NULL
                    SELECT s + 1 FROM a                                       | a value that can't be converted to DOUBLE is NULL
                    SELECT x = 1, x < n, n <=> 1, NOT n = 1 FROM a            | -, it is the column a.n, which may be NULL, -, it is the column a.n, which may be NULL
                    SELECT x = 1 AND s = 'a', x = 1 OR n = 1 FROM a           | -, it is the column a.n, which may be NULL
                    SELECT x IN (1, 2), x IN (1, NULL), s LIKE 'a%', x BETWEEN 1 AND n FROM a | -, NULL is written here, -, it is the column a.n, which may be NULL
                    SELECT CAST(x AS BIGINT), CAST(x AS STRING), CAST(d AS DATETIME), CAST(m AS DOUBLE) FROM a | -, -, -, -
                    SELECT CAST(x AS TINYINT), CAST(n AS STRING) FROM a       | a value that can't be converted to TINYINT is NULL, it is the column a.n, which may be NULL
                    SELECT CAST(m AS DECIMAL(20, 4)), CAST(m AS DECIMAL(11, 5)), CAST(m AS DECIMAL(18, 18)) FROM a | -, -, a value that can't be converted to DECIMAL(18,18) is NULL
                    SELECT CAST(CAST(x AS DECIMAL(12, 0)) AS DECIMAL(38, 30)) FROM a | a value that can't be converted to DECIMAL(38,30) is NULL
                    SELECT CAST(s AS INT), CAST(s AS DATE) FROM a             | a value that can't be converted to INT is NULL, a value that can't be converted to DATE is NULL
                    SELECT CAST('12' AS INT), CAST('2024-02-29' AS DATE), CAST('x' AS INT) | -, -, a value that can't be converted to INT is NULL
                    SELECT CASE WHEN x = 1 THEN 'a' ELSE 'b' END, CASE x WHEN 1 THEN 'a' END FROM a | -, a CASE without ELSE is NULL if no condition is true
                    SELECT CASE WHEN x = 1 THEN ns ELSE 'b' END FROM a        | it is the column a.ns, which may be NULL
                    SELECT CASE WHEN n IS NOT NULL THEN n ELSE 0 END, CASE WHEN n IS NULL THEN 0 ELSE n END FROM a | -, -
                    SELECT CASE WHEN x = 1 OR n IS NULL THEN 0 ELSE n END, CASE WHEN n > 1 THEN 0 ELSE n END FROM a | -, it is the column a.n, which may be NULL
                    SELECT if(n IS NULL, 0, n), if(n > 0, n, 0), if(n > 0, 0, n) FROM a | -, -, it is the column a.n, which may be NULL
                    SELECT CASE WHEN sum(x) > 0 THEN sum(x) ELSE 0 END FROM a | -
                    """)
    void anOperatorKeepsNull(String query, String causes) {
        assertThat(describeCauses(query)).isEqualTo(causes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
                    SELECT (SELECT max(y) FROM b), (SELECT count(*) FROM b), (SELECT 1) | max() of no rows is NULL, -, -
                    SELECT (SELECT y FROM b LIMIT 1), EXISTS (SELECT 1 FROM b) | a subquery without rows is NULL, -
                    SELECT (SELECT count(*) FROM b GROUP BY y) FROM a         | a subquery without rows is NULL
                    SELECT x IN (SELECT y FROM b), x IN (SELECT n2 FROM b) FROM a | -, it is the column b.n2, which may be NULL
                    SELECT x FROM a UNION ALL SELECT y FROM b                 | -
                    SELECT x FROM a UNION SELECT n2 FROM b                    | a branch of the UNION may be NULL: it is the column b.n2, which may be NULL
                    SELECT 1 UNION ALL SELECT NULL UNION ALL SELECT 2         | a branch of the UNION may be NULL: NULL is written here
                    SELECT n FROM a INTERSECT SELECT y FROM b                 | -
                    SELECT x FROM a EXCEPT SELECT n2 FROM b                   | -
                    SELECT * FROM (VALUES (1, 'a'), (2, NULL)) t (p, q)       | -, NULL is written here
                    SELECT unnest FROM a, unnest(list)                        | an element of an array or map may be NULL, or may not exist
                    SELECT * FROM TABLE(generate_series(1, 3))                | -
                    SELECT x, e FROM a LEFT JOIN unnest(list) AS u (e) ON true | -, an element of an array or map may be NULL, or may not exist
                    WITH RECURSIVE r AS (SELECT 1 AS k UNION ALL SELECT k + 1 FROM r) SELECT k FROM r | it is a column of the recursive common table r, whose later rows may be NULL
                    WITH RECURSIVE r AS (SELECT id, x FROM a UNION ALL SELECT b.id, b.y FROM b JOIN r ON b.id = r.id) SELECT * FROM r | -, -
                    """)
    void aSubqueryOrSetOperationMayReturnNull(String query, String causes) {
        assertThat(describeCauses(query)).isEqualTo(causes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 1000, textBlock = """
                    SELECT n FROM a WHERE n IS NOT NULL                       | -
                    SELECT n, ns FROM a WHERE n > 1 AND ns LIKE 'x%'          | -, -
                    SELECT n, ns FROM a WHERE n IN (1, 2) OR ns = 'x'         | it is the column a.n, which may be NULL, it is the column a.ns, which may be NULL
                    SELECT n FROM a WHERE n = 1 OR n BETWEEN 5 AND 9          | -
                    SELECT n FROM a WHERE n IS NULL OR n = 1                  | it is the column a.n, which may be NULL
                    SELECT n, nd FROM a WHERE x BETWEEN n AND 9 AND nd >= '2024-01-01' | -, -
                    SELECT n, ns FROM a WHERE NOT (n IS NULL OR ns = '')      | -, -
                    SELECT n FROM a WHERE NOT n = 1                           | -
                    SELECT n FROM a WHERE n <=> 1                             | -
                    SELECT n FROM a WHERE n <=> x                             | it is the column a.n, which may be NULL
                    SELECT n FROM a WHERE isnotnull(n)                        | -
                    SELECT n FROM a WHERE coalesce(n, 1) = 1                  | it is the column a.n, which may be NULL
                    SELECT nd FROM a WHERE date_trunc('month', nd) = '2024-01-01' | -
                    SELECT nd FROM a WHERE year(nd) = 2024                    | -
                    SELECT nd FROM a WHERE nd + INTERVAL 1 DAY > t            | -
                    SELECT n FROM a WHERE CAST(n AS STRING) LIKE '1%'         | -
                    SELECT n FROM a WHERE n IN (SELECT y FROM b)              | -
                    SELECT n FROM a WHERE n NOT IN (SELECT y FROM b)          | it is the column a.n, which may be NULL
                    SELECT n FROM a WHERE n NOT IN (1, 2)                     | -
                    SELECT n + 1, upper(ns) FROM a WHERE n > 1                | -, it is the column a.ns, which may be NULL
                    SELECT * FROM b WHERE n2 > 1                              | -, -, -
                    SELECT at.city, upper(at.CITY) FROM a WHERE at.city IS NOT NULL | -, -
                    SELECT q.at.city, at FROM (SELECT at FROM a) q WHERE at.city LIKE 'x%' | -, -
                    SELECT at.city FROM a WHERE at IS NOT NULL                | it is a field of a struct, which may be NULL
                    SELECT at.city FROM a WHERE at.city IS NULL OR at.city = 'x' | it is a field of a struct, which may be NULL
                    SELECT at.city, sum(x) FROM a WHERE at.city = 'x' GROUP BY at.city | -, -
                    SELECT at.city FROM a WHERE at.city = 'x' GROUP BY ROLLUP (at.city) | ROLLUP sets it to NULL in rows of subtotals
                    SELECT max(at.city) FROM a WHERE at.city = 'x' GROUP BY ROLLUP (s) | max() of no rows is NULL
                    SELECT n, sum(n) FROM a WHERE n > 1 GROUP BY n            | -, -
                    SELECT n FROM (SELECT n FROM a) q WHERE n > 1             | -
                    SELECT n FROM v WHERE n > 1                               | -
                    SELECT n2, n FROM a JOIN b ON a.n = b.n2                  | -, -
                    SELECT n2, n FROM a LEFT JOIN b ON a.n = b.n2             | b is on the optional side of a LEFT JOIN, it is the column a.n, which may be NULL
                    SELECT y, n2 FROM a LEFT JOIN b ON a.id = b.id WHERE y > 1 | -, it is the column b.n2, which may be NULL
                    SELECT y, n2 FROM a LEFT JOIN b ON a.id = b.id WHERE n2 > 1 | -, -
                    SELECT y, n2 FROM a LEFT JOIN b ON a.id = b.id WHERE b.id IS NULL | b is on the optional side of a LEFT JOIN, it is the column b.n2, which may be NULL
                    SELECT x, y FROM a FULL JOIN b ON a.id = b.id WHERE a.id > 1 | -, b is on an optional side of a FULL JOIN
                    SELECT y, z FROM a LEFT JOIN b ON a.id = b.id LEFT JOIN c ON c.id = b.id WHERE z > 1 | b is on the optional side of a LEFT JOIN, -
                    SELECT y, z FROM a LEFT JOIN b ON a.id = b.id JOIN c ON c.id = b.id | -, -
                    SELECT y, z FROM a LEFT JOIN (b JOIN c ON b.id = c.id) ON a.id = b.id WHERE z = 1 | -, -
                    SELECT n FROM a LEFT SEMI JOIN b ON a.n = b.y             | -
                    SELECT n FROM (SELECT n FROM a) p JOIN (SELECT n2 AS n FROM b) q USING (n) | -
                    WITH RECURSIVE r AS (SELECT 1 AS k UNION ALL SELECT k + 1 FROM r WHERE k < 9) SELECT k FROM r | -
                    SELECT s, d FROM a WHERE s = 'x' GROUP BY ROLLUP (s, d)   | ROLLUP sets it to NULL in rows of subtotals, ROLLUP sets it to NULL in rows of subtotals
                    SELECT get_json_int(doc, '$.k') FROM a WHERE get_json_int(doc, '$.k') > 1 | -
                    SELECT x / n FROM a WHERE x / n > 1                       | -
                    SELECT s, sum(n) FROM a GROUP BY s HAVING sum(n) > 1      | -, -
                    SELECT s, sum(n) AS total FROM a GROUP BY s HAVING total > 1 | -, -
                    SELECT sum(x) FROM a HAVING sum(x) IS NOT NULL            | -
                    SELECT s, count(*) FROM a GROUP BY ROLLUP (s) HAVING s IS NOT NULL | -, -
                    SELECT ns FROM a GROUP BY ns HAVING ns <> ''              | -
                    """)
    void aConditionThatIsNotTrueForNullExcludesIt(String query, String causes) {
        assertThat(describeCauses(query)).isEqualTo(causes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT x + n FROM a                                | n
                    SELECT y FROM a LEFT JOIN b ON a.id = b.id         | b
                    SELECT p FROM (SELECT n AS p FROM a) q             | n
                    SELECT * FROM b                                    | *
                    SELECT n + 1 FROM v                                | n
                    SELECT sum(x) FROM a                               | sum(x)
                    SELECT 1, x / x FROM a                             | x / x
                    SELECT 1 UNION ALL SELECT NULL                     | NULL
                    """)
    void theCausePointsAtThePartOfTheQuery(String query, String expectedPart) {
        NullCause cause = shop.analyze(query).columns().stream()
                .map(column -> column.nullCause())
                .filter(candidate -> candidate != null)
                .reduce((first, second) -> second)
                .orElseThrow();
        int start = cause.span().offset();
        assertThat(query.substring(start, start + cause.span().length()).toLowerCase(Locale.ROOT))
                .isEqualTo(expectedPart.toLowerCase(Locale.ROOT));
    }

    private String describeCauses(String query) {
        return shop.analyze(query).columns().stream()
                .map(column ->
                        column.nullCause() == null ? "-" : column.nullCause().toClause())
                .collect(Collectors.joining(", "));
    }
}
