package dev.cairn.processor.read.annotation;

import org.jspecify.annotations.Nullable;

/**
 * The attempts to read the parts of a declaration. An attempt that fails does not prevent the others, so that the
 * findings of all parts are reported before the declaration fails.
 */
public final class ReadAttempts {
    private @Nullable UnreadableDeclarationException failure;

    /** Runs an attempt. If it fails, the failure is kept. */
    public void run(Runnable attempt) {
        try {
            attempt.run();
        } catch (UnreadableDeclarationException newFailure) {
            // A failure that may be resolved in a later round takes precedence: then everything is read again.
            failure = failure != null && failure.isDeferrable() ? failure : newFailure;
        }
    }

    /** Fails if an attempt has failed. */
    public void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns whether no attempt has failed. */
    public boolean haveSucceeded() {
        return failure == null;
    }

    /** Fails only for missing types that may still be generated; other failures were reported. */
    public void throwIfDeferrable() {
        if (failure != null && failure.isDeferrable()) {
            throw failure;
        }
    }
}
