package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.ask;
import static dev.cairn.internal.ledger.Exchange.askUntilConnected;
import static dev.cairn.internal.ledger.Exchange.ofResult;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.ledger.LedgerResponse.ConnectionLost;
import dev.cairn.internal.ledger.LedgerResponse.Done;
import dev.cairn.internal.ledger.LedgerResponse.Refused;
import dev.cairn.internal.ledger.LedgerResponse.States;
import dev.cairn.internal.option.MigratorOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Writes one transition: creates the next state, checks that it follows the previous one, and drops the earlier states.
 *
 * <p>The name of a dropped view is free again. A migrator that was suspended can therefore create a state whose number
 * was passed long ago; the check detects this.
 */
final class LedgerWriter {
    /** The number of attempts to create the same state while the outcome is unknown. */
    private static final int TRIES = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

    private final LedgerParticipant participant;
    private final LedgerReader reader;
    private final LedgerEntry predecessor;
    private final Stopwatch sinceRead;
    private final LedgerEntry newEntry;
    private final String comment;
    private final Stopwatch sinceWrite;

    private LedgerWriter(LedgerParticipant participant, LedgerEntry from, Stopwatch sinceRead, LedgerState next) {
        this.participant = participant;
        this.reader = new LedgerReader(participant.errors());
        this.predecessor = from;
        this.sinceRead = sinceRead;
        this.newEntry = new LedgerEntry(from.sequence() + 1, next.withWriter(participant.token()));
        this.comment = newEntry.state().format();
        this.sinceWrite = participant.ticker().start();
    }

    /** @param sinceWrite started before the state was sent, so that the elapsed time is never underestimated */
    record WrittenState(LedgerEntry entry, Stopwatch sinceWrite, Stopwatch sinceCheck) {}

    /**
     * Writes a state after another one. Returns empty if another migrator was faster, or if the state to follow does
     * not exist.
     *
     * @param from the state to follow; sequence 0 is none
     * @param sinceRead measures the time since that state was last seen to be the highest
     */
    static Exchange<Optional<WrittenState>> write(
            LedgerParticipant participant, LedgerEntry from, Stopwatch sinceRead, LedgerState next) {
        return new LedgerWriter(participant, from, sinceRead, next).create(TRIES);
    }

    private long predecessorSequence() {
        return predecessor.sequence();
    }

    private Exchange<Optional<WrittenState>> create(int tries) {
        return ask(new LedgerRequest.Create(newEntry.sequence(), comment), answer -> {
            if (answer instanceof Done) {
                return checkStates(tries);
            }
            if (answer instanceof ConnectionLost broken) {
                return ask(new LedgerRequest.Reconnect(), again -> findOwnState(tries, broken.reason()));
            }
            Refused no = (Refused) answer;
            if (no.isDenied()) {
                throw participant.errors().missingGrants(no.reason());
            }
            if (no.isTransient()
                    && sinceWrite.elapsed().compareTo(participant.options().get(MigratorOption.PATIENCE)) < 0) {
                return ask(
                        new LedgerRequest.Pause(growingPause()), laterResponse -> findOwnState(tries + 1, no.reason()));
            }
            // A frontend forwards the statement to its leader: only a name that is taken proves that it arrived there.
            return no.isTaken()
                    ? askUntilConnected(new LedgerRequest.CatchUp(), caughtUp -> findOwnState(tries, ""))
                    : ask(new LedgerRequest.Pause(BETWEEN_TRIES), laterResponse -> findOwnState(tries, no.reason()));
        });
    }

    /** Returns a pause as long as the attempts have taken so far. */
    private Duration growingPause() {
        Duration soFar = sinceWrite.elapsed();
        if (soFar.compareTo(BETWEEN_TRIES) < 0) {
            return BETWEEN_TRIES;
        }
        return soFar.compareTo(MAX_PAUSE) < 0 ? soFar : MAX_PAUSE;
    }

    /**
     * Checks whether the state exists after all and is our own. If so, it is checked again: others may have written
     * states since the listing. If they have already, a release may have been written before theirs.
     */
    private Exchange<Optional<WrittenState>> findOwnState(int tries, String reason) {
        Stopwatch sinceCheck = participant.ticker().start();
        return reader.listStates(states -> {
            if (states.highest() == newEntry.sequence()) {
                return reader.checkExists(newEntry)
                        .then(own -> own ? checkStates(tries) : handleOvertaking(sinceCheck));
            }
            return states.highest() == predecessorSequence() ? retry(tries, reason) : handleOvertaking(sinceCheck);
        });
    }

    private Exchange<Optional<WrittenState>> checkStates(int tries) {
        Stopwatch sinceCheck = participant.ticker().start();
        return reader.listStates(states -> decide(states, sinceCheck, tries));
    }

