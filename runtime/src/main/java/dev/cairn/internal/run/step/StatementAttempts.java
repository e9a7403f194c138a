package dev.cairn.internal.run.step;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.Retry;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.RunStep;

/**
 * Limits the attempts to send the statement of a step, and pauses between the attempts. The caller determines whether
 * an attempt has taken effect.
 */
public final class StatementAttempts {
    private final RunContext context;
    private final RunStep step;
    private final StepConnection connection;
    private final Backoff backoff;
    private final Retry retry;
    private int connectionLossCount;

    /** Creates the attempts, and starts the retry timeout. */
    public StatementAttempts(RunContext context, RunStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.backoff = context.createBackoff();
        this.retry = connection.startRetry();
    }

    /** Pauses before an attempt, without a reason to report. */
    void pause() {
        backoff.pause();
    }

    /**
     * Pauses if the server refused the statement because a job or another statement changes the table. Returns whether
     * this was the reason. There is no timeout: a table may stay busy for hours.
     */
    public boolean pauseIfBusy(ServerRefusalException refusal) {
        boolean isBusy = RefusalPatterns.isTableBusy(refusal);
        if (isBusy) {
            context.publishWait(step, "the table is busy: " + refusal.reason());
            backoff.pause();
        }
        return isBusy;
    }

    /**
     * Pauses after a transient error. Returns false if the retry timeout has elapsed, or if the thread was interrupted.
     */
    public boolean pauseForRetry(ServerRefusalException refusal) {
        return pauseForRetry("the server is overloaded or unavailable: " + refusal.reason());
    }

    /**
     * Publishes the reason of a transient failure, and pauses. Returns false if the retry timeout has elapsed, or if
     * the thread was interrupted.
     */
    public boolean pauseForRetry(String reason) {
        if (!retry.hasTimeLeft()) {
            return false;
        }
        context.publishWait(step, reason);
        return retry.pauseIfTimeLeft();
    }

    /**
     * Opens a new connection in place of a lost one.
     *
     * @throws dev.cairn.upgrade.MigrationException.ServerUnreachableException at the fifth loss
     */
    public void reconnect(ConnectionLostException connectionLoss) {
        if (++connectionLossCount == StepConnection.MAX_CONNECTION_LOSSES) {
            throw new StepErrors(context, step).lostConnection(connectionLoss);
        }
        connection.reconnect();
    }
}
