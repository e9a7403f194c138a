package dev.cairn.tooling.lint;

import dev.cairn.refusal.Refusal;

/** A server would refuse a statement of a migration. */
public final class RefusedStatementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int number;

    RefusedStatementException(String migration, int number, Refusal refusal) {
        super(migration + ", statement " + number + ": a server would refuse it: " + refusal.detail(), refusal);
        this.number = number;
    }

    /** Returns the number of the statement, from 1. */
    public int number() {
        return number;
    }
}
