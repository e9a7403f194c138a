package dev.cairn.embedded.query;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.refusal.Refusal;

/** Maps the refusals of the engine to errors of the MySQL protocol. */
public final class RefusalMapping {
    private RefusalMapping() {}

    /** Returns the error that the client of a refused statement receives. */
    public static Answer.Failure toFailure(Refusal refusal) {
        return new Answer.Failure(refusal.errno(), refusal.sqlState(), String.valueOf(refusal.getMessage()));
    }
}
