package dev.cairn.analysis.expression;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for expressions, window functions and lambda functions. */
public enum ExpressionRule implements RefusalRule {
    IN_LIST_WITH_SUBQUERY("In Predicate only support literal expression list"),
    INTERVAL_MISPLACED("an INTERVAL is not a value, but an operand of + and - or an argument of a function of dates"),
    CANNOT_CAST("Cannot cast '%s' from %s to %s"),
    INVALID_NUMBER("Invalid number format: %s"),
    NUMBER_OUT_OF_RANGE("Number out of range[%s]. type: %s"),
    DECIMAL_LITERAL_OVERFLOW("Typed decimal literal(%s) is overflow, value='%s'"),
    NO_WINDOW_FUNCTION("Function '%s' not supported with OVER clause."),
    INVALID_LAMBDA("Invalid lambda function: %s"),
    NO_MATCHING_OPERATOR("No matching function '%s' with operand types %s and %s"),
    LAMBDA_MISSING("There are no lambda functions in high-order function %s"),
    INVALID_LAMBDA_INPUT("The input of a lambda function must be %s, not %s"),
    INVALID_SUBSCRIPT("The subscript must be %s"),
    NOT_SUBSCRIPTABLE("A value of the type %s has no elements"),
    /**
     * The arguments are the type, and the SQL that reads a part of such a value; the SQL is empty if the value has no
     * parts.
     */
    ARROW_OUTSIDE_JSON("-> reads a part of a JSON value, and not of the type %s"),
    UNKNOWN_STRUCT_FIELD("Struct subfield '%s' cannot be resolved"),
    NOT_BOOLEAN("%s can not be converted to boolean type."),
    TYPES_NOT_COMPARABLE("%s can not compare values of the types %s"),
    IN_SUBQUERY_COLUMN_COUNT_DIFFERS("subquery must return the same number of columns as provided by the IN predicate"),
    SCALAR_SUBQUERY_NOT_SINGLE_COLUMN("Scalar subquery should output one column"),
    IN_SUBQUERY_NOT_SINGLE_COLUMN("subquery must return a single column when used in InPredicate"),
    SUBQUERY_LEFT_OF_IN("Subquery in left-side child of in-predicate is not supported"),
    INVALID_REGULAR_EXPRESSION("Invalid regular expression in '%s'"),
    DISTINCT_IN_WINDOW_FUNCTION("DISTINCT not allowed in analytic function: %s"),
    WINDOW_CLAUSE_CONSTANT("Expressions in the %s clause must not be constant: %s (in %s)"),
    INVALID_WINDOW_FRAME("Invalid frame of a window function: %s"),
    WINDOW_WITHOUT_ORDER("Range window frame requires order by columns: %s"),
    WINDOW_WITH_ORDER("Unexpected order by clause for %s()");

    private final String template;

    ExpressionRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
