package dev.cairn.engine.partition;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for partitions and distributions. */
public enum PartitionRule implements RefusalRule {
    BATCH_TYPE("Unsupported batch partition build type:%s."),
    BATCH_NOT_OF_DATES("Batch build partition EVERY is date type but START or END does not type match."),
    BATCH_START_NOT_BEFORE_END("Batch build partition start value should less then end value."),
    BATCH_NOT_OF_NUMBERS("Batch build partition EVERY is number type but START or END does not type match."),
    BATCH_START_DATE_NOT_BEFORE_END("Batch build partition start date should less than end date."),
    BATCH_UNIT_UNKNOWN("Unknown timeunit for batch build partition."),
    BATCH_INTERVAL_NOT_ONE(
            "Automatically create partition tables and create partitions in advance only supports an interval "
                    + "of 1"),
    BATCH_OUT_OF_RANGE("The batch partitions exceed the range of dates"),
    BATCH_TOO_LARGE("The number of batch partitions should not exceed:%s"),
    BATCH_INTERVAL_TYPE("Batch build partition does not support time interval type: %s"),
    BATCH_NOT_ALIGNED("Batch build partition range [%s,%s) should be a standard unit of time (%s) %s. suggest range "
            + "[%s,%s)If you want to create partial partitions in batch, you can turn off this check by setting "
            + "the FE config enable_create_partial_partition_in_batch=true"),
    DISTRIBUTION_COLUMN_NOT_FOUND("Distribution column(%s) doesn't exist."),
    COLOCATION_WITHOUT_DISTRIBUTION("Colocate table must specify distribution column"),
    NO_DEFAULT_DISTRIBUTION("Currently not support default distribution in %s"),
    DISTRIBUTION_COLUMN_NOT_KEY("Distribution column[%s] is not key column"),
    DISTRIBUTION_COLUMN_TYPE("%s column can not be distribution column"),
    DISTRIBUTION_COLUMN_UNKNOWN("Distribution column[%s] does not found"),
    EXPRESSIONS_OF_AGGREGATE_TABLE(
            "expression partition base on generated column doest not support AGG_KEYS or UNIQUE_KEYS"),
    COLUMN_REPEATED("Duplicated partition column %s"),
    COLUMN_NOT_KEY("The partition column could not be aggregated column and unique table's partition column must be "
            + "key column"),
    COLUMN_NOT_FOUND("Partition column[%s] does not exist in column list."),
    COLUMN_TYPE("Invalid partition column '%s': invalid data type %s"),
    NAME_REPEATED("Duplicated partition name: %s"),
    SINGLE_LIST_OF_SEVERAL_COLUMNS("Partition column size should be one when use single list partition "),
    LIST_VALUE_COUNT("%s size should be equal to partition column size "),
    NULL_IN_NOT_NULL_COLUMN("Partition column[%s] could not be null but contains null value in partition[%s]"),
    LIST_VALUES_COUNT("(%s) size should be equal to partition column size "),
    DYNAMIC_TABLE("Cannot add/drop partition on a Dynamic Partition Table, Use command `ALTER TABLE tbl_name SET "
            + "(\"dynamic_partition.enable\" = \"false\")` firstly."),
    TABLE_NOT_PARTITIONED("Only support adding partition to range/list partitioned table"),
    LIST_ADDED_TO_RANGES("Cannot add a List partition to a table that partition type is not of List"),
    AUTOMATIC_WITH_SEVERAL_VALUES(
            "Automatically partitioned tables does not support multiple values in the same partition"),
    AUTOMATIC_SINGLE_RANGE(
            "Currently, you cannot manually add a single range partition to a table that is automatically "
                    + "partition"),
    VALUES_REPEATED("Duplicate partition values exist for partition: %s"),
    AUTOMATIC_STEP_NOT_ONE("The step of the auto-partitioned table should be 1"),
    FUNCTION_UNSUPPORTED("Can't support partition function"),
    AUTOMATIC_GRANULARITY("The granularity of the auto-partitioned table granularity(%s) should be consistent with the "
            + "increased partition granularity(%s)."),
    DISTRIBUTION_TYPE_DIFFERS("Cannot assign different distribution type. default is: %s"),
    DISTRIBUTION_COLUMNS_DIFFER("Cannot assign hash distribution with different distribution cols. default is: %s"),
    AUTOMATIC_WITHOUT_BATCH("Automatic partition table creation only supports batch create partition syntax"),
    TIME_SLICE_IN_ADVANCE("time_slice does not support pre-created partitions"),
    AUTOMATIC_BATCH_GRANULARITY(
            "The partition granularity of automatic partition table batch creation in advance should be "
                    + "consistent"),
    CONDITION_WITHOUT_PARTITION_COLUMN("No partition columns are used in the partition condition: %s%s"),
    CONDITION_COLUMN_NOT_PARTITIONED("Column `%s` in the partition condition is not a table's partition expression%s"),
    RETENTION_CONDITION("Failed to parse retention condition: %s"),
    RANGE_VALUE_FORMAT("Invalid range value format: %s"),
    UPPER_VALUE_IS_MINIMUM("Partition's upper value should not be MIN VALUE: %s"),
    LOWER_NOT_BELOW_UPPER("The lower values must smaller than upper values"),
    RANGES_INTERSECT("Range %s is intersected with range: %s"),
    TABLE_WITHOUT_PARTITIONS("Alter table [%s] failed. Not a partitioned table"),
    ALL_PARTITIONS_DROPPED("Can't drop all partitions since it is not temp partition"),
    DROP_CONDITION_WITHOUT_PARTITIONS("Can't drop partitions with where expression since it is not a partition table"),
    DROP_CONDITION_OF_TEMPORARY_PARTITIONS("Can't drop temp partitions with where expression and `TEMPORARY` keyword"),
    DROP_CONDITION_WITH_IF_EXISTS("Can't drop partitions with where expression and `IF EXISTS` keyword"),
    REPLACED_BY_NOT_TEMPORARY("Only support replace partitions with temp partitions"),
    REPLACED_PARTITION_NOT_FOUND("%s] does not exist"),
    RANGE_CONFLICTS("Range: %s conflicts with existing range"),
    REPLACED_LISTS_DIFFER("2 list partitions are not strictly matched, %s vs %s"),
    REPLACED_RANGES_DIFFER("2 range lists are not strictly matched. %s vs. %s"),
    NO_INFINITY_OF_TYPE("Invalid data type for creating infinity: %s"),
    TYPE_UNSUPPORTED("Type[%s] not supported."),
    EXPRESSION_FUNCTION("Only support date_trunc and time_slice as partition expression"),
    EXPRESSION_UNSUPPORTED("Unsupported expr:%s"),
    NO_COLUMNS("No partition columns."),
    BATCH_OF_SEVERAL_COLUMNS("Batch build partition only support single range column."),
    BATCH_HOURS_OF_DATES("Batch build partition for hour interval only supports partition column as DATETIME type"),
    BATCH_MIXED("You can only use one of these methods to create partitions"),
    TOO_MANY_VALUES("Partition values number is more than partition column number: %s"),
    MAXVALUE_IN_SEVERAL_VALUES("Not support MAXVALUE in multi partition range values."),
    RECOVERED_PARTITION_NOT_FOUND("No partition named '%s' in recycle bin that belongs to table '%s'"),
    RECOVERED_LIST_PARTITION("Does not support recover list partition"),
    RECOVERED_RANGE_CONFLICTS("Cannot recover partition '%s': Range conflict."),
    RANDOM_DISTRIBUTION("%s cannot use random distribution"),
    RANDOM_DISTRIBUTION_BEFORE_4_0("%s must use hash distribution"),
    EXPRESSION_NOT_OF_KEY("The partition expr should base on key column"),
    LIST_ROWS_REPEATED("Duplicate values (%s) not allow"),
    LIST_VALUE_REPEATED("Duplicated value %s"),
    RETENTION_WITHOUT_PARTITIONS("Failed to validate retention condition: Getting analyzing error. Detail message: "
            + "Partition condition `%s` is supported for a partitioned table."),
    IN_MEMORY_OF_CLOUD_NATIVE_TABLE("Lake table not support alter in_memory"),
    MODIFIED_PROPERTIES_INVALID("check properties error: %s"),
    COOLDOWN_WITHOUT_DATES("Only partitions of dates can have a storage_cooldown_ttl"),
    MODIFIED_PARTITION_NOT_FOUND("Partition[%s] does not exist in table[%s]"),
    COOLDOWN_WITHOUT_RANGES("Only support range partition table to modify storage_cooldown_ttl"),
    REPLICAS_OF_COLOCATED_TABLE("table %s is colocate table, cannot change replicationNum");

    private final String template;

    PartitionRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
