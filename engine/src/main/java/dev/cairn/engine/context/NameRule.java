package dev.cairn.engine.context;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for names, renames and swaps. */
public enum NameRule implements RefusalRule {
    RESERVED_COLUMN_NAME("Column name [%s] is a system reserved name. Please choose a different one."),
    ROLE_NAME_FORMAT("invalid role format: %s"),
    TABLE_NOT_FOUND("Table %s is not found"),
    EXTERNAL_TABLE_CHANGE_UNKNOWN(
            "Cairn does not know this change of a table in the external catalog '%s': one ALTER TABLE adds, modifies,"
                    + " renames or drops one column without a default, adds or drops partition columns, or sets the"
                    + " comment or properties"),
    MATERIALIZED_VIEW_DROPPED_AS_TABLE(
            "The data of '%s' cannot be dropped because '%s' is a materialized view,use 'drop materialized "
                    + "view %s' to drop it."),
    SWAPPED_TABLES_DIFFER("Table %s does not contain the same %s, origin: %s, new: %s"),
    VIEW_SWAPPED_WITH_TABLE("Materialized view can only SWAP WITH materialized view");

    private final String template;

    NameRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
