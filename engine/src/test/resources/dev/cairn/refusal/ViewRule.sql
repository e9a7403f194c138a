-- COLUMN_WITHOUT_NAME
CREATE VIEW v AS SELECT 'a`b';
-- PIVOT_NAME_NOT_PLAIN
CREATE VIEW v AS SELECT * FROM (SELECT price, city FROM orders) o PIVOT (sum(price) AS `a b` FOR city IN ('Oslo'));
