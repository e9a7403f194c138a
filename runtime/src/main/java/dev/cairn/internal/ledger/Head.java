package dev.cairn.internal.ledger;

/**
 * The last migration that is done.
 *
 * @param number 0 where none is
 * @param hash empty where none is
 */
public record Head(int number, String hash) {
    /** Before the first migration. */
    public static final Head NONE = new Head(0, "");

    public Head {
        if (number < 0) {
            throw new IllegalArgumentException("Not a number of a migration: " + number);
        }
    }
}
