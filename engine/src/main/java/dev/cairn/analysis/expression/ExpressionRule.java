package dev.cairn.analysis.expression;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for expressions, window functions and lambda functions. */
public enum ExpressionRule implements RefusalRule {
    IN_LIST_WITH_SUBQUERY("In Predicate only support literal expression list"),
    INTERVAL_PLACE("an INTERVAL is not a value, but an operand of + and - or an argument of a function of dates"),
    CANNOT_CAST("Cannot cast '%s' from %s to %s"),
    INVALID_NUMBER("Invalid number format: %s"),
    NO_WINDOW_FUNCTION("Function '%s' not supported with OVER clause."),
    LAMBDA_FORM("Invalid lambda function: %s"),
    NO_MATCHING_OPERATOR("No matching function '%s' with operand types %s and %s"),
    NO_LAMBDA("There are no lambda functions in high-order function %s"),
    LAMBDA_INPUT("The input of a lambda function must be %s, not %s"),
    SUBSCRIPT("The subscript must be %s"),
    NOT_SUBSCRIPTABLE("The type %s has no elements to select so"),
    /** Arguments: the type, and the expression that reads a part of such a value; empty if the value has no parts. */
    ARROW("-> reads a part of a JSON value, and not of the type %s"),
    UNKNOWN_STRUCT_FIELD("Struct subfield '%s' cannot be resolved"),
    NOT_BOOLEAN("%s can not be converted to boolean type."),
    PREDICATE_TYPES("%s can not compare values of the types %s"),
    IN_SUBQUERY_COLUMN_COUNT("subquery must return the same number of columns as provided by the IN predicate"),
    SCALAR_SUBQUERY_COLUMNS("Scalar subquery should output one column"),
    IN_SUBQUERY_COLUMNS("subquery must return a single column when used in InPredicate"),
    SUBQUERY_LEFT_OF_IN("Subquery in left-side child of in-predicate is not supported"),
    INVALID_REGULAR_EXPRESSION("Invalid regular expression in '%s'"),
    DISTINCT_IN_WINDOW_FUNCTION("DISTINCT not allowed in analytic function: %s"),
    WINDOW_CLAUSE_CONSTANT("Expressions in the %s clause must not be constant: %s (in %s)"),
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
