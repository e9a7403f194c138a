package dev.cairn.embedded.fault;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Dialogue;

/** A dialogue in which jobs can fail. */
public interface FaultTarget extends Dialogue {
    /** Runs the statement; a job that it starts is cancelled by the server, with the reason as its message. */
    Answer answerWithFailingJob(String statement, String reason);

    /** Begins the INSERT. What is returned ends it. */
    Runnable begin(String statement);
}
