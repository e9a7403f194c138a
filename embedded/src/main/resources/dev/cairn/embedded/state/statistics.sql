-- The tables in which a server of version 4.1 collects statistics, as it creates them itself after its start.

CREATE DATABASE _statistics_;

CREATE TABLE _statistics_.column_statistics (
  table_id bigint NOT NULL, partition_id bigint NOT NULL, column_name varchar(65530) NOT NULL, db_id bigint NOT NULL,
  table_name varchar(65530) NOT NULL, partition_name varchar(65530) NOT NULL, row_count bigint NOT NULL, data_size bigint NOT NULL,
  ndv hll NOT NULL, null_count bigint NOT NULL, `max` varchar(1048576) NOT NULL, `min` varchar(1048576) NOT NULL,
  update_time datetime NOT NULL, collection_size bigint NULL DEFAULT "-1")
  PRIMARY KEY(table_id, partition_id, column_name)
  DISTRIBUTED BY HASH(table_id, partition_id, column_name) BUCKETS 10;

CREATE TABLE _statistics_.external_column_statistics (
  table_uuid varchar(65530) NOT NULL, partition_name varchar(65530) NOT NULL, column_name varchar(65530) NOT NULL,
  catalog_name varchar(65530) NOT NULL, db_name varchar(65530) NOT NULL, table_name varchar(65530) NOT NULL,
  row_count bigint NOT NULL, data_size bigint NOT NULL, ndv hll NOT NULL, null_count bigint NOT NULL,
  `max` varchar(1048576) NOT NULL, `min` varchar(1048576) NOT NULL, update_time datetime NOT NULL)
  PRIMARY KEY(table_uuid, partition_name, column_name)
  DISTRIBUTED BY HASH(table_uuid, partition_name, column_name) BUCKETS 10;

CREATE TABLE _statistics_.external_histogram_statistics (
  table_uuid varchar(65530) NOT NULL, column_name varchar(65530) NOT NULL, catalog_name varchar(65530) NOT NULL,
  db_name varchar(65530) NOT NULL, table_name varchar(65530) NOT NULL, `buckets` varchar(1048576) NULL, mcv varchar(1048576) NULL,
  update_time datetime NOT NULL)
  PRIMARY KEY(table_uuid, column_name)
  DISTRIBUTED BY HASH(table_uuid, column_name) BUCKETS 10;

CREATE TABLE _statistics_.histogram_statistics (
  table_id bigint NOT NULL, column_name varchar(65530) NOT NULL, db_id bigint NOT NULL, table_name varchar(65530) NOT NULL,
  `buckets` varchar(1048576) NULL, mcv varchar(1048576) NULL, update_time datetime NOT NULL)
  PRIMARY KEY(table_id, column_name)
  DISTRIBUTED BY HASH(table_id, column_name) BUCKETS 10;

CREATE TABLE _statistics_.loads_history (
  `id` bigint NULL, `label` varchar(2048) NULL, profile_id varchar(2048) NULL, db_name varchar(2048) NULL,
  table_name varchar(2048) NULL, `user` varchar(2048) NULL, `warehouse` varchar(2048) NULL, `state` varchar(2048) NULL,
  `progress` varchar(2048) NULL, `type` varchar(2048) NULL, `priority` varchar(2048) NULL, scan_rows bigint NULL,
  scan_bytes bigint NULL, filtered_rows bigint NULL, unselected_rows bigint NULL, sink_rows bigint NULL, runtime_details json NULL,
  create_time datetime NULL, load_start_time datetime NULL, load_commit_time datetime NULL, load_finish_time datetime NOT NULL,
  `properties` json NULL, error_msg varchar(2048) NULL, tracking_sql varchar(2048) NULL, rejected_record_path varchar(2048) NULL,
  job_id bigint NULL)
  DUPLICATE KEY(`id`, `label`)
  PARTITION BY date_trunc('DAY', load_finish_time)
  DISTRIBUTED BY HASH(`label`) BUCKETS 3
  PROPERTIES ("partition_live_number" = "30");

CREATE TABLE _statistics_.multi_column_statistics (
  table_id bigint NOT NULL, column_ids varchar(65530) NOT NULL, db_id bigint NOT NULL, table_name varchar(65530) NOT NULL,
  column_names varchar(65530) NOT NULL, ndv bigint NOT NULL, update_time datetime NOT NULL)
  PRIMARY KEY(table_id, column_ids)
  DISTRIBUTED BY HASH(table_id, column_ids) BUCKETS 10;

