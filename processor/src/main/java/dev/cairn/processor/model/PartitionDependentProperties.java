package dev.cairn.processor.model;

import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Set;

/** Properties that need partitions: without them, they have no effect or are refused. */
public final class PartitionDependentProperties {
    private static final Set<String> FIRST_WORDS = Set.of("partition", "dynamic", "auto", "storage", "datacache");

    private PartitionDependentProperties() {}

    /** Removes them, for a table whose partitioning is invalid. */
    public static List<Property> removeFrom(List<Property> properties) {
        return properties.stream()
                .filter(property -> !FIRST_WORDS.contains(property.name().split("[._]", 2)[0]))
                .toList();
    }
}
