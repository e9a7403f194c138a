package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.protocol.Answer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The answer that a client receives because of a fault.
 *
 * @param isAfterRun whether the statement or request is run before
 */
record FaultAnswer(Answer answer, boolean isAfterRun) {
    /** Returns the answer; empty if the fault affects only when or how a statement is run. */
    static Optional<FaultAnswer> of(Fault fault) {
        if (fault instanceof Fault.CutBefore || fault instanceof Fault.CutAfter) {
            return Optional.of(new FaultAnswer(Answer.CUT, fault instanceof Fault.CutAfter));
        }
        if (fault instanceof Fault.SilentBefore || fault instanceof Fault.SilentAfter) {
            return Optional.of(new FaultAnswer(Answer.SILENCE, fault instanceof Fault.SilentAfter));
        }
        if (fault instanceof Fault.Refuse refuse) {
            return Optional.of(new FaultAnswer(
                    new Answer.Failure(refuse.errno(), refuse.sqlState(), refuse.message()), refuse.run()));
        }
        return Optional.empty();
    }

    /** Returns this answer after running the request, if it is to be run. An error is logged as its result. */
    Answer replaceAnswerOf(Supplier<Answer> request, LoggedRun run) {
        if (answer instanceof Answer.Failure) {
            return run.run(() -> {
                if (isAfterRun) {
                    Answer unusedAnswer = request.get(); // the fault replaces it
                }
                return answer;
            });
        }
        if (isAfterRun) {
            run.run(request);
        }
        return answer;
    }
}
