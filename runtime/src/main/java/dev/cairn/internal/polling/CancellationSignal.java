package dev.cairn.internal.polling;

/**
 * Tells the steps of a run to stop waiting, because another step has failed. The next run inspects these steps again.
 */
public final class CancellationSignal {
    private volatile boolean called;

    /** Gives the signal. */
    public void call() {
        called = true;
    }

    /**
     * Ends the wait if the signal was given.
     *
     * @throws Halted if it was given
     */
    public void check() {
        if (called) {
            throw new Halted();
        }
    }

    /** Thrown where a step waits, when the run is cancelled. The step may still be running on the server. */
    public static final class Halted extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Halted() {
            super("another step failed, or the run was interrupted", null, false, false);
        }
    }
}
