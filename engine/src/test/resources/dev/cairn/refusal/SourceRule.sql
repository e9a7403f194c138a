-- VIEW_READS_ITSELF
CREATE OR REPLACE VIEW names AS SELECT id, name FROM names;
CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id FROM names;
-- TOO_MANY_COLUMNS
CREATE TABLE wide ({9000 times: c# INT, }z INT) DISTRIBUTED BY HASH(c0);
SELECT 1 FROM wide a, wide b, wide c, wide d, wide e, wide f, wide g, wide h, wide i, wide j, wide k, wide l;
-- COLUMN_AMBIGUOUS
SELECT id FROM orders, account;
