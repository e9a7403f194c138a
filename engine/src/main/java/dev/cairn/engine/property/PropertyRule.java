package dev.cairn.engine.property;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for properties. */
public enum PropertyRule implements RefusalRule {
    COLOCATION_UNSUPPORTED("colocate not supported"),
    COLOCATION_WITH_RANDOM_DISTRIBUTION("random distribution does not support 'colocate_with'"),
    DYNAMIC_WITHOUT_TIME_UNIT("Must assign dynamic_partition.time_unit properties"),
    DYNAMIC_WITHOUT_END("Must assign dynamic_partition.end properties"),
    TOO_MANY_DYNAMIC_PARTITIONS("Too many dynamic partitions: %s. Limit: %s"),
    DYNAMIC_HISTORY("Invalid properties: %s"),
    DYNAMIC_START_OF_PERIOD("%s should between 1 and %s"),
    FLAT_JSON_NOT_ENABLED("flat JSON configuration must be set after enabling flat JSON."),
    FOREIGN_KEY_FORMAT("invalid foreign key constrain:%s"),
    FOREIGN_KEY_INVALID("invalid foreign key constraint:%s"),
    FOREIGN_KEY_COLUMN_COUNT("invalid foreign key constraint:%s, columns' size does not match"),
    FOREIGN_KEY_TABLE_PATH("invalid foreign key constraint:%s,table path is invalid"),
    FOREIGN_KEY_CATALOG_NOT_FOUND("catalog: %s do not exist"),
    FOREIGN_KEY_DATABASE_NOT_FOUND("catalog: %s, database: %s do not exist"),
    FOREIGN_KEY_TABLE_NOT_FOUND("catalog:%s, database: %s, table:%s do not exist"),
    FOREIGN_KEY_TO_AGGREGATE_TABLE("do not support reference agg table:%s"),
    FOREIGN_KEY_WITHOUT_UNIQUE_CONSTRAINT("dup table:%s has no unique constraint"),
    FOREIGN_KEY_NOT_UNIQUE("columns:%s are not dup table:%s's unique constraint"),
    FOREIGN_KEY_TYPES_DIFFER("column:%s type does mot match referenced column:%s type"),
    INSERT_PROPERTY_UNKNOWN("%s is invalid property"),
    NOT_A_FRACTION("%s must between 0.0 and 1.0."),
    NOT_POSITIVE("%s must be greater than 0"),
    NEGATIVE("%s must be equal or greater than 0"),
    BELOW_MINUS_ONE("%s must be equal or greater than -1"),
    NOT_BOOLEAN("%2$s is not a boolean"),
    PRIORITY("priority should in HIGHEST/HIGH/NORMAL/LOW/LOWEST"),
    INSERT_PROPERTY_NOT_A_NUMBER("%s is not a number."),
    FORMAT("Invalid %s format: %s"),
    UNKNOWN_PROPERTIES("Unknown properties: %s"),
    NOT_A_NUMBER("%s is not a number"),
    TOO_SMALL("%s must be equal or greater than %s"),
    TOO_LARGE("%s must be equal or smaller than %s"),
    REPLICAS_NOT_POSITIVE("Replication num should larger than 0"),
    TOO_MANY_REPLICAS("Table replication num should be less than of equal to the number of available BE nodes. You can "
            + "change this default by setting the replication_num table properties. Current alive backend is "
            + "[%s]."),
    STORAGE_MEDIUM("Invalid storage medium: %s"),
    COOLDOWN_TIME_AND_TTL("Invalid data property. %s and %s conflict. you can only use one of them. "),
    COOLDOWN_WITHOUT_MEDIUM("Invalid data property. storage medium property is not found"),
    UNIQUE_CONSTRAINT("invalid unique constraint%s"),
    UNIQUE_CONSTRAINT_OF_SEVERAL_TABLES("unique constraint column should be in same table"),
    REPLICAS_FORMAT("%s"),
    COOLDOWN_TIME_OF_HDD("Can not assign cooldown timestamp to HDD storage medium"),
    COOLDOWN_TTL_OF_HDD("Can not assign cooldown ttl to table with HDD storage medium"),
    COOLDOWN_TIME_INVALID("Invalid datetime string: %s"),
    FLAT_JSON_NOT_A_NUMBER("Flat json %s: %s"),
    FLAT_JSON_OUT_OF_RANGE("Illegal flat json %s: %s"),
    FLAT_JSON_COLUMNS_NOT_A_NUMBER("Flat json column max: %s"),
    FLAT_JSON_COLUMNS_OUT_OF_RANGE("Illegal flat json column max: %s"),
    FLAT_JSON_DISABLED("Property flat_json.enable haven't been enabled"),
    UNKNOWN_COMPRESSION("unknown compression type: %s"),
    ZSTD_LEVEL("Invalid level for zstd compression type"),
    FAST_SCHEMA_EVOLUTION_NOT_BOOLEAN("fast_schema_evolution must be `true` or `false`"),
    ASYNC_WRITE_BACK_DISABLED("enable_async_write_back is disabled since version 3.1.4"),
    PERSISTENT_INDEX_TYPE("Invalid persistent index type: %s"),
    PERSISTENT_INDEX_TYPE_ALTERED("Property %2$s must be CLOUD_NATIVE or LOCAL"),
    COMPACTION_STRATEGY("Invalid compaction strategy: %s"),
    COMPACTION_STRATEGY_ALTERED("unknown compaction strategy: %s"),
    UNKNOWN_WRITE_QUORUM("unknown write quorum: %s"),
    TABLET_TYPE("Invalid tablet type"),
    TABLET_TYPE_CHANGED("Alter tablet type not supported"),
    STORAGE_TYPE_CHANGED("Can't change storage type"),
    DISTRIBUTION_NOT_HASH("Can only change distribution type to HASH"),
    VERSION_INFO_IN_SHARED_DATA(
            "Does not support the table property \"version_info\" in share data mode, please remove it from "
                    + "the statement"),
    VERSION_INFO_FORMAT("version info format error."),
    BUCKET_SIZE_WITHOUT_RANDOM_DISTRIBUTION(
            "Setting bucket size is not allowed: only supported for tables with RANDOM distribution and when "
                    + "'enable_automatic_bucket' is enabled."),
    INPUT_NOT_A_NUMBER("%s: For input string: \"%s\""),
    VALUE_ILLEGAL("illegal %s: %s"),
    SCHEMA_VERSION_FORMAT("schema version format error"),
    NUMBER_ILLEGAL("Illegal %s: %s"),
    PROPERTY_NOT_INTEGER("Property %s must be integer: %s"),
    PROPERTY_NEGATIVE("Property %s must not be less than 0"),
    PROPERTY_NOT_VALID_INTEGER("Property %s must be a valid integer, got: %s"),
    PROPERTY_NOT_POSITIVE_OR_RESET("Property %s must be greater than 0, or -1 to reset to default, got: %s"),
    PROPERTY_OF_PRIMARY_KEY_OR_SHARED_DATA("Property %s not support primary keys table or cloud native table"),
    PROPERTY_NOT_VALID("Property %2$s not valid"),
    NOT_TRUE_OR_FALSE("Property %2$s must be bool type(false/true)"),
    NOT_TRUE("Property %2$s should be set to true"),
    VALUE_NOT_AN_INTEGER("Invalid %s value: %s. Value must be an integer."),
    VALUE_NEGATIVE("Invalid %s value: %s. Value must be non-negative."),
    PARTITION_REFRESH_STRATEGY("Invalid partition_refresh_strategy: %s. Only 'strict' or 'adaptive' are supported."),
    REFRESH_MODE("Invalid refresh_mode: %s. Only AUTO, PCT, FULL, INCREMENTAL are supported."),
    REWRITE_CONSISTENCY("%2$s could only be %3$s but got %1$s"),
    VALUE_NOT_IN_LIST("%2$s can only be %3$s but got %1$s");

    private final String template;

    PropertyRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
