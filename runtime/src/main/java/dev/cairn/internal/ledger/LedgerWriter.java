package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.ask;
import static dev.cairn.internal.ledger.Exchange.insist;
import static dev.cairn.internal.ledger.Exchange.over;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.ledger.LedgerResponse.Broken;
import dev.cairn.internal.ledger.LedgerResponse.Done;
import dev.cairn.internal.ledger.LedgerResponse.No;
import dev.cairn.internal.ledger.LedgerResponse.States;
import dev.cairn.internal.ledger.LedgerResponse.Text;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One transition: makes the next state, looks whether it is the next one, and drops those before it.
 *
 * <p>The name of a dropped view is free again. So one who slept can make a state whose number has long passed; that is
 * what the look finds.
 */
final class LedgerWriter {
    /** How often the same state is tried, where nobody can say what became of it. */
    private static final int TRIES = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final LedgerParticipant party;
    private final LedgerReader reading;
    private final LedgerEntry from;
    private final Stopwatch known;
    private final LedgerEntry made;
    private final String comment;
    private final Stopwatch since;

    private LedgerWriter(LedgerParticipant party, LedgerEntry from, Stopwatch known, LedgerState next) {
        this.party = party;
        this.reading = new LedgerReader(party.complaints());
        this.from = from;
        this.known = known;
        this.made = new LedgerEntry(from.sequence() + 1, next.writtenBy(party.token()));
        this.comment = made.state().format();
        this.since = party.ticker().start();
    }

    /** @param since before it was sent, so that the time that passed is never taken for too short */
    record Written(LedgerEntry entry, Stopwatch since, Stopwatch looked) {}

    /**
     * Empty where somebody else was faster, or what it should follow on is not there.
     *
     * @param from the state that it follows on; 0 is none
     * @param known when that was last seen to be the highest
     */
    static Exchange<Optional<Written>> of(
            LedgerParticipant party, LedgerEntry from, Stopwatch known, LedgerState next) {
        return new LedgerWriter(party, from, known, next).create(TRIES);
    }

    private long before() {
        return from.sequence();
    }

    private Exchange<Optional<Written>> create(int tries) {
        return ask(new LedgerRequest.Create(made.sequence(), comment), answer -> {
            if (answer instanceof Done) {
                return look(tries);
            }
            if (answer instanceof Broken broken) {
                return ask(new LedgerRequest.Reconnect(), again -> find(tries, broken.words()));
            }
            No no = (No) answer;
            if (no.isDenied()) {
                throw party.complaints().grants(no.words());
            }
            if (no.isTransient() && since.elapsed().compareTo(party.options().patience()) < 0) {
                return ask(new LedgerRequest.Pause(growing()), later -> find(tries + 1, no.words()));
            }
            // A frontend passes it on to its leader: whether it came there is known only where its name is taken.
            return no.isTaken()
                    ? insist(new LedgerRequest.CatchUp(), caughtUp -> find(tries, ""))
                    : ask(new LedgerRequest.Pause(BETWEEN_TRIES), later -> find(tries, no.words()));
        });
    }

    /** As long as it was tried so far. */
    private Duration growing() {
        Duration soFar = since.elapsed();
        if (soFar.compareTo(BETWEEN_TRIES) < 0) {
            return BETWEEN_TRIES;
        }
        return soFar.compareTo(LONGEST_PAUSE) < 0 ? soFar : LONGEST_PAUSE;
    }

    /** Whether it is there after all, and is one's own. If so, it is looked at: since the listing, others may have moved. */
    private Exchange<Optional<Written>> find(int tries, String why) {
        return reading.states(states -> {
            if (states.highest() == made.sequence()) {
                return isThere(made).then(own -> own ? look(tries) : over(Optional.empty()));
            }
            return states.highest() == before() ? retry(tries, why) : over(Optional.empty());
        });
    }

    private Exchange<Optional<Written>> look(int tries) {
        Stopwatch looked = party.ticker().start();
        return reading.states(states -> judge(states, looked, tries));
    }

