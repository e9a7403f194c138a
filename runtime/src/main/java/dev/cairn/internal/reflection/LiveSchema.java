package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import java.util.List;

/**
 * The objects of a server, as far as they could be read.
 *
 * @param catalog the requested objects that exist and can be read
 * @param gaps the requested objects of which something could not be read
 * @param unmanaged the other objects, which were not requested
 * @param staged the staging and retired objects of migrations that are not complete
 */
public record LiveSchema(
        Catalog catalog, List<ReflectionGap> gaps, List<ListedObject> unmanaged, List<ListedObject> staged) {
    public LiveSchema {
        gaps = List.copyOf(gaps);
        unmanaged = List.copyOf(unmanaged);
        staged = List.copyOf(staged);
    }
}
