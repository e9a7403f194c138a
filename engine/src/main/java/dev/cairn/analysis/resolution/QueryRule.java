package dev.cairn.analysis.resolution;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for queries: their relations, joins, groups and orders. */
public enum QueryRule implements RefusalRule {
    COLUMN_COUNTS_DIFFER("%s have different numbers of columns"),
    ROW_LENGTHS_DIFFER("The rows of VALUES have different numbers of columns"),
    NOT_GROUPED("'%s' must be an aggregate expression or appear in GROUP BY clause"),
    NESTED_FUNCTION("%s can not be nested in %s"),
    GROUPING_ARGUMENT_NOT_GROUPED("The arguments of GROUPING must be expressions referenced by GROUP BY"),
    TYPES_INCOMPATIBLE("%s have incompatible types: %s and %s"),
    UNKNOWN_JOIN_HINT("JOIN hint not recognized: %s"),
    CONDITION_NOT_BOOLEAN("The %s clause must evaluate to a boolean, not to %s"),
    UNKNOWN_POSITION("%s position %s is not in select list"),
    TEMPORAL_CLAUSE_ON_TABLE("Unsupported table type for temporal clauses, table type: %s"),
    CYCLIC_ALIASES("Cyclic aliases: %s"),
    EXPRESSION_TOO_LARGE("An expression of more than %s parts"),
    STAR_OF_UNKNOWN_TABLE("Unknown table '%s'"),
    ALL_COLUMNS_EXCLUDED("No column of %s remains for *"),
    COMBINATION_UNSUPPORTED("cannot combine %s with %s"),
    DISTINCT_OF_SEVERAL("%s can't rewrite distinct to group by on (%s)"),
    RESULT_NOT_COLUMN("Can't support result other than column"),
    TABLE_FUNCTION_ON_THE_LEFT("A table function must be on the right side of a join, or in TABLE(...)"),
    UNKNOWN_TABLE_FUNCTION("Unknown table function '%s(%s)'");

    private final String template;

    QueryRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
