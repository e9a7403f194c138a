package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import java.time.Instant;
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
     * @return the answer; {@link Answer#CUT} if the connection is to be closed, {@link Answer#SILENCE} if the request
     *     is never to be answered
     */
    public Answer run(String user, String text, Supplier<Answer> request) {
        LoggedStatement loggedRequest = log.add(NO_CONNECTION, user, text);
        Optional<Fault> fault = faults.findFault(loggedRequest);
        if (fault.isEmpty()) {
            return runLogged(loggedRequest, request);
        }
        if (fault.get() instanceof Fault.CutBefore) {
            return Answer.CUT;
        }
        if (fault.get() instanceof Fault.CutAfter) {
            runLogged(loggedRequest, request);
            return Answer.CUT;
        }
        if (fault.get() instanceof Fault.SilentBefore) {
            return Answer.SILENCE;
        }
        if (fault.get() instanceof Fault.SilentAfter) {
            runLogged(loggedRequest, request);
            return Answer.SILENCE;
        }
        if (fault.get() instanceof Fault.Hold) {
            HeldLoad load = new HeldLoad(faults.deferredStatements());
            try {
                load.hold();
                return runLogged(loggedRequest, request);
            } catch (CancellationException cancellation) {
                return Answer.CUT;
            } finally {
                load.recordEnd();
            }
        }
        if (fault.get() instanceof Fault.Refuse refuse && !refuse.run()) {
            return runLogged(
                    loggedRequest, () -> new Answer.Failure(refuse.errno(), refuse.sqlState(), refuse.message()));
        }
        throw new IllegalArgumentException("A request over HTTP can't have the fault " + fault.get());
    }

    private Answer runLogged(LoggedStatement loggedRequest, Supplier<Answer> request) {
        Instant startTime = log.now();
        Answer answer = request.get();
        if (answer instanceof Answer.Failure failure) {
            log.ended(loggedRequest, startTime, failure.errno(), failure.message());
        } else {
            log.ended(loggedRequest, startTime, 0, "");
        }
        return answer;
    }
}
