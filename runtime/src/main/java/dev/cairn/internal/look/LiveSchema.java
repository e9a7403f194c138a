package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import java.util.List;

/**
 * What a server holds.
 *
 * @param catalog the objects that were asked for, as far as they are there and can be read
 * @param gaps of which of those something could not be found out
 * @param others what else there is, and nobody asked for
 * @param staged what Cairn began and has not ended
 */
public record LiveSchema(
        Catalog catalog, List<ReflectionGap> gaps, List<ListedObject> others, List<ListedObject> staged) {
    public LiveSchema {
        gaps = List.copyOf(gaps);
        others = List.copyOf(others);
        staged = List.copyOf(staged);
    }
}
