package dev.cairn.engine.property;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for properties. */
public enum PropertyRule implements RefusalRule {
    TOO_MANY_DYNAMIC_PARTITIONS("Too many dynamic partitions: %s. Limit: %s"),
    FOREIGN_KEY_INVALID("The foreign key constraint '%s' is invalid: %s"),
    FOREIGN_KEY_TO_AGGREGATE_TABLE("do not support reference agg table:%s"),
    FOREIGN_KEY_NOT_UNIQUE("No unique constraint holds for %s of the table '%s'"),
    FOREIGN_KEY_TYPES_DIFFER("column:%s type does mot match referenced column:%s type"),
    INVALID_VALUE("Invalid %s: %s"),
    UNKNOWN_PROPERTIES("Unknown properties: %s"),
    TOO_MANY_REPLICAS("Table replication num should be less than of equal to the number of available BE nodes. You can "
            + "change this default by setting the replication_num table properties. Current alive backend is "
            + "[%s]."),
    COOLDOWN_TIME_AND_TTL("Invalid data property. %s and %s conflict. you can only use one of them. "),
    UNIQUE_CONSTRAINT_OF_SEVERAL_TABLES("unique constraint column should be in same table"),
    COOLDOWN_TIME_INVALID("Invalid datetime string: %s"),
    ASYNC_WRITE_BACK_DISABLED("enable_async_write_back is disabled since version 3.1.4"),
    IN_MEMORY_INDEX("In-Memory index is not supported, please create table with persistent index"),
    NO_BACKEND_AT_LOCATION("Cannot find any backend with location: %s:%s"),
    VOLUME_DISABLED("Storage volume %s is disabled"),
    NOT_ALTERABLE("The property %s can not be changed");

    private final String template;

    PropertyRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
