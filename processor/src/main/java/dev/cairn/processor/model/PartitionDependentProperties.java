package dev.cairn.processor.model;

import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Set;

/** Properties that are about partitions: without them they say nothing, or are refused. */
public final class PartitionDependentProperties {
    private static final Set<String> FIRST_WORDS = Set.of("partition", "dynamic", "auto", "storage", "datacache");

    private PartitionDependentProperties() {}

    /** All others, where a mistake was found in how a table is partitioned. */
    public static List<Property> removedFrom(List<Property> properties) {
        return properties.stream()
                .filter(property -> !FIRST_WORDS.contains(property.name().split("[._]", 2)[0]))
                .toList();
    }
}
