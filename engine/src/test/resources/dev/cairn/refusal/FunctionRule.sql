-- WINDOW_FUNCTION_WITHOUT_OVER
SELECT session_number(id, 1) FROM orders;
-- INVALID_ARGUMENTS
SELECT percentile_disc(price, -0.5) FROM orders;
-- INVALID_ARGUMENTS
SELECT * FROM orders PIVOT (group_concat(city) FOR id IN (1));
-- INVALID_ARGUMENTS
SELECT grouping() FROM orders GROUP BY ROLLUP (id);
-- INVALID_ARGUMENTS
SELECT lead(id, 1, day) OVER (ORDER BY id) FROM orders;
-- INVALID_ARGUMENTS: LEAD or LAG
SELECT lag(city, 1, city) OVER (ORDER BY id) FROM orders;
-- INVALID_STATE_FUNCTION
CREATE TABLE t (a INT, b abs(INT)) AGGREGATE KEY(a) DISTRIBUTED BY HASH(a);
-- NO_MATCHING_FUNCTION
SELECT abs('a', 'b');
-- NO_MATCHING_FUNCTION: boolor_agg(BOOLEAN)
SELECT boolor_agg(id > 1) OVER (PARTITION BY day) FROM orders;
-- TABLE_FUNCTION_IN_EXPRESSION
SELECT unnest(tags) FROM account;
-- DATE_TRUNC_UNIT_NOT_CONSTANT
SELECT date_trunc(city, day) FROM orders;
-- INVALID_DATE_TRUNC_UNIT
SELECT date_trunc('century', day) FROM event;
-- NOT_ALLOWED_IN_CLAUSE
SELECT id FROM orders WHERE sum(id) > 1;
-- ONE_AGGREGATION_STAGE_REQUIRED
SELECT exchange_bytes(id) FROM orders;
