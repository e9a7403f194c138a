package dev.cairn.catalog;

/** The server's errors that have a number of their own; all others are 1064. */
public enum ServerError {
    CANNOT_CREATE_TABLE(1005, "HY000", "Can't create table '%s' (errno: %s)"),
    DATABASE_EXISTS(1007, "HY000", "Can't create database '%s'; database exists"),
    NO_DATABASE_TO_DROP(1008, "HY000", "Can't drop database '%s'; database doesn't exist"),
    NO_DATABASE_CHOSEN(1046, "3D000", "No database selected"),
    TABLE_EXISTS(1050, "42S01", "Table '%s' already exists"),
    DUPLICATE_COLUMN(1060, "42S21", "Duplicate column name '%s'"),
    INCORRECT_DATABASE_NAME(1102, "42000", "Incorrect database name '%s'"),
    INCORRECT_TABLE_NAME(1104, "42000", "Incorrect table name '%s'"),
    NO_COLUMNS(1113, "42000", "A table must have at least 1 column"),
    TOO_MANY_COLUMNS(1117, "42000", "The number of columns in a table must be less than or equal to %s,"
                    + " Please decrease the number of columns or increase frontend config 'max_column_number_per_table'."),
    INCORRECT_COLUMN_NAME(1166, "42000", "Incorrect column name '%s'"),
    WRONG_OBJECT(1347, "HY000", "'%s'.'%s' is not '%s'"),
    NO_PARTITION_TO_DROP(1507, "HY000", "Error in list of partitions to %s"),
    DUPLICATE_PARTITION(1517, "HY000", "Duplicate partition name %s"),
    INCORRECT_PARTITION_NAME(1567, "HY000", "Incorrect partition name '%s'"),
    UNKNOWN_PARTITION(1735, "HY000", "Unknown partition '%s' in table '%s'"),
    COMMON(5064, "42000", "%s"),
    UNKNOWN_CATALOG(5078, "42000", "Unknown catalog '%s'"),
    UNKNOWN_DATABASE(5501, "3F000", "Unknown database '%s'"),
    UNKNOWN_TABLE(5502, "42602", "Unknown table '%s'"),
    UNKNOWN_COLUMN(5509, "42S22", "Unknown column '%s' in '%s'"),
    TOO_MANY_BUCKETS(5510, "42000", "The number of buckets is too large, the maximum is %s. Please reduce the number of buckets "
                    + "or increase frontend config max_bucket_number_per_partition.");

    private final int errno;
    private final String sqlState;
    private final String words;

    ServerError(int errno, String sqlState, String words) {
        this.errno = errno;
        this.sqlState = sqlState;
        this.words = words;
    }

    public int errno() {
        return errno;
    }

    public String sqlState() {
        return sqlState;
    }

    public String words(Object... about) {
        return String.format(words, about);
    }
}
