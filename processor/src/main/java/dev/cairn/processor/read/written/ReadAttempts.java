package dev.cairn.processor.read.written;

import org.jspecify.annotations.Nullable;

/** Reads one thing after another, so that what is wrong with each is found before the whole is given up. */
public final class ReadAttempts {
    private @Nullable UnreadableDeclarationException failure;

    public void run(Runnable attempt) {
        try {
            attempt.run();
        } catch (UnreadableDeclarationException failed) {
            // What may still come decides: with it, all is read again.
            failure = failure != null && failure.later() ? failure : failed;
        }
    }

    public void end() {
        if (failure != null) {
            throw failure;
        }
    }

    public boolean allRead() {
        return failure == null;
    }

    /** For a whole that can do without what can't be read. */
    public void endUnlessReported() {
        if (failure != null && failure.later()) {
            throw failure;
        }
    }
}
