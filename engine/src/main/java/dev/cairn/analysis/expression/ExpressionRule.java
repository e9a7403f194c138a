package dev.cairn.analysis.expression;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for expressions, window functions and lambda functions. */
public enum ExpressionRule implements RefusalRule {
    IN_LIST_WITH_SUBQUERY("In Predicate only support literal expression list"),
    CANNOT_CAST("Cannot cast '%s' from %s to %s"),
    INVALID_NUMBER("Invalid number format: %s"),
    GROUPING_WITHOUT_ARGUMENT("GROUPING functions required at least one parameters"),
    NO_WINDOW_FUNCTION("Function '%s' not supported with OVER clause."),
    CANNOT_CAST_TO_DATETIME("Cannot cast '%s' from %s to DATETIME"),
    LAMBDA_OUTSIDE_HIGHER_ORDER_FUNCTION("Lambda Functions can only be used in high-order functions with arrays/maps"),
    INVALID_CAST("Invalid type cast from %s to %s in sql `%s`"),
    CASE_TYPES_INCOMPATIBLE("Failed to get compatible type for CaseWhen with %s and %s"),
    INVALID_CAST_OF_CASE("Invalid %s type cast %s to %s"),
    CAST_TO_INVALID_TYPE("Any function type can not cast to INVALID_TYPE"),
    NO_MATCHING_OPERATOR("No matching function '%s' with operand types %s and %s"),
    INVALID_COMPARISON_CAST("cast type %s with type %s is invalid"),
    NO_HIGHER_ORDER_FUNCTION("%s can't use lambda functions, as it is not a supported high-order function"),
    NO_LAMBDA("There are no lambda functions in high-order function %s"),
    SEVERAL_LAMBDAS("A high-order function should have only 1 lambda function, but there are %s lambda functions"),
    LAMBDA_WITHOUT_COLLECTION("Lambda functions need array/map inputs in high-order functions"),
    LAMBDA_MISPLACED("Lambda functions should only be the first or last argument of any high-order function, or lambda "
            + "arguments should be in () if there are more than one lambda arguments, like (x,y)->x+y"),
    ARRAY_SORT_MALFORMED("array_sort is not well-formed, it should be array_sort(array, (x,y)->expr(x,y)"),
    ARRAY_SORT_LAMBDA_NOT_BINARY("lambda in array_sort should be a binary function"),
    MAP_LAMBDA_RESULT("Map lambda function (%s) should be like (k,v) -> %s"),
    MAP_LAMBDA_PARAMETERS(
            "The left part of map lambda function (%s) should have 2 arguments, but there are %s arguments"),
    LAMBDA_INPUT_NOT_MAP("Lambda input ( %s ) should be a map, but real type is %s"),
    LAMBDA_INPUT_NOT_ARRAY("%s-th lambda input should be arrays, but real type is %s"),
    FILTER_NOT_BOOLEAN("%s's second input can't cast from array<%s> to ARRAY<BOOL>"),
    LAMBDA_PARAMETER_COUNT("Lambda arguments should equal to lambda input arrays"),
    LAMBDA_PARAMETER_REPEATED("Lambda argument: %s is duplicated"),
    MAP_KEY_TYPE("Map key don't supported type: %s"),
    SUBSCRIPT_NOT_INTEGER("array subscript must have type integer"),
    NOT_SUBSCRIPTABLE("cannot subscript type %s because it is not an array or a map or a struct"),
    STRUCT_SUBSCRIPT_NOT_INTEGER("struct subscript must have integer pos"),
    STRUCT_SUBSCRIPT_OUT_OF_RANGE("the pos is out of struct subfields"),
    STRUCT_SUBSCRIPT_ZERO("the pos can't set to zero"),
    NOT_A_STRUCT("%s must be a struct type, check if you are using `'`"),
    UNKNOWN_STRUCT_FIELD("Struct subfield '%s' cannot be resolved"),
    ARROW_NOT_ON_JSON("-> operator could only be used for json column, but got %s"),
    SLICE_NOT_ON_ARRAY("cannot subscript type%s because it is not an array"),
    NOT_BOOLEAN("%s can not be converted to boolean type."),
    COMPARISON_UNSUPPORTED("Column type %s does not support binary predicate operation with type %s"),
    BETWEEN_TYPES_INCOMPATIBLE("between predicate type %s with type %s is invalid"),
    IN_TYPES_INCOMPATIBLE("The input types (%s) of in predict are not compatible"),
    IN_TYPE_INVALID("in predicate type %s with type %s is invalid"),
    IN_SUBQUERY_COLUMN_COUNT("subquery must return the same number of columns as provided by the IN predicate"),
    IN_OF_NESTED_TYPE("InPredicate of JSON, Map, Struct types is not supported"),
    IN_SUBQUERY_TYPES_INCOMPATIBLE("The input types (%s,%s) of in predict are not compatible"),
    IN_SUBQUERY_OF_JSON("In predicate of JSON does not support subquery"),
    MATCH_LEFT_NOT_TEXT("left operand of MATCH must be of type STRING with NOT NULL"),
    MATCH_LEFT_NOT_COLUMN("left operand of MATCH must be column ref"),
    MATCH_RIGHT_NOT_TEXT_LITERAL("right operand of MATCH must be of type StringLiteral with NOT NULL"),
    LIKE_OPERAND_NOT_TEXT("%s operand of %s must be of type STRING: %s"),
    INVALID_REGULAR_EXPRESSION("Invalid regular expression in '%s'"),
    TYPE_IN_PREDICATE("HLL, BITMAP, PERCENTILE and ARRAY, MAP, STRUCT type couldn't as Predicate"),
    DISTINCT_IN_WINDOW_FUNCTION("DISTINCT not allowed in analytic function: %s"),
    TYPE_IN_WINDOW_PARTITION("%s type can't as partition by column"),
    TYPE_IN_WINDOW_ORDER("%s type can't as order by column"),
    WINDOW_CLAUSE_CONSTANT("Expressions in the %s clause must not be constant: %s (in %s)"),
    WINDOW_DEFAULT_TYPE("The type of the third parameter of LEAD/LAG not match the type %s"),
    WINDOW_FRAME_NOT_ALLOWED("Windowing clause not allowed with '%s'"),
    WINDOW_FRAME_WITHOUT_ORDER("Windowing clause requires ORDER BY clause: %s"),
    FOLLOWING_WITHOUT_BETWEEN("FOLLOWING requires a BETWEEN clause"),
    UNBOUNDED_FOLLOWING_AS_LOWER_BOUND("UNBOUNDED FOLLOWING is only allowed for upper bound of BETWEEN"),
    UNBOUNDED_PRECEDING_AS_UPPER_BOUND("UNBOUNDED PRECEDING is only allowed for lower bound of BETWEEN"),
    RANGE_WITH_OFFSET("RANGE is only supported with both the lower and upper bounds UNBOUNDED or one UNBOUNDED and the "
            + "other CURRENT ROW."),
    ROWS_OFFSET_NOT_POSITIVE(
            "For ROWS window, the value of a PRECEDING/FOLLOWING offset must be a constant positive integer: "
                    + "%s %s"),
    FOLLOWING_NEEDS_FOLLOWING("A lower window bound of FOLLOWING requires that the upper bound also be FOLLOWING"),
    PRECEDING_NEEDS_PRECEDING("An upper window bound of PRECEDING requires that the lower bound also be PRECEDING"),
    OFFSETS_IN_WRONG_ORDER("Offset boundaries are in the wrong order");

    private final String template;

    ExpressionRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
