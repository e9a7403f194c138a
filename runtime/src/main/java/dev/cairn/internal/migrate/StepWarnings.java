package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.RewriteWarnings;
import dev.cairn.internal.run.preparation.EndedDependents;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the warnings of a plan about steps that lose data, rewrite tables or end dependents. */
record StepWarnings(RewriteWarnings rewriteWarnings, ServerConnection connection) {
    /**
     * Returns the warnings by the number of the step.
     *
     * @param generalWarnings warnings that do not belong to a particular step; they are added to the first step
     */
    SortedMap<Integer, List<String>> collectWarnings(
            PreparedMigration preparedMigration, List<String> generalWarnings) {
        SortedMap<Integer, List<String>> warnings = new TreeMap<>();
        List<String> unreadSubjects = new ArrayList<>();
        List<EndedDependents.EndedDependent> endedDependents =
                EndedDependents.followSteps(preparedMigration.steps()).read(connection, unreadSubjects::add);
        for (RunStep step : preparedMigration.steps()) {
            if (step instanceof RunStep.StatementStep statement) {
                List<String> stepWarnings = new ArrayList<>();
                statement.step().lints().forEach(lint -> stepWarnings.add(lint.message()));
                stepWarnings.addAll(rewriteWarnings.collectPlanNotes(statement, connection));
                endedDependents.stream()
                        .filter(dependent -> dependent.step() == step.number())
                        .forEach(dependent -> stepWarnings.add("ends the " + dependent));
                if (!stepWarnings.isEmpty()) {
                    warnings.put(step.number(), List.copyOf(stepWarnings));
                }
            }
        }
        if (!generalWarnings.isEmpty() && !preparedMigration.steps().isEmpty()) {
            List<String> firstStepWarnings = new ArrayList<>(generalWarnings);
            int firstStep = preparedMigration.steps().get(0).number();
            firstStepWarnings.addAll(warnings.getOrDefault(firstStep, List.of()));
            warnings.put(firstStep, List.copyOf(firstStepWarnings));
        }
        return warnings;
    }
}
