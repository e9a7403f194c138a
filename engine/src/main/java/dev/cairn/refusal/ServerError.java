package dev.cairn.refusal;

import dev.cairn.sql.token.RefusalRule;

/** The server's errors that have their own error number; all others have 1064. */
public enum ServerError implements RefusalRule {
    TABLE_NOT_CREATED(1005, "HY000", "Can't create table '%s' (errno: %s)"),
    DATABASE_EXISTS(1007, "HY000", "Can't create database '%s'; database exists"),
    NO_DATABASE_TO_DROP(1008, "HY000", "Can't drop database '%s'; database doesn't exist"),
    NO_DATABASE_SELECTED(1046, "3D000", "No database selected"),
    TABLE_EXISTS(1050, "42S01", "Table '%s' already exists"),
    DUPLICATE_COLUMN(1060, "42S21", "Duplicate column name '%s'"),
    NOT_UNIQUE_TABLE(1066, "42000", "Not unique table/alias: '%s'"),
    INCORRECT_DATABASE_NAME(1102, "42000", "Incorrect database name '%s'"),
    INCORRECT_TABLE_NAME(1104, "42000", "Incorrect table name '%s'"),
    TOO_MANY_COLUMNS(
            1117,
            "42000",
            "The number of columns in a table must be less than or equal to %s, Please decrease the number of columns"
                    + " or increase frontend config 'max_column_number_per_table'."),
    INCORRECT_COLUMN_NAME(1166, "42000", "Incorrect column name '%s'"),
    DERIVED_TABLE_WITHOUT_ALIAS(1248, "42000", "Every derived table must have its own alias"),
    UNKNOWN_VARIABLE(1193, "HY000", "Unknown system variable '%s'%s"),
    UNKNOWN_STORAGE_ENGINE(1286, "42000", "Unknown storage engine '%s'"),
    UNKNOWN_TIME_ZONE(1298, "HY000", "Unknown or incorrect time zone: '%s'"),
    WRONG_OBJECT(1347, "HY000", "'%s'.'%s' is not '%s'"),
    VIEW_COLUMN_COUNT_DIFFERS(1353, "HY000", "View's SELECT and view's field list have different column counts"),
    NO_PARTITION_TO_DROP(1507, "HY000", "Error in list of partitions to %s"),
    PARTITION_EXISTS(1517, "HY000", "Duplicate partition name %s"),
    INCORRECT_PARTITION_NAME(1567, "HY000", "Incorrect partition name '%s'"),
    NOT_A_NUMBER(5012, "HY000", "'%s' is not a number"),
    KEY_AFTER_VALUE(5003, "HY000", "Key column must before value column"),
    INVALID_VALUE(5018, "HY000", "Invalid %s: '%s'. Expected values should be %s"),
    COLOCATE_DIFFERS(5063, "42000", "All tables of the colocation group %s must have the same %s"),
    /** The server's error for failures without a specific error; its message is any text. */
    COMMON(5064, "42000", "%s"),
    SYSTEM_TABLE_DROPPED(
            5064, "42000", "Failed to drop table default_catalog.%s.%s. msg: cannot drop table in system database: %s"),
    NO_RANGE_PARTITIONS(5700, "42000", "Cannot add a Range partition to a table that partition type is not of Range"),
    BATCH_STEP_DIFFERS(
            5701,
            "42000",
            "Step length [%s] in the operation is not equal to the partition step length [%s] stored in the table"),
    BATCH_BY_SEVERAL_COLUMNS(5702, "42000", "Can't add multi range partition to multi partition column table"),
    BATCH_STEP_NOT_POSITIVE(5703, "42000", "The interval of the Multi-Range Partition must be greater than 0"),
    UNSUPPORTED_DYNAMIC_TIME_UNIT(5065, "42000", "Unsupported time unit %s. Expect DAY/WEEK/MONTH/YEAR."),
    INVALID_DYNAMIC_BOUND(5066, "42000", "%s must be a number %s than 0, not '%s'"),
    DYNAMIC_BUCKETS_FORMAT(5067, "42000", "dynamic_partition.buckets must be a number, not '%s'"),
    INVALID_DYNAMIC_ENABLE(5068, "42000", "Invalid dynamic partition enable: %s. Expected true or false"),
    DYNAMIC_REPLICATION_ZERO(5071, "42000", "Dynamic partition replication num must greater than 0"),
    DYNAMIC_REPLICATION_FORMAT(5072, "42000", "Invalid dynamic partition replication num: %s."),
    DYNAMIC_HISTORY_ZERO(5092, "42000", "Dynamic history partition num must greater than 0"),
    LIKE_OF_VIEW(5075, "42000", "Create table like does not support create view."),
    UNKNOWN_CATALOG(5078, "42000", "Unknown catalog '%s'"),
    LOCATED_AND_COLOCATED(5500, "42000", "table '%s' has location property and cannot be colocated"),
    UNKNOWN_DATABASE(5501, "3F000", "Unknown database '%s'"),
    UNKNOWN_TABLE(5502, "42602", "Unknown table '%s'"),
    NOT_OLAP_TABLE(5503, "42000", "Table '%s' is not a OLAP table"),
    GIN_IS_NOT_REPLICATED(5507, "0A000", "Can not enable replicated storage when the table has GIN"),
    UNKNOWN_COLUMN(5509, "42S22", "Unknown column '%s' in '%s'"),
    INSERTED_COLUMN_COUNT_DIFFERS(
            5604, "42601", "Inserted target column count: %s doesn't match select/value column count: %s"),
    WAREHOUSE_NOT_FOUND(5901, "42000", "Warehouse name: %s not exist."),
    MISSING_KEY_COLUMNS(6014, "42000", "missing key columns:%s for primary key table"),
    MISSING_DEPENDENCY(6015, "42000", "missing dependency column for generated column %s"),
    INVALID_PARAMETER(6013, "42000", "Invalid parameter %s"),
    TOO_MANY_BUCKETS(
            5510,
            "42000",
            "The number of buckets is too large, the maximum is %s. Please reduce the number of buckets "
                    + "or increase frontend config max_bucket_number_per_partition.");

    private final int errno;
    private final String sqlState;
    private final String template;

    ServerError(int errno, String sqlState, String template) {
        this.errno = errno;
        this.sqlState = sqlState;
        this.template = template;
    }

    @Override
    public int errno() {
        return errno;
    }

    @Override
    public String sqlState() {
        return sqlState;
    }

    @Override
    public String template() {
        return template;
    }
}
