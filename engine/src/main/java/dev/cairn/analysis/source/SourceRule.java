package dev.cairn.analysis.source;

import dev.cairn.sql.token.RefusalRule;

/** The rules for the sources of a query. */
public enum SourceRule implements RefusalRule {
    VIEW_READS_ITSELF("View %s.%s reads itself"),
    TOO_MANY_COLUMNS("A relation of more than %s columns"),
    COLUMN_AMBIGUOUS("Column '%s' is ambiguous");

    private final String template;

    SourceRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
