package dev.cairn.internal.polling;

/**
 * Tells the steps of a run to stop waiting, because another step has failed or the run was interrupted. The next run
 * inspects these steps again. Any thread may call the methods.
 */
public final class CancellationSignal {
    private volatile boolean isCancelled;

    /** Cancels the run: all later calls of {@link #requireNotCancelled} throw. */
    public void cancel() {
        isCancelled = true;
    }

    /**
     * Throws an exception if the run is cancelled. Code that waits for the server calls this repeatedly.
     *
     * @throws StepCancelledException if the run is cancelled
     */
    public void requireNotCancelled() {
        if (isCancelled) {
            throw new StepCancelledException();
        }
    }
}
