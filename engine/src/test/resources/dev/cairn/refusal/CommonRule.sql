-- NOT_FOUND
ALTER TABLE orders DROP COLUMN nope;
-- NOT_FOUND
CREATE TABLE t (a INT) ENGINE = nope;
-- NOT_FOUND
ALTER TABLE account ADD COLUMN c BIGINT AS home.zip + 1;
-- NOT_FOUND: 'A'
CREATE TABLE t (a INT, b BIGINT AS A + 1) DISTRIBUTED BY HASH(a);
-- NOT_FOUND: 'd'
CREATE TABLE t (D DATETIME) PARTITION BY date_format(d, '%Y') DISTRIBUTED BY HASH(D);
-- NOT_FOUND
ALTER MATERIALIZED VIEW daily SET ("bloom_filter_columns" = "nope");
-- NOT_FOUND_IN
ALTER TABLE orders DROP ROLLUP nope;
-- NOT_FOUND_IN
SELECT * EXCLUDE (nope) FROM orders;
-- ALREADY_EXISTS
ALTER TABLE orders ADD COLUMN price INT;
-- DUPLICATE
CREATE TABLE t (a INT, b DATE) PARTITION BY RANGE(b, b) () DISTRIBUTED BY HASH(a);
-- RENAMED_TO_ITSELF
ALTER TABLE orders RENAME orders;
-- NOT_A_NUMBER
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("partition_live_number" = "some");
-- NOT_A_NUMBER
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("replication_num" = "many");
-- NOT_BOOLEAN
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("fast_schema_evolution" = "perhaps");
-- MUST_BE_POSITIVE
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("replication_num" = "0");
-- MUST_BE_POSITIVE
CREATE TABLE t (a INT, b ARRAY<VARCHAR>) DISTRIBUTED BY HASH(a);
-- MUST_BE_POSITIVE
CREATE ROLE r;
GRANT USAGE ON FUNCTION mask(VARCHAR) TO ROLE r;
-- MUST_BE_POSITIVE
CREATE ROLE r;
REVOKE USAGE ON GLOBAL FUNCTION mask(INT, MAP<INT, CHAR>) FROM ROLE r;
-- OUT_OF_RANGE
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("bloom_filter_columns" = "a", "bloom_filter_fpp" = "0.9");
-- NOT_ONE_OF
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("write_quorum" = "most");
-- ONLY_IN_SHARED_DATA
ALTER TABLE orders SPLIT TABLET;
-- NOT_IN_SHARED_DATA on shared-data
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("version_info" = "1,2");
-- UNSUPPORTED: A colocated table does not support an optimization
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) BUCKETS 2 PROPERTIES ("colocate_with" = "g");
ALTER TABLE t DISTRIBUTED BY HASH(a) BUCKETS 4;
-- UNSUPPORTED: IN does not support JSON, maps and structs
SELECT 1 FROM account WHERE (id, doc) IN (SELECT id, doc FROM account);
-- UNSUPPORTED: DELETE does not support USING for a table without PRIMARY KEY
DELETE FROM orders USING account WHERE orders.id = account.id;
-- UNSUPPORTED: INSERT BY NAME does not support VALUES
INSERT INTO orders BY NAME VALUES (1, '2025-01-01', 1, 'Oslo');
-- UNSUPPORTED on partial_update_mode column: A table with storage_type = column_with_row does not support updates in column mode
CREATE TABLE t (a INT NOT NULL, b INT) PRIMARY KEY(a) DISTRIBUTED BY HASH(a) PROPERTIES ("storage_type" = "column_with_row");
UPDATE t SET b = 1 WHERE a = 1;
-- UNSUPPORTED: A table with range partitions does not support list partitions
ALTER TABLE log ADD PARTITION p3 VALUES IN ('2027-01-01');
-- UNSUPPORTED: Automatic partitioning does not support the addition of a single range
ALTER TABLE event ADD PARTITION p1 VALUES LESS THAN ('2025-01-01');
-- UNSUPPORTED: DROP PARTITIONS WHERE does not support TEMPORARY
ALTER TABLE log DROP TEMPORARY PARTITIONS WHERE day < '2025-01-01';
-- UNSUPPORTED: PARTITION BY does not support d + 1
CREATE TABLE t (d DATE) PARTITION BY RANGE(d + 1) () DISTRIBUTED BY HASH(d);
-- UNSUPPORTED: A batch of partitions does not support several columns
CREATE TABLE t (a INT, b INT) PARTITION BY RANGE(a, b) (START ('1') END ('9') EVERY (1)) DISTRIBUTED BY HASH(a);
-- UNSUPPORTED: A partition by several columns does not support MAXVALUE
CREATE TABLE t (a INT, b INT) PARTITION BY RANGE(a, b) (PARTITION p VALUES LESS THAN (MAXVALUE, MAXVALUE), PARTITION q VALUES LESS THAN ('1', MAXVALUE)) DISTRIBUTED BY HASH(a);
-- UNSUPPORTED: RECOVER does not support list partitions
ALTER TABLE sale DROP PARTITION north;
RECOVER PARTITION north FROM sale;
-- UNSUPPORTED: ORDER BY does not support ALL together with other elements
SELECT id FROM orders ORDER BY ALL, id;
-- UNSUPPORTED: RIGHT OUTER JOIN does not support the hint BROADCAST
SELECT 1 FROM orders RIGHT JOIN [BROADCAST] account ON orders.id = account.id;
-- UNSUPPORTED: A lateral join does not support RIGHT OUTER JOIN
SELECT 1 FROM account RIGHT JOIN LATERAL unnest(tags) AS t(x) ON true;
-- UNSUPPORTED: EXCEPT does not support ALL
SELECT id FROM orders EXCEPT ALL SELECT id FROM account;
-- UNSUPPORTED: A view does not support temporary tables
CREATE TEMPORARY TABLE t (a INT) DISTRIBUTED BY HASH(a);
CREATE VIEW v AS SELECT a FROM t;
-- UNSUPPORTED: TRUNCATE does not support temporary partitions
TRUNCATE TABLE log TEMPORARY PARTITION (p1);
-- UNSUPPORTED: A table of another engine does not support arrays, maps and structs
CREATE EXTERNAL TABLE t (a ARRAY<INT>) ENGINE = mysql PROPERTIES ("host" = "h", "port" = "3306", "user" = "u", "password" = "p", "database" = "d", "table" = "t");
-- UNSUPPORTED: A table with PRIMARY KEY does not support a storage cooldown
CREATE TABLE t (d DATE NOT NULL) PRIMARY KEY(d) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("storage_medium" = "SSD", "storage_cooldown_ttl" = "1 day");
-- UNSUPPORTED: CREATE TABLE AS SELECT does not support AGGREGATE KEY
CREATE TABLE t AGGREGATE KEY(id) DISTRIBUTED BY HASH(id) AS SELECT id FROM orders;
-- UNSUPPORTED on 3.5: A GIN index does not support replicated storage
ALTER TABLE orders ADD INDEX i (city) USING GIN;
-- UNSUPPORTED: A table with DUPLICATE KEY does not support storage_type = column_with_row
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("storage_type" = "column_with_row");
-- UNSUPPORTED: A materialized view does not support system tables
CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT table_name FROM information_schema.tables;
-- UNSUPPORTED: A table with RANDOM distribution does not support colocate_with
CREATE TABLE t (a INT) DISTRIBUTED BY RANDOM PROPERTIES ("colocate_with" = "g");
-- UNSUPPORTED: The storage medium HDD does not support a storage cooldown
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("storage_medium" = "HDD", "storage_cooldown_time" = "2035-01-01 00:00:00");
-- UNSUPPORTED: Automatic partitioning does not support renamed partitions
ALTER TABLE event RENAME PARTITION p20250101 p1;
-- UNSUPPORTED: An optimization of a table does not support another distribution of single partitions
ALTER TABLE log PARTITIONS (p1) DISTRIBUTED BY RANDOM;
-- UNSUPPORTED: A merge of partitions does not support the partitioning of the table
ALTER TABLE orders PARTITION BY date_trunc('month', day);
-- UNSUPPORTED on shared-data: SPLIT TABLET does not support HASH distribution
ALTER TABLE orders SPLIT TABLET;
-- UNSUPPORTED: Invalid default value: A default of an ARRAY, a MAP or a STRUCT does not support NULL
CREATE TABLE t (a INT, b ARRAY<INT> DEFAULT [NULL]) DISTRIBUTED BY HASH(a);
-- UNSUPPORTED: A table with AGGREGATE KEY does not support generated columns
ALTER TABLE visit ADD COLUMN c BIGINT AS page + 1;
-- UNSUPPORTED: A table with an AUTO_INCREMENT column does not support a GIN index
CREATE TABLE t (a BIGINT NOT NULL AUTO_INCREMENT, b VARCHAR(10), INDEX i (b) USING GIN) DUPLICATE KEY(a) DISTRIBUTED BY HASH(a);
-- REQUIREMENT_MISSING: ADD PARTITION requires partitions
ALTER TABLE orders ADD PARTITION p VALUES LESS THAN ('2025-01-01');
-- REQUIREMENT_MISSING: MATCH requires a text on the left
SELECT id FROM orders WHERE id MATCH 'x';
-- REQUIREMENT_MISSING: LIKE requires a text on the left
SELECT to_binary('a') LIKE 'x';
-- REQUIREMENT_MISSING: DELETE requires a WHERE clause
DELETE FROM orders;
-- REQUIREMENT_MISSING: An ASOF join requires exactly one inequality
SELECT 1 FROM orders a ASOF JOIN orders b ON a.id = b.id;
-- REQUIREMENT_MISSING: PIVOT requires an aggregate function for each measure
SELECT * FROM orders PIVOT (abs(price) FOR city IN ('Oslo'));
-- REQUIREMENT_MISSING: GROUPING requires GROUPING SETS, ROLLUP or CUBE
SELECT grouping(id) FROM orders GROUP BY id;
-- REQUIREMENT_MISSING: A table of the engine mysql requires host, port, user, password, database, table
CREATE EXTERNAL TABLE t (a INT) ENGINE = mysql;
-- REQUIREMENT_MISSING: Dynamic partitioning requires dynamic_partition.time_unit
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("dynamic_partition.enable" = "true", "dynamic_partition.end" = "3");
-- REQUIREMENT_MISSING: storage_cooldown_time requires storage_medium
ALTER TABLE log MODIFY PARTITION p1 SET ("storage_cooldown_time" = "2035-01-01 00:00:00");
-- REQUIREMENT_MISSING: Each other property of flat_json requires flat_json.enable = true
CREATE TABLE t (a INT, b JSON) DISTRIBUTED BY HASH(a) PROPERTIES ("flat_json.enable" = "false", "flat_json.null.factor" = "0.3");
-- REQUIREMENT_MISSING on shared-data: persistent_index_type requires enable_persistent_index = true
ALTER TABLE orders SET ("persistent_index_type" = "LOCAL");
-- REQUIREMENT_MISSING: Dynamic partitioning requires dynamic_partition.time_unit
ALTER TABLE log SET ("dynamic_partition.end" = "3");
-- REQUIREMENT_MISSING: The index requires index_type
CREATE TABLE t (a INT, b ARRAY<FLOAT> NOT NULL, INDEX i (b) USING VECTOR) DUPLICATE KEY(a) DISTRIBUTED BY HASH(a);
-- REQUIREMENT_MISSING: A VECTOR index requires a column of the type ARRAY<FLOAT> NOT NULL
CREATE TABLE t (a INT, b ARRAY<FLOAT>, INDEX i (b) USING VECTOR ("index_type" = "hnsw", "dim" = "4", "metric_type" = "l2_distance", "is_vector_normed" = "false")) DUPLICATE KEY(a) DISTRIBUTED BY HASH(a);
-- SUPPORTED_ONLY_FOR: The change of properties is only supported for views of Iceberg
CREATE VIEW v PROPERTIES ("a" = "b") AS SELECT id FROM orders;
-- SUPPORTED_ONLY_FOR: CREATE TEMPORARY TABLE is only supported for tables of the engine OLAP
CREATE TEMPORARY TABLE t (a INT) ENGINE = mysql;
-- SUPPORTED_ONLY_FOR on shared-data: compaction_strategy is only supported for tables with PRIMARY KEY
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("compaction_strategy" = "REAL_TIME");
-- SUPPORTED_ONLY_FOR: auto_refresh_partitions_limit is only supported for automatic refreshes
CREATE MATERIALIZED VIEW m PARTITION BY day REFRESH MANUAL PROPERTIES ("auto_refresh_partitions_limit" = "2") AS SELECT day FROM log;
-- SUPPORTED_ONLY_FOR: bucket_size is only supported for tables with RANDOM distribution and automatic buckets
ALTER TABLE orders SET ("bucket_size" = "1024");
-- SUPPORTED_ONLY_FOR: base_compaction_forbidden_time_ranges is only supported for tables without PRIMARY KEY on shared-nothing clusters
ALTER TABLE account SET ("base_compaction_forbidden_time_ranges" = "* 8-20 * * *");
-- SUPPORTED_ONLY_FOR: CREATE is only supported for tables of an external catalog
ALTER TABLE orders CREATE BRANCH b;
-- SUPPORTED_ONLY_FOR: CHARACTER SET is only supported for the type VARCHAR
CREATE TABLE t (a INT, b INT CHARACTER SET ascii) DISTRIBUTED BY HASH(a);
-- WRONG_KIND: '(shop.account.id + 1)' is not a struct
SELECT (id + 1).city FROM account;
-- WRONG_KIND: 'abs(TINYINT)' is not a table function
SELECT 1 FROM TABLE(abs(1)) t;
-- WRONG_KIND: 'orders' is not a view
ALTER VIEW orders AS SELECT 1;
-- WRONG_KIND: '`account`' is not a base table of m
CREATE MATERIALIZED VIEW m REFRESH ASYNC PROPERTIES ("excluded_trigger_tables" = "account") AS SELECT id FROM orders;
-- WRONG_KIND: 'orders' is not an asynchronous materialized view
REFRESH MATERIALIZED VIEW orders;
-- WRONG_KIND: 'name' is not a struct
ALTER TABLE account MODIFY COLUMN name ADD FIELD x INT;
