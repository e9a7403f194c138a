package dev.cairn.internal.ledger;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.LedgerLostException;
import dev.cairn.schema.MigrationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ledger, as its owner holds it.
 *
 * <pre>{@code
 * try (HeldLedger holding = ledger.acquire(link, profile)) {
 *     holding.write((state, sequence) -> state.begun(UPGRADE, 4, hash, sequence).doing(1));
 *     holding.mayProceed();
 *     link.execute("ALTER TABLE …");
 *     holding.write((state, sequence) -> state.done(1).committed(row));
 *     holding.release();
 * }
 * }</pre>
 *
 * <p>For several threads: what they write comes one after the other. Each method throws {@link LedgerLostException} once
 * the ledger is lost.
 */
public final class HeldLedger implements AutoCloseable {
    private final LedgerTransport wire;
    private final LongFunction<ObjectName> views;
    private final ReentrantLock turn = new ReentrantLock();
    private LedgerOwnership tenure;
    private boolean over;
    private boolean doubtful;
    private @Nullable LedgerLostException lost;

    /** @param views the view of a state, by its number */
    HeldLedger(LedgerTransport wire, LedgerOwnership tenure, LongFunction<ObjectName> views) {
        this.wire = wire;
        this.views = views;
        this.tenure = tenure;
    }

    /** As it was written last. */
    public LedgerEntry entry() {
        turn.lock();
        try {
            return tenure.entry();
        } finally {
            turn.unlock();
        }
    }

    /** The view of the state that was written last. Whoever takes the ledger over drops it. */
    public ObjectName view() {
        return views.apply(entry().sequence());
    }

    /** The sequence at which this owner took the ledger over. */
    public long takenOver() {
        turn.lock();
        try {
            return tenure.takenOver();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Writes the next state. Where it would hold fifty commits that the history view lacks, the view is written before.
     *
     * @throws LedgerLostException if somebody else has taken the ledger over, or the database was made anew
     */
    public LedgerEntry write(Transition transition) {
        return advance(held -> held.write(transition)).entry();
    }

    /**
     * To be called right before each statement: looks whether the ledger is still held, and gives a sign of life first
     * where the last one is so old that somebody could take over before the statement arrives. The look of a transition
     * that was written just now counts.
     */
    public void mayProceed() {
        advance(LedgerOwnership::proceed);
    }

    /**
     * The same, with a look of its own, however short ago the last one was. When it returns, less than half of the lease has passed
     * since the last transition, by a clock that was read after the server's answer had come.
     */
    public void mayProceedNow() {
        advance(LedgerOwnership::proceedNow);
    }

    /** Gives a sign of life, if there was none for a fifth of the lease. Does nothing any more after the end. */
    public void beat() {
        beat((state, sequence) -> state);
    }

    /** As {@link #beat()}, and if it gives one, writes down what there is to write. */
    public void beat(Transition with) {
        turn.lock();
        try {
            if (!over) {
                advance(held -> held.beat(with));
            }
        } finally {
            turn.unlock();
        }
    }

    /** Lets go, after the history view was brought up to date. */
    public void release() {
        release((state, sequence) -> state);
    }

    /** Writes a last state and lets go, both at once. */
    public void release(Transition last) {
        turn.lock();
        try {
            advance(held ->
                    held.write((old, sequence) -> last.next(old, sequence).released()));
            over = true;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Lets go because the work has stopped, so that the next one need not wait until the lease is over.
     *
     * @return what is to be told: why it stopped; or that the ledger was lost, since who has lost it sees what its next owner
     *     does, and takes it for a mistake
     */
    public MigrationException stopped(Transition last, MigrationException why) {
        try {
            release(last);
            return why;
        } catch (LedgerLostException loss) {
            loss.addSuppressed(why);
            return loss;
        } catch (MigrationException failure) {
            why.addSuppressed(failure);
            return why;
        }
    }

    private LedgerOwnership advance(Function<LedgerOwnership, Exchange<LedgerOwnership>> by) {
        turn.lock();
        try {
            if (lost != null) {
                throw lost;
            }
            if (over) {
                throw new IllegalStateException("The ledger is not held any more");
            }
            boolean recovering = doubtful;
            doubtful = true;
            tenure = wire.carry(recovering ? tenure.recovered().then(by) : by.apply(tenure));
            doubtful = false;
            return tenure;
        } catch (LedgerLostException failure) {
            lost = failure;
            throw failure;
        } finally {
            turn.unlock();
        }
    }

    /** Ends what it opened. An owner who did not release is taken for one who died. */
    @Override
    public void close() {
        turn.lock();
        try {
            over = true;
            wire.close();
        } finally {
            turn.unlock();
        }
    }
}
