package dev.cairn.internal.connection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The variables and the database of a session, which change the meaning of statements. A user, a URL, the cluster, or
 * the previous user of a pooled connection may set them; the sessions of Cairn itself have the values for which
 * statements are checked at compile time, and the database of the first connection. One object belongs to all
 * connections of a factory.
 */
final class SessionSemantics {
    /**
     * The modes with which the server parses or analyzes a statement in another way, and ANSI, which implies one of
     * them. Other modes have no effect, or replace a NULL by an error, and remain.
     */
    private static final Set<String> MEANING_CHANGING_MODES = Set.of(
            "ANSI",
            "GROUP_CONCAT_LEGACY",
            "MODE_DOUBLE_LITERAL",
            "PIPES_AS_CONCAT",
            "SORT_NULLS_LAST",
            "STRUCT_CAST_BY_NAME");

    private static final String UNLIMITED = String.valueOf(Long.MAX_VALUE);
    private static final String DEFAULT_DIALECT = "StarRocks";
    private static final String NO_FILTERED_ROWS = "0.0";

    /** The values of a Boolean variable that is off: a server prints a number. */
    private static final Set<String> DISABLED_VALUES = Set.of("0", "false");

    private static final Pattern QUOTED_NAME_PATTERN = Pattern.compile("'([^']+)'");

    static final SemanticVariable SELECT_LIMIT = new SemanticVariable("sql_select_limit", limit -> UNLIMITED);

    /** The variables of the newest servers. */
    private static final List<SemanticVariable> VARIABLES = List.of(
            new SemanticVariable("sql_mode", SessionSemantics::removeMeaningChangingModes),
            SELECT_LIMIT,
            new SemanticVariable(
                    "sql_dialect", dialect -> dialect.equalsIgnoreCase(DEFAULT_DIALECT) ? dialect : DEFAULT_DIALECT),
            new SemanticVariable(
                    "insert_max_filter_ratio", ratio -> Double.parseDouble(ratio) > 0 ? NO_FILTERED_ROWS : ratio),
            new SemanticVariable("enable_materialized_view_for_insert", SessionSemantics::disable),
            new SemanticVariable("dynamic_overwrite", SessionSemantics::disable),
            new SemanticVariable("enable_insert_partial_update", SessionSemantics::enable));

    private final Set<String> unknownVariableNames = ConcurrentHashMap.newKeySet();
    private volatile boolean hasDeviation;
    private volatile @Nullable String databaseName;

    /** @param correction returns the value that a session of Cairn needs in place of the present one */
    record SemanticVariable(String name, UnaryOperator<String> correction) {
        /** Returns the value that the session needs; empty if it has this value. */
        Optional<String> findCorrection(String value) {
            return Optional.of(correction.apply(value)).filter(correctedValue -> !correctedValue.equals(value));
        }
    }

    private static String removeMeaningChangingModes(String sqlMode) {
        return Arrays.stream(sqlMode.split(","))
                .filter(mode -> !MEANING_CHANGING_MODES.contains(mode.strip().toUpperCase(Locale.ROOT)))
                .collect(Collectors.joining(","));
    }

    private static String disable(String value) {
        return DISABLED_VALUES.contains(value) ? value : "false";
    }

    private static String enable(String value) {
        return DISABLED_VALUES.contains(value) ? "true" : value;
    }

    /** Returns the variables that the server has, as far as it is known, in the order in which they are read. */
    List<SemanticVariable> knownVariables() {
        return VARIABLES.stream()
                .filter(variable -> !unknownVariableNames.contains(variable.name()))
                .toList();
    }

    /**
     * Records that the server does not have a variable, so that its statements have the meaning without the variable.
     * Returns false if the refusal names none of the variables.
     *
     * @param readVariables the variables that the refused statement reads
     */
    boolean recordUnknownVariable(ServerRefusalException refusal, List<SemanticVariable> readVariables) {
        // The message may also list variables with similar names.
        Matcher nameMatcher = QUOTED_NAME_PATTERN.matcher(String.valueOf(refusal.getMessage()));
        if (!refusal.isUnknownVariable()
                || !nameMatcher.find()
                || readVariables.stream().noneMatch(variable -> variable.name().equals(nameMatcher.group(1)))) {
            return false;
        }
        unknownVariableNames.add(nameMatcher.group(1));
        return true;
    }

    /** Returns whether the session of a connection had a value that was corrected. */
    boolean hasDeviation() {
        return hasDeviation;
    }

    void recordDeviation() {
        hasDeviation = true;
    }

    /** Returns the database of all sessions; null before {@link #recordDatabase} was called. */
    @Nullable
    String databaseName() {
        return databaseName;
    }

    /** Sets the database of all sessions, unless it is known. */
    synchronized void recordDatabase(String selectedDatabaseName) {
        if (databaseName == null) {
            databaseName = selectedDatabaseName;
        }
    }
}
