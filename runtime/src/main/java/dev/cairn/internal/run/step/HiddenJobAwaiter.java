package dev.cairn.internal.run.step;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.run.preparation.RefusalPatterns;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.InspectionResult;
import java.util.function.Supplier;

/**
 * Waits for a job of a shared-data server that no SHOW ALTER statement lists, by polling the definition of the
 * table. From time to time, it sends the statement again: the server refuses it as long as the job is running, and
 * accepts it if the job ended without an effect.
 */
final class HiddenJobAwaiter {
    private static final int POLLS_BETWEEN_PROBES = 8;
    /** The number of jobs without an effect after which the step fails. */
    private static final int MAX_STARTS = 3;

    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private final Supplier<InspectionResult> inspection;
    private final StepErrors errors;
    private boolean isRefusedAsNoOp;

    /**
     * @param inspection inspects the objects of the step
     */
    HiddenJobAwaiter(
            RunContext context, StatementStep step, StepConnection connection, Supplier<InspectionResult> inspection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.inspection = inspection;
        this.errors = new StepErrors(context, step);
    }

    /**
     * Waits for the job.
     *
     * @param sentText the statement that started the job
     */
    void await(String sentText) {
        if (!step.simulatedStep().isVisibleInShowCreate()) {
            // Nothing shows when the job ends; the next statement finds the table busy, and waits.
            return;
        }
        Backoff backoff = context.createBackoff();
        int startCount = 1;
        for (int pollCount = 1; !isDone(); pollCount++) {
            if (pollCount % POLLS_BETWEEN_PROBES == 0 && trySendAgain(sentText) && ++startCount > MAX_STARTS) {
                context.ledger().recordUndone(step.number());
                throw errors.missingEffect();
            }
            context.publishWait(step, "a job that no SHOW statement lists");
            backoff.pause();
        }
    }

    private boolean isDone() {
        if (isRefusedAsNoOp) {
            return true;
        }
        InspectionResult inspectionResult = inspection.get();
        if (inspectionResult.hasState(InspectionResult.State.UNEXPECTED)) {
            throw errors.unexpectedState(inspectionResult.differences());
        }
        return inspectionResult.hasState(InspectionResult.State.AFTER);
    }

    /** Sends the statement again. Returns whether the server accepted it, and has therefore started another job. */
    private boolean trySendAgain(String sentText) {
        context.ledger().requireHeld();
        try {
            connection.openConnection(step.session()).execute(sentText);
            return true;
        } catch (ServerRefusalException refusal) {
            // The table is busy, or the job has finished: the next inspection decides.
            isRefusedAsNoOp |= RefusalPatterns.isNoOp(refusal);
            return false;
        } catch (ConnectionLostException connectionLoss) {
            connection.reconnect();
            return false;
        }
    }
}
