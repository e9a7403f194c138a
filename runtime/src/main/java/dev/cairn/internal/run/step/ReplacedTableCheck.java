package dev.cairn.internal.run.step;

import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.DescribedRollups;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.RowRequirement;
import dev.cairn.internal.run.preparation.RowRequirementFinder;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.CompletionEvidence;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requires that a table whose rows are replaced by copies has only what the migrations record: the copy contains the
 * recorded columns with their recorded types, so all other columns and values would be lost.
 */
public final class ReplacedTableCheck {
    private final RunContext context;
    private final StepConnection connection;

    public ReplacedTableCheck(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /**
     * Checks the tables that steps replace as a whole or in part.
     *
     * @throws MissingConsentException if columns would be lost without consent
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if values do not fit the recorded types
     */
    public void requireRecorded(List<RunStep> steps) {
        Set<ObjectName> checkedNames = new HashSet<>();
        RunStep.selectStatements(steps)
                .filter(step ->
                        findReplacedTable(step).filter(checkedNames::add).isPresent())
                .forEach(step -> checkReplacement(step, true));
    }

    /** Checks the table that a step replaces, if it replaces one, right before the statement of the step is sent. */
    public void requireRecorded(StatementStep step) {
        checkReplacement(step, false);
    }

    /** Returns the table that a step replaces with a copy, or whose partitions it replaces. */
    private Optional<ObjectName> findReplacedTable(StatementStep step) {
        return replacesPartitions(step) || context.findSwappedStagingName(step).isPresent()
                ? Optional.ofNullable(step.simulatedStep().object())
                : Optional.empty();
    }

    private static boolean replacesPartitions(StatementStep step) {
        return step.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                && alter.clauses().get(0) instanceof AlterClause.ReplacePartitions;
    }

    /** Returns whether a step replaces a partition of its table, alone or with the whole table. */
    private static boolean replacesPartition(StatementStep step, String partitionName) {
        return !(step.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.ReplacePartitions replacement)
                || replacement.oldPartitions().names().stream().anyMatch(name -> name.equalsIgnoreCase(partitionName));
    }

    private void checkReplacement(StatementStep replacingStep, boolean isBeforeFirstStep) {
        Optional<ObjectName> replacedName = findReplacedTable(replacingStep);
        if (replacedName.isEmpty()) {
            return;
        }
        ObjectName name = replacedName.get();
        Optional<Table> liveTable = connection.runIdempotent(
                context::createBackoff,
                server -> context.reflection().readTable(server, name, replacingStep.catalogBefore()));
        if (liveTable.isEmpty()) {
            return; // an earlier step creates it or gives it its name
        }
        MigrationStates states = new MigrationStates(context);
        List<Table> copiedTables = MigrationStates.findTables(name, states.streamStatesUntil(replacingStep));
        List<Table> recordedTables = MigrationStates.findTables(
                name, Stream.concat(states.streamStatesUntil(replacingStep), states.streamOppositeStates()));
        List<String> losses = describeLosses(replacingStep, liveTable.get(), copiedTables);
        List<String> unrecordedLosses = describeLosses(replacingStep, liveTable.get(), recordedTables);
        requireConsent(
                replacingStep,
                "the rebuild of " + name + " loses what no migration records",
                unrecordedLosses,
                "To keep it, declare it in the record, and record the rebuild again, so that it copies it. To lose it,"
                        + " remove it from the table (ALTER TABLE " + SqlQuoting.quoteName(name.name())
                        + " DROP COLUMN, for example), or consent");
        losses.removeAll(unrecordedLosses);
        String oppositeDirection =
                context.preparedMigration().direction() == Direction.UPGRADE ? "downgrade" : "upgrade";
        requireConsent(
                replacingStep,
                "the rebuild of " + name + " loses what the stopped " + oppositeDirection + " has not dropped",
                losses,
                "To lose it, complete the " + oppositeDirection + ", and revert it after that. To keep it, copy it into"
                        + " another table, and then consent");
        if (isBeforeFirstStep) {
            warnAboutUnrecordedPartitionSettings(replacingStep, name, liveTable.get(), recordedTables);
        }
        if (!replacesPartitions(replacingStep)) {
            requireNoTemporaryPartitions(replacingStep, name);
            UnrecordedSettings unrecordedSettings =
                    UnrecordedSettings.find(context, replacingStep, liveTable.get(), recordedTables);
            requireConsent(
                    replacingStep,
                    "the rebuild of " + name + " ends a longer retention, which no migration records",
                    unrecordedSettings.describeDeletions(name.name(), findFinalTable(replacingStep, name)),
                    "To keep the rows, declare the retention of the table in its record, and record the rebuild again."
                            + " To lose them, consent");
            if (isBeforeFirstStep) {
                warnAboutUnrecordedParts(name, liveTable.get(), recordedTables, unrecordedSettings);
            }
        }
        if (!isBeforeFirstStep || !changesRowsBefore(replacingStep, name)) {
            requireFittingValues(replacingStep, selectColumnsWithUnrecordedTypes(liveTable.get(), recordedTables));
        }
    }

    /**
     * Describes the columns that the copy does not contain, and the values that it may lose and that no query can
     * count.
     */
    private static List<String> describeLosses(
            StatementStep replacingStep, Table liveTable, List<Table> recordedTables) {
        List<String> losses = new ArrayList<>();
        boolean replacesTable = !replacesPartitions(replacingStep);
        for (Column column : liveTable.columns()) {
            List<Column> recordedColumns = recordedTables.stream()
                    .flatMap(table -> table.findColumn(column.name()).stream())
                    .toList();
            if (recordedColumns.isEmpty()) {
                if (column.generatedValue() == null) {
                    losses.add("column " + column.name());
                }
            } else if (replacesTable
                    && recordedColumns.stream()
                            .allMatch(recordedColumn -> mayLoseUncountableValues(column, recordedColumn))) {
                losses.add("values of column " + column.name() + " of the type "
                        + TypeFormat.formatForShowCreate(column.type()) + " that do not fit "
                        + TypeFormat.formatForShowCreate(
                                recordedColumns.get(recordedColumns.size() - 1).type()));
            }
        }
        return losses;
    }

    private static boolean mayLoseUncountableValues(Column liveColumn, Column recordedColumn) {
        return TypeConvertibility.of(liveColumn.type(), recordedColumn.type()) != TypeConvertibility.LOSSLESS
                && ValueLoss.findInCopy("", liveColumn, recordedColumn)
                        .filter(loss -> loss.renderLossCondition(ValueLoss.columnValue(liveColumn))
                                .isEmpty())
                        .isPresent();
    }

    /**
     * Requires consent to losses; publishes a warning if the options give it.
     *
     * @param choices what users can do, in sentences that end with the word "consent"
     */
    private void requireConsent(StatementStep replacingStep, String reason, List<String> losses, String choices) {
        if (losses.isEmpty()) {
            return;
        }
        String problem = reason + ": " + String.join(", ", losses);
        if (context.settings().get(MigratorSettings.ALLOWED_CHANGES).allowsDestruction()) {
            context.warnOnce("With the consent to destructive changes, " + problem);
            return;
        }
        throw new MissingConsentException(
                context.place(replacingStep),
                problem,
                "Nothing of it is lost yet. " + choices
                        + " to destructive changes in the options of the migrator, or with --destructive on the command"
                        + " line.");
    }

    /** Requires consent to lose the temporary partitions of a table, whose rows no rebuild copies. */
    private void requireNoTemporaryPartitions(StatementStep replacingStep, ObjectName name) {
        List<String> losses = connection
                .runIdempotent(
                        context::createBackoff, server -> TemporaryPartitionCheck.readPartitionNames(server, name))
                .stream()
                .map(partitionName -> "temporary partition " + partitionName)
                .toList();
        requireConsent(
                replacingStep,
                "the rebuild of " + name + " does not copy the rows of temporary partitions",
                losses,
                "To keep the rows, replace a partition with the temporary one (ALTER TABLE "
                        + SqlQuoting.quoteName(name.name()) + " REPLACE PARTITION). To lose them, drop it (ALTER TABLE "
                        + SqlQuoting.quoteName(name.name()) + " DROP TEMPORARY PARTITION), or consent");
    }

    /** Returns the table after the migration, or after the step if the last step leaves no table of the name. */
    private Table findFinalTable(StatementStep replacingStep, ObjectName name) {
        Stream<Catalog> laterStates = new MigrationStates(context).streamLaterStates(replacingStep);
        List<Table> tables = Stream.concat(Stream.of(replacingStep.catalogAfter()), laterStates)
                .flatMap(state -> state.findTable(name.database(), name.name()).stream())
                .toList();
        return tables.get(tables.size() - 1);
    }

    /** Warns about the parts of the live table without rows of their own that no migration records. */
    private void warnAboutUnrecordedParts(
            ObjectName name, Table liveTable, List<Table> recordedTables, UnrecordedSettings unrecordedSettings) {
        Set<String> rollupNames = connection.runIdempotent(
                context::createBackoff,
                server -> DescribedRollups.readColumnNames(server, name).keySet());
        rollupNames.remove(name.name());
        recordedTables.stream()
                .flatMap(table -> table.rollups().stream())
                .forEach(rollup -> rollupNames.remove(rollup.name()));
        Stream<String> otherParts = Stream.concat(
                rollupNames.stream().map(rollupName -> "rollup " + rollupName), unrecordedSettings.describeValues());
        List<String> unrecordedParts = Stream.concat(streamUnrecordedElements(liveTable, recordedTables), otherParts)
                .toList();
        if (!unrecordedParts.isEmpty()) {
            context.warn("The rebuild of " + name + " leaves out what no migration records: "
                    + String.join(", ", unrecordedParts));
        }
    }

    /** Warns about the settings of single partitions that their replacements do not get. */
    private void warnAboutUnrecordedPartitionSettings(
            StatementStep replacingStep, ObjectName name, Table liveTable, List<Table> recordedTables) {
        UnrecordedPartitionSettings partitionSettings = new UnrecordedPartitionSettings(liveTable, recordedTables);
        List<String> settings = connection.runIdempotent(
                context::createBackoff,
                server -> partitionSettings.read(
                        server, name, partitionName -> replacesPartition(replacingStep, partitionName)));
        if (!settings.isEmpty()) {
            context.warn("The rebuild of " + name + " leaves out the settings of partitions that no migration records: "
                    + String.join(", ", settings));
        }
    }

    private static Stream<String> streamUnrecordedElements(Table liveTable, List<Table> recordedTables) {
        return Stream.concat(
                liveTable.columns().stream()
                        .filter(column -> column.generatedValue() != null)
                        .filter(column -> recordedTables.stream()
                                .noneMatch(
                                        table -> table.findColumn(column.name()).isPresent()))
                        .map(column -> "generated column " + column.name()),
                liveTable.indexes().stream()
                        .filter(index -> recordedTables.stream()
                                .flatMap(table -> table.indexes().stream())
                                .noneMatch(recordedIndex -> isSameName(index, recordedIndex)))
                        .map(index -> "index " + index.name().text()));
    }

    private static boolean isSameName(IndexDefinition index, IndexDefinition otherIndex) {
        return index.name().text().equalsIgnoreCase(otherIndex.name().text());
    }

    /** Returns the live table, without the columns whose types are recorded. */
    private static Table selectColumnsWithUnrecordedTypes(Table liveTable, List<Table> recordedTables) {
        return liveTable.withColumns(liveTable.columns().stream()
                .filter(column -> recordedTables.stream()
                        .flatMap(table -> table.findColumn(column.name()).stream())
                        .noneMatch(recordedColumn -> recordedColumn.type().equals(column.type())))
                .collect(Collectors.toList()));
    }

    /** Returns whether an earlier step may change the values of a table: only its result has to fit. */
    private boolean changesRowsBefore(StatementStep replacingStep, ObjectName name) {
        return context.preparedMigration().steps().stream()
                .filter(step -> step.number() < replacingStep.number())
                .anyMatch(step -> step instanceof RunStep.CodeStep
                        || (step instanceof StatementStep statementStep
                                && name.equals(statementStep.simulatedStep().object())
                                && CompletionEvidence.of(statementStep) != CompletionEvidence.INSPECTION));
    }

    private void requireFittingValues(StatementStep replacingStep, Table tableWithUnrecordedTypes) {
        if (tableWithUnrecordedTypes.columns().isEmpty()) {
            return;
        }
        Optional<ObjectName> stagingName = context.findSwappedStagingName(replacingStep);
        List<RowRequirement> requirements = RunStep.selectStatements(
                        context.preparedMigration().steps())
                .filter(step -> CompletionEvidence.of(step) == CompletionEvidence.LABEL)
                .filter(step -> stagingName.equals(
                        Optional.ofNullable(step.simulatedStep().object())))
                .flatMap(loadStep ->
                        RowRequirementFinder.findRequirementsOfLiveTypes(
                                context.migration(), loadStep, tableWithUnrecordedTypes)
                                .stream())
                .toList();
        connection.performIdempotent(context::createBackoff, server -> {
            requirements.forEach(requirement -> requirement.requireMet(
                    server,
                    context.place(replacingStep),
                    context.preparedMigration().direction(),
                    "The table still has all its values."));
        });
    }
}
