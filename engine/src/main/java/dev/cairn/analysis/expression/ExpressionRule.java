package dev.cairn.analysis.expression;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for expressions, window functions and lambda functions. */
public enum ExpressionRule implements RefusalRule {
    IN_LIST_WITH_SUBQUERY("In Predicate only support literal expression list"),
    CANNOT_CAST("Cannot cast '%s' from %s to %s"),
    INVALID_NUMBER("Invalid number format: %s"),
    GROUPING_WITHOUT_ARGUMENT("GROUPING functions required at least one parameters"),
    NO_WINDOW_FUNCTION("Function '%s' not supported with OVER clause."),
    LAMBDA_FORM("Invalid lambda function: %s"),
    INVALID_CAST("Invalid type cast from %s to %s in sql `%s`"),
    NO_MATCHING_OPERATOR("No matching function '%s' with operand types %s and %s"),
    NO_LAMBDA("There are no lambda functions in high-order function %s"),
    LAMBDA_INPUT("The input of a lambda function must be %s, not %s"),
    MAP_KEY_TYPE("Map key don't supported type: %s"),
    SUBSCRIPT("The subscript must be %s"),
    NOT_SUBSCRIPTABLE("The type %s has no elements to select so"),
    NOT_A_STRUCT("%s must be a struct type, check if you are using `'`"),
    UNKNOWN_STRUCT_FIELD("Struct subfield '%s' cannot be resolved"),
    NOT_BOOLEAN("%s can not be converted to boolean type."),
    PREDICATE_TYPES("%s can not compare values of the types %s"),
    IN_SUBQUERY_COLUMN_COUNT("subquery must return the same number of columns as provided by the IN predicate"),
    IN_OF_NESTED_TYPE("IN does not support JSON, maps and structs"),
    MATCH_OPERAND("The %s operand of MATCH must be %s"),
    LIKE_OPERAND_NOT_TEXT("%s operand of %s must be of type STRING: %s"),
    INVALID_REGULAR_EXPRESSION("Invalid regular expression in '%s'"),
    DISTINCT_IN_WINDOW_FUNCTION("DISTINCT not allowed in analytic function: %s"),
    WINDOW_CLAUSE_CONSTANT("Expressions in the %s clause must not be constant: %s (in %s)"),
    WINDOW_DEFAULT_TYPE("The type of the third parameter of LEAD/LAG not match the type %s"),
    WINDOW_FRAME("Invalid frame of a window function: %s");

    private final String template;

    ExpressionRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
