CREATE TABLE `account` (
  `id` bigint(20) NOT NULL COMMENT "",
  `note` varchar(65533) NULL COMMENT "",
  `points` int(11) NULL COMMENT ""
) ENGINE=OLAP 
PRIMARY KEY(`id`)
DISTRIBUTED BY HASH(`id`) BUCKETS 2 
PROPERTIES (
"compression" = "LZ4",
"enable_persistent_index" = "true",
"fast_schema_evolution" = "true",
"replicated_storage" = "true",
"replication_num" = "1"
)