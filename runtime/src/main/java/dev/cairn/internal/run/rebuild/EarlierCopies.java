package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.reflection.LoadState;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The copies of a step that earlier runs have sent, according to the labels of loads in the database of the new table.
 *
 * @param stepLabel the label of the step, with which the labels of its copies begin
 * @param scopes the kinds of copies; other loads are ignored
 */
record EarlierCopies(
        RunContext context,
        StatementStep step,
        StepConnection connection,
        String databaseName,
        String stepLabel,
        Set<CopyLabel.Scope> scopes) {
    /** Waits until all copies have ended, and returns the labels of those that succeeded. */
    List<CopyLabel> awaitSucceeded() {
        Backoff backoff = context.createBackoff();
        while (true) {
            List<CopyLabel> succeededCopies = new ArrayList<>();
            Optional<String> runningLabel = Optional.empty();
            for (NamedRow row : readLoads()) {
                String label = row.text("Label");
                Optional<CopyLabel> copyLabel =
                        CopyLabel.parse(label, stepLabel).filter(parsedLabel -> scopes.contains(parsedLabel.scope()));
                if (copyLabel.isPresent()) {
                    String state = row.text("State");
                    if (state.equals("FINISHED")) {
                        succeededCopies.add(copyLabel.get());
                    } else if (!state.equals("CANCELLED")) {
                        runningLabel = Optional.of(label);
                    }
                }
            }
            if (runningLabel.isEmpty()) {
                return succeededCopies;
            }
            context.publishWait(step, "the load " + runningLabel.get() + " is running");
            backoff.pause();
        }
    }

    private List<NamedRow> readLoads() {
        return connection.runIdempotent(
                context::createBackoff, server -> LoadState.fetchLoads(server, databaseName, stepLabel));
    }
}
