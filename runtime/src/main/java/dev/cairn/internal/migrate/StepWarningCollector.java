package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.RewriteWarnings;
import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
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
}
