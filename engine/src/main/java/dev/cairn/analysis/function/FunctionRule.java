package dev.cairn.analysis.function;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for calls of functions. */
public enum FunctionRule implements RefusalRule {
    WINDOW_FUNCTION_WITHOUT_OVER("%s only used in analytic function"),
    INVALID_ARGUMENTS("%s needs %s"),
    INVALID_STATE_FUNCTION("%s %s"),
    NO_MATCHING_FUNCTION("No matching function with signature: %s(%s)"),
    TABLE_FUNCTION_IN_EXPRESSION("Table function cannot be used in expression"),
    DATE_TRUNC_UNIT_NOT_CONSTANT("date_trunc requires first parameter must be a string constant"),
    INVALID_DATE_TRUNC_UNIT("The unit of date_trunc of a %s must be %s"),
    NOT_ALLOWED_IN_CLAUSE("%s clause cannot contain %s"),
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
