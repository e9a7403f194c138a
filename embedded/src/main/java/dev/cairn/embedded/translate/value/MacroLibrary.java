package dev.cairn.embedded.translate.value;

import dev.cairn.embedded.function.FunctionEvaluationException;
import dev.cairn.embedded.text.TextResource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The macros that templates and translations call. DuckDB replaces each call by the expression of the macro. */
public final class MacroLibrary {
    private static final String RESOURCE_NAME = "macros.sql";
    /** A definition in the resource: the name of the macro, its parameters, and its expression. */
    private static final Pattern DEFINITION_PATTERN =
            Pattern.compile("(?s)CREATE MACRO (sr_\\w+)\\(([^)]*)\\) AS\\s(.*?);\\s*(?=--|CREATE|$)");
    /** A name, or a text literal, so that a word in a text does not count as a name. */
    private static final Pattern NAME_OR_TEXT_PATTERN = Pattern.compile("'[^']*'|\\b[A-Za-z_]\\w*");

    /** The macros of DuckDB that translations call, and that copy an argument. */
    private static final Set<String> COPYING_DUCKDB_MACROS = Set.of("nullif");

    private static final String DEFINITIONS =
            FunctionEvaluationException.CREATE_REFUSE_MACRO_SQL + TextResource.read(MacroLibrary.class, RESOURCE_NAME);
    private static final Set<String> COPYING_MACROS = findCopyingMacros();

    private MacroLibrary() {}

    /** Returns the statements that create the macros. */
    public static String definitions() {
        return DEFINITIONS;
    }

    /** Returns whether DuckDB copies an argument of a function to several places, because it is a macro. */
    public static boolean copiesArguments(String functionName) {
        return COPYING_MACROS.contains(functionName);
    }

    /**
     * Returns the macros that name a parameter more than once, or that call such a macro. The resource must define a
     * macro before the macros that call it.
     */
    private static Set<String> findCopyingMacros() {
        Set<String> copyingMacros = new HashSet<>(COPYING_DUCKDB_MACROS);
        Matcher definitionMatcher = DEFINITION_PATTERN.matcher(DEFINITIONS);
        while (definitionMatcher.find()) {
            Map<String, Integer> countByName = countNames(definitionMatcher.group(3));
            boolean repeatsParameter = Arrays.stream(definitionMatcher.group(2).split(", ", -1))
                    .anyMatch(parameter -> countByName.getOrDefault(parameter, 0) > 1);
            if (repeatsParameter || countByName.keySet().stream().anyMatch(copyingMacros::contains)) {
                copyingMacros.add(definitionMatcher.group(1));
            }
        }
        return Set.copyOf(copyingMacros);
    }

    private static Map<String, Integer> countNames(String expression) {
        Map<String, Integer> countByName = new HashMap<>();
        Matcher matcher = NAME_OR_TEXT_PATTERN.matcher(expression);
        while (matcher.find()) {
            countByName.merge(matcher.group(), 1, Integer::sum);
        }
        return countByName;
    }
}
