package dev.cairn.engine.partition;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies DROP PARTITION, which names partitions or selects them by a range of time or a condition. A missing partition
 * is refused unless the clause contains IF EXISTS.
 */
public final class DropPartitionsDdl {
    private final AlterTableContext context;
    private final Table table;
    private final TablePartitions partitions;

    private DropPartitionsDdl(AlterTableContext context) {
        this.context = context;
        this.table = context.table();
        this.partitions = TablePartitions.of(table);
    }

    public static void check(AlterTableContext context, DropPartitions clause) {
        new DropPartitionsDdl(context).selectPartitionNames(clause);
    }

    public static StatementResult apply(AlterTableContext context, DropPartitions clause) {
        return new DropPartitionsDdl(context).drop(clause);
    }

    private StatementResult drop(DropPartitions clause) {
        if (!clause.isTemporary()) {
            AddPartitionDdl.requireManualPartitioning(table, clause.span());
        }
        if (clause.selection() instanceof PartitionSelection.AllTemporaryPartitions) {
            return context.createResult(table.withTemporaryPartitions(List.of()));
        }
        if (!partitions.isPartitioned()) {
            throw Refusal.ofExecution(clause.span(), CommonRule.REQUIREMENT_MISSING, "DROP PARTITION", "partitions");
        }
        List<String> selectedNames = selectPartitionNames(clause);
        List<String> missingNames = selectedNames.stream()
                .filter(name -> !hasPartition(clause, name))
                .toList();
        if (!missingNames.isEmpty() && !clause.ifExists()) {
            throw Refusal.ofExecution(clause.span(), ServerError.NO_PARTITION_TO_DROP, missingNames);
        }
        Set<String> droppedNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        droppedNames.addAll(selectedNames);
        return context.createResult(
                clause.isTemporary()
                        ? partitions.withoutTemporaryPartitions(droppedNames::contains)
                        : moveToRecycleBin(clause, droppedNames));
    }

    /**
     * Moves the dropped partitions to the recycle bin, which then no longer contains older partitions of the same
     * names. With FORCE, the dropped partitions can't be recovered; the older ones are removed in any case.
     */
    private Table moveToRecycleBin(DropPartitions clause, Set<String> droppedNames) {
        List<PartitionDefinition> recycledPartitions = new ArrayList<>(table.recycledPartitions());
        recycledPartitions.removeIf(
                partition -> droppedNames.contains(partition.name().text()));
        if (!clause.isForced()) {
            partitions.definitions().stream()
                    .filter(partition -> droppedNames.contains(partition.name().text()))
                    .forEach(recycledPartitions::add);
        }
        return partitions.withoutPartitions(droppedNames::contains).withRecycledPartitions(recycledPartitions);
    }

    private boolean hasPartition(DropPartitions clause, String name) {
        return clause.isTemporary() ? partitions.hasTemporaryPartition(name) : partitions.hasPartition(name);
    }

    /**
     * Returns the names of the selected partitions, some of which may not exist; an empty list if the clause selects
     * all temporary partitions.
     */
    private List<String> selectPartitionNames(DropPartitions clause) {
        PartitionSelection selection = clause.selection();
        if (selection instanceof PartitionSelection.SinglePartition singlePartition) {
            return List.of(singlePartition.name().text());
        }
        if (selection instanceof PartitionSelection.ListedPartitions listedPartitions) {
            return listedPartitions.names().stream().map(Name::text).toList();
        }
        if (selection instanceof PartitionSelection.BatchSelection batchSelection) {
            return AddPartitionDdl.expandBatch(context, batchSelection.batch(), clause.isTemporary()).stream()
                    .map(partition -> partition.name().text())
                    .toList();
        }
        if (selection instanceof PartitionSelection.ConditionalSelection conditionalSelection) {
            requireConditionSupport(clause, conditionalSelection.condition().span());
            return PartitionConditionEvaluator.findMatchingPartitionNames(table, conditionalSelection.condition());
        }
        return List.of();
    }

    private void requireConditionSupport(DropPartitions clause, Span span) {
        if (!partitions.isPartitioned()) {
            throw Refusal.ofAnalysis(span, CommonRule.REQUIREMENT_MISSING, "DROP PARTITIONS WHERE", "partitions");
        }
        if (clause.isTemporary()) {
            throw Refusal.ofAnalysis(span, CommonRule.UNSUPPORTED, "DROP PARTITIONS WHERE", "TEMPORARY");
        }
        if (clause.ifExists()) {
            throw Refusal.ofAnalysis(span, CommonRule.UNSUPPORTED, "DROP PARTITIONS WHERE", "IF EXISTS");
        }
    }
}
