package dev.cairn.engine.cluster;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for the objects of a cluster. */
public enum ClusterRule implements RefusalRule {
    GROUP_EXISTS("RESOURCE_GROUP(%s) already exists"),
    GROUP_NOT_FOUND("RESOURCE_GROUP(%s) does not exist"),
    BUILT_IN_GROUP_DROPPED("cannot drop builtin resource group [%s]"),
    BUILT_IN_GROUP_CLASSIFIED("cannot alter classifiers of builtin resource group [%s]"),
    GROUP_PROPERTY_UNKNOWN("Unknown property: %s"),
    GROUP_PROPERTY_ABSENT("property '%s' is absent"),
    GROUP_NUMBER_FORMAT("The value type of the property `%s` must be a valid numeric type, but it is set to `%s`"),
    GROUP_NUMBER_OUT_OF_RANGE("%s should range from %s"),
    GROUP_NUMBER_NEGATIVE("%s should %sgreater than 0%s"),
    GROUP_TYPE_UNKNOWN("Only support 'normal', 'mv' and 'short_query' type"),
    GROUP_TYPE_IMMUTABLE("type of ResourceGroup is immutable"),
    GROUP_POOL_IMMUTABLE("Property `mem_pool` cannot be altered [%s]."),
    GROUP_CHANGE_EMPTY(
            "At least one of ('cpu_weight','cpu_weight_percent','exclusive_cpu_cores','exclusive_cpu_percent',"
                    + "'mem_limit','max_cpu_cores','concurrency_limit','big_query_mem_limit', 'big_query_scan_rows_limit',"
                    + "'big_query_cpu_second_limit','spill_mem_limit_threshold','warehouses') should be specified"),
    GROUP_POOL_MEMORY_IMMUTABLE("Property `mem_limit` cannot be altered for resource groups with mem_pool [%s]."),
    GROUP_POOL_MEMORY_DIFFERS("Property `mem_limit` must be equal for all resource groups using the mem_pool [%s]."),
    GROUP_WITHOUT_SHARE("Exactly one of 'cpu_weight', 'cpu_weight_percent', 'exclusive_cpu_cores' or"
            + " 'exclusive_cpu_percent' must be a positive value"),
    GROUP_WITH_SEVERAL_SHARES("Exactly only one of 'cpu_weight', 'cpu_weight_percent', 'exclusive_cpu_cores' or"
            + " 'exclusive_cpu_percent' can be present and positive at the same time"),
    GROUP_OF_SHORT_QUERIES("short query resource group should not set %s"),
    GROUP_OF_WAREHOUSES("'%s' cannot be set when 'warehouses' is specified"),
    GROUP_WITHOUT_CLASSIFIER("This type Resource Group need define classifiers."),
    GROUP_OF_VIEWS_WITH_CLASSIFIER("MV Resource Group not support classifiers."),
    SECOND_GROUP_OF_SHORT_QUERIES("There can be only one short_query RESOURCE_GROUP (%s)"),
    CLASSIFIER_KEY_UNKNOWN("Unsupported classifier specifier: '%s'"),
    CLASSIFIER_VALUE_FORMAT("Illegal classifier specifier '%s': '%1$s = '%s''"),
    CLASSIFIER_RANGE_FORMAT(
            "Illegal classifier specifier '%s': '%1$s = '%s'', and the format must be '[min, max)' where min and"
                    + " max are finite double and min must be less than max"),
    CLASSIFIER_QUERY_TYPE_UNKNOWN("Unsupported query_type: '%s'"),
    CLASSIFIER_DATABASE_UNKNOWN("Specified database not exists: %s"),

    VOLUME_EXISTS("Storage volume '%s' already exists"),
    VOLUME_IN_USE("Storage volume '%s' is referenced by dbs or tables: %s"),
    VOLUME_NOT_FOUND("Storage volume '%s' does not exist"),
    VOLUME_WITHOUT_LOCATION("'location' field is required to create the storage volume"),
    VOLUME_TYPE_UNKNOWN("Unknown storage volume type: %s"),
    VOLUME_LOCATION_FORMAT("Invalid location %s"),
    VOLUME_LOCATION_WITH_PATH(
            "The location '%s' can not have a path after its bucket, because the property '%s' is true"),
    VOLUME_PROPERTY_IMMUTABLE("Storage volume property '%s' is immutable!"),
    VOLUME_NAME_FORMAT(5063, "Incorrect storage volume name '%s'"),
    VOLUME_NAME_RESERVED("%s is a reserved storage volume name, please choose a different name for the storage volume"),

