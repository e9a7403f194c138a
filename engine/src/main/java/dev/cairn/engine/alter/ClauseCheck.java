package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.partition.PartitionAddition;
import dev.cairn.engine.partition.PartitionRemoval;
import dev.cairn.engine.partition.PartitionReplacement;
import dev.cairn.sql.ast.AlterClause;

/** Each clause held against the table as it is: what the server calls analysis. */
public final class ClauseCheck {
    private ClauseCheck() {}

    public static void check(AlterTableContext alteration, AlterClause clause) {
        if (AlterOperation.changesSchema(clause) || clause instanceof AlterClause.RenameColumn) {
            ColumnClauses.check(alteration, clause);
        } else if (clause instanceof AlterClause.RenameTable rename) {
            Renaming.check(alteration, rename);
        } else if (clause instanceof AlterClause.RenameRollup rename) {
            NameRules.checkTable(rename.to().text(), rename.to().span());
        } else if (clause instanceof AlterClause.AddRollup add) {
            AlteredRollups.check(add);
        } else if (clause instanceof AlterClause.SetProperties set) {
            PropertyCheck.check(alteration, set);
        } else if (clause instanceof AlterClause.SetAutoIncrement set && set.value() <= 0) {
            throw Refusal.analysis(set.span(), "AUTO_INCREMENT value must be positive");
        } else if (clause instanceof AlterClause.Optimize optimize) {
            OptimizeChange.check(alteration, optimize);
        } else if (clause instanceof AlterClause.DefaultBuckets buckets) {
            DefaultBucketsChange.check(alteration.table(), buckets);
        } else if (clause instanceof AlterClause.Verbatim verbatim) {
            InapplicableClauses.check(alteration, verbatim);
        } else {
            checkPartitions(alteration, clause);
        }
    }

    private static void checkPartitions(AlterTableContext alteration, AlterClause clause) {
        if (clause instanceof AlterClause.AddPartition add) {
            PartitionAddition.check(alteration, add);
        } else if (clause instanceof AlterClause.DropPartitions drop) {
            PartitionRemoval.check(alteration, drop);
        } else if (clause instanceof AlterClause.ReplacePartitions replace) {
            PartitionReplacement.check(replace);
        } else if (clause instanceof AlterClause.ModifyPartitions modify) {
            PartitionModification.check(alteration, modify);
        } else if (clause instanceof AlterClause.RenamePartition rename) {
            NameRules.checkPartition(rename.to().text(), rename.to().span());
        }
    }
}
