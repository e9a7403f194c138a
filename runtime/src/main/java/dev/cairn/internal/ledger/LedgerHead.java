package dev.cairn.internal.ledger;

/**
 * The last completed migration. An application compares it with its own history to recognize its ledger.
 *
 * @param number 0 if no migration is complete
 * @param hash empty if no migration is complete
 */
public record LedgerHead(int number, String hash) {
    /** The head before the first migration. */
    public static final LedgerHead NONE = new LedgerHead(0, "");

    public LedgerHead {
        if (number < 0) {
            throw new IllegalArgumentException("Not a migration number: " + number);
        }
    }
}
