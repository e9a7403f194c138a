package dev.cairn.tooling.lint;

import dev.cairn.refusal.Refusal;

/** Thrown if a server would refuse a statement of a migration that is linted. */
public final class RefusedStatementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int statementNumber;

    RefusedStatementException(String migrationName, int statementNumber, Refusal refusal) {
        super(
                migrationName + ", statement " + statementNumber + ": a server would refuse it: " + refusal.detail(),
                refusal);
        this.statementNumber = statementNumber;
    }

    /** Returns the number of the statement, from 1. */
    public int statementNumber() {
        return statementNumber;
    }
}
