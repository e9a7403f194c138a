package dev.cairn.internal.migrate;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.RoleOwnership;
import dev.cairn.internal.run.RewriteWarnings;
import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.sql.ast.AccessStatement.DropRole;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the warnings of a plan about steps that lose data, rewrite tables or end dependents. */
record StepWarningCollector(RewriteWarnings rewriteWarnings, ServerConnection connection) {
    /**
     * Returns the warnings by the number of the step. The first step also has a warning for dependents that can't be
     * read.
     *
     * @param generalWarnings warnings that do not belong to a particular step; they are added to the first step, and
     *     dropped if the migration has no steps
     */
    SortedMap<Integer, List<String>> collectWarnings(
            PreparedMigration preparedMigration, List<String> generalWarnings) {
        SortedMap<Integer, List<String>> warningsByStepNumber = new TreeMap<>();
        List<String> firstStepWarnings = new ArrayList<>(generalWarnings);
        List<BrokenDependentFinder.BrokenDependent> brokenDependents = BrokenDependentFinder.forSteps(
                        preparedMigration.steps())
                .readBrokenDependents(connection, firstStepWarnings::add);
        for (RunStep step : preparedMigration.steps()) {
            if (step instanceof StatementStep statementStep) {
                List<String> stepWarnings = new ArrayList<>();
                statementStep.simulatedStep().lints().forEach(lint -> stepWarnings.add(lint.message()));
                stepWarnings.addAll(rewriteWarnings.collectPlanWarnings(statementStep, connection));
                if (statementStep.simulatedStep().action().statement() instanceof DropRole dropRole) {
                    stepWarnings.addAll(describeForeignUse(dropRole, preparedMigration.catalogBefore()));
                }
                brokenDependents.stream()
                        .filter(dependent -> dependent.stepNumber() == step.number())
                        .forEach(dependent -> stepWarnings.add(dependent.describeEffect()));
                if (!stepWarnings.isEmpty()) {
                    warningsByStepNumber.put(step.number(), List.copyOf(stepWarnings));
                }
            }
        }
        if (!firstStepWarnings.isEmpty() && !preparedMigration.steps().isEmpty()) {
            int firstStepNumber = preparedMigration.steps().get(0).number();
            firstStepWarnings.addAll(warningsByStepNumber.getOrDefault(firstStepNumber, List.of()));
            warningsByStepNumber.put(firstStepNumber, List.copyOf(firstStepWarnings));
        }
        return warningsByStepNumber;
    }

    /** Describes who loses a role that others have granted, and for which grants an upgrade does not drop it. */
    private List<String> describeForeignUse(DropRole dropRole, Catalog catalogBefore) {
        try {
            RoleOwnership.ForeignUse foreignUse =
                    RoleOwnership.forConnection(connection).readForeignUse(dropRole, catalogBefore);
            List<String> warnings = new ArrayList<>();
            if (!foreignUse.userNames().isEmpty()) {
                warnings.add("these migrations did not grant the role to " + String.join(", ", foreignUse.userNames())
                        + ", who will lose it");
            }
            if (!foreignUse.descriptions().isEmpty()) {
                warnings.add(
                        "an upgrade stops here, because the statement would also revoke grants that these migrations"
                                + " did not make: " + String.join("; ", foreignUse.descriptions()));
            }
            return warnings;
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return List.of("who has the role can't be read: " + refusal.reason());
        }
    }
}
