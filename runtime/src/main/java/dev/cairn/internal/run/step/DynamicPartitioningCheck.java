package dev.cairn.internal.run.step;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.RetentionLimit;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Requires consent before a migration switches dynamic partitioning on for a table for which a user has switched it off:
 * the server would drop partitions that it keeps now. Migrations switch it off and on again around each change of
 * partitions.
 */
public final class DynamicPartitioningCheck {
    private final RunContext context;
    private final StepConnection connection;

    public DynamicPartitioningCheck(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /**
     * Checks the tables whose dynamic partitioning the remaining steps switch on.
     *
     * @throws MissingConsentException if the server would drop partitions without consent
     */
    public void requireRecorded(List<RunStep> remainingSteps) {
        Set<ObjectName> checkedNames = new HashSet<>();
        RunStep.selectStatements(remainingSteps)
                .filter(DynamicPartitioningCheck::isSwitchedOn)
                .filter(step -> checkedNames.add(
                        Objects.requireNonNull(step.simulatedStep().object())))
                .forEach(step -> requireRecorded(step, remainingSteps));
    }

    private static boolean isSwitchedOn(StatementStep step) {
        return step.simulatedStep().object() != null
                && step.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                && alter.clauses().stream()
                        .filter(AlterClause.SetProperties.class::isInstance)
                        .flatMap(clause -> ((AlterClause.SetProperties) clause).properties().stream())
                        .anyMatch(property -> property.name().equalsIgnoreCase(DynamicPartitionProperties.ENABLE)
                                && !property.value().equalsIgnoreCase("false"));
    }

    private void requireRecorded(StatementStep step, List<RunStep> remainingSteps) {
        ObjectName name = Objects.requireNonNull(step.simulatedStep().object());
        List<Table> recordedTables =
                MigrationStates.findTables(name, new MigrationStates(context).streamStatesBefore(remainingSteps));
        Optional<Table> liveTable = connection.runIdempotent(
                context::createBackoff, server -> context.reflection().readTable(server, name, step.catalogBefore()));
        if (liveTable.isEmpty() || !recordedTables.stream().allMatch(Table::hasDynamicPartitions)) {
            return; // it does not exist yet, or the migrations have switched it off themselves
        }
        StoredProperties liveProperties = liveTable.get().properties();
        StoredProperties propertiesAfter = liveProperties.withProperty(DynamicPartitionProperties.ENABLE, "true");
        List<String> deletions =
                RetentionLimit.findShortenedLimits(OwnerKind.TABLE, liveProperties, propertiesAfter, true).stream()
                        .map(limit -> limit.describeDeletion(name.name()))
                        .toList();
        if (deletions.isEmpty()) {
            return;
        }
        String problem = "the migration switches dynamic partitioning of " + name
                + " on again, which no migration has switched off: " + String.join(", ", deletions);
        if (context.settings().get(MigratorSettings.ALLOWED_CHANGES).allowsDestruction()) {
            context.warnOnce("With the consent to destructive changes, " + problem);
            return;
        }
        throw new MissingConsentException(
                context.place(step),
                problem,
                "Nothing of it is lost yet. To keep the rows, switch it off in the record of the table"
                        + " (dynamic_partition.enable), in a migration before this one. To lose them, consent to destructive changes in"
                        + " the options of the migrator, or with --destructive on the command line.");
    }
}
