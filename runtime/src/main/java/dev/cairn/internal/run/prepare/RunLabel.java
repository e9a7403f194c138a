package dev.cairn.internal.run.prepare;

/**
 * What tells the labels of one run of a migration from those of all others.
 *
 * @param began the sequence of the state in which the run of the migration began, whoever goes on with it
 * @param born the birth word of the ledger; empty in one that an older Cairn began
 */
public record RunLabel(long began, String born) {
    /** Whether a load with such a label can only be one of this run, and not one of an earlier ledger in the database. */
    public boolean isOfThisLedger() {
        return !born.isEmpty();
    }

    /** {@code 17_9f3a01bc} */
    @Override
    public String toString() {
        return born.isEmpty() ? Long.toString(began) : began + "_" + born;
    }
}
