package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionReplicas;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.Replicas;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause.ModifyPartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Applies MODIFY PARTITION … SET. Of the properties that it sets, only the number of replicas is visible. */
final class PartitionModification {
    private PartitionModification() {}

    static void check(AlterTableContext alteration, ModifyPartitions clause) {
        for (Property property : clause.properties()) {
            if (PlaceholderProperty.isOne(property)) {
                continue;
            }
            switch (property.name()) {
                case Replicas.PROPERTY -> ReplicasChange.check(alteration.profile(), property.value(), clause.span());
                case "storage_medium" -> requireMedium(alteration.profile(), property);
                default -> {}
            }
        }
    }

    private static void requireMedium(ServerProfile profile, Property property) {
        String value = property.value();
        if (!profile.sharedData() && !value.equalsIgnoreCase("SSD") && !value.equalsIgnoreCase("HDD")) {
            throw Refusal.analysis(property.span(), "check properties error: Invalid storage medium: " + value);
        }
    }

    static StatementResult apply(AlterTableContext alteration, ModifyPartitions clause) {
        Table table = alteration.table();
        TablePartitions partitions = TablePartitions.of(table);
        for (Name name : clause.partitions()) {
            if (!partitions.has(name.text())) {
                throw Refusal.execution(
                        name.span(), "Partition[" + name + "] does not exist in table[" + table.name() + "]");
            }
        }
        requireRange(clause, partitions);
        Optional<String> replicas = clause.properties().stream()
                .filter(property -> property.name().equals(Replicas.PROPERTY))
                .map(Property::value)
                .findFirst();
        if (replicas.isEmpty()) {
            return alteration.unchanged();
        }
        if (table.properties().has(Colocation.PROPERTY)) {
            throw Refusal.execution(
                    clause.span(), "table " + table.name() + " is colocate table, cannot change replicationNum");
        }
        return alteration.to(withReplicas(table, clause, replicas.get()));
    }

    private static void requireRange(ModifyPartitions clause, TablePartitions partitions) {
        boolean cooldown = clause.properties().stream()
                .anyMatch(property -> property.name().equals("storage_cooldown_ttl"));
        if (cooldown && !partitions.byRange()) {
            throw Refusal.execution(clause.span(), "Only support range partition table to modify storage_cooldown_ttl");
        }
    }

    private static Table withReplicas(Table table, ModifyPartitions clause, String number) {
        TablePartitions partitions = TablePartitions.of(table);
        if (!partitions.isDivided()) {
            return table.withProperties(table.properties().with(Replicas.PROPERTY, number));
        }
        String usual = table.properties().value(Replicas.PROPERTY).orElse("");
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        clause.partitions().forEach(name -> names.add(name.text()));
        return partitions.with(partitions.list().stream()
                .map(partition -> names.isEmpty() || names.contains(TablePartitions.nameOf(partition))
                        ? PartitionReplicas.with(partition, number, usual)
                        : partition)
                .toList());
    }
}
