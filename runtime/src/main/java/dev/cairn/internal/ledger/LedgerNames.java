package dev.cairn.internal.ledger;

import dev.cairn.plan.step.TemporaryName;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the views of a schema's ledger: {@code __cairn_shop_00000042}, {@code __cairn_shop_history}. */
public final class LedgerNames {
    /** The name of the ledger of scripts, in place of a schema's name. */
    public static final String SCRIPT_LEDGER_NAME = "run_sql";

    private static final Pattern SCHEMA_NAME_PATTERN = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final int SEQUENCE_DIGITS = 8;
    private static final Pattern STATE_OF_ANY_SCHEMA_PATTERN =
            Pattern.compile(TemporaryName.MARKER + "(" + SCHEMA_NAME_PATTERN + ")_[0-9]{" + SEQUENCE_DIGITS + "}");
    private static final Pattern VIEW_OF_ANY_SCHEMA_PATTERN = Pattern.compile(
            STATE_OF_ANY_SCHEMA_PATTERN + "|" + TemporaryName.MARKER + SCHEMA_NAME_PATTERN + "_history");

    private final String namePrefix;
    private final Pattern statePattern;

    /** @throws IllegalArgumentException if the name is not valid for a schema */
    public LedgerNames(String schemaName) {
        if (!SCHEMA_NAME_PATTERN.matcher(schemaName).matches()) {
            throw new IllegalArgumentException(
                    "'" + schemaName
                            + "' is not a valid name of a schema: such a name has at most 40 lower-case letters, digits and underscores, and begins with a letter");
        }
        namePrefix = TemporaryName.MARKER + schemaName + "_";
        statePattern = Pattern.compile(namePrefix + "([0-9]{" + SEQUENCE_DIGITS + "})");
    }

    /** Returns whether this is the name of a state or of a history view, of any schema. */
    public static boolean isLedgerName(String name) {
        return VIEW_OF_ANY_SCHEMA_PATTERN.matcher(name).matches();
    }

    /** Returns whether a name begins as those of all ledgers. */
    public static boolean hasCommonPrefix(String name) {
        return name.startsWith(TemporaryName.MARKER);
    }

    /** Returns the name of the view that stores the state with this sequence. */
    public String stateViewName(long sequence) {
        String digits = Long.toString(sequence);
        return namePrefix + "0".repeat(Math.max(0, SEQUENCE_DIGITS - digits.length())) + digits;
    }

    /**
     * Returns the statement that creates a state.
     *
     * @param comment the formatted state
     */
    public String renderCreateState(long sequence, String comment) {
        return "CREATE VIEW `" + stateViewName(sequence) + "` COMMENT \"" + comment + "\" AS SELECT 1";
    }

    /** Returns the name of the history view. */
    public String historyViewName() {
        return namePrefix + "history";
    }

    /**
     * Returns the pattern for LIKE. An underscore matches any character there, so the matched names must be filtered.
     */
    String likePattern() {
        return namePrefix + "%";
    }

    /** Returns the pattern for LIKE that matches the ledgers of all schemas. */
    static String likePatternForAllSchemas() {
        return TemporaryName.MARKER + "%";
    }

    /** Returns the names of the schemas whose states are among the views. Other names are ignored. */
    static SortedSet<String> parseSchemaNames(Collection<String> viewNames) {
        SortedSet<String> schemaNames = new TreeSet<>();
        for (String viewName : viewNames) {
            Matcher matcher = STATE_OF_ANY_SCHEMA_PATTERN.matcher(viewName);
            if (matcher.matches()) {
                schemaNames.add(matcher.group(1));
            }
        }
        return schemaNames;
    }

    /** Returns the sequences of this schema's states among the views. Other names are ignored. */
    SortedSet<Long> parseSequences(Collection<String> viewNames) {
        SortedSet<Long> sequences = new TreeSet<>();
        for (String viewName : viewNames) {
            Matcher matcher = statePattern.matcher(viewName);
            if (matcher.matches()) {
                sequences.add(Long.parseLong(matcher.group(1)));
            }
        }
        return sequences;
    }
}
