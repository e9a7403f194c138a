package dev.cairn.internal.run.step;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.internal.copy.CopyUnitPlanner;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects, before the first statement of a migration, that a later copy of rows will fail because a user has changed
 * partitions: a partition that is replaced is missing or has other values than recorded, or the new table of a rebuild
 * can't have a partition that no migration declares.
 */
public final class ReplacedPartitionCheck {
    private final RunContext context;
    private final StepConnection connection;

    public ReplacedPartitionCheck(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /**
     * Checks the partitions of the tables that steps replace as a whole or in part.
     *
     * @throws StepFailedException if a copy would fail
     */
    public void requireCopyable(List<RunStep> steps) {
        RunStep.selectStatements(steps).forEach(step -> {
            findReplacedPartitions(step)
                    .forEach(partitionName -> readLiveTable(step)
                            .ifPresent(liveTable -> requireRecordedValues(step, liveTable, partitionName.text())));
            context.findSwappedStagingName(step)
                    .flatMap(stagingName -> step.catalogBefore().findTable(stagingName.database(), stagingName.name()))
                    .filter(ReplacedPartitionCheck::getsPartitionsOfOldTable)
                    .ifPresent(newTable ->
                            readLiveTable(step).ifPresent(liveTable -> requireValidValues(step, liveTable, newTable)));
        });
    }

    private static List<Name> findReplacedPartitions(StatementStep step) {
        return step.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.ReplacePartitions replacement
                ? replacement.oldPartitions().names()
                : List.of();
    }

    private static boolean getsPartitionsOfOldTable(Table newTable) {
        return !(newTable.partitioning() instanceof Partitioning.None)
                && !newTable.partitioning().isAutomatic();
    }

    private static ObjectName tableName(StatementStep step) {
        return Objects.requireNonNull(step.simulatedStep().object());
    }

    private Optional<Table> readLiveTable(StatementStep step) {
        return connection.runIdempotent(
                context::createBackoff,
                server -> context.reflection().readTable(server, tableName(step), step.catalogBefore()));
    }

    private List<Table> findRecordedTables(StatementStep step) {
        MigrationStates states = new MigrationStates(context);
        return MigrationStates.findTables(
                tableName(step), Stream.concat(states.streamStatesUntil(step), states.streamOppositeStates()));
    }

    private void requireRecordedValues(StatementStep step, Table liveTable, String partitionName) {
        if (liveTable.partitioning().isAutomatic()) {
            return; // SHOW CREATE TABLE does not list its partitions
        }
        Optional<PartitionDefinition> livePartition =
                TablePartitions.of(liveTable).findPartition(partitionName);
        List<PartitionCoverage> recordedCoverages = findRecordedTables(step).stream()
                .filter(table -> TablePartitions.of(table).isComparableWith(TablePartitions.of(liveTable)))
                .flatMap(table -> TablePartitions.of(table).findPartition(partitionName).stream()
                        .map(partition -> PartitionCoverage.of(table, List.of(partition))))
                .toList();
        if (livePartition.isEmpty()) {
            requireNotDropped(step, partitionName);
            return;
        }
        if (recordedCoverages.isEmpty()) {
            return; // an earlier step drops it, and creates another one
        }
        PartitionCoverage liveCoverage = PartitionCoverage.of(liveTable, List.of(livePartition.get()));
        boolean isRecorded = recordedCoverages.stream()
                .anyMatch(coverage -> coverage.subtract(liveCoverage).isEmpty()
                        && liveCoverage.subtract(coverage).isEmpty());
        if (!isRecorded) {
            throw new StepFailedException(
                    context.place(step),
                    "partition " + partitionName + " of " + tableName(step) + " has other values than recorded: "
                            + liveCoverage + " instead of " + recordedCoverages.get(0),
                    "No remaining step has started. Give the partition the recorded values, and repeat the operation.");
        }
    }

    /**
     * Requires that a missing partition did not exist before the remaining steps. The server may have dropped it, if
     * the table has a retention.
     */
    private void requireNotDropped(StatementStep step, String partitionName) {
        ObjectName name = tableName(step);
        List<StatementStep> ownSteps = RunStep.selectStatements(
                        context.preparedMigration().steps())
                .filter(otherStep -> name.equals(otherStep.simulatedStep().object()))
                .toList();
        if (context.ledger().isContinued() || ownSteps.stream().anyMatch(this::mayHaveRun)) {
            return; // the partition may be replaced already
        }
        ownSteps.get(0)
                .catalogBefore()
                .findTable(name.database(), name.name())
                .flatMap(table -> TablePartitions.of(table).findPartition(partitionName))
                .ifPresent(partition -> {
                    throw new StepFailedException(
                            context.place(step),
                            "partition " + partitionName + " of " + name
                                    + ", whose rows the statement moves, does not exist: a user or the retention of the"
                                    + " table has dropped it",
                            "No remaining step has started. Create it, and repeat the operation: "
                                    + Sql.render(new Statement.AlterTable(
                                            name.toSqlName(step.session()),
                                            List.of(AlterClause.AddPartition.of(partition)),
                                            Span.NONE))
                                    + ".");
                });
    }

    private boolean mayHaveRun(StatementStep step) {
        return context.wasInterrupted(step)
                || context.ledger().completedStepNumbers().contains(step.number());
    }

    private void requireValidValues(StatementStep step, Table liveTable, Table newTable) {
        List<Table> recordedTables = findRecordedTables(step);
        List<String> invalidNames = TablePartitions.of(liveTable).definitions().stream()
                .filter(partition -> CopyUnitPlanner.hasSamePartitioning(liveTable, newTable)
                        && !TablePartitions.of(newTable).accepts(partition))
                .map(partition -> partition.name().text())
                .filter(partitionName -> recordedTables.stream()
                        .noneMatch(table -> TablePartitions.of(table)
                                .findPartition(partitionName)
                                .isPresent()))
                .toList();
        if (!invalidNames.isEmpty()) {
            throw new StepFailedException(
                    context.place(step),
                    "the new " + tableName(step) + " can't have partitions that no migration declares, because their"
                            + " values do not have the new types of the partition columns: "
                            + String.join(", ", invalidNames),
                    "No remaining step has started. Drop these partitions, or move their rows to declared ones, and"
                            + " repeat the operation.");
        }
    }
}