CREATE TABLE _statistics_.pipe_file_list (
  `id` bigint NOT NULL AUTO_INCREMENT, pipe_id bigint NULL, file_name varchar(65533) NULL, file_version varchar(65533) NULL,
  file_size bigint NULL, `state` varchar(65533) NULL, last_modified datetime NULL, staged_time datetime NULL,
  start_load datetime NULL, finish_load datetime NULL, error_info varchar(65533) NULL, insert_label varchar(65533) NULL)
  PRIMARY KEY(`id`)
  DISTRIBUTED BY HASH(`id`) BUCKETS 8
  ORDER BY(pipe_id, file_name);

CREATE TABLE _statistics_.predicate_columns (
  fe_id varchar(65533) NOT NULL, db_id bigint NOT NULL, table_id bigint NOT NULL, column_id bigint NOT NULL,
  `usage` varchar(65533) NOT NULL, last_used datetime NOT NULL, created datetime NULL DEFAULT CURRENT_TIMESTAMP)
  PRIMARY KEY(fe_id, db_id, table_id, column_id)
  DISTRIBUTED BY HASH(fe_id, db_id, table_id, column_id) BUCKETS 8;

CREATE TABLE _statistics_.query_history (
  dt datetime NOT NULL, frontend varchar(65530) NOT NULL, `db` varchar(65530) NOT NULL, sql_digest varchar(65530) NOT NULL,
  `sql` varchar(65530) NOT NULL, `plan` varchar(65530) NOT NULL, plan_costs double NOT NULL, query_ms double NOT NULL,
  `other` json NOT NULL)
  DUPLICATE KEY(dt, frontend)
  DISTRIBUTED BY HASH(dt) BUCKETS 10;

CREATE TABLE _statistics_.spm_baselines (
  `id` bigint NOT NULL, is_enable boolean NOT NULL, bind_sql varchar(65530) NOT NULL, bind_sql_digest varchar(65530) NOT NULL,
  bind_sql_hash bigint NOT NULL, plan_sql varchar(65530) NOT NULL, costs double NOT NULL, query_ms double NOT NULL,
  `source` varchar(100) NOT NULL, update_time datetime NOT NULL)
  PRIMARY KEY(`id`)
  DISTRIBUTED BY HASH(`id`) BUCKETS 10;

CREATE TABLE _statistics_.table_statistic_v1 (
  table_id bigint NOT NULL, column_name varchar(65530) NOT NULL, db_id bigint NOT NULL, table_name varchar(65530) NOT NULL,
  db_name varchar(65530) NOT NULL, row_count bigint NOT NULL, data_size bigint NOT NULL, distinct_count bigint NOT NULL,
  null_count bigint NOT NULL, `max` varchar(1048576) NOT NULL, `min` varchar(1048576) NOT NULL, update_time datetime NOT NULL)
  UNIQUE KEY(table_id, column_name, db_id)
  DISTRIBUTED BY HASH(table_id, column_name, db_id) BUCKETS 10;

CREATE TABLE _statistics_.tablet_write_log_history (
  be_id bigint NOT NULL, begin_time datetime NOT NULL, finish_time datetime NOT NULL, txn_id bigint NULL, tablet_id bigint NULL,
  table_id bigint NULL, partition_id bigint NULL, log_type varchar(64) NULL, input_rows bigint NULL, input_bytes bigint NULL,
  output_rows bigint NULL, output_bytes bigint NULL, input_segments int NULL, output_segments int NULL, `label` varchar(1024) NULL,
  compaction_score bigint NULL, compaction_type varchar(64) NULL, sst_input_files int NULL, sst_input_bytes bigint NULL,
  sst_output_files int NULL, sst_output_bytes bigint NULL)
  DUPLICATE KEY(be_id, begin_time, finish_time)
  PARTITION BY date_trunc('DAY', finish_time)
  DISTRIBUTED BY HASH(tablet_id) BUCKETS 3
  PROPERTIES ("partition_live_number" = "7");

CREATE TABLE _statistics_.task_run_history (
  task_id bigint NOT NULL, task_run_id varchar(65533) NOT NULL, create_time datetime NOT NULL, task_name varchar(65533) NOT NULL,
  task_state varchar(65533) NOT NULL, finish_time datetime NOT NULL, expire_time datetime NOT NULL,
  history_content_json json NOT NULL)
  PRIMARY KEY(task_id, task_run_id, create_time)
  PARTITION BY date_trunc('DAY', create_time)
  DISTRIBUTED BY HASH(task_id) BUCKETS 8
  PROPERTIES ("partition_live_number" = "7");
