package dev.cairn.engine.column;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for columns, keys and rollups. */
public enum ColumnRule implements RefusalRule {
    FIELD_WITHOUT_DEFAULT("Field '%s' is not null but doesnt have a default value"),
    NO_AGGREGATE_FUNCTION("No aggregate function specified for '%s'"),
    STATE_RESULT_INCOMPATIBLE(
            "Invalid aggregate function '%s' for '%s': return type is not compatible, colunm type: %s, return type: %s"),
    INVALID_DEFAULT("Invalid default value for '%s'"),
    INVALID_DEFAULT_WITH_REASON("Invalid default value: %s"),
    DEFAULT_UNSUPPORTED_FOR_TYPE("Cannot add default value for type '%s'%s"),
    DEFAULT_TOO_LARGE("The type %s can not hold the default value '%s'"),
    DEFAULT_NOT_JSON("Invalid JSON format for default value: %s"),
    DEFAULT_NOT_READABLE("Unexpected input in the default value of '%s'"),
    DEFAULT_EXPRESSION_UNSUPPORTED("Unsupported expr %s for default value"),
    TYPE_CHANGE_UNSUPPORTED("Can not change %s to %s"),
    ATTRIBUTE_CHANGE_UNSUPPORTED("Can not change %s"),
    GENERATED_BEFORE_ORDINARY("All generated columns must be defined after ordinary columns"),
    GENERATED_KEY("Generated Column %s can not be KEY"),
    GENERATED_FROM_GENERATED("A generated column can not read the generated column '%s'"),
    GENERATED_FROM_AUTO_INCREMENT("A generated column can not read the AUTO_INCREMENT column '%s'"),
    GENERATED_TYPE_MISMATCH("Illegal expression type for Generated Column Column Type: %s, Expression Type: %s"),
    STR2DATE_NOT_STRICT("partition function check fail, only supports the result of the function str2date(VARCHAR str, "
            + "VARCHAR format) as a strict DATE type"),
    PARTITION_TYPE_UNSUPPORTED_BY_FUNCTION("Unsupported partition type %s for function %s"),
    SUBSTRING_POSITION_NOT_INTEGER("The positions of the partition function %s must be integers"),
    VALUE_BEFORE_KEY("Invalid column order. value should be after key"),
    ROLLUP_WITHOUT_UNIQUE_KEYS("A rollup with values that replace one another must contain all keys of the table"),
    FIRST_COLUMN_NOT_INDEXABLE("Data type of first column cannot be %s"),
    DUPLICATE_KEYS_NOT_PREFIX("The duplicate keys must be the first columns of the rollup"),
    NO_KEY_COLUMNS("%s would have no key column"),
    ONLY_KEY_COLUMNS("The number of key columns should be less than the number of columns"),
    KEY_WITH_AGGREGATION("Key column[%s] should not specify aggregate type."),
    PRIMARY_KEY_NULLABLE("primary key column[%s] cannot be nullable"),
    PRIMARY_KEY_TYPE_UNSUPPORTED("primary key column[%s] type not supported: %s"),
    VALUE_WITHOUT_AGGREGATION("%s table should specify aggregate type for non-key column[%s]"),
    VALUE_WITH_AGGREGATION("%s table should not specify aggregate type for non-key column[%s]"),
    TYPE_TOO_DEEP("Type exceeds the maximum nesting depth of %s:\n%s"),
    LENGTH_TOO_LARGE("%s size must be <= %s: %s"),
    INVALID_TYPE("Invalid data type: %s"),
    FIELD_NAMES_UNREADABLE(
            "StarRocks prints the names of fields without backquotes, so that %s can not be read as this type; "
                    + "choose other names"),
    KEY_TYPE_UNSUPPORTED("Invalid data type of key column '%s': '%s'%s"),
    CHARSET_UNSUPPORTED("The charset %s is not supported"),
    AGGREGATE_FUNCTION_INVALID("Invalid aggregate function '%s' for '%s'"),
    KEY_COLUMNS_NOT_FIRST(
            "Key columns must be the first few columns of the schema and the order  of the key columns must be consistent"
                    + " with the order of the schema"),
    FAST_SCHEMA_EVOLUTION_REQUIRED(
            "%s needs fast schema evolution, and the table '%s' has fast_schema_evolution=false, which can not be changed"),
    GENERATED_FROM_AGGREGATE("The expression of a generated column does not support aggregate functions");

    private final String template;

    ColumnRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
