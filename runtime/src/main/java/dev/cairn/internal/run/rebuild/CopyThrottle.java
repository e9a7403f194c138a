package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.ServerClock;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import dev.cairn.internal.run.step.StepErrors;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.TimeWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Limits the load that rebuilds put on a server: the times of day at which copies may start, and the resource group
 * that they use.
 */
public final class CopyThrottle {
    private final RunContext context;
    private final RunStep step;
    private final StepConnection connection;
    private final RebuildOptions options;

    public CopyThrottle(RunContext context, RunStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.options = context.rebuildOptions();
    }

    /**
     * Waits until the clock of the server shows a time at which copies may start. Returns at once, without a statement,
     * if the options name no window.
     */
    public void awaitWindow() {
        Backoff backoff = context.createBackoff();
        for (Optional<String> pauseReason = findPauseReason();
                pauseReason.isPresent();
                pauseReason = findPauseReason()) {
            context.publishWait(step, pauseReason.get());
            backoff.pause();
        }
    }

    /** Returns whether copies may start now. */
    boolean mayCopy() {
        return findPauseReason().isEmpty();
    }

    /** Returns why no copy may start now, with the time from which one may start; empty if a copy may start now. */
    private Optional<String> findPauseReason() {
        Optional<TimeWindow> copyWindow = options.onlyBetween();
        // Without this option, no statement is sent.
        return copyWindow
                .filter(window -> !window.contains(connection
                        .runIdempotent(context::createBackoff, ServerClock::read)
                        .timeOfDay()))
                .map(window ->
                        "copies start only in " + window + " by the clock of the server: waits until " + window.from());
    }

    /**
     * Runs work in the resource group of the options, which also applies to connections that replace a lost one. Then
     * restores the variables of the session. Without a resource group, only runs the work.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if the server refuses the resource group
     */
    public <T> T callInResourceGroup(Supplier<T> work) {
        if (options.resourceGroup().isEmpty()) {
            return work.get();
        }
        String resourceGroup = options.resourceGroup().get();
        Map<String, String> previousVariables = connection.variables();
        Map<String, String> groupVariables = new HashMap<>(previousVariables);
        groupVariables.put("resource_group", resourceGroup);
        try {
            try {
                connection.setVariables(groupVariables);
                connection.ensureOpen(context::createBackoff);
            } catch (ServerRefusalException refusal) {
                throw new StepErrors(context, step).failedResourceGroup(resourceGroup, refusal);
            }
            return work.get();
        } finally {
            connection.setVariables(previousVariables);
        }
    }
}
