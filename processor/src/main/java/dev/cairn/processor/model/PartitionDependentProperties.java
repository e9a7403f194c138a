package dev.cairn.processor.model;

import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Set;

/**
 * The properties that need partitions. In a table without partitions, they have no effect, or the server refuses them.
 */
public final class PartitionDependentProperties {
    /** The first words of the names of such properties, such as {@code dynamic_partition.enable}. */
    private static final Set<String> PROPERTY_NAME_PREFIXES =
            Set.of("partition", "dynamic", "auto", "storage", "datacache");

    private PartitionDependentProperties() {}

    /**
     * Returns the properties without those that need partitions, for a table whose partitioning is invalid, so that no
     * finding is about its missing partitions.
     */
    public static List<Property> removeFrom(List<Property> properties) {
        return properties.stream()
                .filter(property ->
                        !PROPERTY_NAME_PREFIXES.contains(property.name().split("[._]", 2)[0]))
                .toList();
    }
}
