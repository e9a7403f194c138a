-- COLOCATION_UNSUPPORTED
CREATE TABLE t (a INT) DISTRIBUTED BY RANDOM PROPERTIES ("colocate_with" = "g");
-- DYNAMIC_PROPERTY_MISSING
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("dynamic_partition.enable" = "true", "dynamic_partition.end" = "3");
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
-- FORMAT
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("storage_medium" = "TAPE");
-- UNKNOWN_PROPERTIES
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("nope" = "1");
-- TOO_MANY_REPLICAS
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("replication_num" = "5");
-- COOLDOWN_TIME_AND_TTL
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("storage_medium" = "SSD", "storage_cooldown_ttl" = "1 day", "storage_cooldown_time" = "2035-01-01 00:00:00");
-- COOLDOWN_WITHOUT_MEDIUM
ALTER TABLE log MODIFY PARTITION p1 SET ("storage_cooldown_time" = "2035-01-01 00:00:00");
-- UNIQUE_CONSTRAINT_OF_SEVERAL_TABLES
CREATE TABLE t (a INT, b INT) DISTRIBUTED BY HASH(a) PROPERTIES ("unique_constraints" = "t.a, u.b");
-- COOLDOWN_OF_HDD
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("storage_medium" = "HDD", "storage_cooldown_time" = "2035-01-01 00:00:00");
-- COOLDOWN_TIME_INVALID
CREATE TABLE t (d DATE) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d) PROPERTIES ("storage_medium" = "SSD", "storage_cooldown_time" = "soon");
-- FLAT_JSON_DISABLED
CREATE TABLE t (a INT, b JSON) DISTRIBUTED BY HASH(a) PROPERTIES ("flat_json.enable" = "false", "flat_json.null.factor" = "0.3");
-- UNKNOWN_COMPRESSION
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("compression" = "ZSTD(99)");
-- ASYNC_WRITE_BACK_DISABLED on shared-data
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("enable_async_write_back" = "true");
-- NOT_ALTERABLE
ALTER TABLE orders SET ("storage_type" = "column");
-- BUCKET_SIZE_WITHOUT_RANDOM_DISTRIBUTION
ALTER TABLE orders SET ("bucket_size" = "1024");
-- PROPERTY_OF_PRIMARY_KEY_OR_SHARED_DATA
ALTER TABLE account SET ("base_compaction_forbidden_time_ranges" = "* 8-20 * * *");
