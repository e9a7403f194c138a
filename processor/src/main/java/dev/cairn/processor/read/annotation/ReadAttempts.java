package dev.cairn.processor.read.annotation;

import org.jspecify.annotations.Nullable;

/**
 * The attempts to read the parts of a declaration. An attempt that fails does not prevent the others, so that the
 * findings of all parts are reported before the declaration fails.
 */
public final class ReadAttempts {
    private @Nullable UnreadableDeclarationException failure;

    /**
     * Runs an attempt. If it throws an exception for an unreadable declaration, the exception is stored instead of
     * thrown.
     */
    public void run(Runnable attempt) {
        try {
            attempt.run();
        } catch (UnreadableDeclarationException newFailure) {
            // A failure that a later round may resolve takes precedence: it makes that round read everything again.
            failure = failure != null && failure.isDeferrable() ? failure : newFailure;
        }
    }

    /** Throws the failure of an attempt, if an attempt has failed; preferably one that a later round may resolve. */
    public void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns whether all attempts have succeeded. */
    public boolean haveSucceeded() {
        return failure == null;
    }

    /** Throws the failure of an attempt only if a missing type may still be generated; other failures were reported. */
    public void throwIfDeferrable() {
        if (failure != null && failure.isDeferrable()) {
            throw failure;
        }
    }
}
