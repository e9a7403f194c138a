package dev.cairn.processor.read;

import org.jspecify.annotations.Nullable;

/** Reads one thing after another, so that what is wrong with each is found before the whole is given up. */
final class Attempts {
    private @Nullable Unread failure;

    void run(Runnable attempt) {
        try {
            attempt.run();
        } catch (Unread failed) {
            // What may still come decides: with it, all is read again.
            failure = failure != null && failure.later() ? failure : failed;
        }
    }

    void end() {
        if (failure != null) {
            throw failure;
        }
    }

    boolean allRead() {
        return failure == null;
    }

    /** For a whole that can do without what can't be read. */
    void endUnlessReported() {
        if (failure != null && failure.later()) {
            throw failure;
        }
    }
}
