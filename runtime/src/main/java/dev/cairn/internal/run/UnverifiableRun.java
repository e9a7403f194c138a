package dev.cairn.internal.run;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.Retry;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.RunStep;
import java.util.Optional;

/**
 * Runs a statement that leaves no evidence whether it ran: UPDATE, DELETE, and any statement that Cairn can't parse.
 */
final class UnverifiableRun {
    private static final int MOST_LOSSES = 5;
    private static final String RAN = "it ran to its end";

    private final RunContext context;
    private final RunStep.OfStatement step;
    private final StepConnection connection;
    private final StepErrors errors;
    private int losses;

    UnverifiableRun(RunContext context, RunStep.OfStatement step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.errors = new StepErrors(context, step);
    }

    void run() {
        if (context.wasInterrupted(step) && !step.repeatable()) {
            throw errors.uncertain(RAN);
        }
        context.begins(step);
        // The connection is opened first, so that the ledger's check is the last thing before the statement.
        connection.ask(context::backoff, server -> connection.server(step.session()));
        context.ledger().begin(step.number());
        Backoff backoff = context.backoff();
        Retry retry = connection.retry();
        LedgerFence fence = new LedgerFence(step, context.ledger());
        while (!isSent(fence, backoff, retry)) {
            context.cancellation().check();
        }
    }

    /**
     * A statement that timed out was rolled back, and so was one whose backend is down; but sending the former again is
     * likely to take as long.
     */
    private boolean mayRepeat(TransientError transientError) {
        return transientError == TransientError.OVERLOADED
                || transientError == TransientError.BACKEND_LOST
                || (transientError == TransientError.LEADER_LOST && step.repeatable());
    }

    private boolean isSent(LedgerFence fence, Backoff backoff, Retry retry) {
        try {
            connection.server(step.session()).load(fence.text(), context.ledger()::requireHeldNow);
            return true;
        } catch (ServerRefusalException refusal) {
            if (fence.isReasonFor(refusal)) {
                // The owner has written another state in the meantime, or there is a new owner: the next check of
                // the ledger decides.
                backoff.pause();
                return false;
            }
            if (RefusalPatterns.isBusy(refusal)) {
                context.waiting(step, "the table is busy: " + refusal.reason());
                backoff.pause();
                return false;
            }
            Optional<TransientError> transientError = refusal.transientError();
            if (transientError.isPresent() && mayRepeat(transientError.get()) && retry.again()) {
                context.waiting(step, "the server is overloaded or unavailable: " + refusal.reason());
                return false;
            }
            if (transientError.isPresent()
                    && transientError.get() == TransientError.LEADER_LOST
                    && !step.repeatable()) {
                throw errors.uncertain(RAN + ": " + refusal.reason());
            }
            context.ledger().undone(step.number());
            throw errors.refused(refusal);
        } catch (ConnectionLostException loss) {
            if (!step.repeatable()) {
                throw errors.uncertain(RAN + ": the connection was lost in the meantime");
            }
            if (losses++ == MOST_LOSSES) {
                throw errors.lost(loss);
            }
            connection.reconnect();
            return false;
        }
    }
}
