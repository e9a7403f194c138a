package dev.cairn.analysis.function;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for calls of functions. */
public enum FunctionRule implements RefusalRule {
    STAR_OF_SCALAR_FUNCTION("Cannot pass '*' to scalar function."),
    STAR_WITHOUT_COUNT("'*' can only be used in conjunction with COUNT: %s"),
    WINDOW_FUNCTION_WITHOUT_OVER("%s only used in analytic function"),
    COUNT_WITHOUT_DISTINCT("COUNT must have DISTINCT for multiple arguments: %s"),
    ARGUMENT_NOT_CONSTANT("%s function 's args must be constant"),
    SESSION_NUMBER_DELTA_NOT_CONSTANT("The delta parameter (parameter 2) of SESSION_NUMBER must be a constant: %s"),
    GROUP_CONCAT_SEPARATOR_NOT_TEXT("group_concat requires separator to be of getType() STRING: %s"),
    PARAMETER_NOT_NUMERIC("%s requires a numeric parameter: %s"),
    TWO_PARAMETERS_REQUIRED("%s requires two parameters: %s"),
    ARGUMENT_NOT_COLUMN("%s function args must be column"),
    RETENTION_NOT_OF_BOOLEANS("retention only support Array<BOOLEAN>"),
    FUNNEL_MODE_NOT_NUMERIC("mode argument must be numerical type"),
    FUNNEL_MODE_OUT_OF_RANGE("mode argument's range must be [0-7]"),
    FUNNEL_WINDOW_NOT_NUMERIC("window argument must be numerical type"),
    FUNNEL_WINDOW_NEGATIVE("window argument must >= 0"),
    FUNNEL_TIME_NOT_COLUMN("time arg must be column"),
    WINDOW_FUNCTION_OF_BITMAP(
            "bitmap type could only used for bitmap_union_count/bitmap_union/lead/lag window function"),
    WINDOW_FUNCTION_OF_HLL("hll type could only used for hll_union_agg/lead/lag window function"),
    WINDOW_FUNCTION_OF_PERCENTILE("window functions don't support percentile type"),
    STATE_NOT_SUPPORTED("%s is not supported"),
    STATE_OF_UNSUPPORTED_TYPE("%s has unsupported type"),
    STATE_FUNCTION_NOT_FOUND("%s not found"),
    STATE_FUNCTION_NOT_AGGREGATE("%s found but not an aggregate function"),
    STATE_NOT_SUPPORTED_YET("%s is not supported yet."),
    STATE_FUNCTION_NOT_LOWER_CASE("%s not found; it is found in lower case"),
    FIELD_ARGUMENT_COUNT("Incorrect parameter count in the call to native function 'field'"),
    AAD_WITHOUT_GCM_MODE(
            "%s with 5 parameters requires GCM mode to use AAD parameter, but got mode: %s. Only GCM modes "
                    + "(AES_128_GCM, AES_192_GCM, AES_256_GCM) support AAD parameter."),
    INTERVAL_NOT_CONSTANT("%s requires second parameter must be a constant interval"),
    INTERVAL_NOT_POSITIVE("%s requires second parameter must be greater than 0"),
    NO_OUTPUT_BEFORE_ORDER_BY("%s should have output expressions before [ORDER BY]"),
    SEPARATOR_NOT_CONSTANT("%s distinct should use constant separator"),
    NOT_ONE_OUTPUT_BEFORE_ORDER_BY("%s should have exact one output expressions before [ORDER BY]"),
    CANNOT_ORDER_BY_INPUT("%s can't support order by the %s-th input with type of %s"),
    ARGUMENTS_NOT_IN_PAIRS("%s arguments must be in name/value pairs"),
    NAMED_STRUCT_NAME_NOT_LITERAL("The %s-th input of named_struct must be string literal"),
    NAMED_STRUCT_FIELD_REPEATED("named_struct contains duplicate subfield name: %s at %s-th input"),
    IS_ROLE_IN_SESSION_PARAMETER_COUNT("IS_ROLE_IN_SESSION currently only supports a single parameter"),
    IS_ROLE_IN_SESSION_NOT_CONSTANT("IS_ROLE_IN_SESSION currently only supports constant parameters"),
    NOT_TWO_INPUTS("%s should have only two inputs"),
    FIRST_INPUT_NOT_ARRAY("The first input of %s should be an array"),
    NOT_ONE_INPUT("%s should have only one input"),
    ONLY_INPUT_NOT_ARRAY("The only one input of %s should be an array, rather than %s"),
    NO_INPUT("%s should have at least one input."),
    INPUT_NOT_ARRAY("%s-th input of %s should be an array, rather than %s"),
    INPUT_COUNT("%s inputs"),
    FIRST_INPUT_NOT_COLLECTION_OR_LAMBDA("%s's first input should be %s or a lambda function, but real type is %s"),
    NO_INPUT_ARRAY("%s should have a input array"),
    ARRAY_EXPECTED("%s should be an array, but real type is %s"),
    CANNOT_CAST_TO_BOOLEANS("%s can't cast from %s to ARRAY<BOOL>"),
    FEWER_THAN_TWO_INPUTS("%s should have at least 2 inputs inputs or lambda functions, but really have %s inputs"),
    ARGUMENT_NOT_ARRAY("function args must be array, but real type is %s"),
    ARRAY_NOT_ORDERABLE("function args must be can be order by orderable type or json type, but real type is %s"),
    ONLY_INPUT_NOT_ARRAY_OF_ARRAYS("The only one input of %s should be an array of arrays, rather than %s"),
    WRONG_INPUT_COUNT("%s has wrong input numbers"),
    STEP_OF_WRONG_TYPE("%s step param has wrong input type"),
    NO_DEFAULTS_WITH_COLUMNS("%s with IntColumn doesn't support default parameters"),
    PARAMETER_NOT_INTEGER("%s's parameter only support Integer"),
    STEP_NOT_CONSTANT("%s requires step parameter must be a constant integer"),
    CAST_TO_INT_FAILED("Cast argument %s to int type failed."),
    STEP_NEGATIVE("%s requires step parameter must be non-negative"),
    STATE_WITHOUT_DESCRIPTION("AggState's AggFunc should have AggStateDesc: %s"),
    NO_BINARY_ARGUMENT("Resolved function %s has no binary as argument type"),
    NO_MATCHING_DECIMAL_FUNCTION("No matching function with signature: %s(%s)."),
    ARRAY_FUNCTION_OF_DECIMAL256("Array function '%s' is not supported for DECIMAL256 type"),
    NO_MATCHING_FUNCTION("No matching function with signature: %s(%s)"),
    TABLE_FUNCTION_IN_EXPRESSION("Table function cannot be used in expression"),
    TIME_ARGUMENT("Time Type can not used in %s function"),
    VARIADIC_ARGUMENT_TYPE("Variadic function %s(%s) can't support type: %s"),
    DATE_TRUNC_UNIT_NOT_CONSTANT("date_trunc requires first parameter must be a string constant"),
    DATE_TRUNC_UNIT_OF_DATETIME("date_trunc function can't support argument other than "
            + "year|quarter|month|week|day|hour|minute|second"),
    DATE_TRUNC_UNIT_OF_DATE("date_trunc function can't support argument other than year|quarter|month|week|day"),
    ARRAY_DIFFERENCE_NOT_NUMERIC("array_difference function only support numeric array types"),
    ARGUMENTS_NOT_TEXT("%s function 's first parameter and second parameter must be string type"),
    ARGUMENTS_NOT_CONSTANT("%s function 's second parameter and third parameter must be constant"),
    LEAD_OFFSET_NOT_POSITIVE("The offset parameter of LEAD/LAG must be a constant positive integer: %s"),
    NTILE_BUCKETS_NOT_POSITIVE("The num_buckets parameter of NTILE must be a constant positive integer: %s"),
    CLAUSE_WITH_AGGREGATE("%s clause cannot contain aggregations"),
    CLAUSE_WITH_WINDOW_FUNCTION("%s clause cannot contain window function"),
    CLAUSE_WITH_GROUPING("%s clause cannot contain grouping"),
    CLAUSE_WITH_SUBQUERY("%s clause cannot contain subquery"),
    SUM_MAP_NOT_SCALAR("sum_map only support scalar KV"),
    ARGUMENT_TYPES_DIFFER(
            "Getting analyzing error. Detail message: types %s and %s cannot be matched in the function [%s]"),
    BITMAP_UNION_INT_NOT_INTEGER("BITMAP_UNION_INT params only support Integer getType()"),
    HLL_REQUIRED("HLL_UNION_AGG, HLL_RAW_AGG and HLL_CARDINALITY's params must be hll column"),
    DICT_MERGE_SIZE_NOT_POSITIVE("The second parameter of DICT_MERGE must be a constant positive integer: %s"),
    TO_BITMAP_ARGUMENT_TYPE("%s function's argument should be of int type or bool type or string type, but was %s"),
    BITMAP_REQUIRED("%s function's argument should be of BITMAP getType(), but was %s"),
    INTERSECT_COUNT_PARAMETER_COUNT(
            "intersect_count(bitmap_column, column_to_filter, filter_values) function requires at least three "
                    + "parameters"),
    INTERSECT_COUNT_NOT_OF_BITMAP("intersect_count function first argument should be of BITMAP getType(), but was %s"),
    INTERSECT_COUNT_FILTER_NOT_COLUMN("intersect_count function filter_values arg must be column"),
    INTERSECT_COUNT_FILTER_NOT_CONSTANT("intersect_count function filter_values arg must be constant"),
    PERCENTILE_PARAMETER_NOT_NUMERIC("%s requires the %s parameter (%s) to be numeric type%s, but got: %s"),
    PERCENTILE_NOT_CONSTANT("%s 's second parameter should be constant and its type should be numeric"),
    PERCENTILE_OUT_OF_RANGE("%s second parameter'value should be between 0 and 1"),
    TOP_K_COUNTERS_TOO_MANY("The maximum number of the second parameter is %s, %s"),
    TOP_K_GREATER_THAN_COUNTERS("The second parameter must be smaller than or equal to the third parameter%s"),
    TOP_K_PARAMETER_NOT_POSITIVE("The %s parameter of APPROX_TOP_K must be a constant positive integer: %s"),
    TYPE_NOT_AGGREGATED("Type (nested) percentile/hll/bitmap/json/struct/map not support this aggregation function"),
    TYPE_NOT_ORDERED("Type (nested) percentile/hll/bitmap/json/struct/map not support order-by"),
    NO_INPUTS("%s should have at least one input"),
    FEWER_THAN_TWO_VALUES("%s should have at least two inputs"),
    PERCENTILE_PARAMETER_COUNT("%s requires two parameters"),
    PERCENTILES_NOT_NUMERIC("%s requires the %s parameter (percentile) to be ARRAY<NUMERIC>, but got: ARRAY<%s>"),
    SUM_MAP_VALUE_TYPE(
            "Getting analyzing error. Detail message: sum_map unsupported value type:%s in the function [sum_map]"),
    SKETCH_PARAMETER_TYPE("%s 's %s parameter's data type is wrong "),
    SKETCH_PRECISION_OUT_OF_RANGE("%s second parameter'value should be between 4 and 21"),
    UNKNOWN_SKETCH_TYPE("%s third  parameter'value should be in HLL_4/HLL_6/HLL_8"),
    ALTERNATIVE_NOT_TEXT("%s's third parameter should be a string literal."),
    UNKNOWN_ALTERNATIVE("%s's third parameter should be one of ['two-sided', 'greater', 'less'], but get '%s'."),
    CORRECTION_NEGATIVE("%s's fourth parameter should be a non-negative int literal."),
    ONE_AGGREGATION_STAGE_REQUIRED("%s should run in new_planner_agg_stage = 1");

    private final String template;

    FunctionRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
