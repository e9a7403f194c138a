package dev.cairn.engine.alter;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for ALTER TABLE. */
public enum AlterRule implements RefusalRule {
    NOT_ALTERABLE("ALTER TABLE can not alter %s"),
    OPERATIONS_CONFLICT("Alter operation %s conflicts with operation %s"),
    GENERATED_WITH_ORDINARY_COLUMNS("Can not add normal column and Generated Column in the same time"),
    AFTER_GENERATED_COLUMN("A column can not follow a generated column"),
    COLUMN_READ_BY_GENERATED_COLUMN("Can not change the column '%s', because a generated column reads it"),
    PARTITION_RENAMED_IN_AUTOMATIC_TABLE("Table[%s] is automatic partitioned. not support to rename partition name."),
    KEY_COLUMN_CHANGED("Can not %s the %s column '%s' of a table with %s"),
    DEFAULT_OF_SUM_NOT_ZERO("The default value of '%s' with SUM aggregation function must be zero"),
    COLUMN_ADDED_TO_ROLLUP("Can not add column: %s to rollup index"),
    ROLLUP_NAMED("This change must not name the index %s"),
    INDEXED_COLUMN_MODIFIED("Can not modify a column with a %s index"),
    NOT_A_STRUCT("'%s' is not a struct, so no field of it can be added or dropped"),
    LAST_FIELD_DROPPED("Field[%s] is the last field of column[%s], can not drop any more."),
    OPTIMIZE_UNSUPPORTED("An optimization of a table does not support %s"),
    MERGE_UNSUPPORTED("A merge of partitions does not support %s"),
    SEVERAL_PROPERTIES("Can only set one table property at a time"),
    PROPERTY_INVALID("The property %s is invalid: %s"),
    REPLICAS_OF_RANGE_PARTITIONS(
            "The replication_num of a partitioned table is changed by MODIFY PARTITION, or for new partitions by default.replication_num"),
    REPLICAS_OF_PARTITIONS_DIFFER("Partitions in table %s have different replication number"),
    PRIMARY_KEY_REORDERED(
            "Primary key table do not support reorder table schema. Please confirm if you want to modify the "
                    + "sorting columns."),
    COLUMN_FIXED("The %s column '%s' can not be changed"),
    BLOOM_FILTER_UNCHANGED("The bloom filter index has no change"),
    FILE_BUNDLING_UNCHANGED("table: %s file_bundling is %s, nothing need to do"),
    PERSISTENT_INDEX_TYPE_WITHOUT_INDEX("enable_persistent_index is false, can not set persistent_index_type"),
    SPLIT_DISTRIBUTION("SPLIT TABLET does not support %s distribution"),
    MERGE_DISABLED("Tablet merge is disabled. Set tablet_reshard_enable_tablet_merge=true to enable it."),
    NOT_FOR_NATIVE_TABLES("%s is only supported for tables of an external catalog"),
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
