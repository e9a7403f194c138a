package dev.cairn.embedded.fault;

import dev.cairn.embedded.log.LoggedStatement;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.protocol.Answer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request by HTTP that changes something: written down as the statement that it amounts to, so that the same faults may
 * befall it. Those of jobs, and those that need a session, do not.
 */
public final class FaultyRequest {
    private static final int NO_CONNECTION = 0;

    private final Faults faults;
    private final StatementLog log;

    public FaultyRequest(Faults faults, StatementLog log) {
        this.faults = faults;
        this.log = log;
    }

    /**
     * Runs it.
     *
     * @param text what it is called in the log, and by triggers
     * @return its answer; {@link Answer#CUT} where the connection ends, {@link Answer#SILENCE} where it is never answered
     */
    public Answer run(String user, String text, Supplier<Answer> request) {
        LoggedStatement logged = log.add(NO_CONNECTION, user, text);
        Optional<Fault> fault = faults.befalling(logged);
        if (fault.isEmpty()) {
            return ended(logged, request);
        }
        if (fault.get() instanceof Fault.CutBefore) {
            return Answer.CUT;
        }
        if (fault.get() instanceof Fault.CutAfter) {
            ended(logged, request);
            return Answer.CUT;
        }
        if (fault.get() instanceof Fault.SilentBefore) {
            return Answer.SILENCE;
        }
        if (fault.get() instanceof Fault.SilentAfter) {
            ended(logged, request);
            return Answer.SILENCE;
        }
        if (fault.get() instanceof Fault.Refuse refuse && !refuse.run()) {
            return ended(logged, () -> new Answer.Failure(refuse.errno(), refuse.sqlState(), refuse.message()));
        }
        throw new IllegalArgumentException("No way to let " + fault.get() + " happen to a request by HTTP");
    }

    private Answer ended(LoggedStatement logged, Supplier<Answer> request) {
        Instant begun = log.now();
        Answer answer = request.get();
        if (answer instanceof Answer.Failure failure) {
            log.ended(logged, begun, failure.errno(), failure.message());
        } else {
            log.ended(logged, begun, 0, "");
        }
        return answer;
    }
}
