package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Runs HTTP requests that change data, and applies at most one pending fault to each of them. A request is logged as a
 * statement, so that triggers select it like a statement. It can be cut before or after it is run, left without an
 * answer, rejected or held; other faults can't affect it.
 */
public final class FaultyRequestHandler {
    private static final int NO_CONNECTION = 0;

    private final PendingFaults pendingFaults;
    private final StatementLog statementLog;

    public FaultyRequestHandler(PendingFaults pendingFaults, StatementLog statementLog) {
        this.pendingFaults = pendingFaults;
        this.statementLog = statementLog;
    }

    /**
     * Runs a request, unless a fault prevents this. A held request is run when it is released; its rows have been
     * received before.
     *
     * @param text the text of the request for the log and for triggers
     * @return the answer; {@link Answer#CLOSED_CONNECTION} if the connection is to be closed, {@link Answer#SILENCE} if
     *     the request is never to be answered
     * @throws IllegalArgumentException if the fault that affects the request can't affect requests over HTTP
     */
    public Answer run(String userName, String text, Supplier<Answer> requestAction) {
        LoggedStatement loggedRequest = statementLog.add(NO_CONNECTION, userName, text);
        LoggedExecution execution = new LoggedExecution(statementLog, loggedRequest);
        Optional<Fault> fault = pendingFaults.triggerFault(loggedRequest);
        if (fault.isEmpty()) {
            return execution.run(requestAction);
        }
        if (fault.get() instanceof Fault.HeldCommit) {
            HeldLoad heldLoad = new HeldLoad(pendingFaults.deferredStatements());
            try {
                heldLoad.hold();
                return execution.run(requestAction);
            } catch (CancellationException cancellation) {
                return Answer.CLOSED_CONNECTION;
            } finally {
                heldLoad.recordEnd();
            }
        }
        return FaultAnswer.find(fault.get())
                .orElseThrow(
                        () -> new IllegalArgumentException("A request over HTTP can't have the fault " + fault.get()))
                .answerInsteadOf(requestAction, execution);
    }
}
