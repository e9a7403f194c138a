-- COLUMN_NOT_VISIBLE
DELETE FROM account WHERE EXISTS (SELECT 1 FROM orders WHERE id IN (SELECT page FROM visit WHERE page = account.id));
-- COLUMN_OUTSIDE_WHERE
DELETE FROM account WHERE id = (SELECT max(orders.id + account.id) FROM orders);
-- COLUMN_BEFORE_IN
DELETE FROM account WHERE EXISTS (SELECT 1 FROM orders WHERE account.id IN (SELECT page FROM visit));
-- NOT_EQUALITY
DELETE FROM account WHERE id = (SELECT max(id) FROM orders WHERE orders.id < account.id);
-- NO_EQUALITY
DELETE FROM account WHERE EXISTS (SELECT 1 FROM orders WHERE orders.id < account.id);
-- CLAUSE_UNSUPPORTED
DELETE FROM account WHERE id = (SELECT id FROM orders WHERE orders.id = account.id LIMIT 1);
-- CONSTANT_BEFORE_IN
DELETE FROM account WHERE id = 1 OR 2 IN (SELECT id FROM orders);
-- TUPLE_BEFORE_IN
DELETE FROM account WHERE id = 1 OR (id, name) IN (SELECT id, city FROM orders);
-- SEVERAL_COLUMNS_IN
DELETE FROM account WHERE id = 1 OR id IN (SELECT o.id FROM orders o WHERE o.city = account.name AND o.id = account.id);
-- COLUMNS_OF_BOTH_JOIN_SIDES
INSERT INTO log SELECT o.day, a.name FROM orders o JOIN account a ON o.id IN (SELECT page FROM visit WHERE page = a.id);
-- SEVERAL_SUBQUERIES_IN_JOIN
INSERT INTO log SELECT o.day, a.name FROM orders o JOIN account a ON o.id + (SELECT max(page) FROM visit) > (SELECT min(page) FROM visit);
