package dev.cairn.internal.polling;

import dev.cairn.upgrade.MigrationException.LedgerLostException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the results of work that one thread distributes to others: the parts that have ended, and the failure to
 * throw. Any thread may call {@link #perform}; only the distributing thread calls the other methods.
 */
public final class ParallelWork<W> {
    private final BlockingQueue<EndedPart<W>> endedParts = new LinkedBlockingQueue<>();
    private final CancellationSignal cancellation;
    private boolean isInterrupted;
    private @Nullable Throwable failure;

    /**
     * Creates work, none of whose parts has begun.
     *
     * @param cancellation stops the work if the distributing thread is interrupted
     */
    public ParallelWork(CancellationSignal cancellation) {
        this.cancellation = cancellation;
    }

    /** One part of the work, which has ended. */
    public record EndedPart<W>(W part, @Nullable Throwable failure) {}

    /** Performs a part of the work on the current thread. A failure is not thrown: {@link #awaitNext} returns it. */
    public void perform(W part, Consumer<W> action) {
        Throwable actionFailure = null;
        try {
            action.accept(part);
        } catch (RuntimeException | Error thrownFailure) {
            actionFailure = thrownFailure;
        }
        endedParts.add(new EndedPart<>(part, actionFailure));
    }

    /**
     * Waits for the next part of the work to end, and records its failure. An interruption of the caller cancels the
     * run, so that waiting parts stop, but does not end this wait: the caller has to wait for all parts to return.
     */
    public EndedPart<W> awaitNext() {
        while (true) {
            try {
                EndedPart<W> endedPart = endedParts.take();
                if (endedPart.failure() != null) {
                    recordFailure(endedPart.failure());
                }
                return endedPart;
            } catch (InterruptedException interruption) {
                isInterrupted = true;
                cancellation.cancel();
                recordFailure(new StepCancelledException());
            }
        }
    }

    /**
     * Keeps the first failure, with the later ones as suppressed exceptions. A cancellation is only a consequence of
     * another failure, which replaces it. A lost ledger replaces every failure, because the next owner of the ledger
     * may have caused it. Parts that find the ledger lost throw the same exception, which is recorded once.
     */
    public void recordFailure(Throwable newFailure) {
        if (failure == null || failure instanceof StepCancelledException) {
            failure = newFailure;
        } else if (newFailure instanceof LedgerLostException && newFailure != failure) {
            newFailure.addSuppressed(failure);
            failure = newFailure;
        } else if (!(newFailure instanceof StepCancelledException) && newFailure != failure) {
            failure.addSuppressed(newFailure);
        }
    }

    public @Nullable Throwable failure() {
        return failure;
    }

    /** Throws the failure, if there is one. */
    public void rethrowFailure() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException runtimeFailure) {
            throw runtimeFailure;
        }
    }

    /** Restores the interrupt status of the distributing thread. */
    public void restoreInterruption() {
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
