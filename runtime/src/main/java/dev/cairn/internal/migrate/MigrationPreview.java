package dev.cairn.internal.migrate;

import dev.cairn.PlannedMigration;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.reflection.DriftCheck;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.RewriteWarnings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the migrations that an upgrade would run, with the statements and the warnings of each. */
record MigrationPreview(MigratorContext context) {
    /**
     * Returns the migrations of a plan, without the steps that an earlier run has completed.
     *
     * @param plan a plan with at least one migration
     */
    List<PlannedMigration> listMigrations(ServerConnection connection, LedgerState state, MigrationRunPlan plan) {
        ApplicationSchema application = context.application();
        StepWarningCollector warningCollector = new StepWarningCollector(new RewriteWarnings(), connection);
        ServerProfile profile = context.readProfileForChanges(connection);
        String databaseName = context.connectionFactory().requireDatabaseName(connection);
        List<PreparedMigration> preparedMigrations = MigrationPathPreparer.prepareAll(
                plan.path(), context.settings(), profile, databaseName, plan.repeatables());
        PreparedMigration lastMigration = preparedMigrations.get(preparedMigrations.size() - 1);
        // These warnings are shown with the first remaining step of the plan. If a migration is in progress and all its
        // steps are done, that step belongs to a later migration.
        List<String> generalWarnings = new MissingCatalogFinder(application.schema(), lastMigration.catalogAfter())
                .describeMissingCatalogs(connection);
        PlannedObjectCheck plannedObjectCheck = PlannedObjectCheck.read(
                connection,
                profile,
                preparedMigrations,
                context.migratedObjects()
                        .createPreparation(profile, databaseName)
                        .createInitialCatalog(application.schema()));
        if (preparedMigrations.stream().noneMatch(migration -> isInProgress(state, migration))) {
            plannedObjectCheck = plannedObjectCheck.withDifferingParts(
                    connection,
                    new SchemaReflection(context.connectionFactory(), profile),
                    new DriftCheck(profile, databaseName),
                    preparedMigrations);
        }
        List<PlannedMigration> plannedMigrations = new ArrayList<>();
        for (PreparedMigration preparedMigration : preparedMigrations) {
            PreparedMigration remainingMigration =
                    preparedMigration.withoutSteps(findCompletedSteps(state, preparedMigration));
            List<String> migrationWarnings = new ArrayList<>(describeCompletedSteps(state, preparedMigration));
            if (!remainingMigration.steps().isEmpty()) {
                migrationWarnings.addAll(generalWarnings);
                generalWarnings = List.of();
            }
            if (!isInProgress(state, preparedMigration)) {
                migrationWarnings.addAll(plannedObjectCheck.describeDifferences(preparedMigration));
            }
            plannedMigrations.add(new PlannedMigration(
                    remainingMigration.migration(),
                    remainingMigration.direction(),
                    remainingMigration.steps().stream()
                            .map(RunStep::plannedStep)
                            .toList(),
                    warningCollector.collectWarnings(remainingMigration, migrationWarnings),
                    application.chooseTarget(profile)));
        }
        return plannedMigrations;
    }

    /** Returns the steps of a migration that an earlier run has completed, and that the next run skips. */
    private static Set<Integer> findCompletedSteps(LedgerState state, PreparedMigration preparedMigration) {
        return isInProgress(state, preparedMigration) ? state.completedStepNumbers() : Set.of();
    }

    private static boolean isInProgress(LedgerState state, PreparedMigration preparedMigration) {
        return state.isInProgress(preparedMigration.migration().number(), preparedMigration.direction());
    }

    private static List<String> describeCompletedSteps(LedgerState state, PreparedMigration migration) {
        String joinedSteps = findCompletedSteps(state, migration).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return joinedSteps.isEmpty()
                ? List.of()
                : List.of("the migration is in progress, and these steps are done: " + joinedSteps);
    }
}
