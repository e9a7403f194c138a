package dev.cairn.embedded.session;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that a variable accepts. A column of {@code variables.tsv} describes them. Most domains are checked when a
 * statement is {@linkplain #analyze analyzed}:
 *
 * <ul>
 *   <li>{@code 1..259200} for a range of integers; the upper bound may be missing
 *   <li>{@code bytes 2097152..} for a range of sizes, which may have a unit such as {@code 2G}
 *   <li>{@code varchar, decimal} for a list of words, which are not case-sensitive
 *   <li>{@code positive number}, {@code duration}, {@code JSON object}, {@code optimizer rules} and {@code time zone}
 * </ul>
 *
 * The others are checked when a value is {@linkplain #convert stored}:
 *
 * <ul>
 *   <li>{@code auto|row|column} for a list of words, which are case-sensitive
 *   <li>{@code fraction} for a number from 0 to 1, and {@code sql modes}
 *   <li>{@code default} if only the default value is allowed: other values would change results in ways that the
 *     embedded server does not support
 * </ul>
 *
 * The description is empty if a variable accepts all values of its type.
 */
record VariableDomain(String description) {
    private static final String RANGE_SEPARATOR = "..";
    private static final String SIZE_PREFIX = "bytes ";
    private static final Pattern SIZE_PATTERN = Pattern.compile("(\\d{1,18})([KMGTP]?B?)", Pattern.CASE_INSENSITIVE);
    private static final String SIZE_UNITS = "KMGTP";

    /** The domains of texts of which only the form is checked. */
    private static final Map<String, Pattern> PATTERN_BY_DESCRIPTION = Map.of(
            "positive number", Pattern.compile("(?=.*[1-9])\\+?(\\d+\\.?\\d*|\\.\\d+)"),
            "duration", Pattern.compile("-0*1|0+|\\d+\\s*(m|(?i:nanos|micros|ms|s|h|d))"),
            "JSON object", Pattern.compile("(?s)|\\s*\\{.*\\}\\s*"),
            "optimizer rules", Pattern.compile("[,\\s]*((TF|GP)_\\w+(\\s*,[,\\s]*|\\s*$))*"));

    /**
     * Validates a value as the analysis of a statement does, and returns it in the server's form.
     *
     * @throws Refusal if the analysis finds that the domain does not contain the value
     */
    String analyze(ServerVariable variable, String value) {
        if (description.contains(RANGE_SEPARATOR)) {
            boolean isSize = description.startsWith(SIZE_PREFIX);
            String number = isSize ? parseSize(variable, value) : value;
            requireInRange(variable, number, isSize ? description.substring(SIZE_PREFIX.length()) : description);
            return number;
        }
        Pattern pattern = PATTERN_BY_DESCRIPTION.get(description);
        if (pattern != null && !pattern.matcher(value).matches()) {
            throw Refusal.ofAnalysis(
                    Span.NONE, EmbeddedRule.VARIABLE_VALUE_MALFORMED, variable.name(), value, description);
        }
        if (description.contains(", ")) {
            requireListed(variable, value, List.of(description.split(", ", -1)), value.toLowerCase(Locale.ROOT));
        }
        return description.equals("time zone") ? TimeZones.normalize(value, Span.NONE) : value;
    }

    /**
     * Validates a value before it is stored, and returns it in the server's form.
     *
     * @throws Refusal if the domain does not contain the value
     */
    String convert(ServerVariable variable, String value) {
        if (description.contains("|")) {
            requireListed(variable, value, List.of(description.split("\\|", -1)), value);
        }
        if (description.equals("fraction") && !isFraction(value)) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_NOT_A_FRACTION, variable.name(), value);
        }
        return description.equals("sql modes") ? SqlMode.normalize(value) : value;
    }

    private static boolean isFraction(String value) {
        try {
            double number = Double.parseDouble(value);
            return !(number < 0 || number > 1); // a server accepts NaN
        } catch (NumberFormatException ignored) {
            return false;
        }
    }

    /** Refuses a value that the embedded server does not support. */
    void requireSupported(ServerVariable variable, String typedValue) {
        if (description.equals("default") && !typedValue.equalsIgnoreCase(variable.defaultValue())) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_VALUE_UNSUPPORTED, variable.name(), typedValue);
        }
    }

    private String parseSize(ServerVariable variable, String value) {
        Matcher matcher = SIZE_PATTERN.matcher(value);
        if (!matcher.matches()) {
            throw Refusal.ofAnalysis(
                    Span.NONE, EmbeddedRule.VARIABLE_VALUE_MALFORMED, variable.name(), value, "number of bytes");
        }
        String unit = matcher.group(2).toUpperCase(Locale.ROOT);
        int exponent = unit.isEmpty() ? 0 : SIZE_UNITS.indexOf(unit.charAt(0)) + 1;
        // A product beyond the range of BIGINT wraps around, as a server's does.
        return String.valueOf(Long.parseLong(matcher.group(1)) << (10 * exponent));
    }

    private static void requireInRange(ServerVariable variable, String value, String range) {
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.VARIABLE_NOT_A_NUMBER, variable.name());
        }
        int separatorIndex = range.indexOf(RANGE_SEPARATOR);
        String minText = range.substring(0, separatorIndex);
        String maxText = range.substring(separatorIndex + RANGE_SEPARATOR.length());
        if (number < Long.parseLong(minText)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.VARIABLE_TOO_SMALL, variable.name(), minText);
        }
        if (!maxText.isEmpty() && number > Long.parseLong(maxText)) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.VARIABLE_TOO_LARGE, variable.name(), maxText);
        }
    }

    private static void requireListed(ServerVariable variable, String value, List<String> words, String word) {
        if (!words.contains(word)) {
            throw Refusal.ofAnalysis(
                    Span.NONE, EmbeddedRule.VARIABLE_VALUE_UNLISTED, variable.name(), value, String.join(", ", words));
        }
    }
}