    CATALOG_EXISTS(5514, "Catalog '%s' already exists"),
    CATALOG_NAME_FORMAT(5063, "Incorrect catalog name '%s'"),
    CATALOG_NAME_RESERVED("External catalog name can't be the same as internal catalog name '%s'"),
    INTERNAL_CATALOG_DROPPED("Can't drop the default internal catalog"),
    CATALOG_WITHOUT_TYPE("'type' can not be null or empty"),
    CATALOG_TYPE_UNKNOWN("[type : %s] is not supported"),
    CATALOG_TYPE_IMMUTABLE("Not support alter catalog property %s"),

    LOAD_EXISTS("Name %s already used in db %s"),
    LOAD_NOT_FOUND(5089, "Routine load job [%s] not found when checking privilege"),
    LOAD_NAME_FORMAT(5063, "Incorrect ROUTINE LOAD NAME name '%s'"),
    LOAD_PROPERTY_UNKNOWN("%s is invalid property"),
    LOAD_NUMBER_OUT_OF_RANGE("%s should %s"),
    LOAD_CHARACTER_EMPTY("%s should be a character"),
    LOAD_RATIO_OUT_OF_RANGE("max_filter_ratio must between 0.0 and 1.0."),
    LOAD_RATIO_FORMAT("Incorrect format of max_filter_ratio"),
    LOAD_FORMAT_UNKNOWN("Format type is invalid. format=`%s`"),
    LOAD_TIMEOUT_TOO_SHORT("task_timeout_second must be larger than task_consume_second"),
    LOAD_PARTITION_UNKNOWN("Partition %s does not exist"),
    LOAD_CONDITION_WITH_SUBQUERY("the predicate cannot contain subqueries"),
    LOAD_MERGE_WITHOUT_KEY("Conditional update only support primary key table %s"),
    LOAD_MERGE_COLUMN_UNKNOWN(
            "Merge condition column %s does not exist. If you are doing partial update with condition update,"
                    + " please check condition column is in the given update columns. Otherwise please check condition column"
                    + " is in table %s"),
    LOAD_MERGE_COLUMN_IS_KEY("Merge condition column %s should not be primary key!"),
    LOAD_MERGE_COLUMN_TYPE("Merge condition column has invalid type maybe bitmap/hll/percentile/json/varchar!"),
    LOAD_SOURCE_UNKNOWN("routine load job does not support this type %s"),
    LOAD_SOURCE_IMMUTABLE("The specified job type is not: %s"),
    LOAD_SOURCE_PROPERTY_UNKNOWN("%s is invalid %s custom property"),
    LOAD_PROPERTY_ABSENT("%s is a required property"),
    LOAD_SERVER_FORMAT("%s: %s does not match pattern %s"),
    LOAD_OFFSET_COUNT("Partitions number should be equals to offsets number"),
    LOAD_OFFSET_NEGATIVE("Can not specify offset smaller than 0"),
    LOAD_NOT_PAUSED("Only supports modification of PAUSED jobs"),
    LOAD_ALREADY_PAUSED("Could not transform PAUSED to PAUSED"),

    DICTIONARY_EXISTS("dictionary: %s is exist"),
    DICTIONARY_NOT_FOUND("dictionary: %s does not exist"),
    DICTIONARY_WITHOUT_DATABASE("USE a Database before CREATE DICTIONARY"),
    DICTIONARY_TABLE_UNKNOWN("%s does not exist"),
    DICTIONARY_COLUMNS_ABSENT("empty %s list for dictionary: %s"),
    DICTIONARY_COLUMN_REPEATED("column: %s is both in keys and values"),
    DICTIONARY_COLUMN_UNKNOWN("analyze dictionary %1$ss failed, %1$s: %2$s not found"),
    DICTIONARY_COLUMN_TYPE_UNSUPPORTED("dictionary %s column[%s] type not supported: %s"),
    DICTIONARY_PROPERTY_UNKNOWN("unknown property for dictionary: %s"),
    DICTIONARY_PROPERTY_FORMAT("parse %s failed, given parameter: %s"),

