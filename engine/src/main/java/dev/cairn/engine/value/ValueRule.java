package dev.cairn.engine.value;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for literals and other values. */
public enum ValueRule implements RefusalRule {
    CRONTAB_FIELD_COUNT("Invalid crontab format. It must have 5 fields."),
    CRONTAB_MINUTE("Invalid crontab format. The minute field must be '*'."),
    CRONTAB_DAY("For Quartz cron, either day of month or day of week must be '*'."),
    CRONTAB_FORMAT("Invalid crontab format: %s"),
    DURATION_FORMAT("Cannot parse text to Duration"),
    NUMBER_OUT_OF_RANGE("Number out of range[%s]. type: %s"),
    INTEGER_FORMAT("Invalid integer literal: %s"),
    LARGE_INTEGER_OUT_OF_RANGE("Large int literal is out of range: %s"),
    FLOATING_POINT_FORMAT("Invalid floating-point literal: %s"),
    LITERAL_FORMAT("Invalid literal:%s"),
    DECIMAL_OVERFLOW("Non-typed decimal literal is overflow, value='%s'"),
    BOOLEAN_FORMAT("Invalid BOOLEAN literal: %s"),
    DATE_FORMAT("date literal [%s] is invalid");

    private final String template;

    ValueRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
