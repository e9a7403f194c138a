package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.preparation.RunStep.GrantStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Creates the steps of a run from the simulated steps of a migration.
 *
 * @param sessions the session before each step
 * @param catalogs the catalog before the first step, and after each step
 */
record RunStepFactory(List<Step> simulatedSteps, List<Session> sessions, List<Catalog> catalogs) {
    /** Returns the steps, including the code of the migration, in the order in which they run. */
    List<RunStep> createSteps(RecordedMigration migration, Direction direction) {
        List<RunStep> steps = new ArrayList<>();
        boolean isUpgrade = direction == Direction.UPGRADE;
        createCodeStep(
                        migration,
                        isUpgrade ? MigrationStep.Moment.BEFORE_UPGRADE : MigrationStep.Moment.BEFORE_DOWNGRADE,
                        0)
                .ifPresent(steps::add);
        for (int i = 0; i < simulatedSteps.size(); i++) {
            boolean isMarkerOnly = simulatedSteps.get(i).action().statement() == null
                    && simulatedSteps.get(i).action().findTransfer().isEmpty();
            if (!isMarkerOnly) {
                steps.add(createStep(
                        i + 1, simulatedSteps.get(i), sessions.get(i), catalogs.get(i), catalogs.get(i + 1)));
            }
        }
        createCodeStep(
                        migration,
                        isUpgrade ? MigrationStep.Moment.AFTER_UPGRADE : MigrationStep.Moment.AFTER_DOWNGRADE,
                        simulatedSteps.size() + 1)
                .ifPresent(steps::add);
        deferTransferCompletions(steps);
        if (mentionsDynamicOverwrite(migration)) {
            steps.replaceAll(
                    step -> step instanceof StatementStep statementStep ? statementStep.withDynamicOverwrite() : step);
        }
        return steps;
    }

    /** Returns whether a setting, a statement or a hint may switch {@code dynamic_overwrite} on. */
    private boolean mentionsDynamicOverwrite(RecordedMigration migration) {
        return Stream.concat(
                        migration.session().keySet().stream(),
                        simulatedSteps.stream()
                                .map(step -> step.action().statement())
                                .filter(Statement.OpaqueStatement.class::isInstance)
                                .map(statement -> ((Statement.OpaqueStatement) statement).text()))
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(StatementStep.DYNAMIC_OVERWRITE));
    }

    private static RunStep createStep(
            int stepNumber, Step step, Session session, Catalog catalogBefore, Catalog catalogAfter) {
        Statement statement = step.action().statement();
        if (statement != null) {
            return new StatementStep(stepNumber, step, session, catalogBefore, catalogAfter);
        }
        Marker.Transfer transfer = step.action().findTransfer().orElseThrow();
        ObjectName source = ObjectName.parse(transfer.source(), session);
        ObjectName target = ObjectName.parse(transfer.target(), session);
        if (transfer instanceof Marker.TransfersCounter) {
            Optional<String> counterColumnName = findAutoIncrementColumnName(catalogBefore, target);
            return new RunStep.CounterStep(
                    stepNumber,
                    source,
                    target,
                    counterColumnName.orElse(""),
                    findAutoIncrementColumnName(catalogBefore, source).isPresent());
        }
        boolean isLossAccepted = step.action().markers().stream().anyMatch(Marker.AcceptsGrantLoss.class::isInstance);
        SecuredKind kind = SchemaObject.find(catalogAfter, target)
                .map(object -> object.toSecuredObject(target).kind())
                .orElse(SecuredKind.TABLE);
        return new RunStep.GrantStep(stepNumber, source, target, kind, isLossAccepted, GrantCompletion.NONE);
    }

    /**
     * Assigns each transfer of grants to the later statement that replaces its object, so the transfer is completed
     * right before this statement. A transfer without such a statement remains unchanged.
     */
    private static void deferTransferCompletions(List<RunStep> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof GrantStep grantStep) {
                deferTransferCompletion(steps, i, grantStep);
            }
        }
    }

    private static void deferTransferCompletion(List<RunStep> steps, int grantStepIndex, GrantStep grantStep) {
        for (int i = grantStepIndex + 1; i < steps.size(); i++) {
            if (steps.get(i) instanceof StatementStep laterStep) {
                GrantStep deferredGrantStep = grantStep.withCompletion(GrantCompletion.of(grantStep, laterStep));
                if (deferredGrantStep.isCompletedLater()) {
                    steps.set(grantStepIndex, deferredGrantStep);
                    steps.set(i, laterStep.withGrantStep(deferredGrantStep));
                    return;
                }
            }
        }
    }

    /** Returns the name of the AUTO_INCREMENT column of a table; empty if it has none. */
    private static Optional<String> findAutoIncrementColumnName(Catalog catalog, ObjectName tableName) {
        return catalog.findTable(tableName.database(), tableName.name()).stream()
                .flatMap(table -> table.columns().stream())
                .filter(Column::isAutoIncrement)
                .map(Column::name)
                .findFirst();
    }

    private static Optional<RunStep> createCodeStep(
            RecordedMigration migration, MigrationStep.Moment moment, int stepNumber) {
        if (!migration.hasCode(moment)) {
            return Optional.empty();
        }
        boolean isRepeatable = migration.step().map(MigrationStep::repeatable).orElse(false);
        return Optional.of(new RunStep.CodeStep(stepNumber, moment, isRepeatable));
    }
}
