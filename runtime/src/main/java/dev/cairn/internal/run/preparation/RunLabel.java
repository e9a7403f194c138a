package dev.cairn.internal.run.preparation;

/**
 * The part of a load's label that distinguishes one run of a migration from all others.
 *
 * @param runSequence the sequence of the state in which the run of the migration started; a migrator that resumes the
 *     run keeps this value
 * @param ledgerIdentifier the random identifier of the ledger; empty if an older version of Cairn created the ledger
 */
public record RunLabel(long runSequence, String ledgerIdentifier) {
    /** Returns the prefix of the labels of all loads that migrations of a schema send. */
    public static String createLabelPrefix(String schemaName) {
        return "cairn_" + schemaName + "_";
    }

    /** Returns the label of the load of a step, unless the text of the step names another one. */
    public String createLoadLabel(String schemaName, int migrationNumber, int stepNumber) {
        return createLabelPrefix(schemaName) + migrationNumber + "_" + stepNumber + "_" + this;
    }

    /**
     * Returns whether the label contains the identifier of the ledger. If so, a run of an earlier ledger in the
     * database can't have used it.
     */
    public boolean hasLedgerIdentifier() {
        return !ledgerIdentifier.isEmpty();
    }

    /** Returns the end of a label, such as {@code 17_9f3a01bc}, or {@code 17} for the ledger of an older version. */
    @Override
    public String toString() {
        return ledgerIdentifier.isEmpty() ? Long.toString(runSequence) : runSequence + "_" + ledgerIdentifier;
    }
}
