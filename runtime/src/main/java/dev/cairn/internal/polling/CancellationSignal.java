package dev.cairn.internal.run;

/**
 * Tells the steps of a run to stop waiting, because another step has failed. The next run inspects these steps again.
 */
final class CancellationSignal {
    private volatile boolean called;

    void call() {
        called = true;
    }

    /** @throws Halted if the signal was given */
    void check() {
        if (called) {
            throw new Halted();
        }
    }

    /** Thrown where a step waits, when the run is cancelled. The step may still be running on the server. */
    static final class Halted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Halted() {
            super("another step failed, or the run was interrupted", null, false, false);
        }
    }
}
