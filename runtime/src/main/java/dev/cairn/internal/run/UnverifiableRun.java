package dev.cairn.internal.run;

import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.Retry;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.TransientError;
import dev.cairn.internal.run.prepare.RefusalPatterns;
import dev.cairn.internal.run.prepare.RunStep;
import java.util.Optional;

/** A statement of which nothing tells whether it ran: UPDATE, DELETE, and what Cairn does not understand. */
final class UnverifiableRun {
    private static final int MOST_LOSSES = 5;
    private static final String RAN = "it ran to its end";

    private final RunContext course;
    private final RunStep.OfStatement step;
    private final StepConnection lane;
    private final StepErrors stops;
    private int losses;

    UnverifiableRun(RunContext course, RunStep.OfStatement step, StepConnection lane) {
        this.course = course;
        this.step = step;
        this.lane = lane;
        this.stops = new StepErrors(course, step);
    }

    void run() {
        if (course.wasInterrupted(step) && !step.repeatable()) {
            throw stops.uncertain(RAN);
        }
        course.begins(step);
        // The ledger's look comes last before the statement: what opens the connection is done by then.
        lane.ask(course::backoff, link -> lane.link(step.session()));
        course.protection().begin(step.number());
        Backoff backoff = course.backoff();
        Retry retry = lane.retry();
        LedgerFence fence = new LedgerFence(step, course.protection());
        while (!isSent(fence, backoff, retry)) {
            course.halt().check();
        }
    }

    /** A statement that ran out of time was rolled back; to send it again is likely to take as long. */
    private boolean mayRepeat(TransientError passing) {
        return passing == TransientError.OVERLOADED || (passing == TransientError.LEADER_LOST && step.repeatable());
    }

    private boolean isSent(LedgerFence fence, Backoff backoff, Retry retry) {
        try {
            lane.link(step.session()).load(fence.text(), course.protection()::lookNow);
            return true;
        } catch (ServerRefusalException refused) {
            if (fence.isReasonFor(refused)) {
                // The owner has written another state meanwhile, or there is another owner: the next look tells.
                backoff.pause();
                return false;
            }
            if (RefusalPatterns.isBusy(refused)) {
                course.waiting(step, "the table is busy: " + refused.words());
                backoff.pause();
                return false;
            }
            Optional<TransientError> passing = refused.passing();
            if (passing.isPresent() && mayRepeat(passing.get()) && retry.again()) {
                course.waiting(step, "the server can't do it now: " + refused.words());
                return false;
            }
            if (passing.isPresent() && passing.get() == TransientError.LEADER_LOST && !step.repeatable()) {
                throw stops.uncertain(RAN + ": " + refused.words());
            }
            course.protection().undone(step.number());
            throw stops.refused(refused);
        } catch (ConnectionLostException lost) {
            if (!step.repeatable()) {
                throw stops.uncertain(RAN + ": the connection was lost meanwhile");
            }
            if (losses++ == MOST_LOSSES) {
                throw stops.lost(lost);
            }
            lane.reconnect(backoff);
            return false;
        }
    }
}
