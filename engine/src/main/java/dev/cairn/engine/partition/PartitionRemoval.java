package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.Which;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Applies DROP PARTITION by name, by a range of time or by a condition. */
public final class PartitionRemoval {
    private final AlterTableContext alteration;
    private final DropPartitions clause;
    private final Table table;
    private final TablePartitions partitions;

    private PartitionRemoval(AlterTableContext alteration, DropPartitions clause) {
        this.alteration = alteration;
        this.clause = clause;
        this.table = alteration.table();
        this.partitions = TablePartitions.of(table);
    }

    public static void check(AlterTableContext alteration, DropPartitions clause) {
        new PartitionRemoval(alteration, clause).names();
    }

    public static StatementResult apply(AlterTableContext alteration, DropPartitions clause) {
        return new PartitionRemoval(alteration, clause).apply();
    }

    private StatementResult apply() {
        if (!clause.temporary()) {
            PartitionAddition.requireByHand(table, clause.span());
        }
        if (clause.which() instanceof Which.All) {
            return alteration.to(table.withTemporaryPartitions(List.of()));
        }
        if (!partitions.isDivided()) {
            throw Refusal.execution(clause.span(), PartitionRule.TABLE_WITHOUT_PARTITIONS, table.name());
        }
        List<String> names = names();
        List<String> missing = names.stream().filter(name -> !has(name)).toList();
        if (!missing.isEmpty() && !clause.ifExists()) {
            throw Refusal.execution(clause.span(), ServerError.NO_PARTITION_TO_DROP, missing);
        }
        Set<String> gone = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        gone.addAll(names);
        return alteration.to(clause.temporary() ? partitions.withoutTemporary(gone::contains) : recycling(gone));
    }

    /**
     * Moves the dropped partitions to the recycle bin. With FORCE they cannot be recovered, but they still remove
     * recycled partitions of the same name.
     */
    private Table recycling(Set<String> gone) {
        List<PartitionDefinition> recycled = new ArrayList<>(table.recycledPartitions());
        recycled.removeIf(partition -> gone.contains(partition.name().text()));
        if (!clause.force()) {
            partitions.list().stream()
                    .filter(partition -> gone.contains(partition.name().text()))
                    .forEach(recycled::add);
        }
        return partitions.without(gone::contains).withRecycledPartitions(recycled);
    }

    private boolean has(String name) {
        return clause.temporary() ? partitions.hasTemporary(name) : partitions.has(name);
    }

    private List<String> names() {
        Which which = clause.which();
        if (which instanceof Which.One one) {
            return List.of(one.name().text());
        }
        if (which instanceof Which.Listed listed) {
            return listed.names().stream().map(Name::text).toList();
        }
        if (which instanceof Which.Every every) {
            return PartitionAddition.batch(alteration, every.range(), clause.temporary()).stream()
                    .map(partition -> partition.name().text())
                    .toList();
        }
        if (which instanceof Which.Where where) {
            requireCondition(where.condition().span());
            return PartitionCondition.matching(table, where.condition());
        }
        if (!clause.temporary()) {
            throw Refusal.analysis(clause.span(), PartitionRule.ALL_PARTITIONS_DROPPED);
        }
        return List.of();
    }

    private void requireCondition(Span at) {
        if (!partitions.isDivided()) {
            throw Refusal.analysis(at, PartitionRule.DROP_CONDITION_WITHOUT_PARTITIONS);
        }
        if (clause.temporary()) {
            throw Refusal.analysis(at, PartitionRule.DROP_CONDITION_OF_TEMPORARY_PARTITIONS);
        }
        if (clause.ifExists()) {
            throw Refusal.analysis(at, PartitionRule.DROP_CONDITION_WITH_IF_EXISTS);
        }
    }
}
