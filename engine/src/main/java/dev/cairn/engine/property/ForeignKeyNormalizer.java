package dev.cairn.engine.property;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks the property {@code foreign_key_constraints}, such as {@code (a,b) REFERENCES t(c,d)}, and returns the
 * property in the form that SHOW CREATE prints, with the full name of the referenced table. The referenced columns must
 * be a key or a unique constraint of their table, and have the types of the referencing columns.
 */
public final class ForeignKeyNormalizer {
    private final ServerState server;
    private final ResolvedTableName resolvedName;
    private final Map<String, Column> columnByLowerCaseName;
    private final Span span;
    private final List<String> declaredUniqueConstraints;

    /**
     * Creates the normalizer of the foreign keys that a table declares for itself.
     *
     * @param columnByLowerCaseName the columns of the referencing table, by their lower-case names
     */
    public ForeignKeyNormalizer(
            ServerState server, ResolvedTableName resolvedName, Map<String, Column> columnByLowerCaseName, Span span) {
        this(server, resolvedName, columnByLowerCaseName, span, List.of());
    }

    /**
     * Returns the normalizer of the foreign keys that a materialized view declares for its tables.
     *
     * @param uniqueConstraints the unique constraints that the view declares for these tables, as if the tables
     *     declared them
     */
    public static ForeignKeyNormalizer ofView(
            ServerState server,
            ResolvedTableName resolvedName,
            Map<String, Column> columnByLowerCaseName,
            Span span,
            String uniqueConstraints) {
        return new ForeignKeyNormalizer(
                server, resolvedName, columnByLowerCaseName, span, ConstraintList.split(uniqueConstraints));
    }

    private ForeignKeyNormalizer(
            ServerState server,
            ResolvedTableName resolvedName,
            Map<String, Column> columnByLowerCaseName,
            Span span,
            List<String> declaredUniqueConstraints) {
        this.declaredUniqueConstraints = List.copyOf(declaredUniqueConstraints);
        this.server = server;
        this.resolvedName = resolvedName;
        this.columnByLowerCaseName = columnByLowerCaseName;
        this.span = span;
    }

    /**
     * Checks each foreign key as the server does, and returns the property in the form that SHOW CREATE prints.
     *
     * @throws Refusal if a foreign key is invalid, or if the text contains no foreign key
     */
    public String normalize(String text) {
        List<String> constraints = new ArrayList<>();
        for (String constraint : ConstraintList.split(text)) {
            if (!constraint.isBlank()) {
                constraints.add(normalizeConstraint(constraint));
            }
        }
        if (constraints.isEmpty()) {
            throw Refusal.ofAnalysis(span, PropertyRule.FOREIGN_KEY_INVALID, text, "it has another form");
        }
        return ConstraintList.join(constraints);
    }

    static ForeignKeyDeclaration parse(String constraint, Span span) {
        return ForeignKeyDeclaration.parse(constraint)
                .orElseThrow(() ->
                        Refusal.ofAnalysis(span, PropertyRule.FOREIGN_KEY_INVALID, constraint, "it has another form"));
    }

    private String normalizeConstraint(String constraint) {
        ForeignKeyDeclaration declaration = parse(constraint, span);
        List<String> childColumnNames = toLowerCaseNames(declaration.columnNames());
        List<String> parentColumnNames = toLowerCaseNames(declaration.parentColumnNames());
        if (childColumnNames.size() != parentColumnNames.size()) {
            throw Refusal.ofAnalysis(
                    span, PropertyRule.FOREIGN_KEY_INVALID, constraint, "the numbers of columns differ");
        }
        ResolvedTableName parentName = resolveParentName(declaration.parentTableNameParts(), constraint);
        Table parentTable = requireParentTable(parentName);
        List<Column> parentColumns = requireColumns(
                parentColumnNames, ConstraintList.indexByName(parentTable.columns()), parentTable.name());
        List<Column> childColumns = requireColumns(childColumnNames, columnByLowerCaseName, resolvedName.tableName());
        requireUniqueColumns(parentTable, parentName, parentColumnNames);
        requireSameTypes(childColumns, parentColumns);
        return renderForeignKey(
                columnNames(childColumns),
                parentName.catalogName(),
                parentName.databaseName(),
                parentTable.name(),
                columnNames(parentColumns));
    }

    /** Returns a foreign key as the server prints it. */
    static String renderForeignKey(
            List<String> columnNames,
            String catalogName,
            String databaseName,
            String parentTableName,
            List<String> parentColumnNames) {
        return "(" + String.join(",", columnNames) + ") REFERENCES " + catalogName + "." + databaseName + "."
                + parentTableName + "(" + String.join(",", parentColumnNames) + ")";
    }

