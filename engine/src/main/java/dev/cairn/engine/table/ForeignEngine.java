package dev.cairn.engine.table;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An engine whose tables refer to data of another system. Such a table has columns and properties only; whether the
 * other system exists is not known here.
 */
enum ForeignEngine {
    MYSQL("host", "port", "user", "password", "database", "table"),
    BROKER,
    ELASTICSEARCH("hosts", "index"),
    HIVE("database", "table", "resource"),
    ICEBERG("database", "table", "resource"),
    HUDI("database", "table", "resource"),
    JDBC("table", "resource"),
    ODPS,
    FILE("path", "format");

    private static final Set<ForeignEngine> WITH_NOT_NULL = Set.of(MYSQL, BROKER);
    private static final Set<ForeignEngine> WITH_PARTITIONS = Set.of(ELASTICSEARCH, HIVE, ICEBERG);
    private static final Set<ForeignEngine> WITH_DISTRIBUTION = Set.of(HIVE, ICEBERG);

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<String> required;

    /** @param required the properties that a table must have; none if the engine is only known by name */
    ForeignEngine(String... required) {
        this.required = List.of(required);
    }

    static Optional<ForeignEngine> named(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.text().equalsIgnoreCase(name))
                .findFirst();
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Refuses clauses that a table of the engine does not have. */
    void check(CreateTable statement) {
        if (statement.key() != null) {
            throw Refusal.analysis(statement.key().span(), TableRule.FOREIGN_TABLE, "keys");
        }
        if (statement.partitioning() != null && !WITH_PARTITIONS.contains(this)) {
            throw Refusal.analysis(statement.partitioning().span(), TableRule.FOREIGN_TABLE, "partitions");
        }
        if (statement.distribution() != null && !WITH_DISTRIBUTION.contains(this)) {
            throw Refusal.analysis(statement.distribution().span(), TableRule.FOREIGN_TABLE, "a distribution");
        }
    }

    /** Refuses a column that the engine does not support. */
    void check(ColumnDefinition column, Type type) {
        if (Boolean.FALSE.equals(column.nullable()) && !WITH_NOT_NULL.contains(this)) {
            throw Refusal.analysis(column.span(), TableRule.FOREIGN_TABLE, "the NOT NULL column " + column.name());
        }
        if (this == MYSQL && type.isComplex()) {
            throw Refusal.analysis(column.span(), TableRule.FOREIGN_TABLE, "arrays, maps and structs");
        }
    }

    /** Refuses what is checked after the columns: computed columns, indexes and missing properties. */
    void checkLast(CreateTable statement) {
        for (ColumnDefinition column : statement.columns()) {
            if (column.generated() != null && this != ICEBERG) {
                throw Refusal.analysis(column.span(), TableRule.FOREIGN_TABLE, "generated columns");
            }
        }
        if (!statement.indexes().isEmpty()) {
            throw Refusal.analysis(statement.indexes().get(0).span(), TableRule.FOREIGN_TABLE, "indexes");
        }
        if (required.isEmpty()) {
            throw Refusal.execution(statement.span(), ServerError.UNKNOWN_STORAGE_ENGINE, text());
        }
        Set<String> declared =
                statement.properties().stream().map(Property::name).collect(Collectors.toSet());
        if (!declared.containsAll(required) && !declared.contains("odbc_catalog_resource")) {
            throw Refusal.execution(
                    statement.span(), TableRule.FOREIGN_PROPERTIES_MISSING, text(), String.join(", ", required));
        }
    }
}
