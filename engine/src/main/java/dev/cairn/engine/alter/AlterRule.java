package dev.cairn.engine.alter;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for ALTER TABLE. */
public enum AlterRule implements RefusalRule {
    NOT_ALTERABLE("ALTER TABLE can not alter %s"),
    OPERATIONS_CONFLICT("Alter operation %s conflicts with operation %s"),
    GENERATED_WITH_ORDINARY_COLUMNS("Can not add normal column and Generated Column in the same time"),
    COLUMN_READ_BY_GENERATED_COLUMN("Can not change the column '%s', because a generated column reads it"),
    KEY_COLUMN_CHANGED("Can not %s the %s column '%s' of a table with %s"),
    FORMER_COLUMN_NAME("Can not add the column '%s', because the column '%s' was created with this name"),
    DEFAULT_OF_SUM_NOT_ZERO("The default value of '%s' with SUM aggregation function must be zero"),
    COLUMN_ADDED_TO_ROLLUP("Can not add column: %s to rollup index"),
    ROLLUP_NAMED("This change must not name the index %s"),
    LAST_FIELD_DROPPED("Field[%s] is the last field of column[%s], can not drop any more."),
    SEVERAL_PROPERTIES("Can only set one table property at a time"),
    REPLICAS_OF_RANGE_PARTITIONS(
            "The replication_num of a partitioned table is changed by MODIFY PARTITION, or for new partitions by default.replication_num"),
    REPLICAS_OF_PARTITIONS_DIFFER("Partitions in table %s have different replication number"),
    PRIMARY_KEY_REORDERED(
            "Primary key table do not support reorder table schema. Please confirm if you want to modify the "
                    + "sorting columns."),
    FIXED_COLUMN_CHANGED("The %s column '%s' can not be changed"),
    BLOOM_FILTER_UNCHANGED("The bloom filter index has no change"),
    FILE_BUNDLING_UNCHANGED("table: %s file_bundling is %s, nothing need to do"),
    TABLET_MERGE_DISABLED("Tablet merge is disabled. Set tablet_reshard_enable_tablet_merge=true to enable it.");

    private final String template;

    AlterRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
