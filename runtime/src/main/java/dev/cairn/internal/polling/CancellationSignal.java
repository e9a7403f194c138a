package dev.cairn.internal.polling;

/**
 * Tells the steps of a run to stop waiting, because another step has failed. The next run inspects these steps again.
 */
public final class CancellationSignal {
    private volatile boolean isCancelled;

    /** Gives the signal. */
    public void cancel() {
        isCancelled = true;
    }

    /**
     * Ends the wait if the signal was given.
     *
     * @throws StepCancelledException if it was given
     */
    public void throwIfCancelled() {
        if (isCancelled) {
            throw new StepCancelledException();
        }
    }

    /** Thrown where a step waits, when the run is cancelled. The step may still be running on the server. */
    public static final class StepCancelledException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public StepCancelledException() {
            super("another step failed, or the run was interrupted", null, false, false);
        }
    }
}
