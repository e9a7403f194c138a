package dev.cairn.processor.check.repair;

import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.PartitionDependentProperties;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The mistakes of a statement, and the parts that they affect. {@link StatementRepairer} removes these parts, so that
 * the engine finds mistakes in the other parts, too.
 *
 * @param places the places of the mistakes
 * @param forbiddenPropertyPlaces the places of properties that the statement can't have, regardless of their values
 */
public record StatementMistakes(Set<Place> places, Set<Place> forbiddenPropertyPlaces) {
    /** Returns whether a partition or its name is at a place. */
    private static boolean isAt(Place place, PartitionDefinition partition) {
        return Place.of(partition.span()).equals(place)
                || Place.of(partition.name().span()).equals(place);
    }

    boolean hasMistakeAt(Place place) {
        return places.contains(place);
    }

    /** Returns whether the part of the statement at a span has a mistake. */
    boolean affects(Span span) {
        return hasMistakeAt(Place.of(span));
    }

    boolean affects(IndexDefinition index) {
        return affects(index.span()) || affectsAny(index.columns());
    }

    boolean affects(RollupDefinition rollup) {
        return affects(rollup.span()) || affectsAny(rollup.columns()) || affectsAny(rollup.duplicateKey());
    }

    boolean affects(PartitionDefinition partition) {
        return places.stream().anyMatch(place -> isAt(place, partition))
                || partition.properties().stream().anyMatch(property -> affects(property.span()));
    }

    boolean affects(SortItem item) {
        return affects(item.value().span());
    }

    boolean affectsAny(List<Name> names) {
        return names.stream().anyMatch(name -> affects(name.span()));
    }

    /** Returns the items to which a predicate does not apply. */
    static <T> List<T> filterOut(List<T> items, Predicate<T> isRemoved) {
        return items.stream().filter(isRemoved.negate()).toList();
    }

    /**
     * Returns the properties without mistakes. Wrong values become placeholders, whose values are not known. Forbidden
     * properties are removed, and so are the properties with the same prefix, which depend on them. Without partitions,
     * the properties that depend on partitions are removed, too.
     */
    List<Property> repairProperties(List<Property> properties, boolean isPartitioned) {
        Set<String> forbiddenFamilies = new HashSet<>();
        List<Property> repairedProperties = new ArrayList<>();
        for (Property property : properties) {
            Place place = Place.of(property.span());
            if (forbiddenPropertyPlaces.contains(place)) {
                forbiddenFamilies.add(propertyFamily(property));
            }
            repairedProperties.add(hasMistakeAt(place) ? withUnknownValue(property) : property);
        }
        List<Property> permittedProperties =
                filterOut(repairedProperties, property -> forbiddenFamilies.contains(propertyFamily(property)));
        return isPartitioned ? permittedProperties : PartitionDependentProperties.removeFrom(permittedProperties);
    }

    private static Property withUnknownValue(Property property) {
        return new Property(property.name(), Placeholder.of(property.name()).toString(), property.span());
    }

    /** Returns the name up to its first dot or underscore, which related properties have in common. */
    private static String propertyFamily(Property property) {
        return property.name().split("[._]", 2)[0];
    }
}
