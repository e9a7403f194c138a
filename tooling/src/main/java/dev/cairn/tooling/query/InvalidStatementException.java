package dev.cairn.tooling.query;

import dev.cairn.refusal.Refusal;

/** Thrown if the definitions do not permit a statement; the message names the reason and the place. */
public final class InvalidStatementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidStatementException(String message, Refusal reason) {
        super(message, reason);
    }
}
