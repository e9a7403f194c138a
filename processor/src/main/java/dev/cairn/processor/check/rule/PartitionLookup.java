package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The partitions that a table declares. */
public final class PartitionLookup {
    private PartitionLookup() {}

    public static List<PartitionDefinition> in(@Nullable PartitionClause clause) {
        if (clause instanceof PartitionClause.Range range) {
            return range.partitions();
        }
        if (clause instanceof PartitionClause.InList list) {
            return list.partitions();
        }
        return clause instanceof PartitionClause.By by ? by.partitions() : List.of();
    }

    /** Whether the partition or its name is at a place. */
    public static boolean isAt(Place place, PartitionDefinition partition) {
        return Place.of(partition.span()).equals(place)
                || name(partition)
                        .filter(name -> Place.of(name.span()).equals(place))
                        .isPresent();
    }

    /** The name of a partition; a batch of partitions has none. */
    public static Optional<Name> name(PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.LessThan lessThan) {
            return Optional.of(lessThan.name());
        }
        if (partition instanceof PartitionDefinition.Fixed fixed) {
            return Optional.of(fixed.name());
        }
        return partition instanceof PartitionDefinition.In in ? Optional.of(in.name()) : Optional.empty();
    }
}
