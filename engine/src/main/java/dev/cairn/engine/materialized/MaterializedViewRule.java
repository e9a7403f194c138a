package dev.cairn.engine.materialized;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for materialized views; {@code SYNCHRONOUS_…} are those for rollups by a query. */
public enum MaterializedViewRule implements RefusalRule {
    ONLY_FOR_RANGE_PARTITIONS("%s is only supported for range partitioned materialized view"),
    RESOURCE_GROUP_NOT_FOUND("resource_group %s does not exist."),
    REFRESH_MODE_NOT_ELIGIBLE(
            "Cannot alter materialized view refresh mode to %s, because the materialized view is not eligible "
                    + "for %s refresh mode"),
    LOCATION_IN_SHARED_DATA("labels.location is not supported for cloud native materialized view."),
    COLOCATE_WITH_UNSUPPORTED(
            "Modify failed because unsupported properties: colocate_with is not supported for materialized "
                    + "view in shared-nothing cluster."),
    BLOOM_FILTER_COLUMNS_INVALID("Failed to analyze bloom filter columns: %s"),
    MODIFIED_PROPERTIES_UNKNOWN(
            "Modify failed because unknown properties: %s, please add `session.` prefix if you want add "
                    + "session variables for mv(eg, \"session.insert_timeout\"=\"30000000\")."),
    CONSTRAINED_TABLE_NOT_FOUND("table: %s does not exist"),
    PARTITION_NOT_A_COLUMN("Materialized view partition exp: %s must related to column"),
    PARTITION_COLUMN_NOT_FOUND("Materialized view partition exp column:%s is not found in query statement"),
    PARTITION_OF_SEVERAL_COLUMNS("Materialized view partition expression %s must ref to one column"),
    PARTITION_NOT_OF_BASE_TABLE("Materialized view partition expression `%s` could only ref to base table"),
    PARTITION_FUNCTION_WITHOUT_COLUMN("Materialized view partition function must related with column"),
    PARTITION_FUNCTION_NOT_SUPPORTED_YET("Materialized view partition function %s is not supported yet."),
    PARTITION_FUNCTION_OF_NO_COLUMN("Materialized view partition function %s must related with column"),
    PARTITION_FUNCTION_UNSUPPORTED("Materialized view partition function %s is not support: %s"),
    NONDETERMINISTIC_FUNCTION(
            "Materialized view query statement select item %s not supported nondeterministic function"),
    LIST_PARTITION_TRANSFORMED(
            "List materialized view's partition expression can only refer ref-base-table's partition "
                    + "expression without transforms but contains: %s"),
    PARTITION_FUNCTION_CHECK("Materialized view partition function %s check failed: %s"),
    BASE_TABLE_WITH_SEVERAL_PARTITION_COLUMNS(
            "Materialized view related base table partition columns only supports single column"),
    PARTITION_FUNCTION_OF_BASE_TABLE(
            "Materialized view partition function derived from %s of base table %s is not supported yet"),
    WINDOW_WITHOUT_PARTITION_COLUMN(
            "window function %s ’s partition expressions should contain the partition column %s of "
                    + "materialized view"),
    PARTITION_COLUMN_RENAMED(
            "Failed to build mv partition expr from base table: the query has no column `%s`; name the column "
                    + "so in the query too: AS `%s`"),
    PARTITION_COLUMN_HIDDEN(
            "Can not find partition column map: in the query `%s` is another column; name the partition column "
                    + "so there too: AS `%s`"),
    BASE_TABLE_NOT_BY_LIST("List Materialized view's ref olap table must be list partitioned"),
    TEXT_PARTITION_OF_RANGES("Materialized view is partitioned by string type column %s but ref base table %s is range "
            + "partitioned, please use str2date partition expression"),
    PARTITION_TTL_WITHOUT_RANGES("partition_ttl_number does not support non-range-partitioned materialized view."),
    REFRESH_LIMIT_WITHOUT_RANGES(
            "auto_refresh_partitions_limit does not support non-range-partitioned materialized view."),
    REFRESH_NUMBER_WITHOUT_PARTITIONS("partition_refresh_number does not support non-partitioned materialized view."),
    COLOCATION_WITH_RANDOM_DISTRIBUTION(": random distribution does not support 'colocate_with'"),
    UNKNOWN_PROPERTIES("Analyze materialized properties failed because unknown properties: %s, please add `session.` "
            + "prefix if you want add session variables for mv(eg, \"session.insert_timeout\"=\"30000000\")."),
    REFRESH_LIMIT_OF_MANUAL_REFRESH("The auto_refresh_partitions_limit property does not support manual refresh mode."),
    ONLY_FOR_ASYNCHRONOUS_REFRESH("The %s property only applies to asynchronous refreshes."),
    NOT_A_BASE_TABLE("%s is not base table of materialized view %s"),
    NO_DATABASE_SELECTED("No database selected. You could set the database name through `<database>.<table>` or `use "
            + "<database>` statement"),
    NOT_ONE_QUERY_BLOCK(
            "Materialized view query statement only supports a single query block or multiple query blocks in "
                    + "set operations"),
    BASED_ON_TEMPORARY_TABLE("Materialized view can't base on temporary table"),
    OUTSIDE_DEFAULT_CATALOG("Materialized view can only be created in default_catalog. You could either create it with "
            + "default_catalog.<database>.<mv>, or switch to default_catalog through `set catalog "
            + "<default_catalog>` statement"),
    DATABASE_NOT_FOUND_IN_CATALOG("Can not find database:%s in %s"),
    NO_BASE_TABLE("Can not find base table in query statement"),
    BASED_ON_SYSTEM_TABLE("Create/Rebuild materialized view do not support the table type: SCHEMA"),
    BASED_ON_INACTIVE_VIEW("Create/Rebuild materialized view from inactive materialized view: %s"),
    BITMAP_COLUMN_NOT_FOUND("BITMAP column does not exist in table. invalid column: %s"),
    INDEX_NAME_REPEATED("Duplicate index name '%s'"),
    INDEX_COLUMN_REPEATED("Duplicate column name '%s' in index"),
    UNKNOWN_REFRESH_MODE("Unknown refresh mode %s. Expected one of %s"),
    INCREMENTAL_REWRITE_FAILED("Failed to rewrite the query for IVM: Getting analyzing error. Detail message: %s."),
    SORT_KEY_EMPTY("Sort key of materialized view is empty"),
    SORT_KEY_TOO_LONG("The number of sort key should be less than the number of columns."),
    SORT_KEY_NOT_FOUND("Sort key not exists: %s"),
    SORT_KEY_TYPE("Type %s cannot be sort key: %s"),
    NO_COLUMN_FOR_KEY("All columns of materialized view cannot be used for keys"),
    BASE_INDEX_DROPPED("Cannot drop base index by using DROP ROLLUP or DROP MATERIALIZED VIEW."),
    NOT_FOUND("Materialized view %s is not found"),
    DATABASE_NOT_FOUND("Can not find database:%s"),
    REFRESHED_VIEW_NOT_FOUND("Can not find materialized view:%s"),
    REFRESHED_OBJECT_NOT_A_VIEW("Can not refresh non materialized view:%s"),
    REFRESHED_VIEW_INACTIVE(
            "Refresh materialized view failed because [%s] is not active. You can try to active it with ALTER "
                    + "MATERIALIZED VIEW %s ACTIVE; "),
    REFRESH_OF_PARTITION_WITHOUT_PARTITIONS("Not support refresh by partition for single partition mv"),
    REFRESH_OF_RANGE_WITHOUT_RANGES("Not support refresh by partition for non range partitioned mv"),
    REFRESH_OF_LIST_WITHOUT_LISTS("Not support refresh by partition for non list partitioned mv"),
    NOT_ASYNCHRONOUS("%s is not async materialized view"),
    NAME_USED("Materialized view [%s] is already used"),
    MADE_INCREMENTAL("rebuild mv job is not supported"),
    LAST_COLUMN_DROPPED("No key column left. index[%s]"),
    INTERVAL_REQUIRED("Materialized view which type is ASYNC need to specify refresh interval for external table"),
    REFRESH_STEP_NOT_POSITIVE("Unsupported negative or zero step value: %s"),
    CANNOT_ACTIVATE("Can not active materialized view [%s] because analyze materialized view define sql: "
            + "\n\n%s\n\nCause an error: %s"),
    COLUMN_COUNT_CHANGED("number of columns changed: %s != %s"),
    COLUMN_CHANGED("column schema not compatible: (%s) and (%s)"),
    DEFINITION_NOT_SELECT("Materialized view definition is invalid: only support SELECT statement"),
    DEFINITION_OF_SEVERAL_TABLES("Materialized view based on multiple tables is not supported"),
    DEFINITION_WITH_WINDOW_FUNCTIONS("Materialized view with analytic functions is not supported"),
    AGGREGATE_OF_CONSTANT("Aggregate expression cannot be a constant"),
    ADDED_COLUMN_EXISTS("Column '%s' already exists in materialized view"),
    COLUMN_ADDED_OVER_VIEW(
            "fast schema evolution failed: Cannot add column '%s' to materialized view '%s' because the base table '%s'"
                    + " is not an olap table and we cannot determine which partitions are affected by this schema change."),
    COLUMN_ADDED_TO_SEVERAL_TABLES("Add column to materialized view only supports single base table"),
    ADDED_COLUMN_NOT_A_REFERENCE(
            "Materialized view definition is invalid, the added column expression must be a simple column "
                    + "reference"),
    DROPPED_COLUMN_NOT_FOUND("Column '%s' does not exist in materialized view"),
    DEFINITION_INVALID("Materialized view definition is invalid"),
    DROPPED_COLUMN_GROUPED("Cannot drop column '%s' because it is used in GROUP BY clause"),
    REFRESH_INTERVAL_TOO_SHORT(
            "Refresh schedule interval %s is too small which may cost a lot of memory/cpu resources to refresh "
                    + "the asynchronous materialized view, please config an interval larger than "
                    + "Config.materialized_view_min_refresh_interval(60s)."),
    SYNCHRONOUS_STAR("The materialized view currently does not support * in select statement"),
    SYNCHRONOUS_CONSTANT("The materialized view currently does not support const expr in select statement: {}"),
    SYNCHRONOUS_WITHOUT_GROUP(
            "Only [] found in the select list. Please add group by clause and at least one group by column in "
                    + "the select list"),
    SYNCHRONOUS_AGGREGATE_OF_EXPRESSION("Aggregate function with function expr is not supported yet"),
    SYNCHRONOUS_COLUMN_AFTER_AGGREGATE("Any single column should be before agg column. Column %s at wrong location"),
    SYNCHRONOUS_WITHOUT_ALIAS("Create materialized view non-slot ref expression should have an alias:%s"),
    SYNCHRONOUS_DISTINCT("Materialized view does not support distinct function %s"),
    SYNCHRONOUS_PATTERN("The function %s must match pattern:%s"),
    SYNCHRONOUS_STATE_UNKNOWN("Unsupported function:%s, cannot find agg state desc from arg0"),
    SYNCHRONOUS_FUNCTION("Unsupported function:%s"),
    SYNCHRONOUS_KEY_TYPE("Invalid data type of materialized key column '%s': '%s'"),
    SYNCHRONOUS_ORDER_TOO_LONG(
            "The number of columns in order clause must be less then the number of columns in select clause"),
    SYNCHRONOUS_ORDER_NOT_GROUP("The order-by columns must be identical to the group-by columns"),
    SYNCHRONOUS_ORDER_OF_EXPRESSION(
            "The column in order clause must be original column without calculation. Error column: %s"),
    SYNCHRONOUS_ORDER_DIFFERS(
            "The order of columns in order by clause must be same as the order of columns in select list"),
    SYNCHRONOUS_KEY_NOT_SCALAR("Key column must be scalar type: %s"),
    SYNCHRONOUS_COUNT_OF_AGGREGATE_TABLE("Aggregate type table do not support count function in materialized view"),
    SYNCHRONOUS_SEVERAL_QUERY_BLOCKS("Materialized view query statement only supports a single query blocks"),
    SYNCHRONOUS_HAVING("The having clause is not supported in add materialized view clause, expr:%s"),
    SYNCHRONOUS_LIMIT("The limit clause is not supported in add materialized view clause, expr: limit %s"),
    SYNCHRONOUS_SEVERAL_TABLES("The materialized view only supports one table in from clause."),
    SYNCHRONOUS_IN_OTHER_DATABASE(
            "Creating materialized view does not support: MV's db %s is different from table's db %s"),
    SYNCHRONOUS_OF_FOREIGN_TABLE("Do not support alter non-OLAP table[%s]"),
    SYNCHRONOUS_OF_NO_TABLE("The materialized view only support olap table."),
    SYNCHRONOUS_OF_SUBQUERY("Materialized view query statement only support direct query from table."),
    SYNCHRONOUS_OF_MATERIALIZED_VIEW(
            "Do not support create synchronous materialized view(rollup) on MATERIALIZED_VIEW table[%s]"),
    SYNCHRONOUS_OF_PRIMARY_KEY("Do not support create materialized view on primary key table[%s]"),
    SYNCHRONOUS_EXISTS("Materialized view[%s] already exists in the table %s"),
    SYNCHRONOUS_NAME_OF_TABLE("Table [%s] already exists in the db %s"),
    SYNCHRONOUS_EXISTS_ON_OTHER_TABLE("Materialized view[%s] already exists in table %s"),
    SYNCHRONOUS_WITHOUT_GROUPING("The materialized view of aggregation or unique table must has grouping columns"),
    SYNCHRONOUS_COLUMN_NOT_KEY("The column[%s] must be the key of materialized view"),
    SYNCHRONOUS_AGGREGATION_DIFFERS(
            "The aggregation type of column[%s] must be same as the aggregate type of base column in aggregate "
                    + "table"),
    SYNCHRONOUS_PARTITION_NOT_KEY("The partition columns %s must be key column in mv"),
    SYNCHRONOUS_COLUMN_NOT_FOUND("Materialized view's ref column %s is not found in the base table."),
    SYNCHRONOUS_UNSUPPORTED("%s. Please use Asynchronous Materialized View instead"),
    PARTITION_NOT_OF_BASE_PARTITION(
            "Materialized view partition column in partition exp must be base table partition column"),
    ONLY_FOR_PARTITIONED("%s is only supported by partitioned materialized-view"),
    INCREMENTAL_IN_SHARED_DATA("Incremental materialized view in shared_data mode is not supported"),
    INCREMENTAL_UNSUPPORTED("Unknown error");

    private final String template;

    MaterializedViewRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
