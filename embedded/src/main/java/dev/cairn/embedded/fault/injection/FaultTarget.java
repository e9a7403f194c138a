package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientStatement;
import dev.cairn.embedded.protocol.StatementHandler;

/** A statement handler that can also fail the job of a statement, or hold a load before its commit. */
public interface FaultTarget extends StatementHandler {
    /** Runs a statement, and cancels the job that it starts, if any, with the reason as the job's error message. */
    Answer answerWithFailingJob(ClientStatement statement, String reason);

    /**
     * Runs a statement. If it changes rows or is COMMIT, it is committed only when the action has returned; for any
     * other statement, the action is not run.
     *
     * @param holdAction is run when the load has begun, before it is committed; if it throws an exception, the load is
     *     not committed
     */
    Answer answerWithHold(ClientStatement statement, Runnable holdAction);
}