    private Exchange<Optional<Written>> judge(States states, Stopwatch looked, int tries) {
        SortedSet<Long> all = states.sequences();
        if (!all.contains(made.sequence())) {
            return states.highest() == before() ? retry(tries, "") : overtaken(looked);
        }
        boolean follows = before() == 0 || all.contains(before());
        if (follows && states.highest() == made.sequence()) {
            Written written = new Written(made, since, looked);
            return isLongAgo() ? compare(all, written) : drop(lower(all), written);
        }
        // One that follows, and has others above it, may be what those follow on: it goes when they have looked.
        if (follows) {
            return overtaken(looked);
        }
        return states.highest() > made.sequence() && movesTheHead() ? passed(looked) : takeBack();
    }

    /**
     * Whoever goes on from a released state drops those before it one after another: this one may still be listed when its
     * predecessor is gone. That they go on from it is told by the head, which only this state has moved.
     */
    private Exchange<Optional<Written>> passed(Stopwatch looked) {
        return overtaken(looked).then(written -> written.isPresent() ? over(written) : takeBack());
    }

    private boolean movesTheHead() {
        return made.state().head().number() > from.state().head().number();
    }

    /**
     * Others have moved since it was made. Who let go with it has lost nothing if they go on from it: as nobody can have
     * taken over what was before so soon, they do, unless it was unlocked and so never knew what is said here.
     */
    private Exchange<Optional<Written>> overtaken(Stopwatch looked) {
        if (made.state().isOwned() || isLongAgo()) {
            return over(Optional.empty());
        }
        return reading.latest()
                .then(latest -> over(latest.filter(this::goesOnFromIt).map(now -> new Written(made, since, looked))));
    }

    private boolean goesOnFromIt(LedgerEntry now) {
        return now.sequence() > made.sequence()
                && now.state().head().number() >= made.state().head().number();
    }

    private Iterator<Long> lower(SortedSet<Long> all) {
        return all.headSet(made.sequence()).iterator();
    }

    private boolean isLongAgo() {
        return known.elapsed().compareTo(party.half()) >= 0;
    }

    /** After a long time, the database may be another one, in which states of these numbers say something else. */
    private Exchange<Optional<Written>> compare(SortedSet<Long> all, Written written) {
        return isThere(made).then(own -> {
            if (!own || before() == 0) {
                return own ? over(Optional.of(written)) : over(Optional.empty());
            }
            return isThere(from).then(there -> there ? drop(lower(all), written) : takeBack());
        });
    }

    private Exchange<Boolean> isThere(LedgerEntry entry) {
        return insist(
                new LedgerRequest.Show(entry.sequence()),
                answer -> over(answer instanceof Text text
                        && text.text().equals(entry.state().format())));
    }

    /** Only what is one's own, as far as one knows right now. */
    private Exchange<Optional<Written>> takeBack() {
        Stopwatch asked = party.ticker().start();
        return isThere(made).then(own -> {
            if (own && asked.elapsed().compareTo(party.half()) >= 0) {
                return takeBack();
            }
            return own
                    ? insist(new LedgerRequest.Drop(made.sequence()), dropped -> over(Optional.empty()))
                    : over(Optional.empty());
        });
    }

    /**
     * The state before is still the highest: it was never made, or can't be seen.
     *
     * @param why it was not made; empty where it should be there
     */
    private Exchange<Optional<Written>> retry(int tries, String why) {
        if (tries > 1) {
            return create(tries - 1);
        }
        throw why.isEmpty()
                ? party.complaints().invisible(made.sequence())
                : party.complaints().notWritten(made.sequence(), why);
    }

    /**
     * One who slept after the look may find anything under these names, in a database that was made anew: it leaves them
     * to the next transition.
     */
    private Exchange<Optional<Written>> drop(Iterator<Long> lower, Written written) {
        if (!lower.hasNext() || since.elapsed().compareTo(party.half()) >= 0) {
            return over(Optional.of(written));
        }
        return ask(new LedgerRequest.Drop(lower.next()), answer -> {
            if (answer instanceof No no && no.isDenied()) {
                throw party.complaints().grants(no.words());
            }
            return answer instanceof Broken
                    ? ask(new LedgerRequest.Reconnect(), again -> drop(lower, written))
                    : drop(lower, written);
        });
    }
}
