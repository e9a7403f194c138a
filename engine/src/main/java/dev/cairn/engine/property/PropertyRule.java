package dev.cairn.engine.property;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for properties. */
public enum PropertyRule implements RefusalRule {
    COLOCATION_UNSUPPORTED("A table with RANDOM distribution does not support colocate_with"),
    DYNAMIC_PROPERTY_MISSING("Dynamic partitioning needs the property %s"),
    TOO_MANY_DYNAMIC_PARTITIONS("Too many dynamic partitions: %s. Limit: %s"),
    FOREIGN_KEY_INVALID("The foreign key constraint '%s' is invalid: %s"),
    FOREIGN_KEY_TO_AGGREGATE_TABLE("do not support reference agg table:%s"),
    FOREIGN_KEY_NOT_UNIQUE("No unique constraint holds for %s of the table '%s'"),
    FOREIGN_KEY_TYPES_DIFFER("column:%s type does mot match referenced column:%s type"),
    FORMAT("Invalid %s format: %s"),
    UNKNOWN_PROPERTIES("Unknown properties: %s"),
    TOO_MANY_REPLICAS("Table replication num should be less than of equal to the number of available BE nodes. You can "
            + "change this default by setting the replication_num table properties. Current alive backend is "
            + "[%s]."),
    COOLDOWN_TIME_AND_TTL("Invalid data property. %s and %s conflict. you can only use one of them. "),
    COOLDOWN_WITHOUT_MEDIUM("Invalid data property. storage medium property is not found"),
    UNIQUE_CONSTRAINT_OF_SEVERAL_TABLES("unique constraint column should be in same table"),
    COOLDOWN_OF_HDD("A table on HDD does not support a storage cooldown"),
    COOLDOWN_TIME_INVALID("Invalid datetime string: %s"),
    FLAT_JSON_DISABLED("Property flat_json.enable haven't been enabled"),
    UNKNOWN_COMPRESSION("unknown compression type: %s"),
    ASYNC_WRITE_BACK_DISABLED("enable_async_write_back is disabled since version 3.1.4"),
    NOT_ALTERABLE("The property %s can not be changed"),
    BUCKET_SIZE_WITHOUT_RANDOM_DISTRIBUTION(
            "Setting bucket size is not allowed: only supported for tables with RANDOM distribution and when "
                    + "'enable_automatic_bucket' is enabled."),
    PROPERTY_OF_PRIMARY_KEY_OR_SHARED_DATA("Property %s not support primary keys table or cloud native table");

    private final String template;

    PropertyRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
