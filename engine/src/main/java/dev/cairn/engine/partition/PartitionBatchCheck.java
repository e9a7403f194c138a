package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.PartitionDefinition.PartitionBatch;
import java.util.Locale;
import java.util.Set;

/**
 * Checks that a batch fits the table. A table with automatic partitioning accepts only the partitions that the
 * server would create itself.
 */
record PartitionBatchCheck(Table table, PartitionBatch batch) {
    private static final Set<String> SUPPORTED_UNITS = Set.of("HOUR", "DAY", "WEEK", "MONTH", "YEAR");

    void check() {
        String unit = batch.unit() == null ? "" : batch.unit();
        if (!unit.isEmpty() && !SUPPORTED_UNITS.contains(unit.toUpperCase(Locale.ROOT))) {
            throw Refusal.ofAnalysis(batch.span(), PartitionRule.BATCH_INTERVAL_UNSUPPORTED, unit);
        }
        if (!TablePartitions.of(table).isPartitioned()) {
            throw Refusal.ofAnalysis(
                    batch.span(), CommonRule.REQUIREMENT_MISSING, "A batch of partitions", "a partitioned table");
        }
        if (!table.partitioning().isByRange()) {
            throw Refusal.ofExecution(batch.span(), ServerError.NO_RANGE_PARTITIONS);
        }
        if (!(table.partitioning() instanceof Partitioning.ExpressionRange expressionRange)
                || !expressionRange.isAutomatic()) {
            return;
        }
        if (batch.step() > 1) {
            throw Refusal.ofAnalysis(batch.span(), PartitionRule.BATCH_INTERVAL_NOT_ONE);
        }
        PartitionGranularity tableGranularity = PartitionGranularity.find(expressionRange.expression())
                .orElseThrow(() -> Refusal.ofAnalysis(batch.span(), PartitionRule.AUTOMATIC_GRANULARITY_DIFFERS, ""));
        if (!unit.equalsIgnoreCase(tableGranularity.unit())) {
            throw Refusal.ofAnalysis(
                    batch.span(), PartitionRule.AUTOMATIC_GRANULARITY_DIFFERS, ", " + tableGranularity.unit());
        }
    }

    /**
     * Returns the refusal with the error number that the server reports. The server first collects the error of a
     * batch, and then fails with the number of a later error.
     */
    Refusal withReportedErrorNumber(Refusal refusal) {
        if (refusal.errno() != Refusal.GENERAL_ERRNO) {
            return refusal;
        }
        boolean hasRangePartitions = TablePartitions.of(table).isPartitioned()
                && table.partitioning().isByRange();
        if (hasRangePartitions && TablePartitions.of(table).types().size() > 1) {
            return refusal.withErrorNumberOf(ServerError.BATCH_BY_SEVERAL_COLUMNS);
        }
        if (batch.step() > 0) {
            return refusal;
        }
        return refusal.withErrorNumberOf(
                hasRangePartitions && table.partitioning().isAutomatic()
                        ? ServerError.BATCH_STEP_DIFFERS
                        : ServerError.BATCH_STEP_NOT_POSITIVE);
    }
}
