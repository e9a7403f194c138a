package dev.cairn.plan.part;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.RetentionLimit;
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
        boolean createsAllPartitions = table.partitioning() instanceof Partitioning.ExpressionList
                || clause instanceof PartitionClause.ExpressionPartitioning;
        return createsAllPartitions ? List.of() : clause.partitions();
    }

    /** Returns the clause without its partitions. */
    static PartitionClause withoutPartitions(PartitionClause clause) {
        return clause instanceof PartitionClause.ExpressionPartitioning ? clause : clause.withPartitions(List.of());
    }

    /**
     * Removes from the differing parts what the server itself has changed: partitions that it created, and partitions
     * that it dropped because they expired.
     *
     * <p>A partition that only the current table has is a difference nevertheless if its values belong to a desired
     * partition, which can't be created beside it. A partition that only the desired table has counts as expired only
     * if the limits of the current table may have dropped it, if the desired table has limits, too, and if all existing
     * partitions have later values: the server drops the oldest partitions first.
     */
    static void removeServerChanges(SortedSet<ObjectPart> differingParts, Table currentTable, Table desiredTable) {
        boolean areComparable = TablePartitions.of(currentTable).isComparableWith(TablePartitions.of(desiredTable));
        if (currentTable.mayHaveUndeclaredPartitions() || desiredTable.mayHaveUndeclaredPartitions()) {
            PartitionCoverage desiredCoverage = areComparable ? coverage(desiredTable) : PartitionCoverage.EMPTY;
            findPartitionsMissingIn(desiredTable, currentTable).stream()
                    .filter(partition -> desiredCoverage.isEmpty()
                            || !PartitionCoverage.of(desiredTable, List.of(partition))
                                    .overlaps(desiredCoverage))
                    .forEach(partition -> differingParts.remove(toPart(partition)));
        }
        if (areComparable
                && mayHaveDroppedPartitions(currentTable)
                && !RetentionLimit.findLimits(desiredTable).isEmpty()) {
            PartitionCoverage currentCoverage = coverage(currentTable);
            findPartitionsMissingIn(currentTable, desiredTable).stream()
                    .filter(partition -> PartitionCoverage.of(currentTable, List.of(partition))
                            .isBefore(currentCoverage))
                    .forEach(partition -> differingParts.remove(toPart(partition)));
        }
    }

    /** Returns the partitions of another table whose names the table does not have. */
    private static List<PartitionDefinition> findPartitionsMissingIn(Table table, Table otherTable) {
        Set<ObjectPart> presentParts = table.partitioning().partitions().stream()
                .map(DeclaredPartitions::toPart)
                .collect(Collectors.toSet());
        return otherTable.partitioning().partitions().stream()
                .filter(partition -> !presentParts.contains(toPart(partition)))
                .map(PartitionDefinition.class::cast)
                .toList();
    }

    private static PartitionCoverage coverage(Table table) {
        return PartitionCoverage.of(table, table.partitioning().partitions());
    }

    private static ObjectPart toPart(PartitionDefinition partition) {
        return new ObjectPart(ObjectPart.Kind.PARTITION, partition.name().text());
    }

    /** Returns whether the server may have dropped partitions of a table before the partitions that it still has. */
    private static boolean mayHaveDroppedPartitions(Table table) {
        int remainingCount = table.partitioning().partitions().size();
        return RetentionLimit.findLimits(table).stream()
                .anyMatch(limit -> limit.mayHaveDroppedPartitions(remainingCount));
    }
}
