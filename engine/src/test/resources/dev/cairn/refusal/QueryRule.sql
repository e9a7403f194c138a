-- COLUMN_COUNTS_DIFFER
SELECT id FROM orders UNION ALL SELECT id, name FROM account;
-- ROW_LENGTHS_DIFFER
SELECT * FROM (VALUES (1, 2), (3)) v;
-- NOT_GROUPED
SELECT city, count(*) FROM orders;
-- NESTED_FUNCTION
SELECT sum(max(id)) FROM orders;
-- GROUPING_ARGUMENT_NOT_GROUPED
SELECT grouping(id) FROM orders GROUP BY ROLLUP (city);
-- TYPES_INCOMPATIBLE
SELECT tags FROM account UNION ALL SELECT doc FROM account;
-- UNKNOWN_JOIN_HINT
SELECT 1 FROM orders JOIN [FAST] account ON orders.id = account.id;
-- CONDITION_NOT_BOOLEAN
SELECT count(*) FROM orders HAVING bitmap_empty();
-- UNKNOWN_POSITION
SELECT id FROM orders ORDER BY 3;
-- TEMPORAL_CLAUSE_ON_TABLE
SELECT id FROM orders FOR VERSION AS OF 1;
-- CYCLIC_ALIASES
SELECT b AS a, a AS b FROM (SELECT 1 AS x) t;
-- EXPRESSION_TOO_LARGE
SELECT id + id AS a, a + a AS b, b + b AS c, c + c AS d, d + d AS e, e + e AS f, f + f AS g, g + g AS h, h + h AS i, i + i AS j, j + j AS k, k + k AS l, l + l AS m, m + m AS n, n + n AS o, o + o AS p, p + p AS q, q + q AS r, r + r AS s, s + s AS t, t + t AS u, u + u AS v, v + v AS w FROM (SELECT id FROM orders) x;
-- STAR_OF_UNKNOWN_TABLE
SELECT nope.* FROM orders;
-- ALL_COLUMNS_EXCLUDED
SELECT * EXCLUDE (id, name) FROM names;
-- COMBINATION_UNSUPPORTED
SELECT * FROM orders GROUP BY id;
-- COMBINATION_UNSUPPORTED
SELECT DISTINCT count(*) FROM orders;
-- DISTINCT_OF_SEVERAL
SELECT count(DISTINCT [doc]) FROM account;
-- DISTINCT_OF_SEVERAL
SELECT array_agg_distinct(doc) FROM account;
-- RESULT_NOT_COLUMN
SELECT id + 1 FROM orders QUALIFY row_number() OVER (ORDER BY id) = 1;
-- TABLE_FUNCTION_ON_THE_LEFT
SELECT 1 FROM unnest([1]) t JOIN orders ON true;
-- UNKNOWN_TABLE_FUNCTION
SELECT 1 FROM TABLE(nope(1)) t;
