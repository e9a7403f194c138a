package dev.cairn.refusal;

import dev.cairn.sql.token.RefusalRule;

/**
 * The rules that apply to many kinds of objects and values. The first argument is the {@link RuleSubject}, or the
 * name of the invalid value.
 */
public enum CommonRule implements RefusalRule {
    NOT_FOUND("The %s '%s' does not exist"),
    NOT_FOUND_IN("The %s '%s' does not exist in '%s'"),
    ALREADY_EXISTS("The %s '%s' already exists"),
    DUPLICATE("Duplicate %s '%s'"),
    RENAMED_TO_ITSELF("The %s '%s' already has this name"),
    NOT_A_NUMBER("%s must be a number, not '%s'"),
    NOT_BOOLEAN("%s must be true or false, not '%s'"),
    MUST_BE_POSITIVE("%s must be greater than 0"),
    OUT_OF_RANGE("%s must be %s, not '%s'"),
    NOT_ONE_OF("%s must be one of %s, not '%s'"),
    ONLY_IN_SHARED_DATA("%s is only supported in shared-data mode"),
    NOT_IN_SHARED_DATA("%s is not supported in shared-data mode"),
    UNSUPPORTED("%s does not support %s"),
    REQUIREMENT_MISSING("%s requires %s"),
    SUPPORTED_ONLY_FOR("%s is only supported for %s"),
    WRONG_KIND("'%s' is not %s");

    private final String template;

    CommonRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
