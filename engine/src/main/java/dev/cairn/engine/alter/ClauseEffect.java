package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionAddition;
import dev.cairn.engine.partition.PartitionRemoval;
import dev.cairn.engine.partition.PartitionReplacement;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.RenamePartition;
import dev.cairn.sql.ast.AlterClause.TruncatePartitions;
import dev.cairn.sql.ast.Name;

/** Applies a clause that must be the only one in its ALTER TABLE. */
public final class ClauseEffect {
    private ClauseEffect() {}

    public static StatementResult apply(AlterTableContext alteration, AlterClause clause) {
        if (clause instanceof AlterClause.SetProperties set) {
            return PropertyEffect.apply(alteration, set);
        }
        if (clause instanceof AlterClause.SetComment set) {
            return alteration.to(alteration.table().withComment(set.comment()));
        }
        if (clause instanceof AlterClause.Optimize optimize) {
            return OptimizeChange.apply(alteration, optimize);
        }
        if (clause instanceof AlterClause.DefaultBuckets buckets) {
            return alteration.to(DefaultBucketsChange.of(alteration.table(), buckets));
        }
        if (AlterOperation.of(clause) == AlterOperation.RENAME || clause instanceof AlterClause.Swap) {
            return rename(alteration, clause);
        }
        return applyToPartitions(alteration, clause);
    }

    private static StatementResult rename(AlterTableContext alteration, AlterClause clause) {
        if (clause instanceof AlterClause.RenameTable rename) {
            return Renaming.rename(alteration, rename);
        }
        if (clause instanceof AlterClause.RenameColumn rename) {
            return Renaming.rename(alteration, rename);
        }
        if (clause instanceof AlterClause.RenameRollup rename) {
            return Renaming.rename(alteration, rename);
        }
        return clause instanceof AlterClause.Swap swap
                ? Renaming.swap(alteration, swap)
                : PartitionChange.rename(alteration, (AlterClause.RenamePartition) clause);
    }

    private static StatementResult applyToPartitions(AlterTableContext alteration, AlterClause clause) {
        if (clause instanceof AlterClause.AddPartition add) {
            return PartitionAddition.apply(alteration, add);
        }
        if (clause instanceof AlterClause.DropPartitions drop) {
            return PartitionRemoval.apply(alteration, drop);
        }
        if (clause instanceof AlterClause.TruncatePartitions truncate) {
            return PartitionChange.truncate(alteration, truncate);
        }
        if (clause instanceof AlterClause.ReplacePartitions replace) {
            return PartitionReplacement.apply(alteration, replace);
        }
        if (clause instanceof AlterClause.ModifyPartitions modify) {
            return new PartitionModification(alteration, modify).apply();
        }
        return InapplicableClauses.apply(alteration, clause);
    }

    /** Applies RENAME, TRUNCATE and MODIFY to existing partitions. */
    private static final class PartitionChange {
        private PartitionChange() {}

        static StatementResult rename(AlterTableContext alteration, RenamePartition clause) {
            Table table = alteration.table();
            TablePartitions partitions = TablePartitions.of(table);
            Name from = clause.from();
            Name to = clause.to();
            if (!table.partitioning().byRange()) {
                throw Refusal.execution(
                        from.span(),
                        "Table[" + table.name() + "] is single partitioned. no need to rename partition name.");
            }
            if (table.partitioning().automatic()) {
                throw Refusal.execution(
                        from.span(),
                        "Table[" + table.name() + "] is automatic partitioned. not support to rename partition name.");
            }
            if (from.is(to.text())) {
                throw Refusal.execution(to.span(), "Same partition name");
            }
            if (!partitions.has(from.text())) {
                throw Refusal.execution(from.span(), "Partition[" + from + "] does not exists");
            }
            if (partitions.has(to.text()) || partitions.hasTemporary(to.text())) {
                throw Refusal.execution(to.span(), "Partition name[" + to + "] is already used");
            }
            return alteration.to(partitions.renamed(from.text(), to));
        }

        /** Checks that the partitions exist; truncating them changes no definition. */
        static StatementResult truncate(AlterTableContext alteration, TruncatePartitions clause) {
            requireAll(alteration.table(), clause.partitions().names());
            return alteration.unchanged();
        }

        static void requireAll(Table table, Iterable<Name> names) {
            for (Name name : names) {
                if (!TablePartitions.of(table).has(name.text())) {
                    throw Refusal.execution(name.span(), "Partition " + name + " does not exist");
                }
            }
        }
    }
}
