-- COLUMN_COUNT
SELECT id FROM orders UNION ALL SELECT id, name FROM account;
-- NOT_GROUPED
SELECT city, count(*) FROM orders;
-- NESTED_FUNCTION
SELECT sum(max(id)) FROM orders;
-- ORDER_BY_UNSUPPORTED
SELECT id FROM orders ORDER BY ALL, id;
-- GROUPING_ARGUMENT_NOT_GROUPED
SELECT grouping(id) FROM orders GROUP BY ROLLUP (city);
-- TYPES_INCOMPATIBLE
SELECT tags FROM account UNION ALL SELECT doc FROM account;
-- JOIN_HINT
SELECT 1 FROM orders RIGHT JOIN [BROADCAST] account ON orders.id = account.id;
-- UNKNOWN_JOIN_HINT
SELECT 1 FROM orders JOIN [FAST] account ON orders.id = account.id;
-- LATERAL_JOIN
SELECT 1 FROM account RIGHT JOIN LATERAL unnest(tags) AS t(x) ON true;
-- CONDITION_NOT_BOOLEAN
SELECT count(*) FROM orders HAVING bitmap_empty();
-- ASOF_CONDITION
SELECT 1 FROM orders a ASOF JOIN orders b ON a.id = b.id;
-- POSITION
SELECT id FROM orders ORDER BY 3;
-- COLUMN_NOT_FOUND
SELECT nope FROM orders;
-- PIVOT_WITHOUT_AGGREGATE
SELECT * FROM orders PIVOT (abs(price) FOR city IN ('Oslo'));
-- TEMPORAL_CLAUSE_ON_TABLE
SELECT id FROM orders FOR VERSION AS OF 1;
-- CYCLIC_ALIASES
SELECT b AS a, a AS b FROM (SELECT 1 AS x) t;
-- EXPRESSION_TOO_LARGE
SELECT id + id AS a, a + a AS b, b + b AS c, c + c AS d, d + d AS e, e + e AS f, f + f AS g, g + g AS h, h + h AS i, i + i AS j, j + j AS k, k + k AS l, l + l AS m, m + m AS n, n + n AS o, o + o AS p, p + p AS q, q + q AS r, r + r AS s, s + s AS t, t + t AS u, u + u AS v, v + v AS w FROM (SELECT id FROM orders) x;
-- STAR_OF_UNKNOWN_TABLE
SELECT nope.* FROM orders;
-- EXCLUDED_COLUMNS_NOT_FOUND
SELECT * EXCLUDE (nope) FROM orders;
-- ALL_COLUMNS_EXCLUDED
SELECT * EXCLUDE (id, name) FROM names;
-- STAR_WITH_GROUP_BY
SELECT * FROM orders GROUP BY id;
-- DISTINCT_WITH_AGGREGATE
SELECT DISTINCT count(*) FROM orders;
-- GROUPING_WITHOUT_SETS
SELECT grouping(id) FROM orders GROUP BY id;
-- DISTINCT_OF_SEVERAL
SELECT count(DISTINCT [doc]) FROM account;
-- RESULT_NOT_COLUMN
SELECT id + 1 FROM orders QUALIFY row_number() OVER (ORDER BY id) = 1;
-- NO_ALL_QUALIFIER
SELECT id FROM orders EXCEPT ALL SELECT id FROM account;
-- NO_TABLE_FUNCTION
SELECT 1 FROM TABLE(abs(1)) t;
-- TABLE_FUNCTION_ON_THE_LEFT
SELECT 1 FROM unnest([1]) t JOIN orders ON true;
-- UNKNOWN_TABLE_FUNCTION
SELECT 1 FROM TABLE(nope(1)) t;
