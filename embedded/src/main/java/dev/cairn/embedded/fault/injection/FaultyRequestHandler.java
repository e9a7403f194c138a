package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Runs HTTP requests that change data. Each request is logged as a statement, so that the same faults can affect it,
 * except faults of jobs and faults that require a session.
 */
public final class FaultyRequestHandler {
    private static final int NO_CONNECTION = 0;

    private final PendingFaults faults;
    private final StatementLog log;

    public FaultyRequestHandler(PendingFaults faults, StatementLog log) {
        this.faults = faults;
        this.log = log;
    }

    /**
     * Runs a request.
     *
     * @param text the text of the request for the log and for triggers
     * @return the answer; {@link Answer#CLOSED_CONNECTION} if the connection is to be closed, {@link Answer#SILENCE} if
     *     the request is never to be answered
     * @throws IllegalArgumentException if the fault that affects the request can't affect requests over HTTP
     */
    public Answer run(String user, String text, Supplier<Answer> request) {
        LoggedStatement loggedRequest = log.add(NO_CONNECTION, user, text);
        LoggedExecution execution = new LoggedExecution(log, loggedRequest);
        Optional<Fault> fault = faults.triggerFault(loggedRequest);
        if (fault.isEmpty()) {
            return execution.run(request);
        }
        if (fault.get() instanceof Fault.HeldCommit) {
            HeldLoad load = new HeldLoad(faults.deferredStatements());
            try {
                load.hold();
                return execution.run(request);
            } catch (CancellationException cancellation) {
                return Answer.CLOSED_CONNECTION;
            } finally {
                load.recordEnd();
            }
        }
        boolean isRefusedAfterRun = fault.get() instanceof Fault.Rejection rejection && rejection.isRunFirst();
        return FaultAnswer.of(fault.get())
                .filter(ignored -> !isRefusedAfterRun)
                .orElseThrow(
                        () -> new IllegalArgumentException("A request over HTTP can't have the fault " + fault.get()))
                .answerInsteadOf(request, execution);
    }
}
