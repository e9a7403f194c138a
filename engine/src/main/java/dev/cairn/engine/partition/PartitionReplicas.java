package dev.cairn.engine.partition;

import dev.cairn.catalog.Table;
import dev.cairn.engine.property.Replicas;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The number of replicas of each partition: its own number, or that of the table when the partition was created. */
public final class PartitionReplicas {
    private PartitionReplicas() {}

    /** The table with another number of replicas for future partitions; existing partitions keep their number. */
    public static Table keeping(Table table, String number) {
        Optional<String> before = table.properties().value(Replicas.PROPERTY);
        List<PartitionDefinition> partitions = TablePartitions.of(table).list().stream()
                .map(partition -> with(partition, of(partition).or(() -> before).orElse(number), number))
                .toList();
        Table changed = TablePartitions.of(table).with(partitions);
        return changed.withProperties(changed.properties().with(Replicas.PROPERTY, number));
    }

    public static Optional<String> of(PartitionDefinition partition) {
        return properties(partition).stream()
                .filter(property -> property.name().equals(Replicas.PROPERTY))
                .map(Property::value)
                .findFirst();
    }

    /** The partition with the number of replicas, which is stored only if it differs from the table's. */
    public static PartitionDefinition with(PartitionDefinition partition, String number, String usual) {
        List<Property> properties = new ArrayList<>(properties(partition));
        properties.removeIf(property -> property.name().equals(Replicas.PROPERTY));
        if (!number.equals(usual)) {
            properties.add(Property.of(Replicas.PROPERTY, number));
        }
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            return new PartitionDefinition.Fixed(
                    fixed.ifNotExists(), fixed.name(), fixed.lower(), fixed.upper(), properties, fixed.span());
        }
        if (partition instanceof PartitionDefinition.In in) {
            return new PartitionDefinition.In(
                    in.ifNotExists(), in.name(), in.values(), in.rows(), properties, in.span());
        }
        return partition;
    }

    static List<Property> properties(PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            return fixed.properties();
        }
        if (partition instanceof PartitionDefinition.LessThan less) {
            return less.properties();
        }
        return partition instanceof PartitionDefinition.In in ? in.properties() : List.of();
    }
}
