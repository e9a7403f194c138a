package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.run.preparation.SessionStatement;

/** Runs a statement that changes only the session: the ledger does not record it, so each run sends it. */
public final class SessionStatementRun {
    private final RunContext context;
    private final SessionStatement statement;
    private final StepConnection connection;

    public SessionStatementRun(RunContext context, SessionStatement statement, StepConnection connection) {
        this.context = context;
        this.statement = statement;
        this.connection = connection;
    }

    public void run() {
        context.publishBegin(statement.step());
        context.ledger().requireHeld();
        StatementAttempts attempts = new StatementAttempts(context, statement.step(), connection);
        while (!trySendOnce(attempts)) {
            context.cancellation().requireNotCancelled();
        }
    }

    private boolean trySendOnce(StatementAttempts attempts) {
        try {
            connection.executeInSession(statement);
            return true;
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, statement.step()).refusedStatement(refusal);
        } catch (ConnectionLostException connectionLoss) {
            attempts.reconnect(connectionLoss);
            return false;
        }
    }
}
