package dev.cairn.engine.query;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for the queries of views. */
public enum ViewRule implements RefusalRule {
    COLUMN_WITHOUT_NAME(
            "failed to check inline view def: the text of %s can't be the name of a column, because it contains "
                    + "a backquote; add a name with AS"),
    PIVOT_NAME_NOT_PLAIN(
            "failed to check inline view def: StarRocks stores '%s' in PIVOT without backquotes, and can't parse it "
                    + "then; choose a name that needs no backquotes");

    private final String template;

    ViewRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
