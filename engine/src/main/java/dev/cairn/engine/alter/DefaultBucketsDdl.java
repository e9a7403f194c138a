package dev.cairn.engine.alter;

import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause.SetDefaultBuckets;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;

/** Applies DISTRIBUTED BY HASH(k) DEFAULT BUCKETS 8, which affects only future partitions. */
final class DefaultBucketsDdl {
    private DefaultBucketsDdl() {}

    static void check(AlterTableContext context, SetDefaultBuckets clause) {
        if (!(context.table().distribution() instanceof Distribution.Hash oldDistribution)) {
            throw Refusal.ofAnalysis(
                    clause.span(),
                    CommonRule.UNSUPPORTED,
                    "An optimization of a table",
                    "a distribution other than by hash");
        }
        Distribution.Hash newDistribution = clause.distribution();
        if (!newDistribution.hasSameColumns(oldDistribution)) {
            throw Refusal.ofAnalysis(clause.span(), PartitionRule.DISTRIBUTION_DIFFERS, oldDistribution.columns());
        }
        if (newDistribution.buckets() instanceof Buckets.Count count && count.value() <= 0) {
            throw Refusal.ofAnalysis(clause.span(), CommonRule.MUST_BE_POSITIVE, "BUCKETS");
        }
    }

    static StatementResult apply(AlterTableContext context, SetDefaultBuckets clause) {
        Distribution.Hash oldDistribution = (Distribution.Hash) context.table().distribution();
        return context.createResult(context.table()
                .withDistribution(new Distribution.Hash(
                        oldDistribution.columns(), clause.distribution().buckets(), oldDistribution.span())));
    }
}
