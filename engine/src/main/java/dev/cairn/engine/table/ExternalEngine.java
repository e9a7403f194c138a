package dev.cairn.engine.table;

import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
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
 * An engine whose tables refer to data of another system. Such a table has only columns and properties. Whether the
 * other system exists is not checked.
 */
enum ExternalEngine {
    MYSQL("host", "port", "user", "password", "database", "table"),
    BROKER,
    ELASTICSEARCH("hosts", "index"),
    HIVE("database", "table", "resource"),
    ICEBERG("database", "table", "resource"),
    HUDI("database", "table", "resource"),
    JDBC("table", "resource"),
    ODPS,
    FILE("path", "format");

    private static final Set<ExternalEngine> ENGINES_WITH_NOT_NULL_COLUMNS = Set.of(MYSQL, BROKER);
    private static final Set<ExternalEngine> ENGINES_WITH_PARTITIONS = Set.of(ELASTICSEARCH, HIVE, ICEBERG);
    private static final Set<ExternalEngine> ENGINES_WITH_DISTRIBUTION = Set.of(HIVE, ICEBERG);

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<String> requiredPropertyNames;

    /**
     * Creates an engine.
     *
     * @param requiredPropertyNames the properties that a table must have; none if the server knows the name of the
     *     engine, but can't create tables of it
     */
    ExternalEngine(String... requiredPropertyNames) {
        this.requiredPropertyNames = List.of(requiredPropertyNames);
    }

    /** Returns the engine with the name, ignoring case; empty if the server does not know such an engine. */
    static Optional<ExternalEngine> findByName(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.lowerCaseName().equalsIgnoreCase(name))
                .findFirst();
    }

    private String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Refuses clauses that a table of the engine does not have. */
    void checkClauses(CreateTable statement) {
        if (statement.key() != null) {
            throw Refusal.ofAnalysis(
                    statement.key().span(), CommonRule.UNSUPPORTED, "A table of another engine", "keys");
        }
        if (statement.partitioning() != null && !ENGINES_WITH_PARTITIONS.contains(this)) {
            throw Refusal.ofAnalysis(
                    statement.partitioning().span(), CommonRule.UNSUPPORTED, "A table of another engine", "partitions");
        }
        if (statement.distribution() != null && !ENGINES_WITH_DISTRIBUTION.contains(this)) {
            throw Refusal.ofAnalysis(
                    statement.distribution().span(),
                    CommonRule.UNSUPPORTED,
                    "A table of another engine",
                    "a distribution");
        }
    }

    /** Refuses a column that the engine does not support. */
    void checkColumn(ColumnDefinition column, Type type) {
        if (Boolean.FALSE.equals(column.nullable()) && !ENGINES_WITH_NOT_NULL_COLUMNS.contains(this)) {
            throw Refusal.ofAnalysis(
                    column.span(),
                    CommonRule.UNSUPPORTED,
                    "A table of another engine",
                    "the NOT NULL column " + column.name());
        }
        if (this == MYSQL && type.isNested()) {
            throw Refusal.ofAnalysis(
                    column.span(), CommonRule.UNSUPPORTED, "A table of another engine", "arrays, maps and structs");
        }
    }

    /**
     * Refuses generated columns, indexes and missing properties, which the server checks after the columns. A table
     * with {@code odbc_catalog_resource} may omit the required properties.
     */
    void checkAfterColumns(CreateTable statement) {
        for (ColumnDefinition column : statement.columns()) {
            if (column.generatedValue() != null && this != ICEBERG) {
                throw Refusal.ofAnalysis(
                        column.span(), CommonRule.UNSUPPORTED, "A table of another engine", "generated columns");
            }
        }
        if (!statement.indexes().isEmpty()) {
            throw Refusal.ofAnalysis(
                    statement.indexes().get(0).span(), CommonRule.UNSUPPORTED, "A table of another engine", "indexes");
        }
        if (requiredPropertyNames.isEmpty()) {
            throw Refusal.ofExecution(statement.span(), ServerError.UNKNOWN_STORAGE_ENGINE, lowerCaseName());
        }
        Set<String> declaredNames =
                statement.properties().stream().map(Property::name).collect(Collectors.toSet());
        if (!declaredNames.containsAll(requiredPropertyNames) && !declaredNames.contains("odbc_catalog_resource")) {
            throw Refusal.ofExecution(
                    statement.span(),
                    CommonRule.REQUIREMENT_MISSING,
                    "A table of the engine " + lowerCaseName(),
                    String.join(", ", requiredPropertyNames));
        }
    }
}
