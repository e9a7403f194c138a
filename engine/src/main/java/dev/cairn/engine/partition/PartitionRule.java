package dev.cairn.engine.partition;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for partitions and distributions. */
public enum PartitionRule implements RefusalRule {
    BATCH_COLUMN_TYPE_UNSUPPORTED("Unsupported batch partition build type:%s."),
    BATCH_VALUES_INVALID("START and END of a batch of partitions must have the type of EVERY"),
    BATCH_START_NOT_BEFORE_END("Batch build partition start value should less then end value."),
    BATCH_INTERVAL_NOT_ONE(
            "Automatically create partition tables and create partitions in advance only supports an interval "
                    + "of 1"),
    BATCH_OUT_OF_RANGE("The batch partitions exceed the range of dates"),
    BATCH_TOO_LARGE("The number of batch partitions should not exceed:%s"),
    BATCH_INTERVAL_UNSUPPORTED("Batch build partition does not support time interval type: %s"),
    BATCH_NOT_ALIGNED("Batch build partition range %s should be a standard unit of time (%s) %s. suggest range "
            + "%s. If you want to create partial partitions in batch, you can turn off this check by setting "
            + "the FE config enable_create_partial_partition_in_batch=true"),
    COLOCATION_WITHOUT_DISTRIBUTION("Colocate table must specify distribution column"),
    NO_DEFAULT_DISTRIBUTION("Currently not support default distribution in %s"),
    DISTRIBUTION_COLUMN_NOT_KEY("Distribution column[%s] is not key column"),
    DISTRIBUTION_COLUMN_TYPE_UNSUPPORTED("%s column can not be distribution column"),
    EXPRESSIONS_OF_AGGREGATE_TABLE(
            "expression partition base on generated column doest not support AGG_KEYS or UNIQUE_KEYS"),
    COLUMN_NOT_KEY("The partition column could not be aggregated column and unique table's partition column must be "
            + "key column"),
    PARTITION_COLUMN_TYPE_UNSUPPORTED("Invalid partition column '%s': invalid data type %s"),
    NAME_REPEATED("Duplicated partition name: %s"),
    VALUE_COUNT_DIFFERS("A partition must have one value for each column of the partitioning"),
    NULL_IN_NOT_NULL_COLUMN("Partition column[%s] could not be null but contains null value in partition[%s]"),
    DYNAMIC_PARTITIONS_CHANGED(
            "Cannot add/drop partition on a Dynamic Partition Table, Use command `ALTER TABLE tbl_name SET "
                    + "(\"dynamic_partition.enable\" = \"false\")` firstly."),
    VALUES_REPEATED("Duplicate partition values: %s"),
    AUTOMATIC_GRANULARITY_DIFFERS("The partitions must have the granularity of the automatic partitioning%s"),
    DISTRIBUTION_DIFFERS("The distribution must be that of the table, by %s"),
    CONDITION_WITHOUT_PARTITION_COLUMN("The partition condition must compare columns of the partitioning: %s%s"),
    RETENTION_NOT_MONOTONIC(
            "The retention condition of partitions by range must contain monotonic functions only, such as"
                    + " date_trunc('month', day), not %s"),
    UPPER_VALUE_IS_MINIMUM("Partition's upper value should not be MIN VALUE: %s"),
    LOWER_NOT_BELOW_UPPER("The lower values must smaller than upper values"),
    RANGES_INTERSECT("Range %s is intersected with range: %s"),
    REPLACED_BY_NOT_TEMPORARY("Only support replace partitions with temp partitions"),
    RANGE_CONFLICTS("Range: %s conflicts with existing range"),
    REPLACED_VALUES_DIFFER("The values of the partitions do not match: %s and %s"),
    EXPRESSION_FUNCTION_UNSUPPORTED("Only support date_trunc and time_slice as partition expression"),
    BATCH_MIXED("You can only use one of these methods to create partitions"),
    RANDOM_DISTRIBUTION_UNSUPPORTED("%s cannot use random distribution"),
    RANGE_TYPE_UNSUPPORTED("Range partitioning does not support %s");

    private final String template;

    PartitionRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
