package dev.cairn.embedded.session;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;

/**
 * The values that a variable accepts. A column of {@code variables.tsv} describes them:
 *
 * <ul>
 *   <li>an empty column for all values of the variable's type
 *   <li>{@code 1..259200} for a range of integers; the upper bound may be missing
 *   <li>{@code varchar, decimal} for a list of words
 *   <li>{@code default} if only the default value is allowed: other values would change results in ways that the
 *     embedded server does not support
 *   <li>{@code time zone} and {@code sql modes}
 * </ul>
 */
record VariableDomain(String description) {
    private static final String RANGE_SEPARATOR = "..";

    /**
     * Validates a value, and returns it in the server's form.
     *
     * @throws Refusal if the domain does not contain the value
     */
    String normalize(ServerVariable variable, String value) {
        if (description.contains(RANGE_SEPARATOR)) {
            requireInRange(variable, Long.parseLong(value));
            return value;
        }
        return switch (description) {
            case "" -> value;
            case "time zone" -> TimeZones.normalize(value, Span.NONE);
            case "sql modes" -> SqlMode.normalize(value);
            case "default" -> {
                if (!value.equalsIgnoreCase(variable.defaultValue())) {
                    throw Refusal.ofExecution(
                            Span.NONE, EmbeddedRule.VARIABLE_VALUE_UNSUPPORTED, variable.name(), value);
                }
                yield value;
            }
            default -> normalizeListedWord(variable, value);
        };
    }

    private void requireInRange(ServerVariable variable, long value) {
        int separatorIndex = description.indexOf(RANGE_SEPARATOR);
        String minText = description.substring(0, separatorIndex);
        String maxText = description.substring(separatorIndex + RANGE_SEPARATOR.length());
        if (value < Long.parseLong(minText)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.VARIABLE_TOO_SMALL, variable.name(), minText);
        }
        if (!maxText.isEmpty() && value > Long.parseLong(maxText)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.VARIABLE_TOO_LARGE, variable.name(), maxText);
        }
    }

    private String normalizeListedWord(ServerVariable variable, String value) {
        String lowercaseValue = value.toLowerCase(Locale.ROOT);
        if (!List.of(description.split(", ", -1)).contains(lowercaseValue)) {
            throw Refusal.ofAnalysis(
                    Span.NONE, EmbeddedRule.VARIABLE_VALUE_UNLISTED, variable.name(), value, description);
        }
        return lowercaseValue;
    }
}
