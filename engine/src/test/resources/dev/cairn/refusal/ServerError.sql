-- TABLE_NOT_CREATED as whole server
CREATE VIEW sys.v AS SELECT 1 AS k;
-- SYSTEM_TABLE_DROPPED as whole server
DROP TABLE sys.role_edges;
-- NOT_OLAP_TABLE
CANCEL ALTER TABLE COLUMN FROM names;
-- DATABASE_EXISTS
CREATE DATABASE shop;
-- NO_DATABASE_TO_DROP
DROP DATABASE nope;
-- NO_DATABASE_SELECTED on no database
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a);
-- TABLE_EXISTS
CREATE TABLE orders (a INT) DISTRIBUTED BY HASH(a);
-- DUPLICATE_COLUMN
CREATE TABLE t (a INT, a INT) DISTRIBUTED BY HASH(a);
-- NOT_UNIQUE_TABLE
SELECT 1 FROM orders, orders;
-- INCORRECT_DATABASE_NAME
CREATE DATABASE `a.b`;
-- INCORRECT_TABLE_NAME
CREATE TABLE `{1025 times: a}` (a INT) DISTRIBUTED BY HASH(a);
-- TOO_MANY_COLUMNS
CREATE TABLE t ({10000 times: c# INT, }z INT) DISTRIBUTED BY HASH(c0);
-- INCORRECT_COLUMN_NAME
CREATE TABLE t (a INT, `b=c` INT) DISTRIBUTED BY HASH(a);
-- DERIVED_TABLE_WITHOUT_ALIAS
SELECT 1 FROM (SELECT 1);
-- UNKNOWN_VARIABLE
CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ("session.nope" = "1") AS SELECT id FROM orders;
-- UNKNOWN_STORAGE_ENGINE
CREATE TABLE t (a INT) ENGINE = odps;
-- UNKNOWN_TIME_ZONE
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "3", "dynamic_partition.prefix" = "p", "dynamic_partition.time_zone" = "Mars/North");
-- WRONG_OBJECT
DROP VIEW orders;
-- VIEW_COLUMN_COUNT_DIFFERS
CREATE VIEW v (a, b) AS SELECT id FROM orders;
-- NO_PARTITION_TO_DROP
ALTER TABLE log DROP PARTITION nope;
-- PARTITION_EXISTS
ALTER TABLE log ADD PARTITION p1 VALUES LESS THAN ('2027-01-01');
-- INCORRECT_PARTITION_NAME
ALTER TABLE log ADD PARTITION `1-2` VALUES LESS THAN ('2027-01-01');
-- NOT_A_NUMBER
CREATE TABLE t (a INT, b DOUBLE) DISTRIBUTED BY HASH(a);
INSERT INTO t VALUES (1, 'x');
-- KEY_AFTER_VALUE
CREATE TABLE t (a INT, b INT, c INT KEY) DUPLICATE KEY(a) DISTRIBUTED BY HASH(a);
-- INVALID_VALUE on shared-data
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("cloud_native_fast_schema_evolution_v2" = "perhaps");
-- COLOCATE_DIFFERS
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) BUCKETS 2 PROPERTIES ("colocate_with" = "g");
CREATE TABLE u (a INT) DISTRIBUTED BY HASH(a) BUCKETS 3 PROPERTIES ("colocate_with" = "g");
-- COMMON
ALTER TABLE orders SET ("nope" = "1");
-- NO_RANGE_PARTITIONS
ALTER TABLE sale ADD PARTITION p VALUES LESS THAN ('x');
-- BATCH_STEP_DIFFERS
ALTER TABLE event ADD PARTITIONS START ('2025-01-01') END ('2025-01-09') EVERY (INTERVAL 0 DAY);
-- BATCH_BY_SEVERAL_COLUMNS
CREATE TABLE t (a INT, b INT) PARTITION BY RANGE(a, b) () DISTRIBUTED BY HASH(a);
ALTER TABLE t ADD PARTITIONS START ('9') END ('1') EVERY (1);
-- BATCH_STEP_NOT_POSITIVE
ALTER TABLE log ADD PARTITIONS START ('2027-01-01') END ('2027-01-09') EVERY (INTERVAL 0 DAY);
-- UNSUPPORTED_DYNAMIC_TIME_UNIT
ALTER TABLE log SET ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "CENTURY", "dynamic_partition.end" = "3");
-- INVALID_DYNAMIC_BOUND
ALTER TABLE log SET ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "0");
-- DYNAMIC_BUCKETS_FORMAT
ALTER TABLE log SET ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "3", "dynamic_partition.buckets" = "many");
-- INVALID_DYNAMIC_ENABLE
ALTER TABLE log SET ("dynamic_partition.enable" = "perhaps", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "3");
-- DYNAMIC_REPLICATION_ZERO
ALTER TABLE log SET ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "3", "dynamic_partition.replication_num" = "0");
-- DYNAMIC_REPLICATION_FORMAT
ALTER TABLE log SET ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "3", "dynamic_partition.replication_num" = "some");
-- DYNAMIC_HISTORY_ZERO
ALTER TABLE log SET ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "3", "dynamic_partition.history_partition_num" = "-1");
-- LIKE_OF_VIEW
CREATE TABLE t LIKE names;
-- UNKNOWN_CATALOG
CREATE TABLE nope.shop.t (a INT) DISTRIBUTED BY HASH(a);
-- LOCATED_AND_COLOCATED
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("labels.location" = "*");
ALTER TABLE t SET ("colocate_with" = "g");
-- UNKNOWN_DATABASE
USE nope;
-- UNKNOWN_TABLE
SELECT 1 FROM nope;
-- GIN_IS_NOT_REPLICATED
CREATE TABLE t (a INT, b VARCHAR(10), INDEX i (b) USING GIN) DISTRIBUTED BY HASH(a) PROPERTIES ("replicated_storage" = "false");
ALTER TABLE t SET ("replicated_storage" = "true");
-- UNKNOWN_COLUMN
ALTER TABLE orders RENAME COLUMN nope TO other;
-- UNKNOWN_COLUMN: 'line' in 'index[last_line]'
CREATE MATERIALIZED VIEW last_line AS SELECT day, max(line) FROM log GROUP BY day;
DELETE FROM log PARTITION p1 WHERE line = 'a';
-- INSERTED_COLUMN_COUNT_DIFFERS
INSERT INTO orders (id, day) VALUES (1);
-- WAREHOUSE_NOT_FOUND on shared-data
CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ("warehouse" = "nope") AS SELECT id FROM orders;
-- MISSING_KEY_COLUMNS
INSERT INTO account (name) VALUES ('a');
-- MISSING_DEPENDENCY
CREATE TABLE t (id INT NOT NULL, a INT, b BIGINT AS a + 1) PRIMARY KEY(id) DISTRIBUTED BY HASH(id);
INSERT INTO t (id) VALUES (1);
-- INVALID_PARAMETER
CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ("nope" = "1") AS SELECT id FROM orders;
-- TOO_MANY_BUCKETS
CREATE TABLE t (a INT) PARTITION BY (a) DISTRIBUTED BY HASH(a) BUCKETS 9999;
