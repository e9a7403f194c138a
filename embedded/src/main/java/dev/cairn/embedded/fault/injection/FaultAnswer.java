package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.protocol.Answer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The answer that a client receives because of a fault.
 *
 * @param runsRequest whether the request is run before this answer is sent
 */
record FaultAnswer(Answer answer, boolean runsRequest) {
    /** Returns the answer because of a fault; empty if the fault affects only when or how a statement is run. */
    static Optional<FaultAnswer> find(Fault fault) {
        if (fault instanceof Fault.CutBefore || fault instanceof Fault.CutAfter) {
            return Optional.of(new FaultAnswer(Answer.CLOSED_CONNECTION, fault instanceof Fault.CutAfter));
        }
        if (fault instanceof Fault.SilentBefore || fault instanceof Fault.SilentAfter) {
            return Optional.of(new FaultAnswer(Answer.SILENCE, fault instanceof Fault.SilentAfter));
        }
        if (fault instanceof Fault.Rejection rejection) {
            return Optional.of(new FaultAnswer(
                    new Answer.Failure(rejection.errno(), rejection.sqlState(), rejection.message()),
                    rejection.isRunFirst()));
        }
        return Optional.empty();
    }

    /**
     * Runs the request if the fault requires it, and returns this answer in place of the answer to the request. If this
     * answer is an error, the log shows the error as the result of the request.
     */
    Answer answerInsteadOf(Supplier<Answer> requestAction, LoggedExecution execution) {
        if (answer instanceof Answer.Failure) {
            return execution.run(() -> {
                if (runsRequest) {
                    Answer unusedAnswer = requestAction.get(); // the fault replaces it
                }
                return answer;
            });
        }
        if (runsRequest) {
            execution.run(requestAction);
        }
        return answer;
    }
}
