package dev.cairn.engine.table;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for CREATE TABLE. */
public enum TableRule implements RefusalRule {
    UNKNOWN_ENGINE("Unknown engine name: %s"),
    TEMPORARY_TABLE_ENGINE("temporary table only support olap engine"),
    AUTOMATIC_PARTITION_TYPE("Invalid key range: Unsupported shadow partition type:%s"),
    FOREIGN_TABLE_WITH_KEYS("Create %s table should not contain keys desc"),
    FOREIGN_TABLE_WITH_PARTITIONS("Create %s table should not contain partition desc"),
    FOREIGN_TABLE_WITH_DISTRIBUTION("Create %s table should not contain distribution desc"),
    FOREIGN_TABLE_WITH_INDEX("index only support in olap engine at current version"),
    FOREIGN_COLUMN_NOT_NULL(
            "All columns must be nullable for external table. Column %s is not nullable, You can rebuild"
                    + " the external table and We strongly recommend that you use catalog to access external data"),
    FOREIGN_COLUMN_COMPLEX("%s external table don't support complex type"),
    FOREIGN_COLUMN_GENERATED("Generated Column only support olap/iceberg table"),
    FOREIGN_PROPERTIES_MISSING("Please set properties of %s table, they are: %s"),
    CHARSET("charset name %s is not supported yet"),
    NO_PERSISTENT_VOLUME("Cannot create table without persistent volume in current run mode \"shared_data\""),
    COMPACTION_STRATEGY_WITHOUT_PRIMARY_KEY("Only default compaction strategy is allowed for non-pk table."),
    DYNAMIC_OF_SEVERAL_COLUMNS("Dynamic partition only support single-column range partition"),
    HOURS_OF_DATES("Date type partition does not support dynamic partitioning granularity of hour"),
    DYNAMIC_BUCKETS_OF_COLOCATED_TABLE(
            "dynamic_partition.buckets should equal the distribution buckets if creating a colocate table"),
    TIME_DRIFT_TARGET_NOT_FOUND("Target column '%s' not exists in table '%s'"),
    TIME_DRIFT_REFERENCE_NOT_FOUND("Reference column '%s' not exists in table '%s'"),
    TIME_DRIFT_REFERENCE_TYPE("Reference column '%s' must be a DATE/DATETIME type partition column"),
    TIME_DRIFT_TARGET_TYPE("Target column '%s' must be a DATE/DATETIME type partition column"),
    SHORT_KEY_NOT_A_NUMBER("Short key: %s"),
    SHORT_KEY_NOT_POSITIVE("Short key column count should larger than 0."),
    SHORT_KEY_TOO_LARGE("Short key is too large. should less than: %s"),
    SHORT_KEY_VARCHAR_IN_THE_MIDDLE("Varchar should not in the middle of short keys."),
    ROLLUP_PROPERTY_INVALID("Invalid alter table property: %s"),
    SHORT_KEY_ROLLUP_NOT_FOUND("Index[%s] does not exist"),
    SORT_COLUMN_NOT_FOUND("Unknown column '%s' does not exist"),
    SORT_COLUMN_TYPE("sort key column[%s] type not supported: %s"),
    SORT_COLUMNS_NOT_KEY("The sort columns of %s table must be same with key columns"),
    SORT_COLUMN_INVALID("Invalid column '%s': not exists in all columns."),
    SORT_COLUMN_REPEATED("Duplicate sort key column %s is not allowed."),
    COOLDOWN_OF_PRIMARY_KEY("Primary key table does not support storage medium cool down currently."),
    COOLDOWN_OF_LISTS("List partition table does not support storage medium cool down currently."),
    COOLDOWN_OF_SEVERAL_COLUMNS(
            "Multi-column range partition table does not support storage medium cool down currently."),
    COOLDOWN_NOT_OF_DATES("Only support partition is date type for storage medium cool down currently."),
    ROW_STORE_WITHOUT_VALUES("column_with_row storage type must have some non-key columns"),
    ROW_STORE_DISABLED("%s for %s table not supported, enable it by setting `enable_experimental_rowstore` to true"),
    SEVERAL_AUTO_INCREMENTS("More than one AUTO_INCREMENT column defined in CREATE TABLE Statement"),
    AUTO_INCREMENT_NOT_BIGINT("The AUTO_INCREMENT column must be BIGINT"),
    ONLY_IN_AGGREGATE_TABLE("%s must be used in AGG_KEYS"),
    NESTED_DEFAULT_WITHOUT_FAST_EVOLUTION(
            "Complex type (ARRAY/MAP/STRUCT) default values require fast schema evolution. Table '%s' has "
                    + "fast_schema_evolution=false. Please remove the 'fast_schema_evolution'='false' property or remove "
                    + "the default value for column '%s'"),
    EXTERNAL_TABLE_PROPERTIES_MISSING(
            "miss properties for external table, they are: host, port, user, password, database and table"),
    RESERVED_COLUMN_NAME("Column name '%s' is reserved for primary key table"),
    COLUMN_TYPE_UNSUPPORTED("Type:%s of column:%s does not support"),
    ROLLUP_OF_PRIMARY_KEY("Do not support add rollup on primary key table[%s]"),
    ROLLUP_EXISTS("Rollup index[%s] already exists"),
    DYNAMIC_WITHOUT_RANGES("Only support dynamic partition properties on range partition table"),
    DYNAMIC_WITH_EXPRESSIONS("Expression partitioning does not support properties of dynamic partitioning"),
    PARTITION_COLUMN_NOT_FOUND("Partition column[%s] does not found"),
    PARTITION_COLUMN_TYPE("%s type[%s] cannot be a range partition key."),
    QUERY_KEY_MODEL("CTAS does not support %s_KEYS table"),
    QUERY_OF_UNKNOWN_SOURCE("its query reads what only a server can look into"),
    QUERY_COLUMN_TYPE_UNKNOWN("the type of '%s' is not known"),
    QUERY_COLUMNS_UNKNOWN(
            "The columns of '%s' can't be told: %s; create it with its columns and fill it by INSERT INTO ... "
                    + "SELECT"),
    QUERY_COLUMN_COUNT("Number of select columns [%s] don't equal query statement's columns [%s]"),
    TWO_BLOOM_FILTERS("column %s should only have one bloom filter index or ngram bloom filter index"),
    IN_MEMORY_INDEX("In-Memory index is not supported, please create table with persistent index"),
    REPLICAS_INVALID("%s table=%s, properties.replication_num=%s"),
    LOCATION_OF_COLOCATED_TABLE("colocate table doesn't support location property"),
    GIN_IS_REPLICATED("GIN does not support replicated mode"),
    GIN_WITH_AUTO_INCREMENT(
            "Table with AUTO_INCREMENT column must use Replicated Storage  and not compatible with GIN Index"),
    STORAGE_TYPE_UNSUPPORTED("%s for %s table not supported"),
    TIME_DRIFT_FORMAT(
            "Invalid time_drift_constraint: '%s', legal format is '<targetColumn> between <boundExpr1> and <boundExpr2>',"
                    + " boundExpr must be days_add/days_sub/hours_add/hours_sub/minutes_add/minutes_sub/"
                    + "seconds_add/seconds_sub(<referenceColumn>, <num>), targetColumn and referenceColumn must be"
                    + " DATE/DATETIME type"),
    ORDER_BY_COLUMN_NOT_FOUND("Unknown column '%s' in order by clause");

    private final String template;

    TableRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
