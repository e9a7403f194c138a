package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.LedgerProtocol.ask;
import static dev.cairn.internal.ledger.LedgerProtocol.askUntilAnswered;
import static dev.cairn.internal.ledger.LedgerProtocol.ofResult;

import dev.cairn.internal.Durations;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.ledger.LedgerResponse.ConnectionLost;
import dev.cairn.internal.ledger.LedgerResponse.Done;
import dev.cairn.internal.ledger.LedgerResponse.Failure;
import dev.cairn.internal.ledger.LedgerResponse.Refused;
import dev.cairn.internal.ledger.LedgerResponse.States;
import dev.cairn.internal.option.MigratorOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes one transition: creates the next state, checks that it follows the previous one, and drops the earlier states.
 *
 * <p>The name of a dropped view is free again. A migrator that was suspended can therefore create a state whose number
 * was passed long ago; the check detects this.
 */
final class LedgerWriter {
    /** The number of attempts to create the same state while the outcome is unknown. */
    private static final int MAX_ATTEMPTS = 5;

    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_RETRY_PAUSE = Duration.ofSeconds(2);

    private final LedgerParticipant participant;
    private final LedgerReader reader;
    private final NumberedLedgerState predecessor;
    private final Stopwatch readStopwatch;
    private final NumberedLedgerState newEntry;
    private final String stateText;
    private final Stopwatch writeStopwatch;

    private LedgerWriter(
            LedgerParticipant participant,
            NumberedLedgerState predecessor,
            Stopwatch readStopwatch,
            LedgerState newState) {
        this.participant = participant;
        this.reader = new LedgerReader(participant.exceptions());
        this.predecessor = predecessor;
        this.readStopwatch = readStopwatch;
        this.newEntry =
                new NumberedLedgerState(predecessor.sequenceNumber() + 1, newState.withWriter(participant.token()));
        this.stateText = newEntry.state().format();
        this.writeStopwatch = participant.ticker().start();
    }

    /**
     * A state that was written and found to be the highest.
     *
     * @param writeStopwatch started before the state was sent, so the elapsed time is never underestimated
     * @param checkStopwatch started before the last check that the state is the highest
     */
    record WrittenState(NumberedLedgerState entry, Stopwatch writeStopwatch, Stopwatch checkStopwatch) {}

    /**
     * Writes a state after another one. Returns empty if another migrator was faster, or if the state to follow does
     * not exist.
     *
     * @param predecessor the state that the new one follows; its sequence is 0 if the ledger has no state yet
     * @param readStopwatch measures the time since that state was last seen to be the highest
     */
    static LedgerProtocol<Optional<WrittenState>> write(
            LedgerParticipant participant,
            NumberedLedgerState predecessor,
            Stopwatch readStopwatch,
            LedgerState newState) {
        return new LedgerWriter(participant, predecessor, readStopwatch, newState).createState(MAX_ATTEMPTS);
    }

    private long predecessorSequence() {
        return predecessor.sequenceNumber();
    }

    private LedgerProtocol<Optional<WrittenState>> createState(int remainingAttempts) {
        return ask(new LedgerRequest.CreateState(newEntry.sequenceNumber(), stateText), response -> {
            if (response instanceof Done) {
                return confirmNewState(remainingAttempts);
            }
            if (response instanceof ConnectionLost connectionLoss) {
                return ask(
                        new LedgerRequest.Reconnect(),
                        ignored -> continueAfterUnknownOutcome(remainingAttempts, connectionLoss));
            }
            Refused refusal = (Refused) response;
            if (refusal.isAccessDenied()) {
                throw participant.exceptions().missingGrants(refusal.reason());
            }
            // Transient refusals do not use up the attempts: only the patience limits them.
            if (refusal.isTransient()
                    && writeStopwatch.elapsed().compareTo(participant.options().get(MigratorOption.PATIENCE)) < 0) {
                return ask(
                        new LedgerRequest.Pause(computePause()),
                        ignored -> continueAfterUnknownOutcome(remainingAttempts + 1, refusal));
            }
            // A frontend forwards the statement to its leader: only a name that is taken proves that it arrived there.
            return refusal.isNameTaken()
                    ? askUntilAnswered(
                            new LedgerRequest.CatchUp(),
                            ignored -> continueAfterUnknownOutcome(remainingAttempts, null))
                    : ask(
                            new LedgerRequest.Pause(RETRY_PAUSE),
                            ignored -> continueAfterUnknownOutcome(remainingAttempts, refusal));
        });
    }

