package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The objects of a server that could be read, and the gaps.
 *
 * @param catalog the requested objects that exist and can be read
 * @param gaps the requested objects that could not be read completely
 * @param unmanagedObjects the other objects, which were not requested
 * @param temporaryObjects the staging and retired objects: those of a migration in progress, those that a dead migrator
 *     left behind, and the old tables that rebuilds retain
 * @param missingCatalogNames the external catalogs that do not exist, although tables in them were requested
 */
public record LiveSchema(
        Catalog catalog,
        List<ReflectionGap> gaps,
        List<ListedObject> unmanagedObjects,
        List<ListedObject> temporaryObjects,
        SortedSet<String> missingCatalogNames) {
    public LiveSchema {
        gaps = List.copyOf(gaps);
        unmanagedObjects = List.copyOf(unmanagedObjects);
        temporaryObjects = List.copyOf(temporaryObjects);
        missingCatalogNames = Collections.unmodifiableSortedSet(new TreeSet<>(missingCatalogNames));
    }

    /** Creates a schema for which no external catalogs were requested. */
    public LiveSchema(
            Catalog catalog,
            List<ReflectionGap> gaps,
            List<ListedObject> unmanagedObjects,
            List<ListedObject> temporaryObjects) {
        this(catalog, gaps, unmanagedObjects, temporaryObjects, Collections.emptySortedSet());
    }

    /** Returns whether an object could not be read completely. */
    boolean hasGap(ObjectName name) {
        return gaps.stream().anyMatch(gap -> gap.object().equals(name));
    }

    /** Returns the schema with another catalog and other gaps. */
    LiveSchema withObjects(Catalog newCatalog, List<ReflectionGap> newGaps) {
        return new LiveSchema(newCatalog, newGaps, unmanagedObjects, temporaryObjects, missingCatalogNames);
    }

    LiveSchema withMissingCatalogs(SortedSet<String> newMissingCatalogNames) {
        return new LiveSchema(catalog, gaps, unmanagedObjects, temporaryObjects, newMissingCatalogNames);
    }

    /**
     * Returns the schema without the names of missing external catalogs. The tables in these catalogs then count as
     * missing, too, as before their creation.
     */
    public LiveSchema withoutMissingCatalogs() {
        return withMissingCatalogs(Collections.emptySortedSet());
    }
}