    private static List<String> toLowerCaseNames(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> columnNames(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private ResolvedTableName resolveParentName(List<String> nameParts, String constraint) {
        if (nameParts.isEmpty() || nameParts.size() > 3) {
            throw Refusal.ofAnalysis(
                    span, PropertyRule.FOREIGN_KEY_INVALID, constraint, "the name of the table is invalid");
        }
        int lastIndex = nameParts.size() - 1;
        return new ResolvedTableName(
                lastIndex > 1 ? nameParts.get(0) : resolvedName.catalogName(),
                lastIndex > 0 ? nameParts.get(lastIndex - 1) : resolvedName.databaseName(),
                nameParts.get(lastIndex),
                span);
    }

    private Table requireParentTable(ResolvedTableName parentName) {
        if (!parentName.isInternal()) {
            throw Refusal.ofAnalysis(span, CommonRule.NOT_FOUND, RuleSubject.CATALOG, parentName.catalogName());
        }
        Optional<Database> database = parentName.findDatabase(server);
        if (database.isEmpty()) {
            throw Refusal.ofAnalysis(span, CommonRule.NOT_FOUND, RuleSubject.DATABASE, parentName.databaseName());
        }
        return database.get()
                .tables()
                .get(parentName.tableName())
                .orElseThrow(() ->
                        Refusal.ofAnalysis(span, CommonRule.NOT_FOUND, RuleSubject.TABLE, parentName.tableName()));
    }

    private List<Column> requireColumns(
            List<String> names, Map<String, Column> columnByLowerCaseName, String tableName) {
        List<Column> columns = new ArrayList<>(names.size());
        for (String name : names) {
            Column column = columnByLowerCaseName.get(name);
            if (column == null) {
                throw Refusal.ofAnalysis(span, CommonRule.NOT_FOUND_IN, RuleSubject.COLUMN, name, tableName);
            }
            columns.add(column);
        }
        return columns;
    }

    private void requireUniqueColumns(Table parentTable, ResolvedTableName parentName, List<String> parentColumnNames) {
        if (parentTable.model() == KeyModel.AGGREGATE) {
            throw Refusal.ofAnalysis(span, PropertyRule.FOREIGN_KEY_TO_AGGREGATE_TABLE, parentTable.name());
        }
        List<Set<String>> uniqueColumnSets = findUniqueColumnSets(parentTable, parentName);
        if (uniqueColumnSets.isEmpty()) {
            throw Refusal.ofAnalysis(span, PropertyRule.FOREIGN_KEY_NOT_UNIQUE, "the columns", parentTable.name());
        }
        if (!uniqueColumnSets.contains(new TreeSet<>(parentColumnNames))) {
            throw Refusal.ofAnalysis(span, PropertyRule.FOREIGN_KEY_NOT_UNIQUE, parentColumnNames, parentTable.name());
        }
    }

    private List<Set<String>> findUniqueColumnSets(Table parentTable, ResolvedTableName parentName) {
        List<Set<String>> uniqueColumnSets = new ArrayList<>();
        if (parentTable.model() != KeyModel.DUPLICATE) {
            uniqueColumnSets.add(toLowerCaseSet(parentTable.keyColumnNames()));
        }
        KnownProperty.UNIQUE_CONSTRAINTS
                .findValueIn(parentTable.properties())
                .ifPresent(uniqueConstraints -> UniqueConstraints.parse(
                                uniqueConstraints, parentName, ConstraintList.indexByName(parentTable.columns()), span)
                        .constraints()
                        .forEach(constraint -> uniqueColumnSets.add(toLowerCaseSet(constraint.columnNames()))));
        declaredUniqueConstraints.stream()
                .flatMap(text -> UniqueConstraints.Constraint.parsePrinted(text).stream())
                .filter(constraint -> constraint.catalogName().equals(parentName.catalogName())
                        && constraint.databaseName().equals(parentName.databaseName())
                        && constraint.tableName().equals(parentTable.name()))
                .forEach(constraint -> uniqueColumnSets.add(toLowerCaseSet(constraint.columnNames())));
        return uniqueColumnSets;
    }

    private static Set<String> toLowerCaseSet(List<String> names) {
        Set<String> lowerCaseNames = new TreeSet<>();
        names.forEach(name -> lowerCaseNames.add(name.toLowerCase(Locale.ROOT)));
        return lowerCaseNames;
    }

    private void requireSameTypes(List<Column> childColumns, List<Column> parentColumns) {
        for (int i = 0; i < childColumns.size(); i++) {
            if (!childColumns.get(i).type().equals(parentColumns.get(i).type())) {
                throw Refusal.ofAnalysis(
                        span,
                        PropertyRule.FOREIGN_KEY_TYPES_DIFFER,
                        childColumns.get(i).name(),
                        parentColumns.get(i).name());
            }
        }
    }
}
