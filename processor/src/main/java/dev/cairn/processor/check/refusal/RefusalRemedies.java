package dev.cairn.processor.check.refusal;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.resolution.QueryRule;
import dev.cairn.analysis.resolution.SubqueryRule;
import dev.cairn.analysis.source.SourceRule;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.index.IndexRule;
import dev.cairn.engine.materialized.MaterializedViewRule;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.row.RowRule;
import dev.cairn.engine.table.TableRule;
import dev.cairn.engine.value.ValueRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.token.RefusalRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The remedies for refusals, by the broken rule: what to write in a record instead. The reasons of the engine refer to
 * SQL; the remedies refer to annotations.
 */
final class RefusalRemedies {
    private static final String GENERAL_REMEDY =
            "correct it, or declare the version and the features of your servers in @Schema";
    private static final String OR_REMOVE_PARTITIONING = ", or remove @PartitionBy from the view";
    private static final String MAKE_ASYNCHRONOUS_REMEDY =
            "add @DistributedByHash and @Refresh, so that the view is asynchronous and may have such a query";

    private static final Map<RefusalRule, String> REMEDY_BY_RULE = new HashMap<>();

    static {
        addRemedy(
                "write the condition as an equality in the WHERE clause of the subquery, or join the tables in FROM in"
                        + " place of the subquery",
                SubqueryRule.values());
        addRemedy(
                "let @PartitionBy name a column that the query takes from a table unchanged or with date_trunc"
                        + OR_REMOVE_PARTITIONING,
                MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED);
        addRemedy(
                "let @PartitionBy name the column by which the table is partitioned, partition the table by this"
                        + " column too"
                        + OR_REMOVE_PARTITIONING,
                MaterializedViewRule.PARTITION_NOT_OF_BASE_PARTITION);
        addRemedy(
                "let @PartitionBy and the query name the column as the table does" + OR_REMOVE_PARTITIONING,
                MaterializedViewRule.PARTITION_NAME_NOT_OF_BASE);
        addRemedy(
                "let @PartitionBy name the column itself, without a function" + OR_REMOVE_PARTITIONING,
                MaterializedViewRule.PARTITION_TRANSFORMED);
        addRemedy(
                "partition the table by one column" + OR_REMOVE_PARTITIONING,
                MaterializedViewRule.BASE_TABLE_WITH_SEVERAL_PARTITION_COLUMNS);
        addRemedy(
                "add the column to PARTITION BY of the window function" + OR_REMOVE_PARTITIONING,
                MaterializedViewRule.WINDOW_WITHOUT_PARTITION_COLUMN);
        addRemedy(
                "partition the table with @PartitionByList or @PartitionBy of this column" + OR_REMOVE_PARTITIONING,
                MaterializedViewRule.BASE_TABLE_NOT_BY_LIST);
        addRemedy(
                "write @PartitionBy(\"str2date(column, '%Y-%m-%d')\") with the format of the column"
                        + OR_REMOVE_PARTITIONING,
                MaterializedViewRule.TEXT_PARTITION_OF_RANGES);
        addRemedy(
                "call the function in a @View that reads the materialized view",
                MaterializedViewRule.NONDETERMINISTIC_FUNCTION);
        addRemedy(
                "sort by columns of integers, dates and texts with @OrderBy",
                MaterializedViewRule.SORT_KEY_TYPE_UNSUPPORTED,
                MaterializedViewRule.NO_COLUMN_FOR_KEY);
        addRemedy(
                "use at least 60 seconds, as in @Refresh(mode = ASYNC, every = \"1 MINUTE\")",
                MaterializedViewRule.REFRESH_INTERVAL_TOO_SHORT);
        addRemedy(
                "add every to @Refresh, as in @Refresh(mode = ASYNC, every = \"1 DAY\")",
                MaterializedViewRule.INTERVAL_REQUIRED);
        addRemedy(
                "use @Refresh(mode = ASYNC) or @Refresh(mode = MANUAL)",
                MaterializedViewRule.INCREMENTAL_UNSUPPORTED,
                MaterializedViewRule.INCREMENTAL_REWRITE_FAILED);
        addRemedy(
                "count a column that is NOT NULL, as in count(id), and let the query have GROUP BY; or "
                        + MAKE_ASYNCHRONOUS_REMEDY,
                MaterializedViewRule.SYNCHRONOUS_CONSTANT);
        addRemedy(
                "select the columns of GROUP BY before the aggregate functions; or " + MAKE_ASYNCHRONOUS_REMEDY,
                MaterializedViewRule.SYNCHRONOUS_GROUPING);
        addRemedy("name the columns; or " + MAKE_ASYNCHRONOUS_REMEDY, MaterializedViewRule.SYNCHRONOUS_STAR);
        addRemedy(
                "name the expression with AS; or " + MAKE_ASYNCHRONOUS_REMEDY,
                MaterializedViewRule.SYNCHRONOUS_WITHOUT_ALIAS);
        addRemedy(MAKE_ASYNCHRONOUS_REMEDY, MaterializedViewRule.SYNCHRONOUS_QUERY);

        addRemedy("remove it here, and compute it in a view or in a subquery", ColumnRule.GENERATED_FROM_AGGREGATE);
        addRemedy(
                "use a function whose result has the type of the column, such as date_trunc('month', …) of a"
                        + " LocalDate; or name the column itself in @PartitionBy",
                ColumnRule.PARTITION_TYPE_UNSUPPORTED_BY_FUNCTION);
        addRemedy(
                "partition by a date or an integer, or list the values with @PartitionByList",
                PartitionRule.RANGE_TYPE_UNSUPPORTED);
        addRemedy(
                "use date_trunc or time_slice of one column in @PartitionBy",
                PartitionRule.EXPRESSION_FUNCTION_UNSUPPORTED);
        addRemedy(
                "name the column itself in @PartitionBy, or change the table to @DuplicateKey or @PrimaryKey",
                PartitionRule.EXPRESSIONS_OF_AGGREGATE_TABLE);

        addRemedy(
                "name an aggregate function of StarRocks with the types of its arguments, as in @StateOf(\"avg(bigint)\")",
                FunctionRule.INVALID_STATE_FUNCTION);
        addRemedy(
                "use an HLL, a BITMAP or a PERCENTILE as the type of a whole column only, and numbers, dates or texts as keys of"
                        + " a MAP",
                ColumnRule.INVALID_TYPE);
        addRemedy(
                "change the value",
                CommonRule.NOT_A_NUMBER,
                CommonRule.NOT_BOOLEAN,
                CommonRule.MUST_BE_POSITIVE,
                CommonRule.OUT_OF_RANGE,
                CommonRule.NOT_ONE_OF,
                IndexRule.INVALID_PARAMETER);
        addRemedy("remove it, or correct its name", IndexRule.UNKNOWN_PARAMETERS);
        addRemedy("use a name of 1 to 64 characters", IndexRule.INDEX_NAME_LENGTH);
        addRemedy("remove all vector indexes but one", IndexRule.SEVERAL_VECTOR_INDEXES);
        addRemedy("remove one of the two", CommonRule.DUPLICATE, TableRule.TWO_BLOOM_FILTERS);
        addRemedy(
                "compare a column by which the table is partitioned with a time, as in day >= current_date() - INTERVAL 3 MONTH",
                PartitionRule.CONDITION_WITHOUT_PARTITION_COLUMN);

        addRemedy(
                "write a value of the column's type, such as '2024-01-31' for a date, or '100' for an integer",
                ExpressionRule.INVALID_NUMBER,
                ValueRule.LITERAL_FORMAT,
                ExpressionRule.NUMBER_OUT_OF_RANGE);
        addRemedy(
                "let each partition end with a greater value than it begins with, as in [('2024-01-01'),"
                        + " ('2024-02-01'))",
                PartitionRule.LOWER_NOT_BELOW_UPPER,
                PartitionRule.BATCH_START_NOT_BEFORE_END);
        addRemedy(
                "write one value for each column of the partitioning, as in IN (('2024-01-01', 'Oslo')) for two"
                        + " columns",
                PartitionRule.VALUE_COUNT_DIFFERS);
        addRemedy("let each value belong to one partition only", PartitionRule.VALUES_REPEATED);
        addRemedy(
                "add @DistributedByHash with columns of the same types as in the other tables of the group, or remove"
                        + " @ColocateWith",
                PartitionRule.COLOCATION_WITHOUT_DISTRIBUTION);
        addRemedy("make the column nullable, or omit NULL", PartitionRule.NULL_IN_NOT_NULL_COLUMN);
        addRemedy(
                "write START and END as values of the column's type, and EVERY as an interval for dates, as in START"
                        + " ('2024-01-01') END ('2025-01-01') EVERY (INTERVAL 1 MONTH), or as a number for integers",
                PartitionRule.BATCH_VALUES_INVALID,
                PartitionRule.BATCH_COLUMN_TYPE_UNSUPPORTED,
                PartitionRule.BATCH_INTERVAL_UNSUPPORTED);

        addRemedy(
                "use plain values of it, such as get_json_string(document, '$.name') of JSON, bitmap_count(users) of a"
                        + " BITMAP, or hll_cardinality(users) of an HLL",
                TypeRule.TYPE_UNSUPPORTED);
        addRemedy("use one of these units", FunctionRule.INVALID_DATE_TRUNC_UNIT);
        addRemedy(
                "write the unit as a literal, as in date_trunc('day', created)",
                FunctionRule.DATE_TRUNC_UNIT_NOT_CONSTANT);
        addRemedy(
                "add a lambda function before the arrays or maps, as in array_map(x -> x + 1, numbers)",
                ExpressionRule.LAMBDA_MISSING);
        addRemedy(
                "select one column in the subquery",
                ExpressionRule.SCALAR_SUBQUERY_NOT_SINGLE_COLUMN,
                ExpressionRule.IN_SUBQUERY_NOT_SINGLE_COLUMN);
        addRemedy("join the subquery in FROM, and compare its column", ExpressionRule.SUBQUERY_LEFT_OF_IN);
        addRemedy("let the subquery stand alone in IN, or join it in FROM", ExpressionRule.IN_LIST_WITH_SUBQUERY);
        addRemedy("select as many columns as the tuple before IN has", ExpressionRule.IN_SUBQUERY_COLUMN_COUNT_DIFFERS);
        addRemedy(
                "compare or calculate with a function of the value that has a plain type", ExpressionRule.CANNOT_CAST);
        addRemedy("omit OVER, or call an aggregate or window function", ExpressionRule.NO_WINDOW_FUNCTION);
        addRemedy(
                "write one lambda function as the first argument, as in array_map(x -> x + 1, numbers)",
                ExpressionRule.INVALID_LAMBDA,
                ExpressionRule.INVALID_LAMBDA_INPUT);
        addRemedy(
                "use operands of types that the operator takes, or CAST them",
                ExpressionRule.NO_MATCHING_OPERATOR,
                ExpressionRule.TYPES_NOT_COMPARABLE,
                TypeRule.DECIMAL_ARITHMETIC_TYPE);
        addRemedy(
                "write a number for an array, a key for a map, and a point before the field of a struct, as in tags[1],"
                        + " labels['wifi'] and address.city",
                ExpressionRule.INVALID_SUBSCRIPT);
        addRemedy(
                "omit the brackets, or name an array, a map or a JSON value before them",
                ExpressionRule.NOT_SUBSCRIPTABLE);
        addRemedy("name a field that the STRUCT has", ExpressionRule.UNKNOWN_STRUCT_FIELD);
        addRemedy(
                "compare the value, as in number > 0 or text <> ''",
                ExpressionRule.NOT_BOOLEAN,
                QueryRule.CONDITION_NOT_BOOLEAN);
        addRemedy(
                "correct the pattern, which has the syntax of RE2, without lookaround and references to groups",
                ExpressionRule.INVALID_REGULAR_EXPRESSION);
        addRemedy(
                "remove DISTINCT, or calculate the distinct values in a subquery",
                ExpressionRule.DISTINCT_IN_WINDOW_FUNCTION);
        addRemedy("name a column there, or omit the clause", ExpressionRule.WINDOW_CLAUSE_CONSTANT);
        addRemedy(
                "add ORDER BY to the window, and write a frame such as ROWS BETWEEN 6 PRECEDING AND CURRENT ROW",
                ExpressionRule.INVALID_WINDOW_FRAME);
        addRemedy("add OVER (…) after the call", FunctionRule.WINDOW_FUNCTION_WITHOUT_OVER);
        addRemedy("change the argument", FunctionRule.INVALID_ARGUMENTS);
        addRemedy("pass arguments of types that the function takes, or CAST them", FunctionRule.NO_MATCHING_FUNCTION);
        addRemedy(
                "write the call in FROM, as in FROM orders, unnest(tags) AS t(tag)",
                FunctionRule.TABLE_FUNCTION_IN_EXPRESSION);
        addRemedy(
                "remove it here, and compute it in a view or in a subquery in FROM; write conditions on aggregates in"
                        + " HAVING, and those on window functions in QUALIFY",
                FunctionRule.NOT_ALLOWED_IN_CLAUSE);
        addRemedy("select as many columns in each query", QueryRule.COLUMN_COUNTS_DIFFER);
        addRemedy("write as many values in each row", QueryRule.ROW_LENGTHS_DIFFER);
        addRemedy("calculate the inner value in a subquery in FROM", QueryRule.NESTED_FUNCTION);
        addRemedy("name an expression of GROUP BY", QueryRule.GROUPING_ARGUMENT_NOT_GROUPED);
        addRemedy(
                "CAST the columns of both queries to one type", QueryRule.TYPES_INCOMPATIBLE, TypeRule.NO_COMMON_TYPE);
        addRemedy("write BROADCAST, SHUFFLE, BUCKET, COLOCATE or SKEW, or omit the hint", QueryRule.UNKNOWN_JOIN_HINT);
        addRemedy("write the number of a column of the select list, from 1, or its name", QueryRule.UNKNOWN_POSITION);
        addRemedy(
                "omit the clause, which only tables of some external catalogs have",
                QueryRule.TEMPORAL_CLAUSE_ON_TABLE);
        addRemedy("give one of the outputs another name", QueryRule.CYCLIC_ALIASES);
        addRemedy("calculate a part in a subquery in FROM", QueryRule.EXPRESSION_TOO_LARGE);
        addRemedy("name a table or an alias of FROM before .*", QueryRule.STAR_OF_UNKNOWN_TABLE);
        addRemedy("exclude fewer columns", QueryRule.ALL_COLUMNS_EXCLUDED);
        addRemedy(
                "name the columns, and aggregate those that GROUP BY does not have", QueryRule.COMBINATION_UNSUPPORTED);
        addRemedy("count the distinct values of one column of a plain type", QueryRule.DISTINCT_OF_SEVERAL);
        addRemedy("select columns, and calculate with them in a query around this one", QueryRule.RESULT_NOT_COLUMN);
        addRemedy(
                "write the function after the table, as in FROM orders, unnest(tags) AS t(tag)",
                QueryRule.TABLE_FUNCTION_ON_THE_LEFT);
        addRemedy(
                "write the name of the table or its alias before the column, as in o.id", SourceRule.COLUMN_AMBIGUOUS);
        addRemedy("select fewer columns in the queries of FROM", SourceRule.TOO_MANY_COLUMNS);
        addRemedy(
                "CAST the operands to decimals with fewer digits", TypeRule.SCALE_TOO_LARGE, TypeRule.NUMERIC_OVERFLOW);
        addRemedy("give each table in FROM a different alias, as in orders a, orders b", ServerError.NOT_UNIQUE_TABLE);
        addRemedy(
                "add an alias after the query in parentheses, as in (SELECT …) AS q",
                ServerError.DERIVED_TABLE_WITHOUT_ALIAS);
        addRemedy(
                "write the amount into the interval and add it to a date, as in now() - INTERVAL 7 DAY, and compare dates with"
                        + " dates",
                ExpressionRule.INTERVAL_MISPLACED);
        addRemedy("write a number", ServerError.NOT_A_NUMBER);
        addRemedy("write as many values as columns", ServerError.INSERTED_COLUMN_COUNT_DIFFERS);
        addRemedy("name each column once", ServerError.DUPLICATE_COLUMN);
        addRemedy("add these columns with values", ServerError.MISSING_KEY_COLUMNS, RowRule.INSERT_WITHOUT_COLUMN);
        addRemedy(
                "assign the columns that the generated column depends on",
                ServerError.MISSING_DEPENDENCY,
                RowRule.UPDATE_WITHOUT_REFERENCED_COLUMNS);
        addRemedy("write a value", RowRule.INSERT_WITHOUT_DEFAULT);
        addRemedy("write DEFAULT, or omit the column", RowRule.INSERT_OF_NULL_AUTO_INCREMENT);
        addRemedy("omit the column", RowRule.COLUMN_NOT_WRITABLE, RowRule.DEFAULT_NOT_CONSTANT);
        addRemedy("change rows of the table that the view reads", RowRule.ROWS_NOT_CHANGEABLE);
        addRemedy("change this part so that it has that", CommonRule.REQUIREMENT_MISSING);
        addRemedy("use another form without it", CommonRule.UNSUPPORTED);
        addRemedy("correct the name", CommonRule.NOT_FOUND, CommonRule.NOT_FOUND_IN);
        addRemedy("name something of this kind", CommonRule.WRONG_KIND);
        addRemedy("add the column to GROUP BY, or aggregate it, as in max(name)", QueryRule.NOT_GROUPED);
        addRemedy(
                "compare columns of the key, or of any type but float and double in a table with @DuplicateKey; with"
                        + " @PrimaryKey, each condition is allowed",
                RowRule.DELETE_COLUMN_NOT_KEY);
        addRemedy(
                "compare columns with values, joined by AND, such as id = :id, as a table without @PrimaryKey requires",
                RowRule.DELETE_CONDITION_UNSUPPORTED);
        addRemedy("declare the table with @PrimaryKey, whose rows can be updated", RowRule.UPDATE_UNSUPPORTED);
    }

    private RefusalRemedies() {}

    private static void addRemedy(String remedy, RefusalRule... rules) {
        for (RefusalRule rule : List.of(rules)) {
            if (REMEDY_BY_RULE.put(rule, remedy) != null) {
                throw new IllegalStateException(rule + " has two remedies");
            }
        }
    }

    /** Describes the remedy for a refusal, as the end of a message; a general remedy if the rule has none. */
    static String describeRemedy(Refusal refusal) {
        if (refusal.hasRule(ExpressionRule.ARROW_OUTSIDE_JSON)) {
            String replacement = refusal.argument(1).toString();
            return replacement.isEmpty() ? "name a JSON value before it" : "write " + replacement;
        }
        String remedy = refusal.rule().map(REMEDY_BY_RULE::get).orElse(GENERAL_REMEDY);
        boolean isUnitTooFine = refusal.hasRule(FunctionRule.INVALID_DATE_TRUNC_UNIT)
                && refusal.hasArgument(PrimitiveType.DATE.toString());
        return isUnitTooFine ? remedy + ", or cast the date to DATETIME" : remedy;
    }
}
