package dev.cairn.catalog;

import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object of a cluster, such as a resource group.
 *
 * @param database its database; empty for an object outside of databases
 * @param parts the parts of its definition, in the form in which a server shows them, without defaults
 */
public record ClusterObject(ClusterKind kind, String database, String name, SortedMap<ClusterPart, String> parts) {
    public ClusterObject {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** Creates an object outside of databases. */
    public ClusterObject(ClusterKind kind, String name, SortedMap<ClusterPart, String> parts) {
        this(kind, "", name, parts);
    }

    /** Returns the key by which a catalog finds it: {@code resource group etl}, {@code routine load shop.clicks}. */
    public String key() {
        return key(kind, fullName());
    }

    /**
     * Returns the key of an object.
     *
     * @param fullName the name, behind that of its database if it has one
     */
    public static String key(ClusterKind kind, String fullName) {
        return kind.title() + " " + fullName;
    }

    /** Returns the key of the object of a statement that is sent in a database, which may be null. */
    public static String key(ClusterStatement statement, @Nullable String currentDatabase) {
        String name = statement.name().lastPart().text();
        if (!statement.kind().has(ClusterKind.Feature.IN_DATABASE)) {
            return key(statement.kind(), name);
        }
        String database = statement.name().qualifier().map(Name::text).orElse(currentDatabase);
        return key(statement.kind(), database == null ? name : database + "." + name);
    }

    /** Returns its name behind that of its database: {@code etl}, {@code shop.clicks}. */
    public String fullName() {
        return database.isEmpty() ? name : database + "." + name;
    }

    /** Returns the name for a statement in a database, which may be null. */
    public QualifiedName toSqlName(@Nullable String currentDatabase) {
        return database.isEmpty() || database.equals(currentDatabase)
                ? QualifiedName.of(name)
                : QualifiedName.of(database, name);
    }

    public ClusterObject with(SortedMap<ClusterPart, String> newParts) {
        return new ClusterObject(kind, database, name, newParts);
    }

    public ClusterObject with(ClusterPart part, String value) {
        SortedMap<ClusterPart, String> newParts = new TreeMap<>(parts);
        newParts.put(part, value);
        return with(newParts);
    }

    public ClusterObject withoutPart(ClusterPart part) {
        SortedMap<ClusterPart, String> newParts = new TreeMap<>(parts);
        newParts.remove(part);
        return with(newParts);
    }

    public boolean isPaused() {
        return parts.containsKey(ClusterPart.PAUSED);
    }

    /** Returns the table to which it belongs; empty if its kind belongs to none. */
    public Optional<String> table() {
        return Optional.ofNullable(parts.get(ClusterPart.TABLE));
    }

    /** Returns the statement that creates it, sent in any database. */
    public ClusterStatement.CreateClusterObject toCreateStatement(IfExists ifExists) {
        return toCreateStatement(ifExists, null);
    }

    /** Returns the statement that creates it, sent in a database, which may be null. */
    public ClusterStatement.CreateClusterObject toCreateStatement(IfExists ifExists, @Nullable String currentDatabase) {
        return new ClusterStatement.CreateClusterObject(
                kind,
                toSqlName(currentDatabase),
                ifExists,
                parts.entrySet().stream()
                        .filter(part -> !part.getKey().equals(ClusterPart.PAUSED))
                        .map(part -> ClusterItem.of(part.getKey(), part.getValue()))
                        .toList(),
                Span.NONE);
    }
}
