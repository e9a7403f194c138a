package dev.cairn.processor.read.annotation;

import org.jspecify.annotations.Nullable;

/** Reads the parts of a declaration one by one, so that all findings are reported before the declaration fails. */
public final class PartwiseReader {
    private @Nullable UnreadableDeclarationException failure;

    public void run(Runnable attempt) {
        try {
            attempt.run();
        } catch (UnreadableDeclarationException newFailure) {
            // A failure that may be resolved in a later round takes precedence: then everything is read again.
            failure = failure != null && failure.isDeferrable() ? failure : newFailure;
        }
    }

    public void throwIfFailed() {
        if (failure != null) {
            throw failure;
        }
    }

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
