package dev.cairn.sql.token;

/** The rules of the grammar, and the server's rules that it checks while it parses a statement. */
public enum SyntaxRule implements RefusalRule {
    // Tokens
    CHARACTER("Unexpected character '%s'"),
    UNCLOSED("A %s without its closing %s"),
    BRACKET_UNOPENED("Unexpected input %s that nothing opens"),
    UNEXPECTED_INPUT("Unexpected input '%s', expected %s"),
    SUPERFLUOUS_INPUT("Unexpected input '%s'"),
    PLACEHOLDER_WITHOUT_NAME("A placeholder without a name"),
    NEWER_THAN_SERVER("%s needs StarRocks %s or later"),
    NESTING_DEPTH("Cairn, unlike StarRocks, reads no %s of more than %s levels"),
    NESTED_OPTIONAL_PART("An optional part must not contain another one"),

    // Expressions,
    NUMBER_RANGE("Invalid numeric literal %s"),
    HEX_DIGITS("Binary literal can only contain hexadecimal digits and an even number of digits"),
    DATE_INVALID("Invalid date literal %s"),
    ARRAY_SLICE("Unsupported expr 'array slice'"),
    ARGUMENT_COUNT("Incorrect number of arguments in expr '%s'"),
    ARGUMENT_KIND("Incorrect type/value of arguments in expr '%s'"),
    ORDER_BY_POSITION("ORDER BY position %s is not in %s output list"),
    FILTER_OF_COUNT_DISTINCT("Aggregation filter does not support COUNT DISTINCT"),
    EXPECTED("Expected %s"),
    EXPRESSION_UNSUPPORTED("Unsupported expr '%s' in %s clause"),
    MAP_KEY_TYPE("Unsupported type specification: '%s' for map's key, which should be base types"),
    STRUCT_FIELD_DUPLICATED("struct contains duplicate subfield name: %s"),

    // Queries,
    NO_TABLES_USED("No tables used"),
    PIVOT_VALUE_COUNT("Value count in PIVOT %s must match number of FOR columns %s"),
    LIMIT_PARAMETER("using parameter(?) as limit or offset not supported"),

    // Columns,
    COLUMN_WITHOUT_TYPE("Unsupported type specification: 'Column's type is null and it's not agg state column%s'"),
    AGGREGATE_STATE_NOT_NULL("Agg state column %s must be nullable column"),
    AGGREGATE_STATE_DECIMAL("AggStateType function %s with input %s has wildcard decimal"),
    AUTO_INCREMENT_NULL("AUTO_INCREMENT column %s must be NOT NULL"),
    AUTO_INCREMENT_ALTERED("Column '%s' can not be AUTO_INCREMENT when %s COLUMN"),
    GENERATED_COLUMN_CLAUSE("%s can not be set when %s GENERATED COLUMN"),
    PARTITIONS_IN_ADVANCE("Does not support creating partitions in advance"),
    DATABASE_NAME("Invalid db name format '%s'"),
    VIEW_OPTIONS_CONFLICT("Conflicted options if not exists and or replace"),
    CLAUSE_DUPLICATED("Duplicate %s clause"),
    SYNC_PARTITION_BY("'SYNC refresh type' cannot support 'PARTITION BY' in materialized view"),
    REFRESH_UNIT("'Refresh interval unit' cannot support '%s' in materialized view"),
    COLUMNS_AND_BY_NAME("Cannot use COLUMN LIST and BY NAME clause together in insert");

    private final String template;

    SyntaxRule(String template) {
        this.template = template;
    }

    /** Whether the statement is only too deep for this parser: a server has no such limit until its stack overflows. */
    public boolean isLimit() {
        return this == NESTING_DEPTH;
    }

    @Override
    public String template() {
        return template;
    }
}
