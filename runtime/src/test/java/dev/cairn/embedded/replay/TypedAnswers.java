package dev.cairn.embedded.replay;

import dev.cairn.embedded.protocol.Answer;

/** Lets tests record answers with types of the protocol, which are not public. */
public final class TypedAnswers {
    private TypedAnswers() {}

    /** Returns a transcript with an additional answer to a statement. */
    public static Transcript with(Transcript transcript, String statement, Answer answer) {
        return transcript.with(statement, answer);
    }
}
