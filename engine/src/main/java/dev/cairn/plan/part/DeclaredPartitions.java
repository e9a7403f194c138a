package dev.cairn.plan.part;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.PartitionRetention;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** The declared partitions of a table, as distinct from the partitions that the server creates and drops itself. */
public final class DeclaredPartitions {
    private DeclaredPartitions() {}

    /**
     * Returns the partitions that a clause declares; an empty list if the server itself creates all partitions.
     */
    public static List<PartitionDefinition> find(PartitionClause clause, Table table) {
        if (table.partitioning() instanceof Partitioning.ExpressionList) {
            return List.of();
        }
        return clause instanceof PartitionClause.ExpressionPartitioning ? List.of() : clause.partitions();
    }

    /** Returns the clause without its partitions. */
    static PartitionClause withoutPartitions(PartitionClause clause) {
        return clause instanceof PartitionClause.ExpressionPartitioning ? clause : clause.withPartitions(List.of());
    }

    /**
     * Removes from the differing parts what the server itself has changed: partitions that it created, and partitions
     * that it dropped because they expired. Expired are the desired partitions before the first one that still exists.
     */
    static void removeServerChanges(
            SortedSet<ObjectPart> differingParts,
            ObjectParts currentParts,
            ObjectParts desiredParts,
            Table currentTable,
            Table desiredTable) {
        if (currentTable.mayHaveUndeclaredPartitions() || desiredTable.mayHaveUndeclaredPartitions()) {
            differingParts.removeIf(part -> part.hasKind(ObjectPart.Kind.PARTITION)
                    && !desiredParts.contents().containsKey(part));
        }
        Set<ObjectPart> currentPartitionParts = currentParts.contents().keySet().stream()
                .filter(part -> part.hasKind(ObjectPart.Kind.PARTITION))
                .collect(Collectors.toSet());
        if (!hasExpiringPartitions(desiredTable)
                || currentPartitionParts.isEmpty()
                || !desiredTable.partitioning().isByRange()) {
            return;
        }
        for (PartitionDefinition partition : desiredTable.partitioning().partitions()) {
            ObjectPart part =
                    new ObjectPart(ObjectPart.Kind.PARTITION, partition.name().text());
            if (currentPartitionParts.contains(part)) {
                return;
            }
            differingParts.remove(part);
        }
    }

    private static boolean hasExpiringPartitions(Table table) {
        return table.hasDynamicPartitions()
                || !PartitionRetention.findLimits(Holder.TABLE, table.properties())
                        .isEmpty();
    }
}
