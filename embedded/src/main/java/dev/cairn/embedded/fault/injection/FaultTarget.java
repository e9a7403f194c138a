package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.StatementHandler;

/** A handler that supports faults of jobs and of loads. */
public interface FaultTarget extends StatementHandler {
    /** Runs a statement. The server cancels a job that the statement starts, with the reason as its error message. */
    Answer answerWithFailingJob(String statement, String reason);

    /** Starts an INSERT whose load is listed as running, and returns a function that ends the load. */
    Runnable begin(String statement);
}
