package dev.cairn.engine.alter;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.ReplicaCount;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Applies SET of {@code colocate_with}: the table joins or leaves a colocation group. */
final class SetColocationDdl {
    private final AlterTableContext context;
    private final Table table;
    private final Span span;

    SetColocationDdl(AlterTableContext context, Span span) {
        this.context = context;
        this.table = context.table();
        this.span = span;
    }

    /**
     * Returns the table as a member of the group, or without a group if the name is empty.
     *
     * @throws Refusal if the table has locations, or if it does not match the members of the group
     */
    Table changeGroup(String groupName) {
        if (KnownProperty.LABELS_LOCATION
                .findValueIn(table.properties())
                .filter(label -> !label.isEmpty())
                .isPresent()) {
            throw Refusal.ofExecution(span, ServerError.LOCATED_AND_COLOCATED, table.name());
        }
        if (groupName.isEmpty()) {
            return table.withProperties(table.properties().withoutProperty(KnownProperty.COLOCATE_WITH.propertyName()));
        }
        boolean isFirstMember =
                context.database().findTableOfColocationGroup(groupName).isEmpty();
        if (isFirstMember) {
            requireEqualReplicaCounts();
        }
        List<Table> members =
                ColocationRules.findRelevantMembers(context.server().catalog(), context.database(), groupName);
        Distribution.Hash hashDistribution = ColocationRules.requireDistributionAfterCreation(
                members, groupName, table.columns(), table.distribution(), collectReplicaCounts(), span);
        return table.withProperties(
                        table.properties().withProperty(KnownProperty.COLOCATE_WITH.propertyName(), groupName))
                .withDistribution(
                        isFirstMember
                                ? ColocationRules.withDefaultBuckets(context.profile(), hashDistribution)
                                : hashDistribution);
    }

    private void requireEqualReplicaCounts() {
        if (table.partitioning().isByRange() && collectReplicaCounts().size() > 1) {
            throw Refusal.ofExecution(span, AlterRule.REPLICAS_OF_PARTITIONS_DIFFER, table.name());
        }
    }

    /** Returns the different numbers of replicas of the partitions; that of the table if no partition is known. */
    private Set<String> collectReplicaCounts() {
        String tableReplicaCount = KnownProperty.REPLICATION_NUM
                .findValueIn(table.properties())
                .orElse(Integer.toString(ReplicaCount.defaultCount(context.profile())));
        List<PartitionDefinition> partitions = TablePartitions.of(table).definitions();
        Set<String> replicaCounts = new LinkedHashSet<>();
        partitions.forEach(partition -> replicaCounts.add(KnownProperty.REPLICATION_NUM
                .findValueIn(partition.properties())
                .orElse(tableReplicaCount)));
        return replicaCounts.isEmpty() ? Set.of(tableReplicaCount) : replicaCounts;
    }
}
