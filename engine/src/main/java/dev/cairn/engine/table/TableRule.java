package dev.cairn.engine.table;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for CREATE TABLE. */
public enum TableRule implements RefusalRule {
    NO_PERSISTENT_VOLUME("Cannot create table without persistent volume in current run mode \"shared_data\""),
    HOURLY_PARTITIONS_OF_DATES("Date type partition does not support dynamic partitioning granularity of hour"),
    TIME_DRIFT_TYPE_UNSUPPORTED("The column '%s' of a time_drift_constraint must be %s of the type DATE or DATETIME"),
    SHORT_KEY_TOO_LARGE("Short key is too large. should less than: %s"),
    SHORT_KEY_VARCHAR_IN_THE_MIDDLE("Varchar should not in the middle of short keys."),
    ROLLUP_PROPERTY_INVALID("Invalid alter table property: %s"),
    SORT_COLUMN_TYPE_UNSUPPORTED("sort key column[%s] type not supported: %s"),
    SORT_COLUMNS_NOT_KEY("The sort columns of %s table must be same with key columns"),
    SORT_COLUMN_REPEATED("Duplicate sort key column %s is not allowed."),
    ROW_STORE_WITHOUT_VALUES("column_with_row storage type must have some non-key columns"),
    SEVERAL_AUTO_INCREMENTS("More than one AUTO_INCREMENT column defined in CREATE TABLE Statement"),
    AUTO_INCREMENT_NOT_BIGINT("The AUTO_INCREMENT column must be BIGINT"),
    ROLLUP_OF_PRIMARY_KEY("Do not support add rollup on primary key table[%s]"),
    QUERY_COLUMNS_UNKNOWN(
            "The columns of '%s' are not known: %s; create it with its columns and fill it by INSERT INTO ... "
                    + "SELECT"),
    QUERY_COLUMN_COUNT_DIFFERS("Number of select columns [%s] don't equal query statement's columns [%s]"),
    TWO_BLOOM_FILTERS("column %s should only have one bloom filter index or ngram bloom filter index"),
    TIME_DRIFT_FORMAT(
            "Invalid time_drift_constraint: '%s', legal format is '<targetColumn> between <boundExpr1> and <boundExpr2>',"
                    + " boundExpr must be days_add/days_sub/hours_add/hours_sub/minutes_add/minutes_sub/"
                    + "seconds_add/seconds_sub(<referenceColumn>, <num>), targetColumn and referenceColumn must be"
                    + " DATE/DATETIME type");

    private final String template;

    TableRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
