package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.LedgerProtocol.ask;

import dev.cairn.internal.Durations;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.option.MigratorOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Acquires the ledger. A held ledger is taken over only after the same state was observed for a whole lease: the state
 * does not tell its age, because clocks of different machines are never compared.
 */
final class LedgerAcquirer {
    private static final Duration INITIAL_POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(1);

    private final LedgerParticipant participant;
    private final String profile;
    private final Optional<Instant> serverTime;
    private final LedgerReader reader;
    private final Stopwatch waitStopwatch;

    private final boolean mayReplaceState;

    private LedgerAcquirer(
            LedgerParticipant participant, String profile, Optional<Instant> serverTime, boolean mayReplaceState) {
        this.participant = participant;
        this.profile = profile;
        this.serverTime = serverTime;
        this.mayReplaceState = mayReplaceState;
        this.reader = new LedgerReader(participant.exceptions());
        this.waitStopwatch = participant.ticker().start();
    }

    /** @param mayReplaceState whether to replace a missing or damaged state by one that an operator has chosen */
    static LedgerProtocol<LedgerOwnership> acquire(
            LedgerParticipant participant, String profile, Optional<Instant> serverTime, boolean mayReplaceState) {
        return new LedgerAcquirer(participant, profile, serverTime, mayReplaceState).tryAcquire(INITIAL_POLL_INTERVAL);
    }

    private LedgerProtocol<Optional<NumberedLedgerState>> readLatest() {
        return mayReplaceState ? reader.readWithSubstitute() : reader.readUnlessLost();
    }

    /** The highest state, and a stopwatch that was started when it was first observed. */
    private record ObservedState(NumberedLedgerState entry, Stopwatch observationStopwatch) {}

    private LedgerProtocol<LedgerOwnership> tryAcquire(Duration pollInterval) {
        Stopwatch readStopwatch = participant.ticker().start();
        return readLatest().then(latestEntry -> {
            NumberedLedgerState entry = latestEntry.orElse(new NumberedLedgerState(0, LedgerState.initial(profile)));
            return entry.state().isOwned()
                    ? pauseAndPoll(new ObservedState(entry, participant.ticker().start()), pollInterval)
                    : writeOwner(entry, readStopwatch, pollInterval);
        });
    }

    /**
     * Pauses, and lists the states again. Takes over the ledger if the state has not changed for a whole lease, and
     * reads the ledger again if it has changed.
     *
     * @throws dev.cairn.upgrade.MigrationException.LedgerHeldException if the patience is exhausted
     */
    private LedgerProtocol<LedgerOwnership> pauseAndPoll(ObservedState observedState, Duration pollInterval) {
        Duration remainingTime =
                participant.options().get(MigratorOption.PATIENCE).minus(waitStopwatch.elapsed());
        if (remainingTime.isNegative() || remainingTime.isZero()) {
            throw participant
                    .exceptions()
                    .ledgerHeld(observedState.entry(), participant.options().get(MigratorOption.PATIENCE));
        }
        Duration pause = Durations.min(
                Durations.min(pollInterval, remainingTime),
                longerLease(observedState)
                        .minus(observedState.observationStopwatch().elapsed()));
        return ask(
                new LedgerRequest.Pause(pause.isNegative() ? Duration.ZERO : pause),
                ignored -> reader.listStates(states -> {
                    Duration nextPollInterval =
                            Durations.min(pollInterval.multipliedBy(3).dividedBy(2), MAX_POLL_INTERVAL);
                    if (states.highestSequence() != observedState.entry().sequenceNumber()) {
                        return tryAcquire(nextPollInterval);
                    }
                    return observedState.observationStopwatch().elapsed().compareTo(longerLease(observedState)) >= 0
                            ? takeOver(observedState, nextPollInterval)
                            : pauseAndPoll(observedState, nextPollInterval);
                }));
    }

    /**
     * Reads the state again: if the database was recreated since the first observation, another state may have the same
     * sequence.
     */
    private LedgerProtocol<LedgerOwnership> takeOver(ObservedState observedState, Duration pollInterval) {
        Stopwatch readStopwatch = participant.ticker().start();
        return readLatest()
                .then(latestEntry -> latestEntry.equals(Optional.of(observedState.entry()))
                        ? writeOwner(observedState.entry(), readStopwatch, pollInterval)
                        : tryAcquire(pollInterval));
    }

    /**
     * Returns the lease of the owner or of the participant, whichever is longer: they may be configured differently.
     */
    private Duration longerLease(ObservedState observedState) {
        return Durations.max(observedState.entry().state().lease(), participant.lease());
    }

    private LedgerProtocol<LedgerOwnership> writeOwner(
            NumberedLedgerState predecessor, Stopwatch readStopwatch, Duration pollInterval) {
        LedgerParticipant owner = participant.withOwnerToken(predecessor.state(), serverTime);
        LedgerState ownedState = predecessor
                .state()
                .withIdentifier(participant.newLedgerIdentifier())
                .withProfile(profile)
                .withOwner(owner.token(), owner.lease());
        return LedgerWriter.write(owner, predecessor, readStopwatch, ownedState)
                .then(writtenState -> writtenState.isPresent()
                        ? LedgerProtocol.ofResult(LedgerOwnership.of(owner, writtenState.get()))
                        : tryAcquire(pollInterval));
    }
}