    /** Returns a pause as long as the attempts have taken so far. */
    private Duration computePause() {
        return Durations.min(Durations.max(writeStopwatch.elapsed(), RETRY_PAUSE), MAX_RETRY_PAUSE);
    }

    /**
     * Continues after an unknown outcome. If the state exists and is our own, it is confirmed with another listing,
     * because others may have written states since this one. If others have already written states, the new state
     * counts as written only if it is a release from which they have continued. Otherwise the state is created again.
     */
    private LedgerProtocol<Optional<WrittenState>> continueAfterUnknownOutcome(
            int remainingAttempts, @Nullable Failure failure) {
        Stopwatch checkStopwatch = participant.ticker().start();
        return reader.listStates(states -> {
            if (states.highestSequence() == newEntry.sequenceNumber()) {
                return reader.hasState(newEntry)
                        .then(isOwnState ->
                                isOwnState ? confirmNewState(remainingAttempts) : handleOvertaking(checkStopwatch));
            }
            return states.highestSequence() == predecessorSequence()
                    ? retry(remainingAttempts, failure)
                    : handleOvertaking(checkStopwatch);
        });
    }

    private LedgerProtocol<Optional<WrittenState>> confirmNewState(int remainingAttempts) {
        Stopwatch checkStopwatch = participant.ticker().start();
        return reader.listStates(states -> confirmListing(states, checkStopwatch, remainingAttempts));
    }

    /** Decides from a listing whether the new state counts as written. Its predecessor is not dropped before that. */
    private LedgerProtocol<Optional<WrittenState>> confirmListing(
            States states, Stopwatch checkStopwatch, int remainingAttempts) {
        SortedSet<Long> sequences = states.sequences();
        if (!sequences.contains(newEntry.sequenceNumber())) {
            return states.highestSequence() == predecessorSequence()
                    ? retry(remainingAttempts, null)
                    : handleOvertaking(checkStopwatch);
        }
        boolean hasPredecessor = predecessorSequence() == 0 || sequences.contains(predecessorSequence());
        if (hasPredecessor && states.highestSequence() == newEntry.sequenceNumber()) {
            WrittenState writtenState = new WrittenState(newEntry, writeStopwatch, checkStopwatch);
            return isReadOutdated()
                    ? confirmByText(sequences, writtenState)
                    : dropEarlierStates(lowerSequences(sequences), writtenState);
        }
        // If there are higher states, they may follow the new one: their writer drops it after its check.
        if (hasPredecessor) {
            return handleOvertaking(checkStopwatch);
        }
        return states.highestSequence() > newEntry.sequenceNumber()
                ? withdrawUnlessConfirmed(checkStopwatch)
                : withdrawState();
    }

    /** A migrator that continues from this state may already have dropped its predecessor, but not this state yet. */
    private LedgerProtocol<Optional<WrittenState>> withdrawUnlessConfirmed(Stopwatch checkStopwatch) {
        return handleOvertaking(checkStopwatch)
                .then(writtenState -> writtenState.isPresent() ? ofResult(writtenState) : withdrawState());
    }

    /**
     * Determines whether the new state counts as written, although others have written states since it was created. It
     * does so only if it has no owner and both conditions are met:
     *
     * <ul>
     *   <li>The previous owner no longer holds the ledger; after an unlock that came too late, it still does.
     *   <li>What this state records is not missing in the current one. After a forced unlock, the next owner may never
     *       have seen this state, and the listing does not tell: either state may have been dropped already. The ledger
     *       of a database that was recreated has another identifier.
     * </ul>
     */
    private LedgerProtocol<Optional<WrittenState>> handleOvertaking(Stopwatch checkStopwatch) {
        if (newEntry.state().isOwned()) {
            return ofResult(Optional.empty());
        }
        return reader.readLatest()
                .then(latestEntry -> ofResult(latestEntry
                        .filter(this::hasContinuedFromNewState)
                        .map(ignored -> new WrittenState(newEntry, writeStopwatch, checkStopwatch))));
    }

    private boolean hasContinuedFromNewState(NumberedLedgerState latestEntry) {
        return latestEntry.sequenceNumber() > newEntry.sequenceNumber()
                && !latestEntry.state().owner().equals(predecessor.state().owner())
                && latestEntry.state().includes(predecessor.state(), newEntry.state());
    }

