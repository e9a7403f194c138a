package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The pending faults of a server, and the statements that they have deferred. All connections share this object, which
 * decides which statement a fault affects. This class is thread-safe.
 */
public final class PendingFaults implements Faults, AutoCloseable {
    private final List<PendingFault> pendingFaults = new ArrayList<>();
    private final DeferredStatements deferredStatements = new DeferredStatements();

    /** A pending fault, with the number of statements that its trigger has matched so far. */
    private static final class PendingFault {
        private final Trigger trigger;
        private final Fault fault;
        private long matchCount;

        PendingFault(Trigger trigger, Fault fault) {
            this.trigger = trigger;
            this.fault = fault;
        }
    }

    @Override
    public synchronized void add(Trigger trigger, Fault fault) {
        pendingFaults.add(new PendingFault(trigger, fault));
    }

    @Override
    public synchronized void clear() {
        pendingFaults.clear();
    }

    @Override
    public synchronized int countPending() {
        return pendingFaults.size();
    }

    @Override
    public int runDeferred() {
        return deferredStatements.runAllPending();
    }

    @Override
    public int countDeferred() {
        return deferredStatements.countPending();
    }

    /**
     * Returns the answer that replaces the greeting of a new client; {@link Answer#OK} if the client is greeted
     * normally. If the fault is a delay, this method waits first. Removes a fault whose trigger has fired for the last
     * time.
     */
    public Answer answerBeforeGreeting() {
        Optional<Fault> fault = triggerFault(
                candidate -> candidate.trigger.isForConnections() && takesEffectBeforeGreeting(candidate.fault));
        if (fault.isPresent() && fault.get() instanceof Fault.Delay delay) {
            FaultyStatementHandler.sleep(delay.time());
            return Answer.OK;
        }
        return fault.map(PendingFaults::toAnswer).orElse(Answer.OK);
    }

    /**
     * Returns the answer to a client that has just logged in; {@link Answer#OK} if the client is admitted. Removes a
     * fault whose trigger has fired for the last time.
     *
     * @throws IllegalArgumentException if the triggered fault can't affect a client that connects
     */
    public Answer answerAfterLogin() {
        return triggerFault(candidate ->
                        candidate.trigger.isForConnections() && !takesEffectBeforeGreeting(candidate.fault))
                .map(PendingFaults::toAnswer)
                .orElse(Answer.OK);
    }

    private static boolean takesEffectBeforeGreeting(Fault fault) {
        return fault instanceof Fault.CutBefore || fault instanceof Fault.SilentBefore || fault instanceof Fault.Delay;
    }

    private static Answer toAnswer(Fault fault) {
        return FaultAnswer.find(fault)
                .map(FaultAnswer::answer)
                .orElseThrow(() -> new IllegalArgumentException("A connecting client can't have the fault " + fault));
    }

    /**
     * Counts a statement for all triggers that match it, and returns the fault that affects the statement; empty if no
     * fault affects it. A fault whose trigger has fired for the last time is removed.
     */
    Optional<Fault> triggerFault(LoggedStatement statement) {
        return triggerFault(candidate -> candidate.trigger.matches(statement));
    }

    private synchronized Optional<Fault> triggerFault(Predicate<PendingFault> filter) {
        Fault firedFault = null;
        Iterator<PendingFault> candidates = pendingFaults.iterator();
        while (candidates.hasNext()) {
            PendingFault candidate = candidates.next();
            if (!filter.test(candidate)) {
                continue;
            }
            candidate.matchCount++;
            if (firedFault == null && candidate.trigger.firesAt(candidate.matchCount)) {
                firedFault = candidate.fault;
            }
            if (candidate.trigger.isDoneAfter(candidate.matchCount)) {
                candidates.remove();
            }
        }
        return Optional.ofNullable(firedFault);
    }

    DeferredStatements deferredStatements() {
        return deferredStatements;
    }

    /** Discards the deferred statements without running them. */
    @Override
    public void close() {
        deferredStatements.close();
    }
}
