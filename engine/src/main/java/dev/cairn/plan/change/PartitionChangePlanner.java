package dev.cairn.plan.change;

import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.DeclaredPartitions;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans which declared partitions to add, drop or rename, and which get other values or another number of replicas.
 * Partitions are matched by their values first, because a partition with the same values and another name keeps its
 * rows.
 */
final class PartitionChangePlanner {
    private static final String REPLICATION_NUM = KnownProperty.REPLICATION_NUM.propertyName();

    private final TableDifference difference;
    private final Map<String, PartitionDefinition> currentPartitionByName;
    private final Map<String, PartitionDefinition> desiredPartitionByName;

    PartitionChangePlanner(TableDifference difference) {
        this.difference = difference;
        this.currentPartitionByName = collectPartitionsByName(difference.profile(), difference.currentTable());
        this.desiredPartitionByName = collectPartitionsByName(difference.profile(), difference.desiredTable());
    }

    private static Map<String, PartitionDefinition> collectPartitionsByName(ServerProfile profile, Table table) {
        Map<String, PartitionDefinition> partitionByName = new LinkedHashMap<>();
        PartitionClause clause = ShowCreate.shownStatement(profile, table).partitioning();
        if (clause != null) {
            DeclaredPartitions.find(clause, table)
                    .forEach(partition -> partitionByName.put(partition.name().text(), partition));
        }
        return partitionByName;
    }

    /**
     * Returns the changes of the declared partitions. While dynamic partitioning is on, the only change is to switch it
     * off. The list is empty if the partition columns or their types differ, or if the server refuses a partition
     * beside those that it has created: such a table is rebuilt.
     */
    List<TableChange> planChanges() {
        if (!difference.hasDifferingPart(Kind.PARTITION)
                || difference.hasDifferingPart(Kind.PARTITIONING)
                || !TablePartitions.of(difference.currentTable())
                        .isComparableWith(TablePartitions.of(difference.desiredTable()))
                || addsUnboundedPartitionToDynamicTable()) {
            return List.of();
        }
        if (difference.currentTable().hasDynamicPartitions()) {
            // While dynamic partitioning is on, the server refuses all other changes of partitions.
            AlterClause disableClause =
                    AlterClause.SetProperties.of(Property.of(DynamicPartitionProperties.ENABLE, "false"));
            return List.of(TableChange.of(ObjectPart.ofProperty(DynamicPartitionProperties.ENABLE), disableClause));
        }
        List<TableChange> changes = new ArrayList<>();
        List<PartitionDefinition> oldPartitions = new ArrayList<>();
        for (Map.Entry<String, PartitionDefinition> partitionEntry : currentPartitionByName.entrySet()) {
            if (difference.hasDifferingPart(partitionPart(partitionEntry.getKey()))
                    && !addMetadataChange(changes, partitionEntry.getKey(), partitionEntry.getValue())) {
                oldPartitions.add(partitionEntry.getValue());
            }
        }
        planMoves(oldPartitions).forEach(move -> {
            changes.add(new TableChange(
                    partitionPart(move.oldPartitions().get(0).name().text()), List.of(toAlternative(move))));
            oldPartitions.removeAll(move.oldPartitions());
        });
        if (!oldPartitions.isEmpty()) {
            changes.add(createDropChange(oldPartitions.stream()
                    .map(partition -> Name.of(partition.name().text()))
                    .toList()));
        }
        changes.addAll(planAdditions());
        return changes;
    }

    /**
     * Returns whether a partition up to MAXVALUE is added to a table with dynamic partitioning, even if this is
     * switched off now. No definition lists the partitions that the server has created, but they belong to the present
     * and the future, so such a range overlaps them.
     */
    boolean addsUnboundedPartitionToDynamicTable() {
        return difference.currentTable().properties().hasProperty(DynamicPartitionProperties.ENABLE)
                && desiredPartitionByName.values().stream()
                        .filter(partition -> difference.hasDifferingPart(
                                partitionPart(partition.name().text())))
                        .anyMatch(partition -> PartitionCoverage.of(difference.desiredTable(), List.of(partition))
                                .isUnboundedAbove());
    }

    private static TableChange.Alternative toAlternative(PartitionMove move) {
        return new TableChange.Alternative.ActionSequence(move.createActions());
    }

