package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.askUntilConnected;
import static dev.cairn.internal.ledger.Exchange.ofResult;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.ledger.LedgerResponse.Refused;
import dev.cairn.internal.ledger.LedgerWriter.WrittenState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The owner's knowledge of the ledger that it holds.
 *
 * @param takeoverSequence the sequence at which it became the owner
 * @param sinceWrite measures the time since its last transition
 * @param sinceCheck measures the time since the last check that its state is the highest
 * @param historyRows the rows of the history view; empty until they are read
 */
record LedgerOwnership(
        LedgerParticipant participant,
        LedgerEntry entry,
        long takeoverSequence,
        Stopwatch sinceWrite,
        Stopwatch sinceCheck,
        Optional<List<HistoryRow>> historyRows) {
    /** The largest number of commits in the comment of a state. */
    private static final int MAX_LOGGED_COMMITS = 50;

    /** A check is current if it is younger than the lease divided by this number. */
    private static final int CHECKS_PER_LEASE = 100;

    private static final int HEARTBEATS_PER_LEASE = 5;
    private static final int TRIES = 3;

    static LedgerOwnership of(LedgerParticipant participant, WrittenState written) {
        return new LedgerOwnership(
                participant,
                written.entry(),
                written.entry().sequence(),
                written.sinceWrite(),
                written.sinceCheck(),
                Optional.empty());
    }

    /** Writes the next state, preceded by the history view if that is due. */
    Exchange<LedgerOwnership> write(Transition transition) {
        LedgerState next = nextState(transition);
        return isHistoryDue(next)
                ? ensureHeld()
                        .then(LedgerOwnership::updateHistoryView)
                        .then(ownership -> ownership.writeHistory(transition))
                : writeState(next, transition);
    }

    private LedgerState nextState(Transition transition) {
        return transition.apply(entry.state(), entry.sequence() + 1);
    }

    private static boolean isHistoryDue(LedgerState next) {
        return next.log().size() >= MAX_LOGGED_COMMITS || (!next.isOwned() && next.isHistoryBehind());
    }

    private Exchange<LedgerOwnership> writeState(LedgerState next, Transition transition) {
        return LedgerWriter.write(participant, entry, sinceCheck, next).then(written -> {
            if (written.isEmpty()) {
                return adoptOrLose(ownEntry -> rewrite(ownEntry, next, transition));
            }
            return ofResult(new LedgerOwnership(
                    participant,
                    written.get().entry(),
                    takeoverSequence,
                    written.get().sinceWrite(),
                    written.get().sinceCheck(),
                    historyRows));
        });
    }

    /** Recovers after an interrupted transition, which may or may not have been written. */
    Exchange<LedgerOwnership> recover() {
        return new LedgerReader(participant.errors()).readLatest().then(latest -> {
            if (latest.equals(Optional.of(entry))) {
                return ofResult(this);
            }
            Optional<LedgerOwnership> ownEntry =
                    latest.filter(this::isOwnSuccessor).map(this::adopt);
            return ownEntry.isPresent() ? ofResult(ownEntry.get()) : throwLost(latest);
        });
    }

    /**
     * Whether a state is a later one of this owner. An exchange may have written several states, such as the heartbeats of a
     * slow server, before it failed. An owner writes a state only after one that it has found to be the highest, so no
     * other migrator has written a state in between. The identifier of the ledger must match too: a state of the ledger in
     * a database that was recreated does not count.
     */
    private boolean isOwnSuccessor(LedgerEntry latest) {
        return latest.sequence() > entry.sequence()
                && latest.state().identifier().equals(entry.state().identifier())
                && latest.state().writer().equals(participant.token());
    }

    private LedgerOwnership adopt(LedgerEntry ownEntry) {
        return new LedgerOwnership(participant, ownEntry, takeoverSequence, sinceWrite, sinceCheck, historyRows);
    }

    /**
     * Handles a highest state that is not the last written one. It may be our own: the request of an interrupted transition
     * may arrive after the recovery. If it follows the last written state, no other migrator has written a state
     * between the two, and the work continues from it. After half a lease, the database may have been recreated, so the last
     * written state must still exist too: only a transition that has ended drops it.
     *
     * @param continuation continues from our own state; empty if the ledger counts as lost nevertheless
     */
    private Exchange<LedgerOwnership> adoptOrLose(
            Function<LedgerOwnership, Optional<Exchange<LedgerOwnership>>> continuation) {
        return new LedgerReader(participant.errors()).readLatest().then(latest -> {
            if (latest.filter(this::isOwnSuccessor).isEmpty()) {
                return throwLost(latest);
            }
            boolean isRecent = sinceCheck.elapsed().compareTo(participant.halfLease()) < 0;
            Exchange<Boolean> sameDatabase =
                    isRecent ? ofResult(true) : new LedgerReader(participant.errors()).checkExists(entry);
            return sameDatabase.then(same -> latest.filter(now -> same)
                    .map(this::adopt)
                    .flatMap(continuation)
                    .orElseGet(() -> throwLost(latest)));
        });
    }

    /**
     * Writes the transition again, but only on a state of the same run, because its step numbers refer to that run. On another
     * state that is still owned, the transition fails; the next one begins with that state.
     */
    private Optional<Exchange<LedgerOwnership>> rewrite(
            LedgerOwnership ownEntry, LedgerState next, Transition transition) {
        LedgerState there = ownEntry.entry().state();
        if (there.equals(next.withWriter(participant.token()))) {
            return Optional.of(ofResult(ownEntry));
        }
        if (!there.isOwned()) {
            return Optional.empty();
        }
        if (!there.head().equals(entry.state().head())
                || !there.run().equals(entry.state().run())) {
            throw participant.errors().lateStatement(ownEntry.entry().sequence());
        }
        return Optional.of(ownEntry.write(transition));
    }

    /** Throws an exception that names the current owner, or says that there is no ledger any more. */
    private <T> Exchange<T> throwLost(Optional<LedgerEntry> latest) {
        LedgerErrors errors = participant.errors();
        throw latest.map(now -> errors.ledgerLost(entry, describe(now))).orElseGet(() -> errors.ledgerGone(entry));
    }

    private static String describe(LedgerEntry now) {
        String owner = now.state().isOwned() ? "is held by " + now.state().owner() : "has no owner";
        return "its sequence is now " + now.sequence() + ", and it " + owner;
    }

    /** Ensures that the next statement may be sent. */
    Exchange<LedgerOwnership> ensureHeld() {
        return ensureHeld(TRIES, participant.leasePart(CHECKS_PER_LEASE));
    }

    /** Ensures that the next statement may be sent; an earlier check does not count. */
    Exchange<LedgerOwnership> ensureHeldNow() {
        return ensureHeld(TRIES, Duration.ZERO);
    }

    /** @param recent the age below which a check is current */
    private Exchange<LedgerOwnership> ensureHeld(int tries, Duration recent) {
        if (isOlderThanHalf()) {
            if (tries == 0) {
                throw participant.errors().slowServer(participant.lease());
            }
            return writeState(entry.state(), (state, sequence) -> state)
                    .then(ownership -> ownership.ensureHeld(tries - 1, recent));
        }
        if (sinceCheck.elapsed().compareTo(recent) < 0) {
            return ofResult(this);
        }
        Stopwatch looking = participant.ticker().start();
        return new LedgerReader(participant.errors()).listStates(states -> {
            if (states.highest() != entry.sequence()) {
                return adoptOrLose(ownEntry -> ownEntry.entry().state().isOwned()
                        ? Optional.of(ownEntry.ensureHeld(tries, recent))
                        : Optional.empty());
            }
            LedgerOwnership seenOwnership =
                    new LedgerOwnership(participant, entry, takeoverSequence, sinceWrite, looking, historyRows);
            return seenOwnership.isOlderThanHalf() ? seenOwnership.ensureHeld(tries, recent) : ofResult(seenOwnership);
        });
    }

    private boolean isOlderThanHalf() {
        return sinceWrite.elapsed().compareTo(participant.halfLease()) >= 0;
    }

    /** Sends a heartbeat if one is due. */
    Exchange<LedgerOwnership> sendHeartbeat(Transition pendingTransition) {
        boolean due = sinceWrite.elapsed().compareTo(participant.leasePart(HEARTBEATS_PER_LEASE)) >= 0;
        return due ? write(pendingTransition) : ofResult(this);
    }

    private Exchange<LedgerOwnership> updateHistoryView() {
        return historyRows.isPresent()
                ? ofResult(this)
                : LedgerReader.readHistoryRows().then(rows -> ofResult(withHistoryView(rows)));
    }

    private LedgerOwnership withHistoryView(List<HistoryRow> rows) {
        return new LedgerOwnership(participant, entry, takeoverSequence, sinceWrite, sinceCheck, Optional.of(rows));
    }

    private Exchange<LedgerOwnership> writeHistory(Transition transition) {
        LedgerState next = nextState(transition);
        List<HistoryRow> rows = LedgerHistory.of(next, historyRows.orElseThrow())
                .completeFrom(participant.knownRows(), next.head().number())
                .rows();
        return askUntilConnected(new LedgerRequest.ReplaceHistory(rows), answer -> {
            if (answer instanceof Refused no) {
                throw no.isDenied()
                        ? participant.errors().missingGrants(no.reason())
                        : participant.errors().historyFailure(no.reason());
            }
            return withHistoryView(rows).writeState(next.withWrittenHistory(HistoryExtent.of(rows)), transition);
        });
    }
}
