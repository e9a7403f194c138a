package dev.cairn.plan.change;

import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.property.DynamicPartitioning;
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

/** Plans declared partitions that are added, dropped, renamed, or have other values or another number of replicas. */
final class PartitionChanges {
    private static final String REPLICAS = KnownProperty.REPLICATION_NUM.propertyName();

    private final TableDifference difference;
    private final Map<String, PartitionDefinition> present;
    private final Map<String, PartitionDefinition> desired;

    PartitionChanges(TableDifference difference) {
        this.difference = difference;
        this.present = partitionsByName(difference.profile(), difference.currentTable());
        this.desired = partitionsByName(difference.profile(), difference.desiredTable());
    }

    private static Map<String, PartitionDefinition> partitionsByName(ServerProfile profile, Table table) {
        Map<String, PartitionDefinition> partitions = new LinkedHashMap<>();
        PartitionClause clause = ShowCreate.shownStatement(profile, table).partitioning();
        if (clause != null) {
            DeclaredPartitions.findDeclared(clause, table)
                    .forEach(partition -> partitions.put(partition.name().text(), partition));
        }
        return partitions;
    }

    List<TableChange> planChanges() {
        if (!difference.differsIn(Kind.PARTITION) || difference.differsIn(Kind.PARTITIONING)) {
            return List.of();
        }
        if (difference.currentTable().hasDynamicPartitions()) {
            // While the server adds and drops partitions by itself, it refuses other changes of partitions.
            AlterClause dropped =
                    new AlterClause.SetProperties(List.of(Property.of(DynamicPartitioning.ENABLE, "false")), Span.NONE);
            return List.of(TableChange.of(ObjectPart.property(DynamicPartitioning.ENABLE), dropped));
        }
        List<TableChange> changes = new ArrayList<>();
        List<PartitionDefinition> old = new ArrayList<>();
        for (Map.Entry<String, PartitionDefinition> entry : present.entrySet()) {
            if (difference.differsIn(partitionPart(entry.getKey()))
                    && !changePartition(changes, entry.getKey(), entry.getValue())) {
                old.add(entry.getValue());
            }
        }
        planMoves(old).forEach(move -> {
            changes.add(new TableChange(
                    partitionPart(move.oldPartitions().get(0).name().text()), List.of(toAlternative(move))));
            old.removeAll(move.oldPartitions());
        });
        if (!old.isEmpty()) {
            changes.add(dropPartitions(old.stream()
                    .map(partition -> Name.of(partition.name().text()))
                    .toList()));
        }
        changes.addAll(planAdditions());
        return changes;
    }

    private static TableChange.Alternative toAlternative(PartitionMove move) {
        return new TableChange.Alternative.ActionSequence(move.actions());
    }

    /**
     * Groups old and new partitions that overlap in values or share names, as far as rows of the old may belong to the
     * new ones.
     */
    private List<PartitionMove> planMoves(List<PartitionDefinition> oldPartitions) {
        List<PartitionDefinition> target = desired.values().stream()
                .filter(partition ->
                        difference.differsIn(partitionPart(partition.name().text())))
                .filter(partition -> !present.containsKey(partition.name().text())
                        || oldPartitions.contains(present.get(partition.name().text())))
                .toList();
        List<PartitionMove> moves = new ArrayList<>();
        Set<PartitionDefinition> left = new LinkedHashSet<>(oldPartitions);
        while (!left.isEmpty()) {
            Set<PartitionDefinition> from =
                    new LinkedHashSet<>(Set.of(left.iterator().next()));
            Set<PartitionDefinition> to = new LinkedHashSet<>();
            boolean more = true;
            while (more) {
                more = target.stream()
                        .anyMatch(each -> from.stream().anyMatch(one -> haveCommonRows(one, each)) && to.add(each));
                more |= left.stream()
                        .anyMatch(each -> to.stream().anyMatch(one -> haveCommonRows(each, one)) && from.add(each));
            }
            left.removeAll(from);
            boolean rows = from.stream().anyMatch(one -> to.stream().anyMatch(other -> overlap(one, other)));
            if (rows) {
                moves.add(createMove(
                        oldPartitions.stream().filter(from::contains).toList(),
                        target.stream().filter(to::contains).toList()));
            }
        }
        return moves;
    }

    private PartitionMove createMove(List<PartitionDefinition> oldPartitions, List<PartitionDefinition> newPartitions) {
        return new PartitionMove(difference, oldPartitions, newPartitions);
    }

    private boolean haveCommonRows(PartitionDefinition first, PartitionDefinition second) {
        return first.name().text().equals(second.name().text()) || overlap(first, second);
    }

    private boolean overlap(PartitionDefinition first, PartitionDefinition second) {
        return PartitionCoverage.of(difference.currentTable(), List.of(first))
                .overlaps(PartitionCoverage.of(difference.currentTable(), List.of(second)));
    }

    private static ObjectPart partitionPart(String name) {
        return new ObjectPart(Kind.PARTITION, name);
    }

    /** Changes the name or the replicas of a partition whose values stay the same. */
    private boolean changePartition(List<TableChange> changes, String name, PartitionDefinition partition) {
        PartitionDefinition target = desired.get(name);
        if (target != null && PartitionContents.haveSameValues(partition, target)) {
            changes.add(TableChange.of(
                    partitionPart(name),
                    new AlterClause.ModifyPartitions(List.of(Name.of(name)), properties(target), Span.NONE)));
            return true;
        }
        for (Map.Entry<String, PartitionDefinition> other : desired.entrySet()) {
            boolean free = !present.containsKey(other.getKey());
            if (target == null && free && PartitionContents.haveSameValues(partition, other.getValue())) {
                AlterClause rename = new AlterClause.RenamePartition(Name.of(name), Name.of(other.getKey()), Span.NONE);
                // List partitions can't be renamed.
                changes.add(TableChange.of(partitionPart(name), rename)
                        .withLastResort(toAlternative(createMove(List.of(partition), List.of(other.getValue())))));
                return true;
            }
        }
        return false;
    }

    private List<Property> properties(PartitionDefinition target) {
        List<Property> ownProperties = PartitionContents.properties(target);
        return ownProperties.isEmpty()
                ? List.of(Property.of(
                        REPLICAS,
                        difference.desiredTable().properties().value(REPLICAS).orElse("")))
                : ownProperties;
    }

    private static TableChange dropPartitions(List<Name> names) {
        return TableChange.of(
                partitionPart(names.get(0).text()),
                new DropPartitions(false, false, PartitionSelection.of(names), false, Span.NONE));
    }

    private List<TableChange> planAdditions() {
        List<PartitionDefinition> missing = desired.entrySet().stream()
                .filter(entry ->
                        !present.containsKey(entry.getKey()) && difference.differsIn(partitionPart(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        List<TableChange> changes = new ArrayList<>();
        PartitionContents.batches(missing)
                .forEach(every -> changes.add(TableChange.of(
                        partitionPart(missing.get(0).name().text()),
                        new AlterClause.AddPartition(false, every, null, List.of(), Span.NONE))));
        for (PartitionDefinition partition : missing) {
            changes.add(TableChange.of(
                    partitionPart(partition.name().text()),
                    new AlterClause.AddPartition(false, partition, null, List.of(), Span.NONE)));
        }
        return changes;
    }
}
