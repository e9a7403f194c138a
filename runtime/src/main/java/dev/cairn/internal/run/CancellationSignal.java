package dev.cairn.internal.run;

/** Called when a step has failed: the steps beside it end where they wait. Whoever goes on looks at them again. */
final class CancellationSignal {
    private volatile boolean called;

    void call() {
        called = true;
    }

    /** @throws Halted if it was called */
    void check() {
        if (called) {
            throw new Halted();
        }
    }

    /** A step was left alone where it waited. */
    static final class Halted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Halted() {
            super("another step failed, or the run was interrupted", null, false, false);
        }
    }
}
