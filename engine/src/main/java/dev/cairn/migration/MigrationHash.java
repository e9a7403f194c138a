package dev.cairn.migration;

import java.util.List;

/**
 * The hash of a migration: of the one before it, and of its statements. How they are indented or where their lines end is
 * no part of it.
 */
public final class MigrationHash {
    /** Names the rule, so that another one can be told from it. */
    public static final String PREFIX = "h1:";

    private MigrationHash() {}

    /**
     * {@code h1:} and 64 hex digits.
     *
     * @param after the hash of the migration before, empty for the first
     */
    public static String of(String after, List<String> upgrade) {
        Sha256 hash = new Sha256();
        hash.add(after);
        for (String statement : upgrade) {
            hash.addZero();
            hash.add(hashed(statement));
        }
        return PREFIX + hash.hex();
    }

    /**
     * Identifies the text of one step while its migration is under way, by a short hash. Comment lines above the statement are
     * no part of it, so that a marker can be added to a step that was begun.
     */
    public static String ofStep(String text) {
        String whole = hashed(text);
        String statement = whole;
        while (statement.startsWith("--")) {
            int end = statement.indexOf('\n');
            statement = end < 0 ? "" : statement.substring(end + 1).stripLeading();
        }
        return ShortHash.of(statement.isEmpty() ? whole : statement);
    }

    private static String hashed(String statement) {
        return statement.replace("\r\n", "\n").replace('\r', '\n').strip();
    }
}
