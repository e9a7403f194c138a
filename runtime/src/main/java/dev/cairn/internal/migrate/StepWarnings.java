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
    SortedMap<Integer, List<String>> collectWarnings(PreparedMigration prepared) {
        SortedMap<Integer, List<String>> warnings = new TreeMap<>();
        List<String> unread = new ArrayList<>();
        List<EndedDependents.EndedDependent> ended =
                EndedDependents.followSteps(prepared.steps()).read(connection, unread::add);
        for (RunStep step : prepared.steps()) {
            if (step instanceof RunStep.StatementStep statement) {
                List<String> all = new ArrayList<>();
                statement.step().lints().forEach(lint -> all.add(lint.message()));
                all.addAll(rewrites.planNotes(statement, connection));
                ended.stream()
                        .filter(each -> each.step() == step.number())
                        .forEach(each -> all.add("ends the " + each));
                if (!all.isEmpty()) {
                    warnings.put(step.number(), List.copyOf(all));
                }
            }
        }
        return warnings;
    }
}
