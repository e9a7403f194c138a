package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.ask;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.option.MigratorOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Acquires the ledger. A held ledger is taken over only after the same state was observed for a whole lease: the state
 * does not tell its age, because clocks of different machines are never compared.
 */
final class LedgerAcquisition {
    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration LAST_POLL = Duration.ofSeconds(1);

    private final LedgerParticipant participant;
    private final String profile;
    private final Optional<Instant> serverTime;
    private final LedgerReader reader;
    private final Stopwatch waitStopwatch;

    private final boolean isReplacing;

    private LedgerAcquisition(LedgerParticipant participant, String profile, Optional<Instant> now, boolean replacing) {
        this.participant = participant;
        this.profile = profile;
        this.serverTime = now;
        this.isReplacing = replacing;
        this.reader = new LedgerReader(participant.errors());
        this.waitStopwatch = participant.ticker().start();
    }

    static Exchange<LedgerOwnership> acquire(LedgerParticipant participant, String profile) {
        return acquire(participant, profile, Optional.empty(), false);
    }

    /** @param replacing whether a state that is missing or damaged is replaced by what a person states */
    static Exchange<LedgerOwnership> acquire(
            LedgerParticipant participant, String profile, Optional<Instant> now, boolean replacing) {
        return new LedgerAcquisition(participant, profile, now, replacing).read(FIRST_POLL);
    }

    private Exchange<Optional<LedgerEntry>> readLatest() {
        return isReplacing ? reader.readReplaceable() : reader.readCurrent();
    }

    /** The highest state, and a stopwatch that was started when it was first observed. */
    private record ObservedState(LedgerEntry entry, Stopwatch since) {}

    private Exchange<LedgerOwnership> read(Duration poll) {
        Stopwatch sinceRead = participant.ticker().start();
        return readLatest().then(latest -> {
            LedgerEntry entry = latest.orElse(new LedgerEntry(0, LedgerState.initial(profile)));
            return entry.state().isOwned()
                    ? pause(new ObservedState(entry, participant.ticker().start()), poll)
                    : writeOwner(entry, sinceRead, poll);
        });
    }

    private Exchange<LedgerOwnership> pause(ObservedState observed, Duration poll) {
        Duration left = participant.options().get(MigratorOption.PATIENCE).minus(waitStopwatch.elapsed());
        if (left.isNegative() || left.isZero()) {
            throw participant
                    .errors()
                    .ledgerHeld(observed.entry(), participant.options().get(MigratorOption.PATIENCE));
        }
        Duration pause =
                min(min(poll, left), lease(observed).minus(observed.since().elapsed()));
        return ask(
                new LedgerRequest.Pause(pause.isNegative() ? Duration.ZERO : pause),
                rested -> reader.listStates(states -> {
                    Duration next = min(poll.multipliedBy(3).dividedBy(2), LAST_POLL);
                    if (states.highest() != observed.entry().sequence()) {
                        return read(next);
                    }
                    return observed.since().elapsed().compareTo(lease(observed)) >= 0
                            ? takeOver(observed, next)
                            : pause(observed, next);
                }));
    }

    /** Reads the state again: in a database that was recreated meanwhile, the same sequence may hold another state. */
    private Exchange<LedgerOwnership> takeOver(ObservedState observed, Duration poll) {
        Stopwatch sinceRead = participant.ticker().start();
        return readLatest()
                .then(latest -> latest.equals(Optional.of(observed.entry()))
                        ? writeOwner(observed.entry(), sinceRead, poll)
                        : read(poll));
    }

    /** Returns the longer of both leases: the owner may have been configured with a longer one. */
    private Duration lease(ObservedState observed) {
        Duration owners = observed.entry().state().lease();
        return owners.compareTo(participant.lease()) > 0 ? owners : participant.lease();
    }

    private Exchange<LedgerOwnership> writeOwner(LedgerEntry predecessor, Stopwatch sinceRead, Duration poll) {
        LedgerParticipant owner = participant.asAcquirer(predecessor.state(), serverTime);
        LedgerState owned = predecessor
                .state()
                .withIdentifier(participant.newIdentifier())
                .withProfile(profile)
                .withOwner(owner.token(), owner.lease());
        return LedgerWriter.write(owner, predecessor, sinceRead, owned)
                .then(written ->
                        written.isPresent() ? Exchange.ofResult(LedgerOwnership.of(owner, written.get())) : read(poll));
    }

    private static Duration min(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }
}
