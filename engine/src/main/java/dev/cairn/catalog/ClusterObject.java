package dev.cairn.catalog;

import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object of a cluster, such as a resource group.
 *
 * @param parts what its definition consists of, in the form in which a server shows it; defaults are left out
 */
public record ClusterObject(ClusterKind kind, String name, SortedMap<ClusterPart, String> parts) {
    public ClusterObject {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** Returns the key by which a catalog finds it: {@code resource group etl}. */
    public String key() {
        return key(kind, name);
    }

    public static String key(ClusterKind kind, String name) {
        return kind.title() + " " + name;
    }

    public ClusterObject with(SortedMap<ClusterPart, String> newParts) {
        return new ClusterObject(kind, name, newParts);
    }

    /** Returns the statement that creates it. */
    public ClusterStatement.CreateClusterObject toCreateStatement(IfExists ifExists) {
        return new ClusterStatement.CreateClusterObject(
                kind,
                QualifiedName.of(name),
                ifExists,
                parts.entrySet().stream()
                        .map(part -> ClusterItem.of(part.getKey(), part.getValue()))
                        .toList(),
                Span.NONE);
    }
}
