package dev.cairn.embedded.look;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables of {@code information_schema} for what StarRocks does not have: drivers look into them, and find nothing. */
final class EmptyTables {
    private static final Map<String, List<String>> COLUMNS = columns();

    static final List<String> NAMES = List.copyOf(COLUMNS.keySet());

    private EmptyTables() {}

    private static Map<String, List<String>> columns() {
        Map<String, List<String>> tables = new TreeMap<>();
        tables.put(
                "statistics",
                List.of(
                        "TABLE_CATALOG",
                        "TABLE_SCHEMA",
                        "TABLE_NAME",
                        "NON_UNIQUE",
                        "INDEX_SCHEMA",
                        "INDEX_NAME",
                        "SEQ_IN_INDEX",
                        "COLUMN_NAME",
                        "COLLATION",
                        "CARDINALITY",
                        "SUB_PART",
                        "PACKED",
                        "NULLABLE",
                        "INDEX_TYPE",
                        "COMMENT"));
        tables.put(
                "key_column_usage",
                List.of(
                        "CONSTRAINT_CATALOG",
                        "CONSTRAINT_SCHEMA",
                        "CONSTRAINT_NAME",
                        "TABLE_CATALOG",
                        "TABLE_SCHEMA",
                        "TABLE_NAME",
                        "COLUMN_NAME",
                        "ORDINAL_POSITION",
                        "POSITION_IN_UNIQUE_CONSTRAINT",
                        "REFERENCED_TABLE_SCHEMA",
                        "REFERENCED_TABLE_NAME",
                        "REFERENCED_COLUMN_NAME"));
        tables.put(
                "table_constraints",
                List.of(
                        "CONSTRAINT_CATALOG",
                        "CONSTRAINT_SCHEMA",
                        "CONSTRAINT_NAME",
                        "TABLE_SCHEMA",
                        "TABLE_NAME",
                        "CONSTRAINT_TYPE"));
        tables.put(
                "referential_constraints",
                List.of(
                        "CONSTRAINT_CATALOG",
                        "CONSTRAINT_SCHEMA",
                        "CONSTRAINT_NAME",
                        "UNIQUE_CONSTRAINT_NAME",
                        "UPDATE_RULE",
                        "DELETE_RULE",
                        "TABLE_NAME",
                        "REFERENCED_TABLE_NAME"));
        tables.put(
                "routines",
                List.of(
                        "SPECIFIC_NAME",
                        "ROUTINE_CATALOG",
                        "ROUTINE_SCHEMA",
                        "ROUTINE_NAME",
                        "ROUTINE_TYPE",
                        "ROUTINE_COMMENT"));
        tables.put("parameters", List.of("SPECIFIC_SCHEMA", "SPECIFIC_NAME", "ORDINAL_POSITION", "PARAMETER_NAME"));
        tables.put("triggers", List.of("TRIGGER_CATALOG", "TRIGGER_SCHEMA", "TRIGGER_NAME", "EVENT_OBJECT_TABLE"));
        tables.put("events", List.of("EVENT_CATALOG", "EVENT_SCHEMA", "EVENT_NAME"));
        tables.put(
                "table_privileges",
                List.of("GRANTEE", "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "PRIVILEGE_TYPE", "IS_GRANTABLE"));
        return tables;
    }

    static @Nullable ResultBuilder listing(String table) {
        List<String> columns = COLUMNS.get(table);
        return columns == null ? null : ResultBuilder.of(columns.toArray(String[]::new));
    }
}
