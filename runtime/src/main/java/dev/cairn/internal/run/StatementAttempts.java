package dev.cairn.internal.run;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.Retry;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.RunStep;

/**
 * The attempts to send the statement of a step: the waits between them, and when there must be no further one. Whether an
 * attempt has run is a question of the caller.
 */
final class StatementAttempts {
    private static final int MAX_LOSSES = 5;

    private final RunContext context;
    private final RunStep step;
    private final StepConnection connection;
    private final Backoff backoff;
    private final Retry retry;
    private int lossCount;

    /** Begins with the first attempt; the retry timeout counts from now. */
    StatementAttempts(RunContext context, RunStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.backoff = context.createBackoff();
        this.retry = connection.startRetry();
    }

    void pause() {
        backoff.pause();
    }

    /** Pauses if the server refused the statement because a job or another statement changes the table. */
    boolean pauseIfBusy(ServerRefusalException refusal) {
        boolean isBusy = RefusalPatterns.isBusy(refusal);
        if (isBusy) {
            context.publishWait(step, "the table is busy: " + refusal.reason());
            backoff.pause();
        }
        return isBusy;
    }

    /** Pauses after a transient error. Returns false if the retry timeout has elapsed. */
    boolean pauseForRetry(ServerRefusalException refusal) {
        return pauseForRetry("the server is overloaded or unavailable: " + refusal.reason());
    }

    /** Pauses after a transient failure. Returns false if the retry timeout has elapsed. */
    boolean pauseForRetry(String reason) {
        boolean mayRetry = retry.pauseOrGiveUp();
        if (mayRetry) {
            context.publishWait(step, reason);
        }
        return mayRetry;
    }

    /**
     * Opens a new connection.
     *
     * @throws dev.cairn.upgrade.MigrationException.UnreachableException if connections have been lost too often
     */
    void reconnect(ConnectionLostException loss) {
        if (++lossCount == MAX_LOSSES) {
            throw new StepErrors(context, step).lostConnection(loss);
        }
        connection.reconnect();
    }
}
