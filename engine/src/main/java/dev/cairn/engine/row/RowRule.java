package dev.cairn.engine.row;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for INSERT, UPDATE and DELETE. */
public enum RowRule implements RefusalRule {
    DELETE_WITHOUT_WHERE("Delete must specify where clause to prevent full table delete"),
    DELETE_OF_PARTITIONS_BY_PRIMARY_KEY("Delete for primary key table do not support specifying partitions"),
    DELETE_OF_TEMPORARY_PARTITIONS("Do not support deleting temp partitions"),
    DELETE_USING("Do not support `using` clause in non-primary table"),
    DELETE_CONDITION_MISSING("Where clause is not set"),
    DELETE_WITH("Do not support `with` clause in non-primary table"),
    DELETE_PARTITION_NOT_FOUND("Partition does not exist. name: %s"),
    DELETE_NULL_TEST_NOT_OF_COLUMN("Left expr of is_null predicate should be column name"),
    DELETE_COMPARISON_NOT_OF_COLUMN("Left expr of binary predicate should be column name"),
    DELETE_TOO_MANY_VALUES("Element num of predicate should not be more than %s"),
    DELETE_IN_NOT_OF_VALUES("Child of in predicate should be value"),
    DELETE_NOT_ALL_AND("Compound predicate's op should be AND"),
    DELETE_COMPARISON_NOT_WITH_VALUE("Right expr of binary predicate should be value"),
    DELETE_COLUMN_NOT_KEY(
            "Column[%s] is not key column or storage model is not duplicate or column type is float or double."),
    DELETE_COLUMN_NESTED("unsupported delete condition on Array/Map/Struct type column[%s]"),
    DELETE_FROM_MATERIALIZED_VIEW(
            "The data of '%s' cannot be deleted because it is a materialized view,and the data of materialized "
                    + "view must be consistent with the base table."),
    DELETE_FROM_VIEW("Delete is not supported on VIEW table"),
    INSERT_BY_NAME_OF_VALUES("Insert match column by name does not support values()"),
    INSERT_WITHOUT_PARTITIONS(
            "data cannot be inserted into table with empty partition.Use `SHOW PARTITIONS FROM %s` to see the "
                    + "currently partitions of this table. "),
    INSERT_PARTITION_NOT_FOUND("Unknown partition '%s' in table '%s'"),
    INSERT_COLUMN_NOT_FOUND("Unknown column '%s' in '%s'"),
    INSERT_OF_GENERATED_COLUMN("generated column '%s' can not be specified"),
    INSERT_WITHOUT_COLUMN("'%s' must be explicitly mentioned in column permutation: %s"),
    INSERT_WITHOUT_DEFAULT("Column has no default value, column=%s"),
    INSERT_OF_NULL_AUTO_INCREMENT(
            " `NULL` value is not supported for an AUTO_INCREMENT column: %s You can use `default` for an AUTO "
                    + "INCREMENT column"),
    INSERT_INTO_MATERIALIZED_VIEW(
            "The data of '%s' cannot be inserted because '%s' is a materialized view,and the data of "
                    + "materialized view must be consistent with the base table."),
    UPDATE_COLUMN_NOT_FOUND("table '%s' do not existing column '%s'"),
    UPDATE_OF_SORT_KEY_IN_COLUMN_MODE(
            "column mode partial update on table with sort key cannot update sort key column"),
    UPDATE_WITHOUT_WHERE("must specify where clause to prevent full table update"),
    UPDATE_IN_COLUMN_MODE("column_with_row table do not support column mode update"),
    UPDATE_OF_PRIMARY_KEY("primary key column cannot be updated: %s"),
    UPDATE_OF_AUTO_INCREMENT_TO_NULL("AUTO_INCREMENT column: %s must not be NULL"),
    UPDATE_OF_GENERATED_COLUMN("generated column cannot be updated: %s"),
    UPDATE_WITHOUT_REFERENCED_COLUMNS("All ref Column must be sepecfied in partial update mode"),
    UPDATE_UNSUPPORTED("table %s does not support update"),
    UPDATE_OF_MATERIALIZED_VIEW(
            "The data of '%s' cannot be modified because '%s' is a materialized view,and the data of "
                    + "materialized view must be consistent with the base table."),
    DELETE_CONDITION_UNSUPPORTED(
            "Where clause only supports compound predicate, binary predicate, is_null predicate and in predicate"),
    OVERWRITE_OF_VIEW("Only support insert overwrite olap/iceberg/hive table"),
    INSERT_INTO_VIEW("Only support insert into olap/mysql/iceberg/hive table");

    private final String template;

    RowRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
