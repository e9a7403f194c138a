package dev.cairn.engine.property;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for properties. */
public enum PropertyRule implements RefusalRule {
    COLOCATION_WITH_RANDOM_DISTRIBUTION("random distribution does not support 'colocate_with'"),
    DYNAMIC_WITHOUT_TIME_UNIT("Must assign dynamic_partition.time_unit properties"),
    DYNAMIC_WITHOUT_END("Must assign dynamic_partition.end properties"),
    TOO_MANY_DYNAMIC_PARTITIONS("Too many dynamic partitions: %s. Limit: %s"),
    DYNAMIC_HISTORY("Invalid properties: %s"),
    DYNAMIC_START_OF_PERIOD("%s should between 1 and %s"),
    FLAT_JSON_NOT_ENABLED("flat JSON configuration must be set after enabling flat JSON."),
    FOREIGN_KEY_FORMAT("invalid foreign key constrain:%s"),
    FOREIGN_KEY_INVALID("invalid foreign key constraint:%s"),
    FOREIGN_KEY_COLUMN_COUNT("invalid foreign key constraint:%s, columns' size does not match"),
    FOREIGN_KEY_TABLE_PATH("invalid foreign key constraint:%s,table path is invalid"),
    FOREIGN_KEY_CATALOG_NOT_FOUND("catalog: %s do not exist"),
    FOREIGN_KEY_DATABASE_NOT_FOUND("catalog: %s, database: %s do not exist"),
    FOREIGN_KEY_TABLE_NOT_FOUND("catalog:%s, database: %s, table:%s do not exist"),
    FOREIGN_KEY_COLUMN_NOT_FOUND("can not find column by name: %s, from table: %s"),
    FOREIGN_KEY_TO_AGGREGATE_TABLE("do not support reference agg table:%s"),
    FOREIGN_KEY_WITHOUT_UNIQUE_CONSTRAINT("dup table:%s has no unique constraint"),
    FOREIGN_KEY_NOT_UNIQUE("columns:%s are not dup table:%s's unique constraint"),
    FOREIGN_KEY_TYPES_DIFFER("column:%s type does mot match referenced column:%s type"),
    INSERT_PROPERTY_UNKNOWN("%s is invalid property"),
    NOT_A_FRACTION("%s must between 0.0 and 1.0."),
    NOT_POSITIVE("%s must be greater than 0"),
    NEGATIVE("%s must be equal or greater than 0"),
    BELOW_MINUS_ONE("%s must be equal or greater than -1"),
    NOT_BOOLEAN("%s is not a boolean"),
    PRIORITY("priority should in HIGHEST/HIGH/NORMAL/LOW/LOWEST"),
    INSERT_PROPERTY_NOT_A_NUMBER("%s is not a number."),
    FORMAT("Invalid %s format: %s"),
    UNKNOWN_PROPERTIES("Unknown properties: %s"),
    NOT_A_NUMBER("%s is not a number"),
    TOO_SMALL("%s must be equal or greater than %s"),
    TOO_LARGE("%s must be equal or smaller than %s"),
    REPLICAS_NOT_POSITIVE("Replication num should larger than 0"),
    TOO_MANY_REPLICAS("Table replication num should be less than of equal to the number of available BE nodes. You can "
            + "change this default by setting the replication_num table properties. Current alive backend is "
            + "[%s]."),
    STORAGE_MEDIUM("Invalid storage medium: %s"),
    COOLDOWN_TIME_AND_TTL("Invalid data property. %s and %s conflict. you can only use one of them. "),
    COOLDOWN_WITHOUT_MEDIUM("Invalid data property. storage medium property is not found"),
    UNIQUE_CONSTRAINT("invalid unique constraint%s"),
    UNIQUE_CONSTRAINT_OF_SEVERAL_TABLES("unique constraint column should be in same table"),
    REPLICAS_FORMAT("%s"),
    COOLDOWN_TIME_OF_HDD("Can not assign cooldown timestamp to HDD storage medium"),
    COOLDOWN_TTL_OF_HDD("Can not assign cooldown ttl to table with HDD storage medium"),
    COOLDOWN_TIME_INVALID("Invalid datetime string: %s"),
    COOLDOWN_TIME_INVALID_BEFORE_4_0("date literal [%s] is invalid"),
    FLAT_JSON_NOT_A_NUMBER("Flat json %s: %s"),
    FLAT_JSON_OUT_OF_RANGE("Illegal flat json %s: %s"),
    FLAT_JSON_COLUMNS_NOT_A_NUMBER("Flat json column max: %s"),
    FLAT_JSON_COLUMNS_OUT_OF_RANGE("Illegal flat json column max: %s"),
    FLAT_JSON_DISABLED("Property flat_json.enable haven't been enabled");

    private final String template;

    PropertyRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
