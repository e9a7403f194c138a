package dev.cairn.migration;

import java.util.List;

/**
 * Tells whether anybody changed a record since a migration was recorded. If nobody did, and the migrations lead elsewhere,
 * it is they that were edited.
 */
public final class RecordsHash {
    private static final String PREFIX = "r1:";
    /** Nobody forges one, and people read the file that it stands in. */
    private static final int DIGITS = 16;

    private RecordsHash() {}

    /** {@code r1:} and 16 hex digits, of all that the records say, in any order. */
    public static String of(List<String> said) {
        return PREFIX + DeclarationHash.of(said.stream().sorted().toList()).substring(0, DIGITS);
    }
}
