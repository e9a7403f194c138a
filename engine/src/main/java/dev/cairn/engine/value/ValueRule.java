package dev.cairn.engine.value;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for literals and other values. */
public enum ValueRule implements RefusalRule {
    CRONTAB_FORMAT("Invalid crontab format: %s"),
    DURATION_FORMAT("Cannot parse text to Duration"),
    LITERAL_FORMAT("Invalid literal: %s");

    private final String template;

    ValueRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
