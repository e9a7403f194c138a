-- TOO_MANY_DYNAMIC_PARTITIONS
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "999999", "dynamic_partition.prefix" = "p");
-- FOREIGN_KEY_INVALID
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("foreign_key_constraints" = "a to account");
-- FOREIGN_KEY_TO_AGGREGATE_TABLE
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("foreign_key_constraints" = "(a) REFERENCES visit(page)");
-- FOREIGN_KEY_NOT_UNIQUE
CREATE TABLE t (a BIGINT) DISTRIBUTED BY HASH(a) PROPERTIES ("foreign_key_constraints" = "(a) REFERENCES orders(id)");
-- FOREIGN_KEY_TYPES_DIFFER
CREATE TABLE t (a DATE) DISTRIBUTED BY HASH(a) PROPERTIES ("foreign_key_constraints" = "(a) REFERENCES account(id)");
-- INVALID_VALUE: Invalid storage_medium: TAPE
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("storage_medium" = "TAPE");
-- INVALID_VALUE: Invalid compression: ZSTD(99)
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("compression" = "ZSTD(99)");
-- INVALID_VALUE: Invalid partition_retention_condition: d >
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("partition_retention_condition" = "d >");
-- INVALID_VALUE: Invalid labels.location: it has more than 255 characters
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("labels.location" = "{300 times: a}:*");
-- INVALID_VALUE: Invalid labels.location: rack; write *, key:* or k1:v1,k2:v2,k1:v11
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("labels.location" = "rack");
-- INVALID_VALUE: Invalid unique_constraints: The column 'nope' does not exist in 'orders'
ALTER TABLE orders SET ("unique_constraints" = "nope");
-- INVALID_VALUE: Invalid storage_medium: TAPE
ALTER TABLE log MODIFY PARTITION p1 SET ("storage_medium" = "TAPE");
-- UNKNOWN_PROPERTIES
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("nope" = "1");
-- UNKNOWN_PROPERTIES
CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ("bloom_filter_fpp" = "0.01") AS SELECT id FROM orders;
-- UNKNOWN_PROPERTIES
CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ("bloom_filter_columns" = "", "bloom_filter_fpp" = "0.01") AS SELECT id FROM orders;
-- UNKNOWN_PROPERTIES
ALTER MATERIALIZED VIEW daily SET ("bloom_filter_fpp" = "0.01");
-- UNKNOWN_PROPERTIES
CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ("nope" = "1") AS SELECT id FROM orders;
-- TOO_MANY_REPLICAS
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("replication_num" = "5");
-- COOLDOWN_TIME_AND_TTL
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("storage_medium" = "SSD", "storage_cooldown_ttl" = "1 day", "storage_cooldown_time" = "2035-01-01 00:00:00");
-- UNIQUE_CONSTRAINT_OF_SEVERAL_TABLES
CREATE TABLE t (a INT, b INT) DISTRIBUTED BY HASH(a) PROPERTIES ("unique_constraints" = "t.a, u.b");
-- COOLDOWN_TIME_INVALID
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("storage_medium" = "SSD", "storage_cooldown_time" = "soon");
-- ASYNC_WRITE_BACK_DISABLED on shared-data
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("enable_async_write_back" = "true");
-- IN_MEMORY_INDEX on shared-data
CREATE TABLE t (a INT NOT NULL) PRIMARY KEY(a) DISTRIBUTED BY HASH(a) PROPERTIES ("enable_persistent_index" = "false");
-- VOLUME_DISABLED on shared-data
CREATE STORAGE VOLUME v TYPE = S3 LOCATIONS = ('s3://a') PROPERTIES ("enabled" = "false");
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("storage_volume" = "v");
-- NOT_ALTERABLE
ALTER TABLE orders SET ("storage_type" = "column");
-- NO_BACKEND_AT_LOCATION
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("labels.location" = "rack:r1");
