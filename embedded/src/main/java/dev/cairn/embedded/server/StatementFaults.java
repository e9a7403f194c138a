package dev.cairn.embedded.server;

import org.jspecify.annotations.Nullable;

/**
 * The faults that a test injects into a statement.
 *
 * @param jobFailureMessage the reason why the job that the statement starts fails; null if the job does not fail
 * @param preCommitAction runs before the rows of the statement are committed, and holds the commit until it returns;
 *     null if the commit is not held
 */
record StatementFaults(
        @Nullable String jobFailureMessage, @Nullable Runnable preCommitAction) {
    static final StatementFaults NONE = new StatementFaults(null, null);

    static StatementFaults ofFailingJob(String jobFailureMessage) {
        return new StatementFaults(jobFailureMessage, null);
    }

    static StatementFaults ofHeldCommit(Runnable preCommitAction) {
        return new StatementFaults(null, preCommitAction);
    }

    /** Returns whether the commit is held, so that other sessions can run statements before it. */
    boolean isCommitHeld() {
        return preCommitAction != null;
    }

    /** Waits until the commit may happen. */
    void awaitCommit() {
        if (preCommitAction != null) {
            preCommitAction.run();
        }
    }
}
