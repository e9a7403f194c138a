-- WINDOW_FUNCTION_WITHOUT_OVER
SELECT session_number(id, 1) FROM orders;
-- ARGUMENT
SELECT percentile_disc(price, -0.5) FROM orders;
-- WINDOW_FUNCTION_OF_TYPE
SELECT first_value(users) OVER (PARTITION BY page) FROM visit;
-- STATE_FUNCTION
CREATE TABLE t (a INT, b abs(INT)) AGGREGATE KEY(a) DISTRIBUTED BY HASH(a);
-- ARGUMENT_COUNT
SELECT * FROM orders PIVOT (group_concat(city) FOR id IN (1));
-- NO_MATCHING_FUNCTION
SELECT abs('a', 'b');
-- TABLE_FUNCTION_IN_EXPRESSION
SELECT unnest(tags) FROM account;
-- DATE_TRUNC_UNIT_NOT_CONSTANT
SELECT date_trunc(city, day) FROM orders;
-- DATE_TRUNC_UNIT
SELECT date_trunc('century', day) FROM event;
-- CLAUSE_PART
SELECT id FROM orders WHERE sum(id) > 1;
-- ONE_AGGREGATION_STAGE_REQUIRED
SELECT exchange_bytes(id) FROM orders;
