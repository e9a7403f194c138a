package dev.cairn.processor.check.refusal;

import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Place;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import java.util.Objects;
import java.util.Optional;

/** Converts refusals of the partitions and of the distribution of a table into findings. */
final class PartitionRefusalConverter {
    private final RefusedTable refusedTable;
    private final CheckedTable table;

    PartitionRefusalConverter(RefusedTable refusedTable) {
        this.refusedTable = refusedTable;
        this.table = refusedTable.table();
    }

    /** Returns the finding for a refusal by a rule; empty if another converter or none has a message for the rule. */
    Optional<Finding> toFinding(PartitionRule rule) {
        return switch (rule) {
            case COLUMN_NOT_KEY -> partitionColumnFinding();
            case PARTITION_COLUMN_TYPE_UNSUPPORTED -> partitionTypeFinding();
            case RANGES_INTERSECT -> partitionFinding(CompileRule.PARTITION_OVERLAP);
            case NAME_REPEATED -> partitionFinding(CompileRule.PARTITION_REPEATED);
            case RANDOM_DISTRIBUTION_UNSUPPORTED ->
                refusedTable.createFinding(
                        CompileRule.RANDOM_DISTRIBUTION, table.keyKeywords(), table.renderKeyAsJava());
            case NO_DEFAULT_DISTRIBUTION -> missingDistributionFinding();
            case DISTRIBUTION_COLUMN_NOT_KEY ->
                refusedTable.createFinding(
                        CompileRule.DISTRIBUTION_COLUMN, refusedTable.argument(0), table.keyKeywords());
            case DISTRIBUTION_COLUMN_TYPE_UNSUPPORTED -> distributionTypeFinding();
            default -> Optional.empty();
        };
    }

    private Optional<Finding> partitionColumnFinding() {
        return Objects.requireNonNull(table.statement().partitioning()).collectColumnNames().stream()
                .filter(name ->
                        table.findColumn(name.text()).filter(table::isMerged).isPresent())
                .findFirst()
                .map(name -> Finding.of(
                        CompileRule.PARTITION_COLUMN, Place.of(name.span()), name.text(), table.keyKeywords()));
    }

    private Optional<Finding> partitionTypeFinding() {
        return table.findColumn(String.valueOf(refusedTable.argument(0)))
                .map(column -> Finding.of(
                        CompileRule.PARTITION_TYPE,
                        refusedTable.place(),
                        refusedTable.argument(0),
                        refusedTable.formatType(column)));
    }

    private Optional<Finding> partitionFinding(CompileRule findingRule) {
        return Objects.requireNonNull(refusedTable.statement().partitioning()).partitions().stream()
                .filter(partition -> refusedTable.isRefused(partition.span())
                        || refusedTable.isRefused(partition.name().span()))
                .map(partition -> partition.name().text())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(name -> Finding.of(findingRule, refusedTable.place(), name));
    }

    private Optional<Finding> missingDistributionFinding() {
        KeyClause keyClause = table.statement().key();
        Place findingPlace = keyClause == null ? table.place() : Place.of(keyClause.span());
        return Optional.of(Finding.of(
                CompileRule.DISTRIBUTION_MISSING, findingPlace, table.keyKeywords(), table.renderKeyAsJava()));
    }

    private Optional<Finding> distributionTypeFinding() {
        return refusedTable.statement().distribution() instanceof Distribution.Hash hashDistribution
                ? hashDistribution.columns().stream()
                        .filter(name -> refusedTable.isRefused(name.span()))
                        .findFirst()
                        .flatMap(name -> table.findColumn(name.text()))
                        .map(column -> Finding.of(
                                CompileRule.DISTRIBUTION_TYPE,
                                refusedTable.place(),
                                column.name(),
                                refusedTable.formatType(column)))
                : Optional.empty();
    }
}
