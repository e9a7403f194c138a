package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.Backoff;
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
            for (LoadState.ListedLoad load : listLoads()) {
                Optional<CopyLabel> copyLabel = CopyLabel.parse(load.label(), stepLabel)
                        .filter(parsedLabel -> scopes.contains(parsedLabel.scope()));
                if (copyLabel.isPresent() && load.state() == LoadState.FINISHED) {
                    succeededCopies.add(copyLabel.get());
                } else if (copyLabel.isPresent() && load.state() == LoadState.RUNNING) {
                    runningLabel = Optional.of(load.label());
                }
            }
            if (runningLabel.isEmpty()) {
                return succeededCopies;
            }
            context.publishWait(step, "the load " + runningLabel.get() + " is running");
            backoff.pause();
        }
    }

    private List<LoadState.ListedLoad> listLoads() {
        return connection.runIdempotent(
                context::createBackoff, server -> LoadState.listLoads(server, databaseName, stepLabel));
    }
}
