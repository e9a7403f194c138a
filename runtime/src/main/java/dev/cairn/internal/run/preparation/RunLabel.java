package dev.cairn.internal.run.preparation;

/**
 * The part of a load's label that distinguishes one run of a migration from all others.
 *
 * @param runSequence the sequence of the state in which the run of the migration began; a migrator that resumes it
 *     keeps this value
 * @param ledgerIdentifier the random identifier of the ledger; empty if an older version of Cairn created the ledger
 */
public record RunLabel(long runSequence, String ledgerIdentifier) {
    /**
     * Returns whether a load with such a label can only belong to this run, and not to one of an earlier ledger in the
     * database.
     */
    public boolean isOfThisLedger() {
        return !ledgerIdentifier.isEmpty();
    }

    /** Returns a description, as in {@code 17_9f3a01bc}. */
    @Override
    public String toString() {
        return ledgerIdentifier.isEmpty() ? Long.toString(runSequence) : runSequence + "_" + ledgerIdentifier;
    }
}
