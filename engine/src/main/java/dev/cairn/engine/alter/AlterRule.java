package dev.cairn.engine.alter;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for ALTER TABLE. */
public enum AlterRule implements RefusalRule {
    TEMPORARY_TABLE_ALTERED("temporary table doesn't support alter table statement"),
    NOT_NATIVE("Do not support alter non-native table/materialized-view[%s]"),
    MATERIALIZED_VIEW_ALTERED_AS_TABLE(
            "The '%s' cannot be alter by 'ALTER TABLE', because it is a materialized view,you can use 'ALTER "
                    + "MATERIALIZED VIEW' to alter it."),
    OPERATIONS_CONFLICT("Alter operation %s conflicts with operation %s"),
    ROLLUP_NAMED_AS_TABLE("Rollup name should be different with base table:%s"),
    BASE_INDEX_NOT_FOUND("Base index[%s] does not exist"),
    ROLLUP_NOT_FOUND("Materialized view [%s] does not exist in table [%s]"),
    BLOOM_FILTER_UNCHANGED("Bloom filter index has no change"),
    COLUMN_NOT_FOUND_BY_NAME("can not find column by name: %s"),
    AUTO_INCREMENT_NOT_POSITIVE("AUTO_INCREMENT value must be positive"),
    VALUE_COLUMN_FIRST("Cannot add value column[%s] at first"),
    GENERATED_WITH_ORDINARY_COLUMNS("Can not add normal column and Generated Column in the same time"),
    TIME_COLUMN("Unsupported data type: TIME"),
    COLUMN_DOES_NOT_EXIST("Column[%s] does not exists"),
    POSITION_AFTER_GENERATED_COLUMN("Can not modify column after Generated Column"),
    COLUMN_READ_BY_GENERATED_COLUMN(
            "Column: %s can not be dropped, because expression of Generated Column: %s will refer to it"),
    PARTITION_RENAMED_WITHOUT_PARTITIONS("Table[%s] is single partitioned. no need to rename partition name."),
    PARTITION_RENAMED_IN_AUTOMATIC_TABLE("Table[%s] is automatic partitioned. not support to rename partition name."),
    PARTITION_RENAMED_TO_ITSELF("Same partition name"),
    RENAMED_PARTITION_NOT_FOUND("Partition[%s] does not exists"),
    PARTITION_NAME_USED("Partition name[%s] is already used"),
    PARTITION_NOT_FOUND("Partition %s does not exist"),
    DEFAULT_FUNCTION_UNSUPPORTED("unsupported default expr:%s()"),
    DEFAULT_PRECISION_UNSUPPORTED("unsupported default expr:current_timestamp(%s)"),
    NESTED_DEFAULT_WITHOUT_FAST_EVOLUTION(
            "Complex type (ARRAY/MAP/STRUCT) default values require fast schema evolution. Table '%s' has "
                    + "fast_schema_evolution=false. This property can only be set during table creation and cannot be "
                    + "modified later."),
    KEY_ADDED_TO_PRIMARY_KEY("Can not add key column: %s for primary key table"),
    VALUE_ADDED_TO_ROLLUP("Please add non-key column on base table directly"),
    HLL_OUTSIDE_AGGREGATE_TABLE("HLL type column can only be in Aggregation data model table: %s"),
    TYPE_AS_KEY_OF_AGGREGATE_TABLE(
            "column without agg function will be treated as key column for aggregate table, %s type can not be "
                    + "key column"),
    KEY_WITH_AGGREGATION("Can not assign aggregation method on key column: %s"),
    DEFAULT_OF_SUM_NOT_ZERO("The default value of '%s' with SUM aggregation function must be zero"),
    AGGREGATION_OUTSIDE_AGGREGATE_TABLE("Can not assign aggregation method on column in %s data model table: %s"),
    COLUMN_EXISTS("Can not add column which already exists in base table: %s"),
    COLUMN_EXISTS_AS_SHADOW(
            "Can not add column which already exists in column id: %s, you can remove %s and try again."),
    COLUMN_ADDED_TO_ROLLUP("Can not add column: %s to rollup index"),
    COLUMN_ADDED_TWICE("Repeatedly add column: %s"),
    COLUMN_ADDED_TWICE_DIFFERENTLY("Repeatedly add same column with different definition: %s"),
    POSITION_NOT_FOUND("Column[%s] does not found"),
    COLUMN_ADDED_AFTER_GENERATED_COLUMN("Can not add column after Generated Column"),
    ROLLUP_NAMED_FOR_TYPE_CHANGE("Do not need to specify index name when just modifying column type"),
    KEY_OF_PRIMARY_KEY_MODIFIED("Can not modify key column: %s for primary key table"),
    SORT_COLUMN_MODIFIED("Can not modify sort column in primary data model table"),
    SOURCE_OF_GENERATED_COLUMN_MODIFIED(
            "Do not support modify column: %s, because it associates with the generated column"),
    GIN_COLUMN_NOT_TEXT("Cannot modify a column with GIN into non-string type"),
    VECTOR_COLUMN_MODIFIED("Cannot modify a column with VECTOR index"),
    AUTO_INCREMENT_MODIFIED("Can't not modify a AUTO_INCREMENT column"),
    COLUMN_BECOMES_GENERATED("Can not modify a non-generated column to a generated column"),
    GENERATED_COLUMN_BECOMES_ORDINARY("Can not modify a generated column to a non-generated column"),
    POSITION_INVALID("Column[%s] modify position is invalid"),
    NOT_DISTRIBUTED_BY_HASH("Only support hash distribution tables"),
    DISTRIBUTION_COLUMNS_DIFFER("Distribution columns mismatch: %s vs %s"),
    BUCKETS_NOT_POSITIVE("Bucket num must > 0"),
    FIELD_WITHOUT_FAST_EVOLUTION("%s field for struct column require table enable fast schema evolution"),
    FIELD_COLUMN_NOT_FOUND("Column[%s] not exists"),
    FIELD_COLUMN_NOT_STRUCT("Column[%s] type is invalid, %s field only support Struct"),
    FIELD_NOT_STRUCT("Field %s is invalid, %s field only support for Struct"),
    FIELD_NOT_FOUND("Field[%s] not exist in Field[%s]"),
    FIELD_PARENT_NOT_STRUCT("Field %s is invalid, add/drop field only support for Struct"),
    DROPPED_FIELD_NOT_FOUND("Field[%s] is not exist in Field[%s]"),
    LAST_FIELD_DROPPED("Field[%s] is the last field of column[%s], can not drop any more."),
    FIELD_EXISTS("Field %s is already exist"),
    FIELD_TO_DROP_NOT_FOUND("Drop field %s is not found"),
    FIELD_OF_UNKNOWN_COLUMN("Analyze add/drop field failed, modify column is not exist"),
    COLUMN_NOT_STRUCT("column %s type %s is not Struct"),
    PATH_NOT_FOUND("No field %s exist in column %s"),
    PATH_NOT_STRUCT("Field %s type %s is not valid"),
    TARGET_NOT_STRUCT("Target Field is not struct"),
    SPLIT_WITHOUT_SHARED_DATA("Split tablet only support cloud native tables"),
    MERGE_WITHOUT_SHARED_DATA("Merge tablet only support cloud native tables"),
    ONLY_FOR_ICEBERG("Alter table operation is only supported for Iceberg tables"),
    COMPACTED_PARTITION_NOT_FOUND("Partition not found: %s"),
    GIN_WITH_AUTO_INCREMENT("Table with AUTO_INCREMENT column can not add GIN Index"),
    VECTOR_INDEX_EXISTS("At most one vector index is allowed for a table, but there is already a vector index [%s]"),
    INDEX_EXISTS("index `%s` already exist."),
    INDEX_FOR_COLUMNS_EXISTS("index for columns (%s ) already exist."),
    INDEX_NOT_FOUND("index %s does not exist"),
    OPTIMIZE_OF_COLOCATED_TABLE("Optimize table in colocate group is not supported"),
    OPTIMIZE_OF_RANDOM_DISTRIBUTION(
            "Random distribution table already supports automatic scaling and does not require optimization"),
    OPTIMIZED_KEY_MODEL("not support change keys type when optimize table"),
    MERGE_PARTITION_TYPE("Unsupported partition type for merge partitions"),
    MERGE_OF_NAMED_PARTITIONS("Unsupported specify partitions when merge partitions"),
    MERGE_INTERVAL("Unsupported partition interval %s when merge partitions"),
    MERGE_TABLE_PARTITIONING("Unsupported table partition type when merge partitions"),
    MERGE_GRANULARITY("Unsupported from granularity %s to granularity %s when merge partitions"),
    MERGE_DISTRIBUTION_TYPE("Unsupported change distribution type when merge partitions"),
    MERGE_DISTRIBUTION_COLUMN("Unsupported change distribution column when merge partitions"),
    KEY_WITHOUT_HASH_DISTRIBUTION("%s KEY must use hash distribution"),
    DISTRIBUTION_TYPE_OF_PARTITIONS("not support change distribution type when specify partitions"),
    SORT_KEY_OF_PARTITIONS("not support change sort keys or keys type when specify partitions"),
    TEMPORARY_PARTITION_OPTIMIZED("not support optimize temp partition"),
    DISTRIBUTION_COLUMN_OF_PARTITIONS("not support change distribution column when specify partitions"),
    OPTIMIZED_PARTITION_NOT_FOUND("partition %s does not exist"),
    SEVERAL_PROPERTIES("Can only set one table property at a time"),
    PROPERTY_NOT_LONG("Property %s must be long"),
    BINLOG_NOT_BOOLEAN("Property %s must be true of false"),
    ONLY_OF_CLOUD_NATIVE_TABLE("Property %s can be only set to the cloud native table"),
    ONLY_FOR_CLOUD_NATIVE_TABLES("Property %s can only be set for cloud native tables"),
    ONLY_SUPPORTED_BY_CLOUD_NATIVE_TABLE("Property %s only support cloud native table"),
    PERSISTENT_INDEX_TYPE_WITHOUT_SHARED_DATA(
            "StarRocks doesn't support alter persistent_index_type under shared-nothing mode"),
    LIVE_NUMBER_WITHOUT_RANGES("Table[%s] is not range partitioned. no need to set partition live number."),
    TTL_WITHOUT_RANGES("Table[%s] is not range partitioned. no need to set partition ttl."),
    RETENTION_WITHOUT_PARTITIONS("Table[%s] is not partitioned. no need to set partition retention condition."),
    LOCATION_OF_COLOCATED_TABLE("Cannot set location for colocate table"),
    COMPACTION_TIMES_INVALID("Failed to update base compaction forbidden time ranges for %s: %s"),
    REPLICAS_OF_RANGE_PARTITIONS(
            "This is a range partitioned table, you should specify partitions with MODIFY PARTITION clause. If "
                    + "you want to set default replication number, please use 'default.replication_num' instead of "
                    + "'replication_num' to escape misleading."),
    REPLICAS_WITHOUT_PARTITION("Partition does not exist. name: %s"),
    IN_MEMORY_IN_SHARED_DATA("in_memory is not supported in shared-data mode"),
    BINLOG_IN_SHARED_DATA("Binlog is not supported in shared-data mode"),
    UNIQUE_CONSTRAINT_INVALID("analyze table unique constraint:%s failed, msg: %s"),
    FOREIGN_KEY_INVALID("analyze table foreign key constraint:%s failed, msg: %s"),
    REPLICAS_OF_PARTITIONS_DIFFER("Partitions in table %s have different replication number"),
    DYNAMIC_BUCKETS_OF_COLOCATED_TABLE(
            "The table has a colocate group:%s. so cannot modify dynamic_partition.buckets. Colocate tables "
                    + "must have same bucket number."),
    TABLE_NAME_USED("Table name[%s] is already used"),
    TABLE_RENAMED_AS_ROLLUP("Using ALTER TABLE RENAME to change table name"),
    ROLLUP_RENAMED_TO_ITSELF("Same rollup name"),
    RENAMED_ROLLUP_NOT_FOUND("Rollup index[%s] does not exists"),
    ROLLUP_NAME_USED("Rollup name[%s] is already used"),
    NOT_COMBINABLE("%s can not be combined with other alter operations"),
    DROPPED_COLUMN_NOT_FOUND("Column does not exists: %s"),
    KEY_OF_PRIMARY_KEY_DROPPED("Can not drop key column in primary data model table"),
    SORT_COLUMN_DROPPED("Can not drop sort column in primary data model table"),
    KEY_OF_UNIQUE_KEY_DROPPED("Can not drop key column in Unique data model table"),
    KEY_DROPPED_BESIDE_REPLACE("Can not drop key column when %s has value column with REPLACE aggregation method"),
    PRIMARY_KEY_REORDERED(
            "Primary key table do not support reorder table schema. Please confirm if you want to modify the "
                    + "sorting columns."),
    REORDER_WITHOUT_ALL_COLUMNS("Reorder stmt should contains all columns"),
    SORT_COLUMNS_NOT_KEY("The sort columns of %s KEY table must be same with key columns"),
    SORT_COLUMN_TYPE("Sort key column[%s] type not supported: %s in PrimaryKey table"),
    COLUMN_REPEATED("Duplicated column[%s]"),
    VALUE_BEFORE_KEY("Invalid column order. value should be after key. index[%s]"),
    NO_KEY_LEFT("No key column left. index[%s]"),
    COLUMN_NOT_DROPPABLE("%s column[%s] cannot be dropped. index[%s]"),
    COLUMN_NOT_MODIFIABLE("Can not modify %s column[%s]. index[%s]"),
    SORT_COLUMN_LOST("Sort Key Column[%s] not exists in new schema"),
    PROPERTIES_REPEATED("reduplicated PROPERTIES"),
    BASE_INDEX_NAMED("Do not need to assign base index[%s] to do schema change"),
    ROLLUP_NOT_IN_TABLE("Index[%s] does not exist in table[%s]"),
    COMPACTION_STRATEGY_WITHOUT_PRIMARY_KEY("The compaction strategy can be only update for a primary key table. "),
    ONLY_IN_SHARED_DATA("Property %s only supports cloud-native tables, but table type is OLAP"),
    FILE_BUNDLING_UNCHANGED("table: %s file_bundling is %s, nothing need to do"),
    PERSISTENT_INDEX_TYPE_WITHOUT_INDEX("enable_persistent_index is false, can not set persistent_index_type"),
    SPLIT_DISTRIBUTION("Unsupported distribution type %s in table %s.%s"),
    MERGE_DISABLED("Tablet merge is disabled. Set tablet_reshard_enable_tablet_merge=true to enable it."),
    NOT_FOR_NATIVE_TABLES("Not support alter table operation : %s"),
    PERSISTENT_INDEX_NOT_CLOUD_NATIVE("drop persistent index only support cloud native index"),
    TABLET_NOT_FOUND("drop persistent index on tablet %s failed, error: tablet %s is not exist"),
    NOT_DYNAMIC("Table %s.%s is not a dynamic partition table.");

    private final String template;

    AlterRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
