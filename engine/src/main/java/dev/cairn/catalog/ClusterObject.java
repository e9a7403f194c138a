package dev.cairn.catalog;

import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object of a cluster, such as a resource group.
 *
 * @param database the database of the object or of its table; for a database in an external catalog,
 *     {@code catalog.database}; empty for an object outside of databases
 * @param parts the parts of the definition as a server shows them, without defaults
 */
public record ClusterObject(
        ClusterObjectKind kind, String database, String name, SortedMap<ClusterPart, String> parts) {
    public ClusterObject {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** Creates an object outside of databases. */
    public ClusterObject(ClusterObjectKind kind, String name, SortedMap<ClusterPart, String> parts) {
        this(kind, "", name, parts);
    }

    /**
     * Creates an object with the name in a statement and without a definition.
     *
     * @param selectedDatabase the selected database; null if the session has selected none
     */
    public static ClusterObject ofStatementName(ClusterStatement statement, @Nullable String selectedDatabase) {
        boolean hasDatabase = statement.kind().hasDatabase() || statement.kind().isNamedInExternalDatabase();
        return new ClusterObject(
                statement.kind(),
                hasDatabase ? findDatabase(statement, selectedDatabase).orElse("") : "",
                statement.name().lastPart().text(),
                Collections.emptySortedMap());
    }

    /** Returns the key of the object in a catalog: {@code resource group etl}, {@code routine load shop.clicks}. */
    public String key() {
        return key(kind, fullName());
    }

    /**
     * Returns the key of an object in a catalog.
     *
     * @param fullName the {@linkplain #fullName(ClusterObjectKind, String, String) full name}
     */
    public static String key(ClusterObjectKind kind, String fullName) {
        return kind.title() + " " + fullName;
    }

    /** Returns the key of the object of a statement; the selected database may be null. */
    public static String key(ClusterStatement statement, @Nullable String selectedDatabase) {
        return key(
                statement.kind(),
                fullName(
                        statement.kind(),
                        findDatabase(statement, selectedDatabase).orElse(""),
                        statement.name().lastPart().text()));
    }

    /**
     * Returns the database of the object of a statement, as {@code catalog.database} if it is in an external catalog;
     * empty if the statement names no database, and none is selected.
     */
    public static Optional<String> findDatabase(ClusterStatement statement, @Nullable String selectedDatabase) {
        Optional<String> database = statement.name().qualifier().map(Name::text);
        return statement.kind().isNamedInExternalDatabase()
                ? database.map(name -> statement.name().catalog().orElseThrow().text() + "." + name)
                : database.or(() -> Optional.ofNullable(selectedDatabase));
    }

    /**
     * Returns the name of an object, preceded by the name of its database if names of this kind are unique only
     * within a database: {@code etl}, {@code shop.clicks}, {@code lake.sales.customer}.
     *
     * @param database may be empty
     */
    public static String fullName(ClusterObjectKind kind, String database, String name) {
        boolean isQualified = kind.isNamedInDatabase() || kind.isNamedInExternalDatabase();
        return isQualified && !database.isEmpty() ? database + "." + name : name;
    }

    /** Returns the {@linkplain #fullName(ClusterObjectKind, String, String) full name} of this object. */
    public String fullName() {
        return fullName(kind, database, name);
    }

    /** Returns the external catalog that contains the object; empty for an object outside of external catalogs. */
    public Optional<String> externalCatalog() {
        return toSqlName(null).catalog().map(Name::text);
    }

    /**
     * Returns the name of the object in a statement, without the database if it is the selected one. The
     * selected database may be null.
     */
    public QualifiedName toSqlName(@Nullable String selectedDatabase) {
        if (kind.isNamedInExternalDatabase()) {
            // The name of a catalog has no dot.
            String[] qualifiers = database.split("\\.", 2);
            return QualifiedName.of(qualifiers[0], qualifiers[1], name);
        }
        return !kind.hasQualifiedNames() || database.isEmpty() || database.equals(selectedDatabase)
                ? QualifiedName.of(name)
                : QualifiedName.of(database, name);
    }

    public ClusterObject withParts(SortedMap<ClusterPart, String> newParts) {
        return new ClusterObject(kind, database, name, newParts);
    }

    public ClusterObject withPart(ClusterPart part, String value) {
        SortedMap<ClusterPart, String> newParts = new TreeMap<>(parts);
        newParts.put(part, value);
        return withParts(newParts);
    }

    public ClusterObject withoutPart(ClusterPart part) {
        SortedMap<ClusterPart, String> newParts = new TreeMap<>(parts);
        newParts.remove(part);
        return withParts(newParts);
    }

    public boolean isPaused() {
        return parts.containsKey(ClusterPart.PAUSED);
    }

    /** Returns the name of the table of this object; empty if objects of this kind have no table. */
    public Optional<String> tableName() {
        return Optional.ofNullable(parts.get(ClusterPart.TABLE));
    }

    /**
     * Returns whether the object follows its table when the table is renamed. Any other object keeps the name of the
     * table.
     */
    public boolean isBoundToTable() {
        return kind.hasFeature(ClusterObjectKind.Feature.BOUND_TO_TABLE);
    }

    /**
     * Returns the statement that creates the object. Any database may be selected, because the name in the statement is
     * qualified. The statement does not pause the object, even if this one is paused.
     */
    public ClusterStatement.CreateClusterObject toCreateStatement(ExistingObjectPolicy onExistingObject) {
        return toCreateStatement(onExistingObject, null);
    }

    /** Returns the statement that creates the object; the selected database may be null. */
    public ClusterStatement.CreateClusterObject toCreateStatement(
            ExistingObjectPolicy onExistingObject, @Nullable String selectedDatabase) {
        return new ClusterStatement.CreateClusterObject(
                kind,
                toSqlName(selectedDatabase),
                onExistingObject,
                parts.entrySet().stream()
                        .filter(partEntry -> !partEntry.getKey().equals(ClusterPart.PAUSED))
                        .map(partEntry -> ClusterItem.of(partEntry.getKey(), partEntry.getValue()))
                        .toList(),
                Span.NONE);
    }
}
