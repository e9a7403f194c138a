package dev.cairn.engine.alter;

import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionAddition;
import dev.cairn.engine.partition.PartitionChange;
import dev.cairn.engine.partition.PartitionRemoval;
import dev.cairn.engine.partition.PartitionReplacement;
import dev.cairn.sql.ast.AlterClause;

/** What a clause that stands alone does. */
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
            return PartitionModification.apply(alteration, modify);
        }
        return InapplicableClauses.apply(alteration, clause);
    }
}
