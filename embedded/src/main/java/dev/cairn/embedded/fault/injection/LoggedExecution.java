package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import java.time.Instant;
import java.util.function.Supplier;

/** Runs a statement or an HTTP request, and adds its outcome to the log. */
record LoggedExecution(StatementLog statementLog, LoggedStatement loggedStatement) {
    /**
     * Runs the request, logs its outcome, and returns its answer. The outcome is the error of the last answer, or
     * success. If the request throws an exception, as a cancelled request does, the log shows no outcome.
     */
    Answer run(Supplier<Answer> requestAction) {
        Instant startTime = statementLog.now();
        Answer answer = requestAction.get();
        Answer lastAnswer = answer;
        if (answer instanceof Answer.MultipleAnswers multipleAnswers
                && !multipleAnswers.answers().isEmpty()) {
            // The server ends a script at the first refused statement, so only the last answer can be a failure.
            lastAnswer = multipleAnswers.answers().get(multipleAnswers.answers().size() - 1);
        }
        if (lastAnswer instanceof Answer.Failure failure) {
            statementLog.recordEnd(loggedStatement, startTime, failure.errno(), failure.message());
        } else {
            statementLog.recordEnd(loggedStatement, startTime, 0, "");
        }
        return answer;
    }
}