    /**
     * Groups old and new partitions that overlap in values or share names. Returns a move for each group in which rows
     * of old partitions may belong to new ones.
     */
    private List<PartitionMove> planMoves(List<PartitionDefinition> oldPartitions) {
        List<PartitionDefinition> newPartitions = desiredPartitionByName.values().stream()
                .filter(partition -> difference.hasDifferingPart(
                        partitionPart(partition.name().text())))
                .filter(partition ->
                        !currentPartitionByName.containsKey(partition.name().text())
                                || oldPartitions.contains(currentPartitionByName.get(
                                        partition.name().text())))
                .toList();
        List<PartitionMove> moves = new ArrayList<>();
        Set<PartitionDefinition> remainingPartitions = new LinkedHashSet<>(oldPartitions);
        while (!remainingPartitions.isEmpty()) {
            Set<PartitionDefinition> oldGroup =
                    new LinkedHashSet<>(Set.of(remainingPartitions.iterator().next()));
            Set<PartitionDefinition> newGroup = new LinkedHashSet<>();
            boolean mayGrow = true;
            while (mayGrow) {
                mayGrow = newPartitions.stream()
                        .anyMatch(candidate -> oldGroup.stream().anyMatch(member -> areRelated(member, candidate))
                                && newGroup.add(candidate));
                mayGrow |= remainingPartitions.stream()
                        .anyMatch(candidate -> newGroup.stream().anyMatch(member -> areRelated(candidate, member))
                                && oldGroup.add(candidate));
            }
            remainingPartitions.removeAll(oldGroup);
            boolean hasRowsToMove = oldGroup.stream()
                    .anyMatch(member -> newGroup.stream().anyMatch(newMember -> haveCommonValues(member, newMember)));
            if (hasRowsToMove) {
                moves.add(new PartitionMove(
                        difference,
                        oldPartitions.stream().filter(oldGroup::contains).toList(),
                        newPartitions.stream().filter(newGroup::contains).toList()));
            }
        }
        return moves;
    }

    private boolean areRelated(PartitionDefinition first, PartitionDefinition second) {
        return first.name().text().equals(second.name().text()) || haveCommonValues(first, second);
    }

    private boolean haveCommonValues(PartitionDefinition first, PartitionDefinition second) {
        return PartitionCoverage.of(difference.currentTable(), List.of(first))
                .overlaps(PartitionCoverage.of(difference.currentTable(), List.of(second)));
    }

    private boolean haveSameValues(PartitionDefinition first, PartitionDefinition second) {
        return TablePartitions.of(difference.currentTable()).haveSameValues(first, second);
    }

    private static ObjectPart partitionPart(String name) {
        return new ObjectPart(Kind.PARTITION, name);
    }

    /**
     * Adds a change of the name or the number of replicas. Returns false if no desired partition has the same values.
     */
    private boolean addMetadataChange(List<TableChange> changes, String name, PartitionDefinition partition) {
        PartitionDefinition desiredPartition = desiredPartitionByName.get(name);
        if (desiredPartition != null && haveSameValues(partition, desiredPartition)) {
            changes.add(TableChange.of(
                    partitionPart(name),
                    new AlterClause.ModifyPartitions(
                            List.of(Name.of(name)), replicationProperties(desiredPartition), Span.NONE)));
            return true;
        }
        for (Map.Entry<String, PartitionDefinition> desiredEntry : desiredPartitionByName.entrySet()) {
            boolean isNew = !currentPartitionByName.containsKey(desiredEntry.getKey());
            if (desiredPartition == null && isNew && haveSameValues(partition, desiredEntry.getValue())) {
                AlterClause renameClause =
                        new AlterClause.RenamePartition(Name.of(name), Name.of(desiredEntry.getKey()), Span.NONE);
                // The server can't rename a list partition, so the last resort is to move its rows.
                changes.add(TableChange.of(partitionPart(name), renameClause)
                        .withLastResort(toAlternative(
                                new PartitionMove(difference, List.of(partition), List.of(desiredEntry.getValue())))));
                return true;
            }
        }
        return false;
    }

    private List<Property> replicationProperties(PartitionDefinition desiredPartition) {
        List<Property> partitionProperties = PartitionContents.findProperties(desiredPartition);
        return partitionProperties.isEmpty()
                ? List.of(Property.of(
                        REPLICATION_NUM,
                        difference
                                .desiredTable()
                                .properties()
                                .findValue(REPLICATION_NUM)
                                .orElseThrow())) // the server stores it for each table
                : partitionProperties;
    }

    private static TableChange createDropChange(List<Name> names) {
        return TableChange.of(
                partitionPart(names.get(0).text()),
                new DropPartitions(false, false, PartitionSelection.of(names), false, Span.NONE));
    }

    /**
     * Returns candidates for the additions: first batches that may add all missing partitions at once, then each
     * missing partition by itself. A change that adds a partition that is not desired is not made.
     */
    private List<TableChange> planAdditions() {
        List<PartitionDefinition> missingPartitions = desiredPartitionByName.entrySet().stream()
                .filter(entry -> !currentPartitionByName.containsKey(entry.getKey())
                        && difference.hasDifferingPart(partitionPart(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        List<TableChange> changes = new ArrayList<>();
        PartitionContents.createCandidateBatches(missingPartitions)
                .forEach(batch -> changes.add(TableChange.of(
                        partitionPart(missingPartitions.get(0).name().text()), AlterClause.AddPartition.of(batch))));
        for (PartitionDefinition partition : missingPartitions) {
            changes.add(TableChange.of(partitionPart(partition.name().text()), AlterClause.AddPartition.of(partition)));
        }
        return changes;
    }
}
