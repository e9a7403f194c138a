package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.LedgerProtocol.askUntilAnswered;
import static dev.cairn.internal.ledger.LedgerProtocol.ofResult;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.ledger.LedgerResponse.Refused;
import dev.cairn.internal.ledger.LedgerWriter.WrittenState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The ledger as its owner knows it. An ownership is immutable: each exchange returns the ownership after it, and throws
 * an exception if this participant is no longer the owner.
 *
 * @param acquiredSequence the sequence of the state with which the participant became the owner
 * @param writeStopwatch measures the time since the last transition of the participant
 * @param checkStopwatch measures the time since the last check that {@code entry} is the highest state
 * @param historyRows the rows of the history view; empty until they are read
 */
record LedgerOwnership(
        LedgerParticipant participant,
        NumberedLedgerState entry,
        long acquiredSequence,
        Stopwatch writeStopwatch,
        Stopwatch checkStopwatch,
        Optional<List<HistoryRow>> historyRows) {
    /** The number of rows at which they are moved from the comment of the state to the history view. */
    private static final int MAX_UNWRITTEN_ROWS = 50;

    private static final int HEARTBEATS_PER_LEASE = 5;
    /** The number of renewals after which the server is too slow for the lease: each one took half of the lease. */
    private static final int MAX_LEASE_RENEWALS = 3;

    static LedgerOwnership of(LedgerParticipant participant, WrittenState writtenState) {
        return new LedgerOwnership(
                participant,
                writtenState.entry(),
                writtenState.entry().sequenceNumber(),
                writtenState.writeStopwatch(),
                writtenState.checkStopwatch(),
                Optional.empty());
    }

    /** Writes the next state, preceded by the history view if that is due. */
    LedgerProtocol<LedgerOwnership> write(LedgerTransition transition) {
        LedgerState nextState = computeNextState(transition);
        return isHistoryDue(nextState)
                ? ensureHeld()
                        .then(LedgerOwnership::readHistoryRows)
                        .then(ownership -> ownership.writeHistory(transition))
                : writeState(nextState, transition);
    }

    private LedgerState computeNextState(LedgerTransition transition) {
        return transition.apply(entry.state(), entry.sequenceNumber() + 1);
    }

    private static boolean isHistoryDue(LedgerState nextState) {
        return nextState.unwrittenRows().size() >= MAX_UNWRITTEN_ROWS
                || (!nextState.isOwned() && nextState.isHistoryOutdated());
    }

    private LedgerProtocol<LedgerOwnership> writeState(LedgerState nextState, LedgerTransition transition) {
        return LedgerWriter.write(participant, entry, checkStopwatch, nextState).then(writtenState -> {
            if (writtenState.isEmpty()) {
                return handleLaterState(ownSuccessor -> rewrite(ownSuccessor, nextState, transition));
            }
            return ofResult(new LedgerOwnership(
                    participant,
                    writtenState.get().entry(),
                    acquiredSequence,
                    writtenState.get().writeStopwatch(),
                    writtenState.get().checkStopwatch(),
                    historyRows));
        });
    }

    /** Recovers after an interrupted transition, which may or may not have been written. */
    LedgerProtocol<LedgerOwnership> recover() {
        return new LedgerReader(participant.exceptions()).readLatest().then(latestEntry -> {
            if (latestEntry.equals(Optional.of(entry))) {
                return ofResult(this);
            }
            Optional<LedgerOwnership> ownSuccessor =
                    latestEntry.filter(this::isOwnSuccessor).map(this::adopt);
            return ownSuccessor.isPresent() ? ofResult(ownSuccessor.get()) : throwLost(latestEntry);
        });
    }

    /**
     * Returns whether this owner wrote a state after the one that it knows. An exchange may have written several
     * states, such as the heartbeats of a slow server, before it failed. An owner writes a state only after one that it
     * has found to be the highest, so no other migrator has written a state in between. The identifier of the ledger
     * must match too: a state of the ledger in a database that was recreated does not count.
     */
    private boolean isOwnSuccessor(NumberedLedgerState latestEntry) {
        return latestEntry.sequenceNumber() > entry.sequenceNumber()
                && latestEntry.state().identifier().equals(entry.state().identifier())
                && latestEntry.state().writer().equals(participant.token());
    }

    /**
     * Returns the ownership that continues from a state of this owner. Its stopwatches keep running, because they may
     * overestimate the time since the last transition, but must not underestimate it.
     */
    private LedgerOwnership adopt(NumberedLedgerState ownEntry) {
        return new LedgerOwnership(
                participant, ownEntry, acquiredSequence, writeStopwatch, checkStopwatch, historyRows);
    }

    /**
     * Handles a highest state that is not the last written one. This owner may have written it: the request of an
     * interrupted transition may arrive after the recovery. If it follows the last written state, no other migrator has
     * written a state between the two, and the work continues from it. After half a lease, the database may have been
     * recreated, so the last written state must still exist too: only a transition that has ended drops it.
     *
     * @param continuation continues from the state that this owner wrote; returns empty if the ledger counts as lost
     *     nevertheless
     */
    private LedgerProtocol<LedgerOwnership> handleLaterState(
            Function<LedgerOwnership, Optional<LedgerProtocol<LedgerOwnership>>> continuation) {
        return new LedgerReader(participant.exceptions()).readLatest().then(latestEntry -> {
            if (latestEntry.filter(this::isOwnSuccessor).isEmpty()) {
                return throwLost(latestEntry);
            }
            boolean isCheckRecent = checkStopwatch.elapsed().compareTo(participant.halfLease()) < 0;
            LedgerProtocol<Boolean> databaseCheck =
                    isCheckRecent ? ofResult(true) : new LedgerReader(participant.exceptions()).hasState(entry);
            return databaseCheck.then(isSameDatabase -> latestEntry
                    .filter(ignored -> isSameDatabase)
                    .map(this::adopt)
                    .flatMap(continuation)
                    .orElseGet(() -> throwLost(latestEntry)));
        });
    }

    /**
     * Writes the transition again, but only on a state of the same run, because its step numbers refer to that run. On
     * another state that is still owned, the transition fails; the next one begins with that state.
     */
    private Optional<LedgerProtocol<LedgerOwnership>> rewrite(
            LedgerOwnership ownSuccessor, LedgerState nextState, LedgerTransition transition) {
        LedgerState ownState = ownSuccessor.entry().state();
        if (ownState.equals(nextState.withWriter(participant.token()))) {
            return Optional.of(ofResult(ownSuccessor));
        }
        if (!ownState.isOwned()) {
            return Optional.empty();
        }
        if (!ownState.head().equals(entry.state().head())
                || !ownState.unfinishedMigration().equals(entry.state().unfinishedMigration())) {
            throw participant.exceptions().lateStatement(ownSuccessor.entry().sequenceNumber());
        }
        return Optional.of(ownSuccessor.write(transition));
    }

    /** Throws an exception that names the current owner, or says that the ledger no longer exists. */
    private <T> LedgerProtocol<T> throwLost(Optional<NumberedLedgerState> latestEntry) {
        LedgerExceptions exceptions = participant.exceptions();
        throw latestEntry
                .map(currentEntry -> exceptions.ledgerLost(entry, describeOwnership(currentEntry)))
                .orElseGet(() -> exceptions.ledgerGone(entry));
    }

    private static String describeOwnership(NumberedLedgerState currentEntry) {
        String ownerClause = currentEntry.state().isOwned()
                ? "is held by " + currentEntry.state().ownerName()
                : "has no owner";
        return "its sequence is now " + currentEntry.sequenceNumber() + ", and it " + ownerClause;
    }

    /** Ensures that the next statement may be sent. */
    LedgerProtocol<LedgerOwnership> ensureHeld() {
        return ensureHeld(MAX_LEASE_RENEWALS, participant.options().maxReadAge());
    }

    /** Ensures that the next statement may be sent; an earlier check does not count. */
    LedgerProtocol<LedgerOwnership> ensureHeldNow() {
        return ensureHeld(MAX_LEASE_RENEWALS, Duration.ZERO);
    }

    /**
     * Renews the lease if half of it has elapsed, and checks that {@code entry} is the highest state.
     *
     * @param maxCheckAge the age below which an earlier check counts
     */
    private LedgerProtocol<LedgerOwnership> ensureHeld(int remainingRenewals, Duration maxCheckAge) {
        if (isHalfLeaseOver()) {
            if (remainingRenewals == 0) {
                throw participant.exceptions().slowServer(participant.lease());
            }
            return writeState(entry.state(), LedgerTransition.UNCHANGED)
                    .then(ownership -> ownership.ensureHeld(remainingRenewals - 1, maxCheckAge));
        }
        if (checkStopwatch.elapsed().compareTo(maxCheckAge) < 0) {
            return ofResult(this);
        }
        Stopwatch newCheckStopwatch = participant.ticker().start();
        return new LedgerReader(participant.exceptions()).listStates(states -> {
            if (states.highestSequence() != entry.sequenceNumber()) {
                return handleLaterState(
                        ownSuccessor -> ownSuccessor.entry().state().isOwned()
                                ? Optional.of(ownSuccessor.ensureHeld(remainingRenewals, maxCheckAge))
                                : Optional.empty());
            }
            LedgerOwnership checkedOwnership = new LedgerOwnership(
                    participant, entry, acquiredSequence, writeStopwatch, newCheckStopwatch, historyRows);
            return checkedOwnership.isHalfLeaseOver()
                    ? checkedOwnership.ensureHeld(remainingRenewals, maxCheckAge)
                    : ofResult(checkedOwnership);
        });
    }

    private boolean isHalfLeaseOver() {
        return writeStopwatch.elapsed().compareTo(participant.halfLease()) >= 0;
    }

    /** Sends a heartbeat if one is due. */
    LedgerProtocol<LedgerOwnership> sendHeartbeat(LedgerTransition pendingTransition) {
        boolean isDue = writeStopwatch.elapsed().compareTo(participant.leaseFraction(HEARTBEATS_PER_LEASE)) >= 0;
        return isDue ? write(pendingTransition) : ofResult(this);
    }

    private LedgerProtocol<LedgerOwnership> readHistoryRows() {
        return historyRows.isPresent()
                ? ofResult(this)
                : LedgerReader.readHistoryRows().then(rows -> ofResult(withHistoryRows(rows)));
    }

    private LedgerOwnership withHistoryRows(List<HistoryRow> rows) {
        return new LedgerOwnership(
                participant, entry, acquiredSequence, writeStopwatch, checkStopwatch, Optional.of(rows));
    }

    private LedgerProtocol<LedgerOwnership> writeHistory(LedgerTransition transition) {
        LedgerState nextState = computeNextState(transition);
        List<HistoryRow> rows = LedgerHistory.merge(nextState, historyRows.orElseThrow())
                .withMissingRows(participant.applicationRows(), nextState.head().number())
                .rows();
        return askUntilAnswered(new LedgerRequest.ReplaceHistory(rows), response -> {
            if (response instanceof Refused refusal) {
                throw participant.exceptions().unwritableHistory(refusal);
            }
            return withHistoryRows(rows)
                    .writeState(nextState.withWrittenHistory(HistoryViewExtent.of(rows)), transition);
        });
    }
}
