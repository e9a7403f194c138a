package dev.cairn.embedded.server;

import org.jspecify.annotations.Nullable;

/**
 * The faults that a test injects into a statement.
 *
 * @param jobFailureMessage the reason why the job that the statement starts fails; null if it does not
 * @param preCommitAction runs before the rows of the statement are committed, and holds the commit until it returns
 */
record StatementFaults(@Nullable String jobFailureMessage, Runnable preCommitAction) {
    private static final Runnable DO_NOTHING = () -> {};

    static final StatementFaults NONE = new StatementFaults(null, DO_NOTHING);

    static StatementFaults ofFailingJob(String jobFailureMessage) {
        return new StatementFaults(jobFailureMessage, DO_NOTHING);
    }

    static StatementFaults ofHeldCommit(Runnable preCommitAction) {
        return new StatementFaults(null, preCommitAction);
    }

    /** Returns whether the commit is held, so that other sessions can run statements before it. */
    boolean isCommitHeld() {
        return preCommitAction != DO_NOTHING;
    }
}
