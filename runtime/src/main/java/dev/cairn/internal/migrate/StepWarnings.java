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

/** Collects the warnings of a plan: the data that steps lose, the tables they rewrite and the dependents they end. */
record StepWarnings(RewriteWarnings rewrites, ServerConnection connection) {
    /** Returns the warnings by the number of the step. */
    SortedMap<Integer, List<String>> collectWarnings(PreparedMigration preparedMigration) {
        SortedMap<Integer, List<String>> warnings = new TreeMap<>();
        List<String> unreadSubjects = new ArrayList<>();
        List<EndedDependents.EndedDependent> endedDependents =
                EndedDependents.followSteps(preparedMigration.steps()).read(connection, unreadSubjects::add);
        for (RunStep step : preparedMigration.steps()) {
            if (step instanceof RunStep.StatementStep statement) {
                List<String> stepWarnings = new ArrayList<>();
                statement.step().lints().forEach(lint -> stepWarnings.add(lint.message()));
                stepWarnings.addAll(rewrites.collectPlanNotes(statement, connection));
                endedDependents.stream()
                        .filter(dependent -> dependent.step() == step.number())
                        .forEach(dependent -> stepWarnings.add("ends the " + dependent));
                if (!stepWarnings.isEmpty()) {
                    warnings.put(step.number(), List.copyOf(stepWarnings));
                }
            }
        }
        return warnings;
    }
}
