package dev.cairn.sql.token;

/**
 * The rules of the grammar, the rules that the server checks while it parses a statement, and Cairn's own rules for
 * placeholders and templates.
 */
public enum SyntaxRule implements RefusalRule {
    // Tokens
    UNEXPECTED_CHARACTER("Unexpected character '%s'"),
    UNCLOSED_TOKEN("A %s without its closing %s"),
    UNOPENED_BRACKET("Unexpected input %s that nothing opens"),
    UNEXPECTED_INPUT("Unexpected input '%s', expected %s"),
    SUPERFLUOUS_INPUT("Unexpected input '%s'"),
    PLACEHOLDER_WITHOUT_NAME("A placeholder without a name"),
    NEWER_THAN_SERVER("%s needs StarRocks %s or later"),
    NESTING_DEPTH("Cairn, unlike StarRocks, reads no %s of more than %s levels"),
    NESTED_OPTIONAL_PART("An optional part must not contain another one"),
    INVALID_ORDER_CHOICE("The choice of an order consists of names of columns, separated by commas"),
    MISPLACED_ORDER_CHOICE("The choice of an order must follow ORDER BY, and another column must follow it"),

    // Expressions
    INVALID_LITERAL("Invalid %s literal %s"),
    INVALID_HEX_DIGITS("Binary literal can only contain hexadecimal digits and an even number of digits"),
    UNSUPPORTED_SYNTAX("%s does not support %s"),
    INVALID_ARGUMENTS("Incorrect %s of arguments in expr '%s'"),
    INVALID_ORDER_BY_POSITION("ORDER BY position %s is not in %s output list"),
    EXPECTED_ELEMENT("Expected %s"),
    INVALID_MAP_KEY_TYPE("Unsupported type specification: '%s' for map's key, which should be base types"),
    REPEATED_ELEMENT("Duplicate %s '%s'"),

    // Queries
    NO_TABLES_USED("No tables used"),
    PIVOT_VALUE_COUNT("Value count in PIVOT %s must match number of FOR columns %s"),

    // Columns
    COLUMN_WITHOUT_TYPE("Unsupported type specification: 'Column's type is null and it's not agg state column%s'"),
    AGGREGATE_STATE_NOT_NULL("Agg state column %s must be nullable column"),
    AGGREGATE_STATE_DECIMAL("AggStateType function %s with input %s has wildcard decimal"),
    NULLABLE_AUTO_INCREMENT("AUTO_INCREMENT column %s must be NOT NULL"),
    // Statements
    INVALID_DATABASE_NAME("Invalid db name format '%s'"),
    VIEW_OPTIONS_CONFLICT("Conflicted options if not exists and or replace"),
    COLUMNS_AND_BY_NAME("Cannot use COLUMN LIST and BY NAME clause together in insert"),

    // Parameters
    /** Only a query can have parameters. The server parses the statement, and refuses to analyze it. */
    PARAMETER_OUTSIDE_QUERY("This command is not supported in the prepared statement protocol yet"),
    /** Cairn's own rule for the statements of methods. */
    POSITIONAL_PARAMETER("A parameter without a name");

    private static final int UNSUPPORTED_PREPARE_ERRNO = 1295;

    private final String template;

    SyntaxRule(String template) {
        this.template = template;
    }

    /**
     * Returns whether the rule is a limit of this parser alone: a server reads deeper statements until its stack
     * overflows.
     */
    public boolean isParserLimit() {
        return this == NESTING_DEPTH;
    }

    /** Returns whether the server can parse a statement that breaks the rule, and refuses to analyze it. */
    public boolean isDetectedByAnalysis() {
        return this == PARAMETER_OUTSIDE_QUERY;
    }

    @Override
    public int errno() {
        return this == PARAMETER_OUTSIDE_QUERY ? UNSUPPORTED_PREPARE_ERRNO : RefusalRule.super.errno();
    }

    @Override
    public String template() {
        return template;
    }
}
