package dev.cairn.engine.materialized;

import dev.cairn.sql.token.RefusalRule;

/**
 * The server's rules for materialized views; the rules {@code SYNCHRONOUS_…} are for synchronous views, which are
 * rollups that a query defines.
 */
public enum MaterializedViewRule implements RefusalRule {
    REFRESH_MODE_NOT_ELIGIBLE(
            "Cannot alter materialized view refresh mode to %s, because the materialized view is not eligible "
                    + "for %s refresh mode"),
    PARTITION_EXPRESSION_UNSUPPORTED(
            "The partition expression of the materialized view must be a column of a base table, or a supported function of one: %s"),
    NONDETERMINISTIC_FUNCTION(
            "Materialized view query statement select item %s not supported nondeterministic function"),
    PARTITION_NAME_NOT_OF_BASE(
            "The partition expression of the materialized view must name a column of its base table, because the table has generated columns: %s is not a column of %s"),
    PARTITION_TRANSFORMED("The materialized view can not transform the partitions of its base table by %s"),
    BASE_TABLE_WITH_SEVERAL_PARTITION_COLUMNS(
            "Materialized view related base table partition columns only supports single column"),
    WINDOW_WITHOUT_PARTITION_COLUMN(
            "window function %s ’s partition expressions should contain the partition column %s of "
                    + "materialized view"),
    PARTITION_COLUMN_HIDDEN("Can not find the partition column in the query; name the column so there too: AS `%s`"),
    BASE_TABLE_NOT_BY_LIST("List Materialized view's ref olap table must be list partitioned"),
    TEXT_PARTITION_OF_RANGES("Materialized view is partitioned by string type column %s but ref base table %s is range "
            + "partitioned, please use str2date partition expression"),
    PARTITION_TABLES_DIFFER(
            "The values of the partition column %s are in %s tables, but those of the first one in %s; a"
                    + " condition of a join must compare each partition column or none"),
    NO_DATABASE_SELECTED("No database selected. You could set the database name through `<database>.<table>` or `use "
            + "<database>` statement"),
    NOT_ONE_QUERY_BLOCK(
            "Materialized view query statement only supports a single query block or multiple query blocks in "
                    + "set operations"),
    OUTSIDE_DEFAULT_CATALOG("Materialized view can only be created in default_catalog. You could either create it with "
            + "default_catalog.<database>.<mv>, or switch to default_catalog through `set catalog "
            + "<default_catalog>` statement"),
    NO_BASE_TABLE("Can not find base table in query statement"),
    BASED_ON_INACTIVE_VIEW("Create/Rebuild materialized view from inactive materialized view: %s"),
    BASE_TABLE_REPARTITIONED(
            "Do not support create materialized view when base iceberg table %s has done partition evolution"),
    INCREMENTAL_REWRITE_FAILED("Failed to rewrite the query for IVM: Getting analyzing error. Detail message: %s."),
    SORT_KEY_TOO_LONG("The number of sort key should be less than the number of columns."),
    SORT_KEY_TYPE_UNSUPPORTED("Type %s cannot be sort key: %s"),
    NO_COLUMN_FOR_KEY("All columns of materialized view cannot be used for keys"),
    BASE_INDEX_DROPPED("Cannot drop base index by using DROP ROLLUP or DROP MATERIALIZED VIEW."),
    REFRESHED_VIEW_INACTIVE(
            "Refresh materialized view failed because [%s] is not active. You can try to active it with ALTER "
                    + "MATERIALIZED VIEW %s ACTIVE; "),
    REFRESHED_RANGE_INVALID("Batch build partition EVERY is %s type but START or END does not type match"),
    REFRESHED_DATES_EMPTY("Batch build partition start date should less than end date"),
    REFRESHED_NUMBERS_EMPTY("Batch build partition start value should less then end value"),
    INTERVAL_REQUIRED("Materialized view which type is ASYNC need to specify refresh interval for external table"),
    CANNOT_ACTIVATE("Can not active materialized view [%s] because analyze materialized view define sql: "
            + "\n\n%s\n\nCause an error: %s"),
    COLUMN_CHANGED("column schema not compatible: (%s) and (%s)"),
    COLUMN_CHANGE_UNSUPPORTED("A column of the materialized view can not be added or dropped: its query has %s"),
    REFRESH_INTERVAL_TOO_SHORT(
            "Refresh schedule interval %s is too small which may cost a lot of memory/cpu resources to refresh "
                    + "the asynchronous materialized view, please config an interval larger than "
                    + "Config.materialized_view_min_refresh_interval(60s)."),
    SYNCHRONOUS_STAR("The materialized view currently does not support * in select statement"),
    /** The server prints the braces. */
    SYNCHRONOUS_CONSTANT("The materialized view currently does not support const expr in select statement: {}"),
    SYNCHRONOUS_GROUPING("A synchronous materialized view selects the columns of GROUP BY, and aggregates after them"),
    SYNCHRONOUS_QUERY("A synchronous materialized view does not support %s"),
    SYNCHRONOUS_WITHOUT_ALIAS("Create materialized view non-slot ref expression should have an alias: %s"),
    SYNCHRONOUS_ORDER(
            "A synchronous materialized view must be ordered by the columns of GROUP BY, in the order of its columns"),
    SYNCHRONOUS_UNSUPPORTED("%s. Please use Asynchronous Materialized View instead"),
    PARTITION_NOT_OF_BASE_PARTITION(
            "Materialized view partition column in partition exp must be base table partition column"),
    INCREMENTAL_UNSUPPORTED("An incremental refresh is not supported");

    private final String template;

    MaterializedViewRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
