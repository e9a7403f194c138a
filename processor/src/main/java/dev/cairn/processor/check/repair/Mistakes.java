package dev.cairn.processor.check.repair;

import dev.cairn.processor.model.PartitionDependentProperties;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The mistakes that were found in a statement.
 *
 * @param places the places of the mistakes
 */
public record Mistakes(Set<Place> places) {
    /** Whether a partition or its name is at a place. */
    private static boolean isAt(Place place, PartitionDefinition partition) {
        return Place.of(partition.span()).equals(place)
                || Place.of(partition.name().span()).equals(place);
    }

    boolean areAt(Place place) {
        return places.contains(place);
    }

    boolean affect(Span span) {
        return areAt(Place.of(span));
    }

    boolean affect(IndexDefinition index) {
        return affect(index.span()) || affectAny(index.columns());
    }

    boolean affect(RollupDefinition rollup) {
        return affect(rollup.span()) || affectAny(rollup.columns()) || affectAny(rollup.duplicateKey());
    }

    boolean affect(PartitionDefinition partition) {
        return places.stream().anyMatch(place -> isAt(place, partition));
    }

    boolean affect(SortItem item) {
        return affect(item.value().span());
    }

    boolean affectAny(List<Name> names) {
        return names.stream().anyMatch(name -> affect(name.span()));
    }

    static <T> List<T> without(List<T> all, Predicate<T> removed) {
        return all.stream().filter(removed.negate()).toList();
    }

    /** Removes mistaken properties with all others of the same prefix, which depend on one another. */
    List<Property> soundProperties(List<Property> properties, boolean partitioned) {
        Set<String> faultyFamilies = new HashSet<>();
        for (Property property : properties) {
            if (affect(property.span())) {
                faultyFamilies.add(family(property));
            }
        }
        List<Property> sound = without(properties, property -> faultyFamilies.contains(family(property)));
        return partitioned ? sound : PartitionDependentProperties.removedFrom(sound);
    }

    private static String family(Property property) {
        return property.name().split("[._]", 2)[0];
    }
}
