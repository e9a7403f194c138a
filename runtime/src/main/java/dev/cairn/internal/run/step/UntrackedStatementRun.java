package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RowChangeInspector.Outcome;
import dev.cairn.internal.run.step.evidence.RowChangeEvidence;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a statement for which the server keeps no record that can be looked up by a name, such as UPDATE, DELETE,
 * TRUNCATE, CREATE TABLE AS SELECT, and any statement that Cairn can't parse. In most cases, {@link RowChangeInspector}
 * shows whether a statement that changes rows has run.
 */
public final class UntrackedStatementRun {
    private static final String RAN_TO_END_CLAUSE = "it ran to its end";

    /**
     * The errors after which the statement is sent again if it did not run. A timeout is not one of them: the statement
     * would time out again.
     */
    private static final Set<TransientError> RETRIED_ERRORS =
            Set.of(TransientError.OVERLOADED, TransientError.BACKEND_LOST, TransientError.LEADER_LOST);

    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final StepErrors errors;
    private final LedgerFence fence;
    private final RowChangeInspector rowChangeInspector;
    private Optional<RowChangeEvidence> evidence = Optional.empty();

    public UntrackedStatementRun(RunContext context, StatementStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.errors = new StepErrors(context, step);
        this.fence = new LedgerFence(step, context.ledger(), context::warn);
        this.rowChangeInspector = new RowChangeInspector(context, step, connection, fence::isFenced);
    }

    /**
     * Runs the statement. Returns false if an interrupted run had completed it.
     *
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if it is unknown whether the statement ran
     */
    public boolean run() {
        if (context.wasInterrupted(step) && !step.isRepeatable()) {
            evidence = RowChangeEvidence.parse(context.ledger().notedEvidence(step.number()));
            Outcome outcome = evidence.map(rowChangeInspector::determineOutcome).orElse(Outcome.NOT_SHOWN);
            if (outcome == Outcome.RAN) {
                return false;
            }
            if (outcome.isUnknown()) {
                throw errors.uncertainStep(RAN_TO_END_CLAUSE + ": " + describeUncertainty(outcome));
            }
        }
        context.publishBegin(step);
        beginStep();
        StatementAttempts attempts = new StatementAttempts(context, step, connection);
        while (!trySendOnce(attempts)) {
            context.cancellation().requireNotCancelled();
        }
        return true;
    }

    /** Describes why it is unknown whether the statement ran. */
    private String describeUncertainty(Outcome unknownOutcome) {
        return switch (unknownOutcome) {
            case ROWS_CHANGED -> "the rows of " + step.subject() + " have changed since then";
            case CONNECTION_OPEN -> "it may still arrive over a connection that no longer responds";
            case NOT_SHOWN -> "the server does not show it";
            case RAN, DID_NOT_RUN -> throw new IllegalArgumentException(unknownOutcome.name());
        };
    }

    /**
     * Notes the evidence in the ledger. The connection is tested afterwards, because it may have been lost while the
     * ledger was written, and only the check of the ledger may come between the test and the statement.
     */
    private void beginStep() {
        while (true) {
            evidence = connection.runIdempotent(
                    context::createBackoff,
                    ignored -> rowChangeInspector.readEvidence(connection.openConnection(step.session())));
            context.ledger()
                    .beginStep(
                            step.number(),
                            evidence.map(RowChangeEvidence::format).orElse(""));
            String connectionId = connection.runIdempotent(
                    context::createBackoff,
                    ignored -> StepConnection.readConnectionId(connection.openConnection(step.session())));
            if (evidence.isEmpty() || evidence.get().connectionId().equals(connectionId)) {
                return;
            }
            context.cancellation().requireNotCancelled();
        }
    }

    /** Sends the statement once. Returns whether it is done; if not, it may be sent again. */
    private boolean trySendOnce(StatementAttempts attempts) {
        ServerConnection server =
                connection.runIdempotent(context::createBackoff, ignored -> connection.openConnection(step.session()));
        try {
            server.executeLoad(
                    fence.renderStatement(
                            evidence.map(RowChangeEvidence::renderHint).orElse("")),
                    context.ledger()::requireHeldNow);
            return true;
        } catch (ServerRefusalException refusal) {
            if (fence.handleRefusal(refusal)) {
                // This owner has written another state since, or there is a new owner: the next check of the ledger
                // decides.
                attempts.pause();
                return false;
            }
            if (attempts.pauseIfBusy(refusal)) {
                return false;
            }
            return recoverFromRefusal(refusal, attempts);
        } catch (ConnectionLostException connectionLoss) {
            attempts.reconnect(connectionLoss);
            if (step.isRepeatable()) {
                return false;
            }
            Outcome outcome = determineOutcome();
            if (outcome.isUnknown()) {
                throw errors.uncertainStep(RAN_TO_END_CLAUSE + ": the connection was lost in the meantime, and "
                        + describeUncertainty(outcome));
            }
            return renewEvidenceUnlessRan(outcome);
        }
    }

    /** Returns whether the statement is done despite the refusal; if not, it may be sent again. */
    private boolean recoverFromRefusal(ServerRefusalException refusal, StatementAttempts attempts) {
        Optional<TransientError> transientError = refusal.transientError();
        boolean mayHaveStarted = mayHaveStarted(refusal);
        Outcome outcome = mayHaveStarted ? determineOutcome() : Outcome.DID_NOT_RUN;
        if (outcome.isUnknown() && !step.isRepeatable()) {
            throw errors.uncertainStep(RAN_TO_END_CLAUSE + ": " + refusal.reason());
        }
        if (outcome != Outcome.RAN
                && transientError.filter(RETRIED_ERRORS::contains).isPresent()
                && attempts.pauseForRetry(refusal)) {
            return mayHaveStarted && renewEvidenceUnlessRan(outcome);
        }
        if (outcome == Outcome.RAN) {
            return true;
        }
        context.ledger().recordUndone(step.number());
        throw outcome.isUnknown() ? errors.failedRepeatableStatement(refusal) : errors.refusedStatement(refusal);
    }

    /**
     * Returns whether the statement may have run in spite of the refusal. If it does not change rows, this is possible
     * only if the leader's answer was lost.
     */
    private boolean mayHaveStarted(ServerRefusalException refusal) {
        Optional<TransientError> transientError = refusal.transientError();
        return step.requireStatement().changesOnlyRows()
                ? transientError
                        .map(TransientError::mayHaveRun)
                        .orElseGet(() -> !RefusalPatterns.isBeforeStart(refusal))
                : transientError.filter(TransientError.LEADER_LOST::equals).isPresent();
    }

    /**
     * Returns whether the statement ran. If not, the present evidence is noted, because other clients may have written
     * rows.
     */
    private boolean renewEvidenceUnlessRan(Outcome outcome) {
        if (outcome != Outcome.RAN) {
            beginStep();
        }
        return outcome == Outcome.RAN;
    }

    /** Replaces the state of the ledger, so a late statement is refused, and returns whether the statement has run. */
    private Outcome determineOutcome() {
        if (evidence.isEmpty()) {
            return Outcome.NOT_SHOWN;
        }
        // The next state drops the view that the statement names: if the statement arrives later, the server refuses
        // it.
        context.ledger().beginStep(step.number(), evidence.get().format());
        return rowChangeInspector.determineOutcome(evidence.get());
    }
}
