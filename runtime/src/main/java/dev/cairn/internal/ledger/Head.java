package dev.cairn.internal.ledger;

/**
 * The last completed migration.
 *
 * @param number 0 if no migration is complete
 * @param hash empty if no migration is complete
 */
public record Head(int number, String hash) {
    /** The head before the first migration. */
    public static final Head NONE = new Head(0, "");

    public Head {
        if (number < 0) {
            throw new IllegalArgumentException("Not a migration number: " + number);
        }
    }
}
