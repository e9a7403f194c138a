package dev.cairn.processor.check;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.resolution.QueryRule;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.materialized.MaterializedViewRule;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.row.RowRule;
import dev.cairn.engine.value.ValueRule;
import dev.cairn.sql.token.RefusalRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to write in records instead of what the server refuses, by the broken rule. The engine speaks of SQL; these
 * are in the terms of annotations, for the findings that quote the server.
 */
final class RefusalRemedies {
    private static final String GENERAL =
            "correct it, or declare the version and the features of your servers in @Schema";
    private static final String WITHOUT_PARTITIONS = ", or remove @PartitionBy from the view";
    private static final String ASYNCHRONOUS =
            "add @DistributedByHash and @Refresh, so that the view is asynchronous and may have such a query";

    private static final Map<RefusalRule, String> REMEDIES = new HashMap<>();

    static {
        add(
                "let @PartitionBy name a column that the query takes from a table unchanged or with date_trunc"
                        + WITHOUT_PARTITIONS,
                MaterializedViewRule.PARTITION_EXPRESSION);
        add(
                "let @PartitionBy name the column by which the table is partitioned, partition the table by this"
                        + " column too"
                        + WITHOUT_PARTITIONS,
                MaterializedViewRule.PARTITION_NOT_OF_BASE_PARTITION);
        add(
                "let @PartitionBy name the column itself, without a function" + WITHOUT_PARTITIONS,
                MaterializedViewRule.PARTITION_TRANSFORMED);
        add(
                "partition the table by one column" + WITHOUT_PARTITIONS,
                MaterializedViewRule.BASE_TABLE_WITH_SEVERAL_PARTITION_COLUMNS);
        add(
                "add the column to PARTITION BY of the window function" + WITHOUT_PARTITIONS,
                MaterializedViewRule.WINDOW_WITHOUT_PARTITION_COLUMN);
        add(
                "partition the table with @PartitionByList or @PartitionBy of this column" + WITHOUT_PARTITIONS,
                MaterializedViewRule.BASE_TABLE_NOT_BY_LIST);
        add(
                "write @PartitionBy(\"str2date(column, '%Y-%m-%d')\") with the format of the column"
                        + WITHOUT_PARTITIONS,
                MaterializedViewRule.TEXT_PARTITION_OF_RANGES);
        add(
                "call the function in a @View that reads the materialized view",
                MaterializedViewRule.NONDETERMINISTIC_FUNCTION);
        add(
                "sort by columns of integers, dates and texts with @OrderBy",
                MaterializedViewRule.SORT_KEY_TYPE,
                MaterializedViewRule.NO_COLUMN_FOR_KEY);
        add(
                "use at least 60 seconds, as in @Refresh(mode = ASYNC, every = \"1 MINUTE\")",
                MaterializedViewRule.REFRESH_INTERVAL_TOO_SHORT);
        add(
                "add every to @Refresh, as in @Refresh(mode = ASYNC, every = \"1 DAY\")",
                MaterializedViewRule.INTERVAL_REQUIRED);
        add(
                "use @Refresh(mode = ASYNC) or @Refresh(mode = MANUAL)",
                MaterializedViewRule.INCREMENTAL_UNSUPPORTED,
                MaterializedViewRule.INCREMENTAL_REWRITE_FAILED);
        add(
                "count a column that is NOT NULL, as in count(id), and let the query have GROUP BY; or " + ASYNCHRONOUS,
                MaterializedViewRule.SYNCHRONOUS_CONSTANT);
        add(
                "select the columns of GROUP BY before the aggregate functions; or " + ASYNCHRONOUS,
                MaterializedViewRule.SYNCHRONOUS_GROUPING);
        add("name the columns; or " + ASYNCHRONOUS, MaterializedViewRule.SYNCHRONOUS_STAR);
        add("name the expression with AS; or " + ASYNCHRONOUS, MaterializedViewRule.SYNCHRONOUS_WITHOUT_ALIAS);
        add(ASYNCHRONOUS, MaterializedViewRule.SYNCHRONOUS_QUERY);

        add(
                "use a function whose result has the type of the column, such as date_trunc('month', …) of a"
                        + " LocalDate; or name the column itself in @PartitionBy",
                ColumnRule.PARTITION_TYPE_OF_FUNCTION);
        add("use date_trunc or time_slice of one column in @PartitionBy", PartitionRule.EXPRESSION_FUNCTION);
        add(
                "name the column itself in @PartitionBy, or change the table to @DuplicateKey or @PrimaryKey",
                PartitionRule.EXPRESSIONS_OF_AGGREGATE_TABLE);

        add(
                "write a value of the column's type, such as '2024-01-31' for a date, or '100' for an integer",
                ExpressionRule.INVALID_NUMBER,
                ValueRule.LITERAL_FORMAT,
                ValueRule.NUMBER_OUT_OF_RANGE);
        add(
                "let each partition end with a greater value than it begins with, as in [('2024-01-01'),"
                        + " ('2024-02-01'))",
                PartitionRule.LOWER_NOT_BELOW_UPPER,
                PartitionRule.BATCH_START_NOT_BEFORE_END);
        add(
                "write one value for each column of the partitioning, as in IN (('2024-01-01', 'Oslo')) for two"
                        + " columns",
                PartitionRule.VALUE_COUNT);
        add("let each value belong to one partition only", PartitionRule.VALUES_REPEATED);
        add(
                "add @DistributedByHash with columns of the same types as in the other tables of the group, or remove"
                        + " @ColocateWith",
                PartitionRule.COLOCATION_WITHOUT_DISTRIBUTION);
        add("make the column nullable, or omit NULL", PartitionRule.NULL_IN_NOT_NULL_COLUMN);
        add(
                "write START and END as values of the column's type, and EVERY as an interval for dates, as in START"
                        + " ('2024-01-01') END ('2025-01-01') EVERY (INTERVAL 1 MONTH), or as a number for integers",
                PartitionRule.BATCH_VALUES,
                PartitionRule.BATCH_TYPE,
                PartitionRule.BATCH_INTERVAL_TYPE);

        add(
                "use plain values of it, such as get_json_string(document, '$.name') of JSON, bitmap_count(users) of a"
                        + " BITMAP, or hll_cardinality(users) of an HLL",
                TypeRule.TYPE_UNSUPPORTED);
        add("use one of these units", FunctionRule.DATE_TRUNC_UNIT);
        add("write the unit as a literal, as in date_trunc('day', created)", FunctionRule.DATE_TRUNC_UNIT_NOT_CONSTANT);
        add(
                "add a lambda function before the arrays or maps, as in array_map(x -> x + 1, numbers)",
                ExpressionRule.NO_LAMBDA);
        add(
                "select one column in the subquery",
                ExpressionRule.SCALAR_SUBQUERY_COLUMNS,
                ExpressionRule.IN_SUBQUERY_COLUMNS);
        add("join the subquery in FROM, and compare its column", ExpressionRule.SUBQUERY_LEFT_OF_IN);
        add("add the column to GROUP BY, or aggregate it, as in max(name)", QueryRule.NOT_GROUPED);
        add(
                "compare columns of the key, or of any type but float and double in a table with @DuplicateKey; with"
                        + " @PrimaryKey, each condition is allowed",
                RowRule.DELETE_COLUMN_NOT_KEY);
        add(
                "compare columns with values, joined by AND, such as id = :id, as a table without @PrimaryKey requires",
                RowRule.DELETE_CONDITION_UNSUPPORTED);
        add("declare the table with @PrimaryKey, whose rows can be updated", RowRule.UPDATE_UNSUPPORTED);
    }

    private RefusalRemedies() {}

    private static void add(String remedy, RefusalRule... rules) {
        for (RefusalRule rule : List.of(rules)) {
            if (REMEDIES.put(rule, remedy) != null) {
                throw new IllegalStateException(rule + " has two remedies");
            }
        }
    }

    /** Returns what to write instead, as the end of a message. */
    static String of(Refusal refusal) {
        String remedy = refusal.rule().map(REMEDIES::get).orElse(GENERAL);
        boolean tooFine = refusal.breaks(FunctionRule.DATE_TRUNC_UNIT) && refusal.names(PrimitiveType.DATE.toString());
        return tooFine ? remedy + ", or cast the date to DATETIME" : remedy;
    }

    /** Returns the server's reason without the end of its sentence, because the remedy follows. */
    static String reason(Refusal refusal) {
        return withoutStop(refusal.detail());
    }

    /** Returns a text without the end of its sentence. */
    static String withoutStop(String text) {
        return text.replaceFirst("[.\\s]+$", "");
    }
}
