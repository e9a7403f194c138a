package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The objects of a server that could be read, and the gaps.
 *
 * @param catalog the requested objects that exist and can be read
 * @param gaps the requested objects that could not be read completely
 * @param unmanaged the other objects, which were not requested
 * @param staged the staging and retired objects of migrations that are not complete
 * @param missingCatalogs the external catalogs that do not exist, although tables in them were requested
 */
public record LiveSchema(
        Catalog catalog,
        List<ReflectionGap> gaps,
        List<ListedObject> unmanaged,
        List<ListedObject> staged,
        SortedSet<String> missingCatalogs) {
    public LiveSchema {
        gaps = List.copyOf(gaps);
        unmanaged = List.copyOf(unmanaged);
        staged = List.copyOf(staged);
        missingCatalogs = Collections.unmodifiableSortedSet(new TreeSet<>(missingCatalogs));
    }

    /** Creates a schema for which no external catalogs were requested. */
    public LiveSchema(
            Catalog catalog, List<ReflectionGap> gaps, List<ListedObject> unmanaged, List<ListedObject> staged) {
        this(catalog, gaps, unmanaged, staged, Collections.emptySortedSet());
    }

    /** Returns the schema with another catalog and other gaps. */
    LiveSchema withObjects(Catalog newCatalog, List<ReflectionGap> newGaps) {
        return new LiveSchema(newCatalog, newGaps, unmanaged, staged, missingCatalogs);
    }

    LiveSchema withMissingCatalogs(SortedSet<String> newMissingCatalogs) {
        return new LiveSchema(catalog, gaps, unmanaged, staged, newMissingCatalogs);
    }

    /**
     * Returns the schema without the names of missing external catalogs. The tables in these catalogs then count as
     * missing, too, as before their creation.
     */
    public LiveSchema withoutMissingCatalogs() {
        return withMissingCatalogs(Collections.emptySortedSet());
    }
}
