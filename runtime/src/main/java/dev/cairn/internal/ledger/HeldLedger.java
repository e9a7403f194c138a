package dev.cairn.internal.ledger;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the transitions of a ledger on behalf of its owner, and checks that the ledger is still held.
 *
 * <pre>{@code
 * try (HeldLedger heldLedger = ledger.acquire(connection, profile)) {
 *     heldLedger.write((state, sequence) -> state.withStartedMigration(UPGRADE, 4, hash, sequence).withStartedStep(1));
 *     heldLedger.requireHeld();
 *     connection.execute("ALTER TABLE …");
 *     heldLedger.write((state, sequence) -> state.withCompletedStep(1).withCompletedMigration(row));
 *     heldLedger.release();
 * }
 * }</pre>
 *
 * <p>This class is thread-safe; transitions are written one after the other. A method that writes a transition, or
 * checks that the ledger is held, throws a {@link LedgerLostException} once the ledger is lost, and an
 * {@link IllegalStateException} after the release, unless its comment says otherwise.
 */
public final class HeldLedger implements AutoCloseable {
    private final LedgerTransport transport;
    private final LongFunction<ObjectName> viewNameBySequence;
    private final ReentrantLock lock = new ReentrantLock();
    private LedgerOwnership ownership;
    private boolean isReleasedOrClosed;
    private boolean needsRecovery;
    private @Nullable LedgerLostException ledgerLoss;

    /** @param viewNameBySequence returns the name of a state's view */
    HeldLedger(LedgerTransport transport, LedgerOwnership ownership, LongFunction<ObjectName> viewNameBySequence) {
        this.transport = transport;
        this.viewNameBySequence = viewNameBySequence;
        this.ownership = ownership;
    }

    /** Returns the last written state. */
    public NumberedLedgerState entry() {
        lock.lock();
        try {
            return ownership.entry();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the view of the last written state. A migrator that takes over the ledger drops this view. */
    public ObjectName stateViewName() {
        return viewNameBySequence.apply(entry().sequenceNumber());
    }

    /**
     * Returns a time by the server's clock before which no step in progress was started, whichever owner started it;
     * empty if it is unknown.
     */
    public Optional<Instant> earliestStepStart() {
        return OwnerToken.parseEarliestStepStart(entry().state().writer());
    }

    /** Returns the sequence at which this owner acquired the ledger. */
    public long acquiredSequence() {
        lock.lock();
        try {
            return ownership.acquiredSequence();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the next state. If that state would hold too many completed migrations that the history view lacks, the
     * view is written first.
     *
     * @throws LedgerLostException if another migrator has taken over the ledger, or the database was recreated
     */
    public NumberedLedgerState write(LedgerTransition transition) {
        return advanceOwnership(ownership -> ownership.write(transition)).entry();
    }

    /**
     * Checks, directly before a statement is sent, that the ledger is still held. It first sends a heartbeat if the
     * last one is so old that another migrator could take over before the statement arrives. The check of a transition
     * that was written just now is reused.
     */
    public void requireHeld() {
        advanceOwnership(LedgerOwnership::ensureHeld);
    }

    /**
     * Does the same as {@link #requireHeld()}, but always checks again, however recent the last check is. When it
     * returns, less than half of the lease has passed since the last transition, by a clock that was read after the
     * server's answer arrived.
     */
    public void requireHeldNow() {
        advanceOwnership(LedgerOwnership::ensureHeldNow);
    }

    /**
     * Sends a heartbeat with a pending change if the last transition is at least a fifth of the lease ago. After the
     * release this is a no-op.
     */
    public void sendHeartbeat(LedgerTransition pendingTransition) {
        lock.lock();
        try {
            if (!isReleasedOrClosed) {
                advanceOwnership(ownership -> ownership.sendHeartbeat(pendingTransition));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Releases the ledger after bringing the history view up to date. */
    public void release() {
        release(LedgerTransition.UNCHANGED);
    }

    /** Writes a last state and releases the ledger in the same transition. */
    public void release(LedgerTransition lastTransition) {
        lock.lock();
        try {
            advanceOwnership(ownership -> ownership.write((lastState, sequence) ->
                    lastTransition.apply(lastState, sequence).withoutOwner()));
            isReleasedOrClosed = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on, no transition waits for a server that can't be reached. May be called while another thread writes
     * one.
     */
    void giveUpWaiting() {
        transport.giveUpWaiting();
    }

    /** Writes a last state and releases the ledger, unless it is no longer held. */
    void releaseIfHeld(LedgerTransition lastTransition) {
        lock.lock();
        try {
            if (!isReleasedOrClosed && ledgerLoss == null) {
                release(lastTransition);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Releases the ledger after the work has stopped, so that the next migrator does not have to wait until the lease
     * expires. It checks first that the ledger is still held: a release after the loss may succeed, if it records
     * nothing that the current state lacks.
     *
     * @return the exception to report: the reason for the stop; or the loss of the ledger, because a migrator that has
     *     lost the ledger sees the changes of the next owner and mistakes them for an error
     */
    public MigrationException releaseAfterFailure(LedgerTransition lastTransition, MigrationException originalFailure) {
        try {
            requireHeldNow();
            release(lastTransition);
            return originalFailure;
        } catch (LedgerLostException ledgerLossFailure) {
            ledgerLossFailure.addSuppressed(originalFailure);
            return ledgerLossFailure;
        } catch (MigrationException releaseFailure) {
            originalFailure.addSuppressed(releaseFailure);
            return originalFailure;
        }
    }

    /**
     * Runs a preparation, which does not change the server. If it fails, for example because a placeholder has no
     * value, the ledger is released.
     */
    public <T> T prepareOrRelease(LedgerTransition lastTransition, Supplier<T> preparation) {
        try {
            return preparation.get();
        } catch (MigrationException failure) {
            throw releaseAfterFailure(lastTransition, failure);
        }
    }

    /**
     * Performs an operation on the current ownership, and keeps and returns the ownership that results from it. If the
     * previous operation failed, its outcome is determined first.
     *
     * @throws LedgerLostException if the ledger is lost now, or was lost before
     * @throws IllegalStateException if the ledger was released or closed
     */
    private LedgerOwnership advanceOwnership(Function<LedgerOwnership, LedgerProtocol<LedgerOwnership>> operation) {
        lock.lock();
        try {
            if (ledgerLoss != null) {
                throw ledgerLoss;
            }
            if (isReleasedOrClosed) {
                throw new IllegalStateException("The ledger is no longer held");
            }
            boolean isRecovering = needsRecovery;
            needsRecovery = true;
            ownership =
                    transport.perform(isRecovering ? ownership.recover().then(operation) : operation.apply(ownership));
            needsRecovery = false;
            return ownership;
        } catch (LedgerLostException failure) {
            ledgerLoss = failure;
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the connection if it replaced a broken one; the caller closes its own connection. A second call has no
     * effect. If the owner has not released the ledger, other migrators treat it as dead.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            isReleasedOrClosed = true;
            transport.close();
        } finally {
            lock.unlock();
        }
    }
}
