package dev.cairn.migration;

import java.util.List;

/**
 * Hashes the records of a schema, to detect whether a record has changed since a migration was recorded. If none has
 * changed and the migrations result in a different schema, the migrations were edited.
 */
public final class RecordsHash {
    private static final String PREFIX = "r1:";
    /** A short hash suffices: it need not resist forgery, and people read the file that contains it. */
    private static final int DIGITS = 16;

    private RecordsHash() {}

    /** Returns {@code r1:} and 16 hex digits for the content of the records, in any order. */
    public static String of(List<String> said) {
        return PREFIX + DeclarationHash.of(said.stream().sorted().toList()).substring(0, DIGITS);
    }
}