    private Exchange<Optional<WrittenState>> decide(States states, Stopwatch sinceCheck, int tries) {
        SortedSet<Long> sequences = states.sequences();
        if (!sequences.contains(newEntry.sequence())) {
            return states.highest() == predecessorSequence() ? retry(tries, "") : handleOvertaking(sinceCheck);
        }
        boolean follows = predecessorSequence() == 0 || sequences.contains(predecessorSequence());
        if (follows && states.highest() == newEntry.sequence()) {
            WrittenState written = new WrittenState(newEntry, sinceWrite, sinceCheck);
            return isLongAgo() ? compareText(sequences, written) : dropNext(lowerSequences(sequences), written);
        }
        // A state that follows, with others above it, may be the one that those follow: it is dropped after their
        // check.
        if (follows) {
            return handleOvertaking(sinceCheck);
        }
        return states.highest() > newEntry.sequence() ? confirm(sinceCheck) : withdraw();
    }

    /** A migrator that continues from this state may already have dropped its predecessor, but not this state yet. */
    private Exchange<Optional<WrittenState>> confirm(Stopwatch sinceCheck) {
        return handleOvertaking(sinceCheck).then(written -> written.isPresent() ? ofResult(written) : withdraw());
    }

    /**
     * Others have written states since this one was created. A state without an owner has served its purpose if they
     * continue from it, or from one that says the same:
     *
     * <ul>
     *   <li>The previous owner does not hold the ledger any more. An unlock that was late finds that it still does.
     *   <li>What this state records is not missing in the current one. After a forced unlock, the next owner may never have
     *       seen this state, and the listing does not tell: either state may have been dropped already. The ledger of a
     *       database that was recreated has another identifier.
     * </ul>
     */
    private Exchange<Optional<WrittenState>> handleOvertaking(Stopwatch sinceCheck) {
        if (newEntry.state().isOwned()) {
            return ofResult(Optional.empty());
        }
        return reader.readLatest()
                .then(latest -> ofResult(latest.filter(this::continuesFromIt)
                        .map(now -> new WrittenState(newEntry, sinceWrite, sinceCheck))));
    }

    private boolean continuesFromIt(LedgerEntry now) {
        return now.sequence() > newEntry.sequence()
                && !now.state().owner().equals(predecessor.state().owner())
                && now.state().includes(predecessor.state(), newEntry.state());
    }

    private Iterator<Long> lowerSequences(SortedSet<Long> sequences) {
        return sequences.headSet(newEntry.sequence()).iterator();
    }

    private boolean isLongAgo() {
        return sinceRead.elapsed().compareTo(participant.halfLease()) >= 0;
    }

    /** After a long time the database may have been recreated, with other states under the same numbers. */
    private Exchange<Optional<WrittenState>> compareText(SortedSet<Long> sequences, WrittenState written) {
        return reader.checkExists(newEntry).then(own -> {
            if (!own || predecessorSequence() == 0) {
                return ofResult(own ? Optional.of(written) : Optional.empty());
            }
            return reader.checkExists(predecessor)
                    .then(exists -> exists ? dropNext(lowerSequences(sequences), written) : withdraw());
        });
    }

    /** Drops the state only if it was our own according to a check made just now. */
    private Exchange<Optional<WrittenState>> withdraw() {
        Stopwatch requested = participant.ticker().start();
        return reader.checkExists(newEntry).then(own -> {
            if (own && requested.elapsed().compareTo(participant.halfLease()) >= 0) {
                return withdraw();
            }
            return own
                    ? askUntilConnected(
                            new LedgerRequest.Drop(newEntry.sequence()), dropped -> ofResult(Optional.empty()))
                    : ofResult(Optional.empty());
        });
    }

    /**
     * The previous state is still the highest: the new state was never created, or is not visible.
     *
     * @param reason the reason why it was not created; empty if it should exist
     */
    private Exchange<Optional<WrittenState>> retry(int tries, String reason) {
        if (tries > 1) {
            return create(tries - 1);
        }
        throw reason.isEmpty()
                ? participant.errors().invisibleState(newEntry.sequence())
                : participant.errors().unwritableState(newEntry.sequence(), reason);
    }

    /**
     * A migrator that was suspended after the check may find any states under these names, in a database that was
     * recreated: it leaves them to the next transition.
     */
    private Exchange<Optional<WrittenState>> dropNext(Iterator<Long> lower, WrittenState written) {
        if (!lower.hasNext() || written.sinceCheck().elapsed().compareTo(participant.halfLease()) >= 0) {
            return ofResult(Optional.of(written));
        }
        return ask(new LedgerRequest.Drop(lower.next()), answer -> {
            if (answer instanceof Refused no && no.isDenied()) {
                throw participant.errors().missingGrants(no.reason());
            }
            return answer instanceof ConnectionLost
                    ? ask(new LedgerRequest.Reconnect(), again -> dropRest(written))
                    : dropNext(lower, written);
        });
    }

    /**
     * Drops what is left after a connection broke: the request may not have arrived, and after a release no other transition
     * follows. The state is checked again, because the reconnection may have taken long.
     */
    private Exchange<Optional<WrittenState>> dropRest(WrittenState written) {
        Exchange<Optional<WrittenState>> left = ofResult(Optional.of(written));
        Stopwatch sinceCheck = participant.ticker().start();
        return reader.show(
                newEntry.sequence(),
                text -> text.equals(comment)
                        ? reader.listStates(states -> states.highest() == newEntry.sequence()
                                ? dropNext(
                                        lowerSequences(states.sequences()),
                                        new WrittenState(newEntry, sinceWrite, sinceCheck))
                                : left)
                        : left,
                refused -> left);
    }
}
