package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.Replicas;
import dev.cairn.sql.ast.AlterClause.ModifyPartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Applies MODIFY PARTITION … SET. Of the properties that it sets, only the number of replicas is visible. */
final class PartitionModification {
    private final AlterTableContext alteration;
    private final ModifyPartitions clause;
    private final Table table;
    private final TablePartitions partitions;

    PartitionModification(AlterTableContext alteration, ModifyPartitions clause) {
        this.alteration = alteration;
        this.clause = clause;
        this.table = alteration.table();
        this.partitions = TablePartitions.of(table);
    }

    /** The result of a clause that requires partitions and changes only their rows. */
    static StatementResult unchanged(AlterTableContext alteration, List<Name> partitions, RefusalRule rule) {
        for (Name name : partitions) {
            if (!TablePartitions.of(alteration.table()).has(name.text())) {
                throw Refusal.execution(name.span(), rule, name);
            }
        }
        return alteration.unchanged();
    }

    void check() {
        for (Property property : clause.properties()) {
            if (property.isPlaceholder()) {
                continue;
            }
            if (KnownProperty.REPLICATION_NUM.is(property.name())) {
                Replicas.checkAltered(alteration.profile(), property.value(), clause.span());
            } else if (KnownProperty.STORAGE_MEDIUM.is(property.name())) {
                requireMedium(property);
            }
        }
    }

    private void requireMedium(Property property) {
        String value = property.value();
        if (!alteration.profile().sharedData() && !value.equalsIgnoreCase("SSD") && !value.equalsIgnoreCase("HDD")) {
            throw Refusal.analysis(property.span(), AlterRule.STORAGE_MEDIUM_INVALID, value);
        }
    }

    StatementResult apply() {
        for (Name name : clause.partitions()) {
            if (!partitions.has(name.text())) {
                throw Refusal.execution(name.span(), AlterRule.MODIFIED_PARTITION_NOT_FOUND, name, table.name());
            }
        }
        if (value(KnownProperty.STORAGE_COOLDOWN_TTL).isPresent()
                && !table.partitioning().byRange()) {
            throw Refusal.execution(clause.span(), AlterRule.COOLDOWN_WITHOUT_RANGES);
        }
        Optional<String> replicas = value(KnownProperty.REPLICATION_NUM);
        if (replicas.isEmpty()) {
            return alteration.unchanged();
        }
        if (KnownProperty.COLOCATE_WITH.isIn(table.properties())) {
            throw Refusal.execution(clause.span(), AlterRule.REPLICAS_OF_COLOCATED_TABLE, table.name());
        }
        return alteration.to(withReplicas(replicas.get()));
    }

    private Optional<String> value(KnownProperty known) {
        return clause.properties().stream()
                .filter(property -> known.is(property.name()))
                .map(Property::value)
                .findFirst();
    }

    private Table withReplicas(String number) {
        if (!partitions.isDivided()) {
            return table.withProperties(table.properties().with(KnownProperty.REPLICATION_NUM.text(), number));
        }
        String usual = KnownProperty.REPLICATION_NUM.in(table.properties()).orElse("");
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        clause.partitions().forEach(name -> names.add(name.text()));
        return partitions.with(partitions.list().stream()
                .map(partition ->
                        names.isEmpty() || names.contains(partition.name().text())
                                ? TablePartitions.withReplicas(partition, number, usual)
                                : partition)
                .toList());
    }
}
