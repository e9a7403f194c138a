package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.PartitionDefinition.Every;

/** A batch of partitions for a table that makes its own: it must be what the table would make. */
final class PartitionBatchCheck {
    private PartitionBatchCheck() {}

    static void check(Table table, Every every) {
        if (!(table.partitioning() instanceof Partitioning.RangeBy range) || !range.automatic()) {
            return;
        }
        if (every.step() > 1) {
            throw Refusal.analysis(every.span(), "The step of the auto-partitioned table should be 1");
        }
        PartitionGranularity measure = PartitionGranularity.of(range.by())
                .orElseThrow(() -> Refusal.analysis(every.span(), "Can't support partition function"));
        String unit = every.unit() == null ? "" : every.unit();
        if (!unit.equalsIgnoreCase(measure.granularity())) {
            throw Refusal.analysis(
                    every.span(),
                    "The granularity of the auto-partitioned table granularity(" + measure.granularity()
                            + ") should be consistent with the increased partition granularity(" + unit + ").");
        }
    }
}
