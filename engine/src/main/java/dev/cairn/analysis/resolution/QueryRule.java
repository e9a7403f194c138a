package dev.cairn.analysis.resolution;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for queries: their relations, joins, groups and orders. */
public enum QueryRule implements RefusalRule {
    UNEQUAL_VALUES("Values have unequal number of columns"),
    NOT_GROUPED("'%s' must be an aggregate expression or appear in GROUP BY clause"),
    NOT_GROUPED_OR_AGGREGATED("%s must appear in the GROUP BY clause or be used in an aggregate function"),
    NESTED_AGGREGATE("Unsupported nest aggregation function inside aggregation"),
    WINDOW_FUNCTION_IN_AGGREGATE("Unsupported nest window function inside aggregation"),
    GROUPING_IN_ORDER_BY("Unsupported expr '%s' in ORDER BY clause"),
    GROUPING_ARGUMENT_NOT_GROUPED("The arguments of GROUPING must be expressions referenced by GROUP BY"),
    COLUMN_NOT_GROUPED("column must appear in the GROUP BY clause or be used in an aggregate function"),
    VALUES_TYPES_INCOMPATIBLE("Incompatible return types '%s' and '%s'"),
    NO_BROADCAST("%s does not support BROADCAST."),
    CROSS_JOIN_WITH_SHUFFLE("CROSS JOIN does not support SHUFFLE."),
    CROSS_JOIN_WITH_HINT("CROSS JOIN does not support %s."),
    RIGHT_JOIN_WITH_SKEW("RIGHT JOIN does not support SKEW JOIN optimize"),
    SKEW_WITHOUT_COLUMN("Skew join column must be specified"),
    UNKNOWN_JOIN_HINT("JOIN hint not recognized: %s"),
    UNKNOWN_PARTITION("Unknown partition '%s' in table '%s'"),
    JOIN_WITHOUT_CONDITION("%s requires an ON or USING clause."),
    LATERAL_WITHOUT_TABLE_FUNCTION("Only support lateral join with UDTF"),
    ASOF_WITH_LATERAL("ASOF join is not supported with lateral join"),
    LATERAL_JOIN_KIND("Not support lateral join except inner or cross"),
    UNNEST_JOIN_KIND("unnest support inner join, cross join and left join on true"),
    LEFT_UNNEST_NOT_ON_TRUE("left join unnest only support on true"),
    WHERE_NOT_BOOLEAN("WHERE clause must evaluate to a boolean: actual type %s"),
    TYPE_IN_JOIN("Type (nested) percentile/hll/bitmap/json not support join"),
    ASOF_WITHOUT_EQUALITY("ASOF JOIN requires at least one equality condition in join ON clause"),
    ASOF_WITHOUT_INEQUALITY("ASOF JOIN requires exactly one temporal inequality condition in join ON clause"),
    ASOF_SEVERAL_INEQUALITIES("ASOF JOIN supports only one inequality condition in join ON clause, found: %s"),
    ASOF_OPERATOR("ASOF JOIN does not support '%s' operator in join ON clause"),
    ASOF_WITH_OR("ASOF JOIN conditions do not support OR operators in join ON clause"),
    ASOF_TYPES("ASOF JOIN temporal condition supports only BIGINT, DATE, or DATETIME types in join ON clause, "
            + "found: %s and %s. predicate: %s"),
    ORDER_BY_POSITION("ORDER BY position %s is not in select list"),
    ORDER_BY_IN_RECURSIVE_QUERY("ORDER BY is not allowed in recursive CTE '%s'"),
    COLUMN_NOT_FOUND("Column '%s' cannot be resolved"),
    TABLE_FUNCTION_WITHOUT_LATERAL("Table function must be used with lateral join"),
    COLUMN_NAME_COUNT("In definition of view, derived table or common table expression, SELECT list and column names "
            + "list have different column counts"),
    PIVOT_WITHOUT_AGGREGATE("Measure expression in PIVOT must use aggregate function"),
    PIVOT_TYPES_INCOMPATIBLE("Pivot value type %s is not compatible with pivot column type %s"),
    TEMPORAL_CLAUSE_ON_TABLE("Unsupported table type for temporal clauses, table type: %s"),
    COLUMN_AMBIGUOUS("Column %s is ambiguous"),
    CYCLIC_ALIASES("Cyclic aliases: %s"),
    EXPRESSION_TOO_LARGE("An expression of more than %s parts"),
    TYPE_IN_DISTINCT("DISTINCT can only be applied to comparable types : %s"),
    STAR_WITHOUT_COLUMNS("SELECT * not allowed from relation that has no columns"),
    STAR_OF_UNKNOWN_TABLE("Unknown table '%s'"),
    EXCLUDED_COLUMNS_NOT_FOUND("Column(s) %s do not exist in %s"),
    ALL_COLUMNS_EXCLUDED("EXCLUDE clause removes all columns from %s"),
    ORDER_BY_ALL_WITH_OTHERS("ORDER BY ALL cannot be used with other ORDER BY elements"),
    ORDER_BY_OUTSIDE_DISTINCT("for SELECT DISTINCT, ORDER BY expressions must appear in select list"),
    WHERE_NOT_CONVERTIBLE("WHERE clause %s can not be converted to boolean type"),
    ORDER_BY_AGGREGATES("ORDER BY contains aggregate function and applies to the result of a non-aggregated query"),
    STAR_WITH_GROUP_BY("cannot combine '*' in select list with GROUP BY: *"),
    DISTINCT_WITH_AGGREGATE("cannot combine SELECT DISTINCT with aggregate functions without GROUP BY"),
    HAVING_NOT_BOOLEAN("HAVING clause must evaluate to a boolean: actual type %s"),
    GROUPING_WITHOUT_SETS("cannot use GROUPING functions without [grouping sets|rollup|cube] clause"),
    NESTED_WINDOW_FUNCTION("Nesting of analytic expressions is not allowed: %s"),
    DISTINCT_OF_SEVERAL("%s can't rewrite distinct to group by on (%s)"),
    RESULT_NOT_COLUMN("Can't support result other than column"),
    GROUP_BY_POSITION("Group by position %s is not in select list"),
    TYPE_IN_GROUP_BY("Type (nested) percentile/hll/bitmap/json not support group-by"),
    NO_ALL_QUALIFIER("%s does not support ALL qualifier"),
    TYPE_IN_SET_OPERATION("%s not support set operation"),
    SET_OPERATION_COLUMN_COUNT("Operands have unequal number of columns"),
    RECURSIVE_QUERY_TYPES("Unequality return types '%s' and '%s' in recursive cte"),
    TABLE_FUNCTION_COLUMN_COUNT("table %s has %s columns available but %s columns specified"),
    NO_TABLE_FUNCTION("'%s(%s)' is not table function"),
    USING_COLUMN_NOT_FOUND("Column '`%s`' cannot be resolved"),
    USING_TYPES_INCOMPATIBLE("USING column '%s' has incompatible types: %s and %s"),
    TABLE_FUNCTION_ON_THE_LEFT(
            "Table function cannot appear on the left side of a join. Place it on the right side (optionally with LATERAL)"
                    + " or wrap it with TABLE(...)."),
    UNKNOWN_TABLE_FUNCTION("Unknown table function '%s(%s)'"),
    UNKNOWN_NAMED_TABLE_FUNCTION(
            "Unknown table function '%s(%s)', the function doesn't support named arguments or has invalid arguments");

    private final String template;

    QueryRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
