package dev.cairn.tooling.definition;

import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Selects objects by patterns, such as {@code dim_*} or {@code sales.*}: a star matches any number of characters, and a
 * question mark matches one. An object that matches an included and an excluded pattern is excluded.
 *
 * @param includedPatterns the patterns of included objects; if empty, all objects are included
 */
public record ObjectPatterns(List<String> includedPatterns, List<String> excludedPatterns) {
    static final ObjectPatterns ALL_OBJECTS = new ObjectPatterns(List.of(), List.of());

    public ObjectPatterns {
        includedPatterns = List.copyOf(includedPatterns);
        excludedPatterns = List.copyOf(excludedPatterns);
    }

    public boolean matches(ObjectName name) {
        return (includedPatterns.isEmpty() || matchesAny(includedPatterns, name))
                && !matchesAny(excludedPatterns, name);
    }

    /** Returns whether there are objects, and all of them are excluded. */
    public boolean excludesAll(List<ObjectName> names) {
        return !names.isEmpty() && names.stream().noneMatch(this::matches);
    }

    /**
     * Requires that all definitions that were not understood are excluded. A definition that names no object can't be
     * excluded.
     *
     * @throws UnsupportedDefinitionException if one of them is not excluded
     */
    public void requireExcluded(List<UnknownDefinition> unknownDefinitions) {
        List<UnknownDefinition> unexpectedDefinitions = unknownDefinitions.stream()
                .filter(definition -> !excludesAll(definition.objects()))
                .toList();
        if (!unexpectedDefinitions.isEmpty()) {
            throw new UnsupportedDefinitionException(unexpectedDefinitions);
        }
    }

    private static boolean matchesAny(List<String> patterns, ObjectName name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name.database(), name.name()));
    }

    /**
     * Returns whether a name matches a pattern with wildcards, alone or after the name of its owner and a dot. Matching
     * is case-sensitive.
     */
    public static boolean matches(String wildcardPattern, String ownerName, String name) {
        Pattern pattern = compileWildcards(wildcardPattern);
        return pattern.matcher(name).matches()
                || pattern.matcher(ownerName + "." + name).matches();
    }

    /** Returns the regular expression for a pattern with wildcards. */
    private static Pattern compileWildcards(String wildcardPattern) {
        StringBuilder regex = new StringBuilder();
        wildcardPattern
                .chars()
                .forEach(character -> regex.append(
                        character == '*'
                                ? ".*"
                                : character == '?' ? "." : Pattern.quote(Character.toString(character))));
        return Pattern.compile(regex.toString());
    }
}
