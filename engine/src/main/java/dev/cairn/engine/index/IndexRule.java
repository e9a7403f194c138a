package dev.cairn.engine.index;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for indexes and bloom filters. */
public enum IndexRule implements RefusalRule {
    COLUMN_TYPE_UNSUPPORTED("%s indexes do not support the type of the column '%s': %s"),
    INDEX_ON_VALUE_COLUMN(
            "%s indexes are only supported on columns of the key, or of tables with DUPLICATE KEY or PRIMARY KEY, not on '%s'"),
    INDEX_NAME_LENGTH("The name of an index must have 1 to 64 characters"),
    INDEX_OF_SEVERAL_COLUMNS("%s index can only apply to a single column."),
    KEY_MODEL_UNSUPPORTED("A %s index is only supported in tables with %s"),
    INDEX_DISABLED("The %s index is disabled; the FE config %s enables it"),
    INVALID_PARAMETER("The index parameter %s must be %s"),
    UNKNOWN_PARAMETERS("The index does not support the parameters %s"),
    INDEX_NAME_REPEATED("index name must be unique"),
    INDEX_COLUMNS_REPEATED("same index columns have multiple index name is not allowed"),
    SEVERAL_VECTOR_INDEXES("At most one vector index is allowed for a table, and there is %s");

    private final String template;

    IndexRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
