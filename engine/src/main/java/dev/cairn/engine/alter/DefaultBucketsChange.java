package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.AlterClause.DefaultBuckets;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;

/**
 * Applies {@code DISTRIBUTED BY HASH(k) DEFAULT BUCKETS 8}. It affects only future partitions, so no data is rewritten.
 */
final class DefaultBucketsChange {
    private DefaultBucketsChange() {}

    static void check(Table table, DefaultBuckets clause) {
        if (!(table.distribution() instanceof Distribution.Hash before)) {
            throw Refusal.analysis(clause.span(), "Only support hash distribution tables");
        }
        Distribution.Hash after = clause.distribution();
        boolean same = before.columns().size() == after.columns().size();
        for (int i = 0; same && i < before.columns().size(); i++) {
            same = before.columns().get(i).is(after.columns().get(i).text());
        }
        if (!same) {
            throw Refusal.analysis(
                    clause.span(), "Distribution columns mismatch: " + after.columns() + " vs " + before.columns());
        }
        if (after.buckets() instanceof Buckets.Count count && count.value() <= 0) {
            throw Refusal.analysis(clause.span(), "Bucket num must > 0");
        }
    }

    static Table of(Table table, DefaultBuckets clause) {
        if (!(table.distribution() instanceof Distribution.Hash before)) {
            return table;
        }
        return table.withDistribution(
                new Distribution.Hash(before.columns(), clause.distribution().buckets(), before.span()));
    }
}