    private Iterator<Long> lowerSequences(SortedSet<Long> sequences) {
        return sequences.headSet(newEntry.sequenceNumber()).iterator();
    }

    private boolean isReadOutdated() {
        return readStopwatch.elapsed().compareTo(participant.halfLease()) >= 0;
    }

    /** After a long time the database may have been recreated, with other states under the same numbers. */
    private LedgerProtocol<Optional<WrittenState>> confirmByText(SortedSet<Long> sequences, WrittenState writtenState) {
        return reader.hasState(newEntry).then(isOwnState -> {
            if (!isOwnState || predecessorSequence() == 0) {
                return ofResult(isOwnState ? Optional.of(writtenState) : Optional.empty());
            }
            return reader.hasState(predecessor)
                    .then(hasPredecessor -> hasPredecessor
                            ? dropEarlierStates(lowerSequences(sequences), writtenState)
                            : withdrawState());
        });
    }

    /** Drops the state only if it was our own according to a check made just now. */
    private LedgerProtocol<Optional<WrittenState>> withdrawState() {
        Stopwatch requestStopwatch = participant.ticker().start();
        return reader.hasState(newEntry).then(isOwnState -> {
            if (isOwnState && requestStopwatch.elapsed().compareTo(participant.halfLease()) >= 0) {
                return withdrawState();
            }
            return isOwnState
                    ? askUntilAnswered(
                            new LedgerRequest.DropState(newEntry.sequenceNumber()),
                            ignored -> ofResult(Optional.empty()))
                    : ofResult(Optional.empty());
        });
    }

    /**
     * The previous state is still the highest: the new state was never created, or is not visible.
     *
     * @param failure the reason why it was not created; null if it should exist
     */
    private LedgerProtocol<Optional<WrittenState>> retry(int remainingAttempts, @Nullable Failure failure) {
        if (remainingAttempts > 1) {
            return createState(remainingAttempts - 1);
        }
        throw failure == null
                ? participant.exceptions().invisibleState(newEntry.sequenceNumber())
                : participant.exceptions().unwritableState(newEntry.sequenceNumber(), failure);
    }

    /**
     * Drops the remaining earlier states, one after the other. A migrator that was suspended after the check may find
     * any states under these names, in a database that was recreated: it leaves them to the next transition.
     */
    private LedgerProtocol<Optional<WrittenState>> dropEarlierStates(
            Iterator<Long> remainingSequences, WrittenState writtenState) {
        if (!remainingSequences.hasNext()
                || writtenState.checkStopwatch().elapsed().compareTo(participant.halfLease()) >= 0) {
            return ofResult(Optional.of(writtenState));
        }
        return ask(new LedgerRequest.DropState(remainingSequences.next()), response -> {
            if (response instanceof Refused refusal && refusal.isAccessDenied()) {
                throw participant.exceptions().missingGrants(refusal.reason());
            }
            return response instanceof ConnectionLost
                    ? ask(new LedgerRequest.Reconnect(), ignored -> dropEarlierStatesAgain(writtenState))
                    : dropEarlierStates(remainingSequences, writtenState);
        });
    }

    /**
     * Drops the earlier states again after the connection was lost: the first request may not have arrived, and no
     * later transition drops them if this one is a release. The state is checked again, because the reconnection may
     * have taken long. If another state has its number, the database was recreated, and an owner has lost the ledger.
     */
    private LedgerProtocol<Optional<WrittenState>> dropEarlierStatesAgain(WrittenState writtenState) {
        LedgerProtocol<Optional<WrittenState>> unchangedResult = ofResult(Optional.of(writtenState));
        Stopwatch checkStopwatch = participant.ticker().start();
        return reader.showState(
                newEntry.sequenceNumber(),
                shownText -> shownText.equals(stateText)
                        ? reader.listStates(states -> states.highestSequence() == newEntry.sequenceNumber()
                                ? dropEarlierStates(
                                        lowerSequences(states.sequences()),
                                        new WrittenState(newEntry, writeStopwatch, checkStopwatch))
                                : unchangedResult)
                        : newEntry.state().isOwned() ? ofResult(Optional.empty()) : unchangedResult,
                ignored -> unchangedResult);
    }
}
