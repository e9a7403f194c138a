package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.LocationLabels;
import dev.cairn.engine.partition.PartitionReplicas;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.Replicas;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A table that joins or leaves a colocation group. */
final class ColocationChange {
    private final AlterTableContext alteration;
    private final Table table;
    private final String group;
    private final Span at;

    private ColocationChange(AlterTableContext alteration, String group, Span at) {
        this.alteration = alteration;
        this.table = alteration.table();
        this.group = group;
        this.at = at;
    }

    static Table of(AlterTableContext alteration, String group, Span at) {
        return new ColocationChange(alteration, group, at).changed();
    }

    private Table changed() {
        if (table.properties()
                .value(LocationLabels.PROPERTY)
                .filter(label -> !label.isEmpty())
                .isPresent()) {
            throw Refusal.execution(at, ServerError.LOCATED_AND_COLOCATED, table.name());
        }
        if (group.isEmpty()) {
            return table.withProperties(table.properties().without(Colocation.PROPERTY));
        }
        Optional<Table> member = alteration.database().memberOf(group);
        if (member.isPresent()) {
            check(member.get());
        } else {
            requireSameReplicas();
        }
        if (!(table.distribution() instanceof Distribution.Hash)) {
            throw Refusal.execution(at, "colocate not supported");
        }
        return table.withProperties(table.properties().with(Colocation.PROPERTY, group));
    }

    private void check(Table member) {
        if (!(table.distribution() instanceof Distribution.Hash hash)) {
            throw Refusal.execution(at, ServerError.COLOCATE_DISTRIBUTION, group, "HASH", "RANDOM");
        }
        for (String number : replicas()) {
            Colocation.check(member, group, table.columns(), hash, number, at);
        }
    }

    private void requireSameReplicas() {
        if (TablePartitions.of(table).byRange() && replicas().size() > 1) {
            throw Refusal.execution(at, "Partitions in table " + table.name() + " have different replication number");
        }
    }

    private Set<String> replicas() {
        String usual = table.properties()
                .value(Replicas.PROPERTY)
                .orElse(Integer.toString(Replicas.assumed(alteration.profile())));
        List<PartitionDefinition> partitions = TablePartitions.of(table).list();
        Set<String> numbers = new LinkedHashSet<>();
        partitions.forEach(
                partition -> numbers.add(PartitionReplicas.of(partition).orElse(usual)));
        return numbers.isEmpty() ? Set.of(usual) : numbers;
    }
}
