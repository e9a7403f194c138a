package dev.cairn.internal.ledger;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the views of a schema's ledger: {@code __cairn_shop_00000042}, {@code __cairn_shop_history}. */
public final class LedgerNames {
    private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final String PREFIX = "__cairn_";
    private static final int DIGITS = 8;
    private static final Pattern ANY_STATE = Pattern.compile(PREFIX + "(" + SCHEMA + ")_[0-9]{" + DIGITS + "}");

    private final String namePrefix;
    private final Pattern statePattern;

    /** @throws IllegalArgumentException if the name is not valid for a schema */
    public LedgerNames(String schema) {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "'" + schema
                            + "' is not a valid name of a schema: such a name has at most 40 lower-case letters, digits and underscores, and begins with a letter");
        }
        namePrefix = PREFIX + schema + "_";
        statePattern = Pattern.compile(namePrefix + "([0-9]{" + DIGITS + "})");
    }

    public String state(long sequence) {
        String digits = Long.toString(sequence);
        return namePrefix + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }

    public String history() {
        return namePrefix + "history";
    }

    /**
     * Returns the pattern for LIKE. An underscore matches any character there, so the matched names must be filtered.
     */
    String likePattern() {
        return namePrefix + "%";
    }

    /** Returns the pattern for LIKE of the states of all schemas. */
    static String likePatternOfAll() {
        return PREFIX + "%";
    }

    /** Returns the schemas whose states are among the names. */
    static SortedSet<String> parseSchemas(Collection<String> objects) {
        SortedSet<String> schemas = new TreeSet<>();
        for (String object : objects) {
            Matcher name = ANY_STATE.matcher(object);
            if (name.matches()) {
                schemas.add(name.group(1));
            }
        }
        return schemas;
    }

    /** Returns the sequences of this schema's states among the names. */
    SortedSet<Long> parseSequences(Collection<String> objects) {
        SortedSet<Long> sequences = new TreeSet<>();
        for (String object : objects) {
            Matcher name = statePattern.matcher(object);
            if (name.matches()) {
                sequences.add(Long.parseLong(name.group(1)));
            }
        }
        return sequences;
    }
}
