package dev.cairn.engine.alter;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.Replicas;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Applies SET of {@code colocate_with}: the table joins or leaves a colocation group. */
final class ColocationAlteration {
    private final AlterTableContext alteration;
    private final Table table;
    private final Span span;

    ColocationAlteration(AlterTableContext alteration, Span span) {
        this.alteration = alteration;
        this.table = alteration.table();
        this.span = span;
    }

    /** Returns the table as a member of the group, or without a group if the name is empty. */
    Table joinGroup(String group) {
        if (KnownProperty.LABELS_LOCATION
                .valueIn(table.properties())
                .filter(label -> !label.isEmpty())
                .isPresent()) {
            throw Refusal.execution(span, ServerError.LOCATED_AND_COLOCATED, table.name());
        }
        if (group.isEmpty()) {
            return table.withProperties(table.properties().without(KnownProperty.COLOCATE_WITH.propertyName()));
        }
        boolean isFirstMember = alteration.database().findGroupMember(group).isEmpty();
        if (isFirstMember) {
            requireEqualReplicaNumbers();
        }
        List<Table> members =
                Colocation.findRelevantMembers(alteration.server().catalog(), alteration.database(), group);
        Distribution.Hash hashDistribution = Colocation.joinAfterCreation(
                members, group, table.columns(), table.distribution(), collectReplicaNumbers(), span);
        return table.withProperties(table.properties().with(KnownProperty.COLOCATE_WITH.propertyName(), group))
                .withDistribution(
                        isFirstMember
                                ? Colocation.withDefaultBuckets(alteration.profile(), hashDistribution)
                                : hashDistribution);
    }

    private void requireEqualReplicaNumbers() {
        if (table.partitioning().isByRange() && collectReplicaNumbers().size() > 1) {
            throw Refusal.execution(span, AlterRule.REPLICAS_OF_PARTITIONS_DIFFER, table.name());
        }
    }

    private Set<String> collectReplicaNumbers() {
        String tableReplicaNumber = KnownProperty.REPLICATION_NUM
                .valueIn(table.properties())
                .orElse(Integer.toString(Replicas.defaultNumber(alteration.profile())));
        List<PartitionDefinition> partitions = TablePartitions.of(table).definitions();
        Set<String> replicaNumbers = new LinkedHashSet<>();
        partitions.forEach(partition -> replicaNumbers.add(
                KnownProperty.REPLICATION_NUM.valueIn(partition.properties()).orElse(tableReplicaNumber)));
        return replicaNumbers.isEmpty() ? Set.of(tableReplicaNumber) : replicaNumbers;
    }
}
