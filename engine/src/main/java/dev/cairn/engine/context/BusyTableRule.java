package dev.cairn.engine.context;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules that refuse a change of a table while an asynchronous job runs on it. */
public enum BusyTableRule implements RefusalRule {
    SCHEMA_CHANGE_RUNNING(
            "A schema change operation is in progress on the table %s. Please wait until the current operation "
                    + "completes."),
    ROLLUP_RUNNING("A materialized view or rollup index is being created on the table %s. Please wait until the "
            + "current operation completes."),
    TABLE_BUSY("The table %s is currently in state %s");

    private final String template;

    BusyTableRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
