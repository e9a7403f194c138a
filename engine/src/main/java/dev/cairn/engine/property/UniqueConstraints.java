package dev.cairn.engine.property;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The property {@code unique_constraints}: lists of columns whose values are unique together, such as {@code
 * k1,k2;t.k3}. The server does not check them, but the optimizer may rely on them.
 */
public record UniqueConstraints(List<Constraint> constraints) {
    public UniqueConstraints {
        constraints = List.copyOf(constraints);
    }

    /** The columns of one table that are unique together. */
    public record Constraint(String catalogName, String databaseName, String tableName, List<String> columnNames) {
        public Constraint {
            columnNames = List.copyOf(columnNames);
        }

        /** Parses a constraint as the server prints it; empty if the text has another form. */
        static Optional<Constraint> parsePrinted(String item) {
            String[] parts = item.strip().split("\\.", 4);
            return parts.length == 4
                    ? Optional.of(new Constraint(parts[0], parts[1], parts[2], ConstraintList.splitNames(parts[3])))
                    : Optional.empty();
        }

        boolean isOf(String otherDatabaseName, String otherTableName) {
            return databaseName.equals(otherDatabaseName) && tableName.equals(otherTableName);
        }

        Constraint withTableName(String newTableName) {
            return new Constraint(catalogName, databaseName, newTableName, columnNames);
        }

        Constraint withColumnNames(List<String> newColumnNames) {
            return new Constraint(catalogName, databaseName, tableName, newColumnNames);
        }

        @Override
        public String toString() {
            return catalogName + "." + databaseName + "." + tableName + "." + String.join(",", columnNames);
        }
    }

    /**
     * Parses the constraints, and spells the names of columns as the table does.
     *
     * @param columnByLowerCaseName the columns of the table, by their lower-case names
     * @throws Refusal if a column does not exist, or if the columns of one constraint have different qualifiers
     */
    public static UniqueConstraints parse(
            String text, ResolvedTableName resolvedName, Map<String, Column> columnByLowerCaseName, Span span) {
        List<Constraint> constraints = new ArrayList<>();
        for (String item : ConstraintList.split(text)) {
            constraints.add(parseConstraint(item, resolvedName, columnByLowerCaseName, span));
        }
        return new UniqueConstraints(constraints);
    }

    /** Returns the stored constraints of a materialized view; none of those that are placeholders. */
    static List<Constraint> parsePrinted(StoredProperties viewProperties) {
        return KnownProperty.UNIQUE_CONSTRAINTS.findValueIn(viewProperties).stream()
                .flatMap(constraints -> ConstraintList.split(constraints).stream())
                .flatMap(item -> Constraint.parsePrinted(item).stream())
                .toList();
    }

    /**
     * Requires that the tables of a materialized view's unique constraints exist, as a shared-data server does when it
     * prints the view. Other servers print the view in any case.
     *
     * @throws Refusal if a table does not exist
     */
    public static void requirePrintable(ServerProfile profile, MaterializedView view, Catalog catalog) {
        if (profile.isSharedData()) {
            for (Constraint constraint : parsePrinted(view.properties())) {
                Optional<Database> database = catalog.findDatabase(constraint.databaseName());
                boolean exists = database.flatMap(owner -> owner.findTable(constraint.tableName()))
                                .isPresent()
                        || database.flatMap(owner -> owner.findMaterializedView(constraint.tableName()))
                                .isPresent();
                if (!exists) {
                    throw Refusal.ofAnalysis(
                            Span.NONE,
                            NameRule.TABLE_NOT_FOUND,
                            String.join(
                                    ".", constraint.catalogName(), constraint.databaseName(), constraint.tableName()));
                }
            }
        }
    }

    /** Returns the columns of each constraint as they are written, without the qualifiers. */
    public static List<List<String>> parseColumnNames(String text) {
        return ConstraintList.split(text).stream()
                .map(item -> ConstraintList.splitNames(item).stream()
                        .map(column -> column.substring(column.lastIndexOf('.') + 1))
                        .toList())
                .toList();
    }

    /**
     * Returns the constraints of a materialized view as the server prints them: with the ids of the columns, which are
     * their original names. Statements use the current names.
     */
    public static String withColumnIds(String constraintText, Catalog catalog) {
        return ConstraintList.join(ConstraintList.split(constraintText).stream()
                .map(item -> Constraint.parsePrinted(item)
                        .map(constraint -> withColumnIds(constraint, catalog).toString())
                        .orElse(item))
                .toList());
    }

    private static Constraint withColumnIds(Constraint constraint, Catalog catalog) {
        return catalog.findTable(constraint.databaseName(), constraint.tableName())
                .map(table -> constraint.withColumnNames(constraint.columnNames().stream()
                        .map(name -> table.findColumn(name).map(Column::id).orElse(name))
                        .toList()))
                .orElse(constraint);
    }

    private static Constraint parseConstraint(
            String item, ResolvedTableName resolvedName, Map<String, Column> columnByLowerCaseName, Span span) {
        @Nullable String[] qualifiers = new String[3];
        List<String> columnNames = new ArrayList<>();
        for (String qualifiedName : item.split(",", 0)) {
            columnNames.add(mergeQualifiers(qualifiedName.trim(), qualifiers, span));
        }
        List<String> storedNames = new ArrayList<>(columnNames.size());
        for (String name : columnNames) {
            Column column = columnByLowerCaseName.get(name.toLowerCase(Locale.ROOT));
            if (column == null) {
                throw Refusal.ofAnalysis(
                        span, CommonRule.NOT_FOUND_IN, RuleSubject.COLUMN, name, resolvedName.tableName());
            }
            storedNames.add(column.name());
        }
        return new Constraint(
                completeQualifier(qualifiers[0], resolvedName.catalogName()),
                completeQualifier(qualifiers[1], resolvedName.databaseName()),
                completeQualifier(qualifiers[2], resolvedName.tableName()),
                storedNames);
    }

    /**
     * Returns the name of a column without its qualifiers, and adds the new qualifiers to {@code qualifiers}.
     *
     * @param qualifiers the catalog, database and table of the previous columns of the constraint, or null where none
     *     was written; a different qualifier of this column is refused
     */
    private static String mergeQualifiers(String qualifiedName, @Nullable String[] qualifiers, Span span) {
        String[] nameParts = qualifiedName.split("\\.", 0);
        if (nameParts.length == 0 || nameParts.length > 4) {
            throw Refusal.ofAnalysis(
                    span, PropertyRule.INVALID_VALUE, KnownProperty.UNIQUE_CONSTRAINTS.propertyName(), qualifiedName);
        }
        for (int i = 0; i < nameParts.length - 1; i++) {
            int qualifierIndex = qualifiers.length - (nameParts.length - 1) + i;
            String previousQualifier = qualifiers[qualifierIndex];
            if (previousQualifier != null && !previousQualifier.equals(nameParts[i])) {
                throw Refusal.ofAnalysis(span, PropertyRule.UNIQUE_CONSTRAINT_OF_SEVERAL_TABLES);
            }
            qualifiers[qualifierIndex] = nameParts[i];
        }
        return nameParts[nameParts.length - 1];
    }

    private static String completeQualifier(@Nullable String qualifier, String defaultQualifier) {
        return qualifier == null ? defaultQualifier : qualifier;
    }

    public String toPropertyText() {
        return ConstraintList.join(
                constraints.stream().map(Constraint::toString).toList());
    }
}
