package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import java.time.Instant;
import java.util.function.Supplier;

/** The run of a statement or HTTP request whose result is logged. */
record LoggedExecution(StatementLog log, LoggedStatement statement) {
    /** Runs it, and logs what its answer says. */
    Answer run(Supplier<Answer> execution) {
        Instant startTime = log.now();
        Answer answer = execution.get();
        Answer lastAnswer = answer;
        if (answer instanceof Answer.MultipleAnswers multipleAnswers
                && !multipleAnswers.answers().isEmpty()) {
            // After a statement that is refused, the server runs no further ones.
            lastAnswer = multipleAnswers.answers().get(multipleAnswers.answers().size() - 1);
        }
        if (lastAnswer instanceof Answer.Failure failure) {
            log.ended(statement, startTime, failure.errno(), failure.message());
        } else {
            log.ended(statement, startTime, 0, "");
        }
        return answer;
    }
}
