package dev.cairn.engine.row;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for INSERT, UPDATE and DELETE. */
public enum RowRule implements RefusalRule {
    DELETE_COLUMN_NOT_KEY(
            "The condition of DELETE can not compare the column '%s': it is not a key column, or its type can not be compared"),
    INSERT_WITHOUT_PARTITIONS(
            "data cannot be inserted into table with empty partition.Use `SHOW PARTITIONS FROM %s` to see the "
                    + "currently partitions of this table. "),
    TARGET_COLUMN_NOT_FOUND("Unknown column '%s' in '%s'"),
    INSERT_WITHOUT_COLUMN("'%s' must be explicitly mentioned in column permutation: %s"),
    INSERT_WITHOUT_DEFAULT("Column has no default value, column=%s"),
    DEFAULT_NOT_CONSTANT("The default of column %s can only be calculated for a row without the column"),
    INSERT_OF_NULL_AUTO_INCREMENT("NULL can't be a value of the AUTO_INCREMENT column %s; DEFAULT is"),
    INSERT_FILE_FORMAT_UNSUPPORTED("Only support insert into ICEBERG table with parquet file format"),
    INSERT_WITHOUT_PARTITION_COLUMN("Must include partition column %s"),
    INSERT_PARTITION_KEYS_MISSING("Must include all %d partition columns in the partition clause"),
    INSERT_PARTITION_KEYS_SUPERFLUOUS("Only %d partition columns can be included in the partition clause"),
    INSERT_PARTITION_KEY_NOT_FOUND("Can't find partition column %s"),
    INSERT_PARTITION_KEY_DUPLICATE("Found duplicate partition column name %s"),
    INSERT_PARTITION_KEYS_UNUSABLE("No partition specified in partition lists"),
    INSERT_PARTITION_TRANSFORMED(
            "Staitc insert into Iceberg table %s is not supported for not partitioned by identity transform"),
    COLUMN_NOT_WRITABLE("The %s '%s' can not be written"),
    SORT_COLUMN_IN_COLUMN_MODE("A partial update in column mode can not write the sort column '%s'"),
    UPDATE_WITHOUT_REFERENCED_COLUMNS("All ref Column must be sepecfied in partial update mode"),
    UPDATE_UNSUPPORTED("table %s does not support update"),
    DELETE_VALUE_INVALID("Invalid value for column %s: %s"),
    DELETE_CONDITION_UNSUPPORTED(
            "The condition of DELETE from a table without PRIMARY KEY consists of comparisons of columns with values, joined by AND"),
    ROWS_NOT_CHANGEABLE("The rows of the %s '%s' can not be changed");

    private final String template;

    RowRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
