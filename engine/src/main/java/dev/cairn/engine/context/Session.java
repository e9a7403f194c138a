package dev.cairn.engine.context;

import dev.cairn.analysis.type.TypeSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state of a connection that decides how a statement is read. It is immutable: the {@code with} methods return a
 * changed copy.
 *
 * @param databaseName the name of the current database; null if the session has selected none
 * @param valueByVariable the values of the variables that were set, by the lower-case names of the variables
 */
public record Session(@Nullable String databaseName, Map<String, String> valueByVariable) {
    /** The modes with which a column outside of GROUP BY is refused, and the numbers that may stand for them. */
    private static final Pattern GROUPING_MODE_PATTERN = Pattern.compile("(?i)ONLY_FULL_GROUP_BY|ANSI\\b|\\d");

    /** A session without a current database and without session variables. */
    public static final Session EMPTY = new Session(null);

    public Session {
        valueByVariable = Map.copyOf(valueByVariable);
    }

    public Session(@Nullable String databaseName) {
        this(databaseName, Map.of());
    }

    /**
     * Returns the session with variables set, each in the form {@code insert_timeout=14400}; items without an equals
     * sign are ignored.
     */
    public Session withVariables(List<String> assignments) {
        if (assignments.isEmpty()) {
            return this;
        }
        Map<String, String> newValueByVariable = new HashMap<>(valueByVariable);
        for (String assignment : assignments) {
            int equalsIndex = assignment.indexOf('=');
            if (equalsIndex > 0) {
                String name = assignment.substring(0, equalsIndex).strip().toLowerCase(Locale.ROOT);
                newValueByVariable.put(
                        name, unquote(assignment.substring(equalsIndex + 1).strip()));
            }
        }
        return new Session(databaseName, newValueByVariable);
    }

    private static String unquote(String value) {
        return value.replaceAll("^['\"]|['\"]$", "");
    }

    /**
     * Returns the value of a variable that was set.
     *
     * @param name the name in lower case
     */
    public Optional<String> findVariable(String name) {
        return Optional.ofNullable(valueByVariable.get(name));
    }

    /** Returns the settings for the analysis of queries; a mode that is written as a number changes none of them. */
    public TypeSettings typeSettings() {
        return findVariable("sql_mode")
                .filter(modes -> !GROUPING_MODE_PATTERN.matcher(modes).find())
                .map(modes -> TypeSettings.DEFAULT.withUngroupedColumns())
                .orElse(TypeSettings.DEFAULT);
    }

    public Session withDatabase(@Nullable String newDatabaseName) {
        return new Session(newDatabaseName, valueByVariable);
    }
}
