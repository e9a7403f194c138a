package dev.cairn.processor.check.refusal;

import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table to check, and its target server. The names of columns are resolved once for all rules, so that a misspelled
 * name causes one finding instead of one for each rule.
 */
public final class CheckedTable {
    private final ObjectDeclaration declaration;
    private final CreateTable statement;
    private final ServerProfile profile;
    private final Map<String, DeclaredColumn> columnByName = new LinkedHashMap<>();

    /**
     * The names of the key columns. A misspelled name is replaced with the nearest column name, so that only one rule
     * reports it.
     */
    private final Set<String> keyNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private final boolean isKeyResolved;

    public CheckedTable(ObjectDeclaration declaration, CreateTable statement, ServerProfile profile) {
        this.declaration = declaration;
        this.statement = statement;
        this.profile = profile;
        for (DeclaredColumn column : declaration.columns()) {
            columnByName.putIfAbsent(column.name().toLowerCase(Locale.ROOT), column);
        }
        this.isKeyResolved = addKeyNames();
    }

    /** Adds the names of the key columns to {@code keyNames}, and returns whether each name in the key is resolved. */
    private boolean addKeyNames() {
        KeyClause keyClause = statement.key();
        if (keyClause == null) {
            boolean hasAggregates = keyModel() == KeyModel.AGGREGATE;
            columns().stream()
                    .filter(column -> hasAggregates && column.definition().aggregation() == null)
                    .forEach(column -> keyNames.add(column.name()));
            return true;
        }
        boolean isResolved = true;
        for (Name name : keyClause.columns()) {
            Optional<String> intendedName = findColumn(name.text())
                    .map(DeclaredColumn::name)
                    .or(() -> Suggestion.findNearest(name.text(), columnNames()));
            intendedName.ifPresent(keyNames::add);
            isResolved &= intendedName.isPresent();
        }
        return isResolved;
    }

    public ObjectDeclaration declaration() {
        return declaration;
    }

    public CreateTable statement() {
        return statement;
    }

    public ServerProfile profile() {
        return profile;
    }

    public String name() {
        return statement.name().lastPart().text();
    }

    public Place place() {
        return declaration.place();
    }

    public List<DeclaredColumn> columns() {
        return declaration.columns();
    }

    /** Returns the column with a name, ignoring case, as the server does; empty if no column has the name. */
    public Optional<DeclaredColumn> findColumn(String name) {
        return Optional.ofNullable(columnByName.get(name.toLowerCase(Locale.ROOT)));
    }

    List<String> columnNames() {
        List<String> names = new ArrayList<>(columns().size());
        for (DeclaredColumn column : columns()) {
            names.add(column.name());
        }
        return names;
    }

    /** Returns the key model, explicit or implied. */
    public KeyModel keyModel() {
        KeyClause keyClause = statement.key();
        if (keyClause != null) {
            return keyClause.model();
        }
        boolean hasAggregates =
                columns().stream().anyMatch(column -> column.definition().aggregation() != null);
        return hasAggregates ? KeyModel.AGGREGATE : KeyModel.DUPLICATE;
    }

    /** Returns the keywords of the key clause, such as {@code PRIMARY KEY}. */
    public String keyKeywords() {
        return keyModel().name() + " KEY";
    }

    /** Returns whether a column is part of the explicit key or, in a table with aggregates, of the implied key. */
    public boolean isKeyColumn(DeclaredColumn column) {
        return keyNames.contains(column.name());
    }

    /** Returns whether a column is certainly not part of the key. */
    boolean isValueColumn(DeclaredColumn column) {
        return isKeyResolved && !isKeyColumn(column);
    }

    /** Returns whether the server merges the values of the column when it merges rows with equal keys. */
    boolean isMerged(DeclaredColumn column) {
        return keyModel() != KeyModel.DUPLICATE && isValueColumn(column);
    }

    /** Returns the names of the key columns as the value of an annotation: {@code "day"} or {@code {"day", "city"}}. */
    public String renderKeyAsJava() {
        List<String> quotedNames = columns().stream()
                .filter(this::isKeyColumn)
                .map(column -> '"' + column.name() + '"')
                .toList();
        return quotedNames.size() == 1 ? quotedNames.get(0) : "{" + String.join(", ", quotedNames) + "}";
    }

    /** Returns the names of the columns in ORDER BY. */
    List<Name> collectSortColumnNames() {
        return statement.orderBy().stream()
                .flatMap(item -> item.value().collectColumnNames().stream())
                .toList();
    }

    /** Returns the names of columns as all clauses write them, in the order of the clauses, with repetitions. */
    public List<Name> collectColumnReferences() {
        List<Name> names = new ArrayList<>();
        for (DeclaredColumn column : columns()) {
            Expression generatedValue = column.definition().generatedValue();
            if (generatedValue != null) {
                names.addAll(generatedValue.collectColumnNames());
            }
        }
        if (statement.key() != null) {
            names.addAll(statement.key().columns());
        }
        if (statement.partitioning() != null) {
            names.addAll(statement.partitioning().collectColumnNames());
        }
        if (statement.distribution() instanceof Distribution.Hash hashDistribution) {
            names.addAll(hashDistribution.columns());
        }
        names.addAll(collectSortColumnNames());
        for (IndexDefinition index : statement.indexes()) {
            names.addAll(index.columns());
        }
        for (RollupDefinition rollup : statement.rollups()) {
            names.addAll(rollup.columns());
            names.addAll(rollup.duplicateKey());
        }
        for (Property property : statement.properties()) {
            if (KnownProperty.BLOOM_FILTER_COLUMNS.isNamed(property.name())) {
                for (String name : property.value().split(",", 0)) {
                    names.add(Name.ofUnquoted(name.trim(), property.span()));
                }
            }
        }
        return names;
    }

    /** Returns the type that the server stores; empty if the declared type is unknown or invalid. */
    Optional<Type> findStoredType(DeclaredColumn column) {
        Type type = column.definition().type();
        if (type == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(StoredTypeConverter.convertForColumn(
                    profile, type, column.definition().span()));
        } catch (Refusal ignored) {
            return Optional.empty();
        }
    }

    /** Returns the type as the server's messages spell it. */
    public static String formatType(Type type) {
        return TypeFormat.formatWithoutStorageClass(type);
    }
}
