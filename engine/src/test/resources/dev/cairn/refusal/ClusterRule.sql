-- GROUP_EXISTS
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
-- GROUP_NOT_FOUND
DROP RESOURCE GROUP g;
-- BUILT_IN_GROUP_DROPPED
DROP RESOURCE GROUP default_wg;
-- BUILT_IN_GROUP_CLASSIFIED
ALTER RESOURCE GROUP default_wg ADD (user = 'u1');
-- GROUP_PROPERTY_UNKNOWN
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'x' = '1');
-- GROUP_PROPERTY_ABSENT
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('cpu_weight' = '1');
-- GROUP_NUMBER_FORMAT
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'concurrency_limit' = 'x');
-- GROUP_NUMBER_OUT_OF_RANGE
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '2', 'cpu_weight' = '1');
-- GROUP_NUMBER_OUT_OF_RANGE: big_query_cpu_second_limit should range from [0, 9223372036]
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'big_query_cpu_second_limit' = '9223372037');
-- GROUP_NUMBER_NEGATIVE
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'concurrency_limit' = '-1');
-- GROUP_TYPE_UNKNOWN
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'type' = 'x');
-- GROUP_TYPE_IMMUTABLE
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
ALTER RESOURCE GROUP g WITH ('type' = 'mv');
-- GROUP_POOL_IMMUTABLE
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
ALTER RESOURCE GROUP g WITH ('mem_pool' = 'p', 'concurrency_limit' = '1');
-- GROUP_CHANGE_EMPTY
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
ALTER RESOURCE GROUP g WITH ('mem_pool' = 'p');
-- GROUP_POOL_MEMORY_IMMUTABLE
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'mem_pool' = 'p');
ALTER RESOURCE GROUP g WITH ('mem_limit' = '20%');
-- GROUP_POOL_MEMORY_DIFFERS
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'mem_pool' = 'p');
CREATE RESOURCE GROUP h TO (user = 'u1') WITH ('mem_limit' = '20%', 'cpu_weight' = '1', 'mem_pool' = 'p');
-- GROUP_WITHOUT_SHARE
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%');
-- GROUP_WITH_SEVERAL_SHARES
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'cpu_weight_percent' = '1');
-- GROUP_OF_SHORT_QUERIES
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight_percent' = '1', 'type' = 'short_query');
-- GROUP_OF_WAREHOUSES
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'max_cpu_cores' = '1', 'warehouses' = 'w');
-- GROUP_OF_WAREHOUSES: 'cpu_weight' cannot be set when 'warehouses' is specified
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'warehouses' = 'w');
-- GROUP_WITHOUT_CLASSIFIER
CREATE RESOURCE GROUP g WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
-- GROUP_OF_VIEWS_WITH_CLASSIFIER
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'type' = 'mv');
-- SECOND_GROUP_OF_SHORT_QUERIES
CREATE RESOURCE GROUP g TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'type' = 'short_query');
CREATE RESOURCE GROUP h TO (user = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1', 'type' = 'short_query');
-- CLASSIFIER_KEY_UNKNOWN
CREATE RESOURCE GROUP g TO (x = 'u1') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
-- CLASSIFIER_VALUE_FORMAT
CREATE RESOURCE GROUP g TO (user = 'u') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
-- CLASSIFIER_RANGE_FORMAT
CREATE RESOURCE GROUP g TO (plan_cpu_cost_range = '[2, 1)') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
-- CLASSIFIER_QUERY_TYPE_UNKNOWN
CREATE RESOURCE GROUP g TO (query_type IN ('update')) WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
-- CLASSIFIER_DATABASE_UNKNOWN as whole server
CREATE RESOURCE GROUP g TO (db = 'nope') WITH ('mem_limit' = '10%', 'cpu_weight' = '1');
-- VOLUME_EXISTS
CREATE STORAGE VOLUME v TYPE = HDFS LOCATIONS = ('hdfs://a');
CREATE STORAGE VOLUME v TYPE = HDFS LOCATIONS = ('hdfs://a');
-- VOLUME_IN_USE on shared-data
CREATE STORAGE VOLUME v TYPE = S3 LOCATIONS = ('s3://a');
CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ('storage_volume' = 'v');
DROP STORAGE VOLUME v;
-- VOLUME_NOT_FOUND
DROP STORAGE VOLUME v;
-- VOLUME_WITHOUT_LOCATION
CREATE STORAGE VOLUME v TYPE = HDFS LOCATIONS = ('');
-- VOLUME_TYPE_UNKNOWN
CREATE STORAGE VOLUME v TYPE = X LOCATIONS = ('hdfs://a');
-- VOLUME_LOCATION_FORMAT
CREATE STORAGE VOLUME v TYPE = S3 LOCATIONS = ('hdfs://a');
-- VOLUME_LOCATION_WITH_PATH
CREATE STORAGE VOLUME v TYPE = S3 LOCATIONS = ('s3://bucket/path') PROPERTIES ('aws.s3.enable_partitioned_prefix' = 'true');
-- VOLUME_PROPERTY_IMMUTABLE
CREATE STORAGE VOLUME v TYPE = S3 LOCATIONS = ('s3://a');
ALTER STORAGE VOLUME v SET ('aws.s3.num_partitioned_prefix' = '2');
-- VOLUME_NAME_FORMAT
CREATE STORAGE VOLUME `v-1` TYPE = HDFS LOCATIONS = ('hdfs://a');
-- VOLUME_NAME_RESERVED
CREATE STORAGE VOLUME builtin_storage_volume TYPE = HDFS LOCATIONS = ('hdfs://a');
-- CATALOG_EXISTS
CREATE EXTERNAL CATALOG c PROPERTIES ('type' = 'hive');
CREATE EXTERNAL CATALOG c PROPERTIES ('type' = 'hive');
-- CATALOG_NAME_FORMAT
CREATE EXTERNAL CATALOG `c-1` PROPERTIES ('type' = 'hive');
-- CATALOG_NAME_RESERVED
CREATE EXTERNAL CATALOG default_catalog PROPERTIES ('type' = 'hive');
-- INTERNAL_CATALOG_DROPPED
DROP CATALOG default_catalog;
-- CATALOG_WITHOUT_TYPE
CREATE EXTERNAL CATALOG c PROPERTIES ('x' = 'hive');
-- CATALOG_TYPE_UNKNOWN
CREATE EXTERNAL CATALOG c PROPERTIES ('type' = 'x');
-- CATALOG_TYPE_IMMUTABLE
CREATE EXTERNAL CATALOG c PROPERTIES ('type' = 'hive');
ALTER CATALOG c SET ('type' = 'es');
-- CATALOG_TYPE_IMMUTABLE
ALTER CATALOG unknown SET ('type' = 'hudi');
-- LOAD_EXISTS
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_NOT_FOUND
STOP ROUTINE LOAD FOR l;
-- LOAD_NAME_FORMAT
CREATE ROUTINE LOAD `l-1` ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_PROPERTY_UNKNOWN
CREATE ROUTINE LOAD l ON orders PROPERTIES ('x' = '1') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_NUMBER_OUT_OF_RANGE
CREATE ROUTINE LOAD l ON orders PROPERTIES ('max_batch_interval' = '1') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_RATIO_OUT_OF_RANGE
CREATE ROUTINE LOAD l ON orders PROPERTIES ('max_filter_ratio' = '2') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_RATIO_FORMAT
CREATE ROUTINE LOAD l ON orders PROPERTIES ('max_filter_ratio' = 'x') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_FORMAT_UNKNOWN
CREATE ROUTINE LOAD l ON orders PROPERTIES ('format' = 'xml') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_CHARACTER_EMPTY
CREATE ROUTINE LOAD l ON orders PROPERTIES ('escape' = '') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_TIMEOUT_TOO_SHORT
CREATE ROUTINE LOAD l ON orders PROPERTIES ('task_consume_second' = '60', 'task_timeout_second' = '60') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_PARTITION_UNKNOWN
CREATE ROUTINE LOAD l ON log PARTITION (p9) FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_MERGE_WITHOUT_KEY
CREATE ROUTINE LOAD l ON orders PROPERTIES ('merge_condition' = 'price') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_MERGE_COLUMN_UNKNOWN
CREATE ROUTINE LOAD l ON account PROPERTIES ('merge_condition' = 'x') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_MERGE_COLUMN_IS_KEY
CREATE ROUTINE LOAD l ON account PROPERTIES ('merge_condition' = 'id') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_MERGE_COLUMN_TYPE
CREATE ROUTINE LOAD l ON account PROPERTIES ('merge_condition' = 'name') FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_CONDITION_WITH_SUBQUERY
CREATE ROUTINE LOAD l ON orders WHERE id IN (SELECT id FROM account) FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
-- LOAD_SOURCE_UNKNOWN
CREATE ROUTINE LOAD l ON orders FROM X ('x' = '1');
-- LOAD_SOURCE_IMMUTABLE
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
PAUSE ROUTINE LOAD FOR l;
ALTER ROUTINE LOAD FOR l FROM PULSAR ('property.x' = '1');
-- LOAD_SOURCE_PROPERTY_UNKNOWN
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't', 'x' = '1');
-- LOAD_SOURCE_PROPERTY_UNKNOWN
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't', 'pulsar_partitions' = 'p');
-- LOAD_PROPERTY_ABSENT
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092');
-- LOAD_SERVER_FORMAT
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k', 'kafka_topic' = 't');
-- LOAD_OFFSET_COUNT
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't', 'kafka_partitions' = '0,1', 'kafka_offsets' = '0');
-- LOAD_OFFSET_NEGATIVE
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't', 'kafka_partitions' = '0', 'kafka_offsets' = '-1');
-- LOAD_NOT_PAUSED
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
ALTER ROUTINE LOAD FOR l PROPERTIES ('max_error_number' = '1');
-- LOAD_ALREADY_PAUSED
CREATE ROUTINE LOAD l ON orders FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' = 't');
PAUSE ROUTINE LOAD FOR l;
PAUSE ROUTINE LOAD FOR l;
-- DICTIONARY_EXISTS
CREATE DICTIONARY d USING account (id KEY, name VALUE);
CREATE DICTIONARY d USING account (id KEY, name VALUE);
-- DICTIONARY_NOT_FOUND
DROP DICTIONARY d;
-- DICTIONARY_TABLE_UNKNOWN
CREATE DICTIONARY d USING nowhere (id KEY, name VALUE);
-- DICTIONARY_COLUMNS_ABSENT
CREATE DICTIONARY d USING account (id KEY);
-- DICTIONARY_COLUMN_REPEATED
CREATE DICTIONARY d USING account (id KEY, id VALUE);
-- DICTIONARY_COLUMN_UNKNOWN
CREATE DICTIONARY d USING account (id KEY, nothing VALUE);
-- DICTIONARY_COLUMN_TYPE_UNSUPPORTED
CREATE DICTIONARY d USING orders (id KEY, price VALUE);
-- DICTIONARY_PROPERTY_UNKNOWN
CREATE DICTIONARY d USING account (id KEY, name VALUE) PROPERTIES ('x' = '1');
-- DICTIONARY_PROPERTY_FORMAT
CREATE DICTIONARY d USING account (id KEY, name VALUE) PROPERTIES ('dictionary_refresh_interval' = 'x');
-- DICTIONARY_WITHOUT_DATABASE on no database
CREATE DICTIONARY d USING account (id KEY, name VALUE);
-- FUNCTION_EXISTS
CREATE FUNCTION f(INT) RETURNS INT PROPERTIES ('symbol' = 'p.F', 'type' = 'StarrocksJar', 'file' = 'http://h/f.jar');
CREATE FUNCTION F(INT) RETURNS INT PROPERTIES ('symbol' = 'p.F', 'type' = 'StarrocksJar', 'file' = 'http://h/f.jar');
-- FUNCTION_NOT_FOUND
DROP FUNCTION f(INT);
-- FUNCTION_NAME_FORMAT
CREATE FUNCTION `a-b`(INT) RETURNS INT PROPERTIES ('symbol' = 'p.F', 'type' = 'StarrocksJar', 'file' = 'http://h/f.jar');
-- FUNCTION_NAME_WITH_DIGIT_FIRST
CREATE FUNCTION `1a`(INT) RETURNS INT PROPERTIES ('symbol' = 'p.F', 'type' = 'StarrocksJar', 'file' = 'http://h/f.jar');
-- FUNCTION_LANGUAGE_UNKNOWN
CREATE FUNCTION f(INT) RETURNS INT PROPERTIES ('symbol' = 'p.F', 'type' = 'Jar', 'file' = 'http://h/f.jar');
-- FUNCTION_PROPERTY_ABSENT
CREATE FUNCTION f(INT) RETURNS INT PROPERTIES ('symbol' = 'p.F', 'type' = 'StarrocksJar');
-- FUNCTION_TYPE_UNSUPPORTED
CREATE FUNCTION f(DATE) RETURNS INT PROPERTIES ('symbol' = 'p.F', 'type' = 'StarrocksJar', 'file' = 'http://h/f.jar');
-- FUNCTION_INPUT_UNKNOWN
CREATE FUNCTION f(INT) RETURNS INT PROPERTIES ('type' = 'Python', 'symbol' = 'f', 'file' = 'inline', 'input' = 'x') AS $$ x $$;
-- FUNCTION_BODY_WITHOUT_INLINE_FILE
CREATE FUNCTION f(INT) RETURNS INT PROPERTIES ('type' = 'Python', 'symbol' = 'f', 'file' = 'f.py') AS $$ x $$;
-- ICEBERG_TYPE_UNSUPPORTED
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id json);
-- ICEBERG_COLUMN_EXISTS
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t ADD COLUMN id int;
-- ICEBERG_COLUMN_UNKNOWN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t DROP COLUMN nothing;
-- ICEBERG_COLUMN_USED
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t DROP COLUMN id;
-- ICEBERG_NAME_TAKEN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t RENAME COLUMN id TO s;
-- ICEBERG_POSITION_UNKNOWN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t ADD COLUMN n int AFTER nothing;
-- ICEBERG_COLUMN_NOT_NULL
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t ADD COLUMN n int NOT NULL;
-- ICEBERG_NESTED_TYPE_CHANGE
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t MODIFY COLUMN tags array<bigint>;
-- ICEBERG_TYPE_CHANGE_UNSUPPORTED
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t MODIFY COLUMN s int;
-- ICEBERG_TRANSFORM_UNKNOWN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, d date) PARTITION BY (date_trunc('day', d));
-- ICEBERG_PARTITION_COLUMN_UNKNOWN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int) PARTITION BY (nothing);
-- ICEBERG_PARTITION_TYPE_UNSUPPORTED
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int) PARTITION BY (year(id));
-- ICEBERG_PARTITION_REPEATED
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t ADD PARTITION COLUMN bucket(id, 4);
-- ICEBERG_PARTITION_ABSENT
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, s string, f float, tags array<int>) PARTITION BY bucket(id, 4);
ALTER TABLE lake.d.t DROP PARTITION COLUMN s;
-- ICEBERG_SORT_COLUMN_UNKNOWN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int) ORDER BY (nothing);
-- ICEBERG_PARTITION_ARGUMENT_TOO_SMALL
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int) PARTITION BY (bucket(id, 0));
-- ICEBERG_SORT_TYPE_UNORDERED
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int, tags array<int>) ORDER BY (tags);
-- ICEBERG_SORT_REPEATED
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int) ORDER BY (id, id DESC);
-- ICEBERG_FORMAT_UNKNOWN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int) PROPERTIES ('file_format' = 'csv');
-- ICEBERG_CODEC_UNKNOWN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int);
ALTER TABLE lake.d.t SET ('compression_codec' = 'x');
-- ICEBERG_VERSION_UNKNOWN
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int) PROPERTIES ('format-version' = '7');
-- ICEBERG_VERSION_DOWNGRADE
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id int);
ALTER TABLE lake.d.t SET ('format-version' = '1');
-- ICEBERG_VARIANT_BEFORE_V3
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg');
CREATE TABLE lake.d.t (id variant);
-- ICEBERG_LOCATION_FIXED
CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'iceberg', 'iceberg.catalog.type' = 'hadoop', 'iceberg.catalog.warehouse' = 'file:///lake');
CREATE TABLE lake.d.t (id int) PROPERTIES ('location' = 'file:///elsewhere');
-- ICEBERG_CATALOG_TYPE as whole server
CREATE EXTERNAL CATALOG warehouse PROPERTIES ('type' = 'hive');
CREATE TABLE warehouse.d.t (id int);
-- TASK_EXISTS
SUBMIT TASK t SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO account SELECT * FROM account;
SUBMIT TASK t SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO account SELECT * FROM account;
-- TASK_NOT_FOUND
DROP TASK t;
-- TASK_START_FORMAT
SUBMIT TASK t SCHEDULE START('soon') EVERY(INTERVAL 1 DAY) AS INSERT INTO account SELECT * FROM account;
-- TASK_INTERVAL_TOO_SHORT
SUBMIT TASK t SCHEDULE EVERY(INTERVAL 9 SECOND) AS INSERT INTO account SELECT * FROM account;
-- TASK_INTERVAL_FORMAT
SUBMIT TASK t SCHEDULE EVERY(INTERVAL 1 WEEK) AS INSERT INTO account SELECT * FROM account;
-- TASK_PROPERTY_UNKNOWN
SUBMIT TASK t SCHEDULE EVERY(INTERVAL 1 DAY) PROPERTIES ('warehouse' = 'w') AS INSERT INTO account SELECT * FROM account;
-- TASK_STATEMENT_UNSUPPORTED
SUBMIT TASK t SCHEDULE EVERY(INTERVAL 1 DAY) AS DELETE FROM account WHERE id = 1;