    FUNCTION_EXISTS("function already exists"),
    FUNCTION_NOT_FOUND(1055, "Unknown function '%s'"),
    FUNCTION_NAME_FORMAT(5064, "Function names must be all alphanumeric or underscore. Invalid name: %s"),
    FUNCTION_NAME_WITH_DIGIT_FIRST(5064, "Function cannot start with a digit: %s"),
    FUNCTION_LANGUAGE_UNKNOWN(5064, "unknown lang type"),
    FUNCTION_PROPERTY_ABSENT(5064, "No '%s' in properties"),
    FUNCTION_TYPE_UNSUPPORTED(5064, "UDF class '%s' method '%s' does not support type '%s'"),
    FUNCTION_INPUT_UNKNOWN(5064, "unknown input type:%s"),
    FUNCTION_BODY_WITHOUT_INLINE_FILE(5064, "inline function file should be 'inline'"),
    ICEBERG_TYPE_UNSUPPORTED("Unsupported primitive column type %s"),
    ICEBERG_COLUMN_EXISTS("Cannot add column, name already exists: %s"),
    ICEBERG_COLUMN_UNKNOWN("Cannot %s missing column: %s"),
    ICEBERG_COLUMN_USED("Cannot find source column for %s field: %s"),
    ICEBERG_NAME_TAKEN("Invalid schema: multiple fields for name %s"),
    ICEBERG_POSITION_UNKNOWN("Cannot move %s after missing column: %s"),
    ICEBERG_COLUMN_NOT_NULL("column in iceberg table must be nullable."),
    ICEBERG_NESTED_TYPE_CHANGE("Cannot modify %s, not a primitive type"),
    ICEBERG_TYPE_CHANGE_UNSUPPORTED("Cannot change column type: %s: %s -> %s"),
    ICEBERG_TRANSFORM_UNKNOWN(
            "Unsupported partition transform %s: use a column, or year, month, day, hour, bucket or truncate of one"),
    ICEBERG_PARTITION_COLUMN_UNKNOWN("Partition column[%s] does not exist in column list."),
    ICEBERG_PARTITION_TYPE_UNSUPPORTED("Invalid source type %s for transform: %s"),
    ICEBERG_PARTITION_REPEATED("Cannot add redundant partition: %s conflicts with %s"),
    ICEBERG_PARTITION_ABSENT("Failed to drop partition column: Cannot find partition field to remove: %s"),
    ICEBERG_PARTITION_ARGUMENT_TOO_SMALL("Invalid %s (must be > 0)"),
    ICEBERG_SORT_COLUMN_UNKNOWN("The rows can't be sorted by '%s', which is not a column"),
    ICEBERG_SORT_TYPE_UNORDERED("The rows can't be sorted by '%s', whose type %s has no order"),
    ICEBERG_SORT_REPEATED("Duplicate sort key column %s is not allowed."),
    ICEBERG_FORMAT_UNKNOWN("Unsupported file format '%s': use parquet, orc or avro"),
    ICEBERG_CODEC_UNKNOWN("Unsupported compression codec for iceberg connector: %s"),
    ICEBERG_VERSION_UNKNOWN("Unsupported format version: %s (supported: 1 to 4)"),
    ICEBERG_VERSION_DOWNGRADE("Cannot downgrade v%s table to v%s"),
    ICEBERG_VARIANT_BEFORE_V3(
            "Invalid type for %s: variant is not supported until v3, with the property format-version"),
    ICEBERG_LOCATION_FIXED("Cannot set a custom location for a path-based table. Expected %s but got %s"),
    ICEBERG_CATALOG_TYPE("Catalog '%s' has the type '%s': only tables of Iceberg are known"),

    TASK_EXISTS("Task [%s] already exists"),
    TASK_NOT_FOUND("Task %s is not exist"),
    TASK_START_FORMAT("Invalid date literal %s"),
    TASK_INTERVAL_TOO_SHORT(6013, "schedule interval is too small, the minimum value is %s SECONDS"),
    TASK_INTERVAL_FORMAT("'%s' is not a positive number with SECOND, MINUTE, HOUR or DAY"),
    TASK_PROPERTY_UNKNOWN(6013, "Invalid parameter %s"),
    TASK_STATEMENT_UNSUPPORTED("A task runs INSERT, CREATE TABLE AS SELECT or CACHE SELECT");

    private final int errno;
    private final String template;

    ClusterRule(String template) {
        this(1064, template);
    }

    ClusterRule(int errno, String template) {
        this.errno = errno;
        this.template = template;
    }

    @Override
    public int errno() {
        return errno;
    }

    @Override
    public String template() {
        return template;
    }
}
