package dev.cairn.tooling.lint;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of the rules: {@code lint.drops-data = error}, or {@code off}.
 *
 * @param severities those that differ from the defaults; empty for a rule that is off
 * @param values further settings of rules, without the prefix: {@code names.table = [a-z_]+}
 */
public record LintSettings(Map<LintRule, Optional<LintSeverity>> severities, Map<String, String> values) {
    public static final LintSettings DEFAULT = new LintSettings(Map.of(), Map.of());

    private static final String OFF = "off";

    public LintSettings {
        severities = Map.copyOf(severities);
        values = Map.copyOf(values);
    }

    /**
     * Reads the settings whose names begin with {@code lint.}
     *
     * @throws IllegalArgumentException if a severity or a name is unknown
     */
    public static LintSettings of(Map<String, String> properties) {
        Map<LintRule, Optional<LintSeverity>> severities = new EnumMap<>(LintRule.class);
        Map<String, String> values = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(LintRule.PREFIX)) {
                Optional<LintRule> rule = LintRule.find(name);
                if (rule.isPresent()) {
                    severities.put(rule.get(), severity(name, value.strip()));
                } else {
                    values.put(name.substring(LintRule.PREFIX.length()), value.strip());
                }
            }
        });
        return new LintSettings(severities, values);
    }

    private static Optional<LintSeverity> severity(String name, String value) {
        if (value.equals(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LintSeverity.of(value));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "The setting " + name + " is wrong: " + unknown.getMessage() + ", or off.", unknown);
        }
    }

    /** The severity of the findings of a rule; empty if it is off. */
    public Optional<LintSeverity> severity(LintRule rule) {
        return severities.getOrDefault(rule, Optional.of(rule.severity()));
    }

    /** A further setting of a rule. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
