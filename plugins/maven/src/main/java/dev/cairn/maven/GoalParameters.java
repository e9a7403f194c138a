package dev.cairn.maven;

import dev.cairn.cli.Cairn;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;

/**
 * The parameters of a goal, which stand for options of its command: {@code --password-file} is the property
 * {@code cairn.passwordFile} if the goal has this parameter, and an argument otherwise.
 *
 * @param goalName the name of the goal, which is also the name of its command
 * @param parameterNames the names of the parameters, such as passwordFile
 */
record GoalParameters(String goalName, Set<String> parameterNames) {
    private static final String PROPERTY_PREFIX = "cairn.";

    /** The names of properties of versions 0.1 and 0.2 that are now positional arguments of the command, by goal. */
    private static final Map<String, Set<String>> FORMER_ARGUMENTS_BY_GOAL = Map.ofEntries(
            Map.entry("baseline", Set.of("to")),
            Map.entry("checkpoint", Set.of("to")),
            Map.entry("diff", Set.of("from", "to")),
            Map.entry("docs", Set.of("source")),
            Map.entry("downgrade", Set.of("to")),
            Map.entry("evolve", Set.of("rename", "to")),
            Map.entry("grants", Set.of("range")),
            Map.entry("lineage", Set.of("object", "source")),
            Map.entry("pull", Set.of("source")),
            Map.entry("rebase", Set.of("name")),
            Map.entry("sql", Set.of("range")),
            Map.entry("stamp", Set.of("to")));

    /** Options with which each command describes itself. A project may have a property {@code cairn.version}. */
    private static final Set<String> HELP_OPTIONS = Set.of("help", "version");

    /** An option, with its value after {@code =} if it has one. */
    private static final String OPTION_WITH_VALUE_REGEX = "--[a-z-]+(?:=(?:\"[^\"]*\"|[^\\s,;)]+))?";

    /** A task of Gradle, or another command, with its options. %s is the command of the goal. */
    private static final String OTHER_INVOCATION_REGEX =
            "(?:gradle|cairn(?! %s\\b)) \\w+(?: " + OPTION_WITH_VALUE_REGEX + ")+";

    /**
     * An option in a message. A value after a space belongs to the option if it is a URL or has the form NAME=VALUE.
     */
    private static final String OPTION_REGEX = "--([a-z]+(?:-[a-z]+)*)(?: (?=starrocks:|\\S+=))?";

    private static final Pattern HYPHENATED_LETTER_PATTERN = Pattern.compile("-([a-z])");
    private static final Pattern CAPITAL_LETTER_PATTERN = Pattern.compile("[A-Z]");

    static GoalParameters of(MojoExecution execution, String goalName) {
        return new GoalParameters(
                goalName,
                Set.copyOf(execution.getMojoDescriptor().getParameterMap().keySet()));
    }

    /**
     * Requires that no property has the name of a former parameter of the goal, or of an option of the command that is
     * no parameter. Maven would silently ignore such a property.
     *
     * @throws MojoFailureException if there is such a property; the message contains the argument to pass instead
     */
    void requireNoFormerParameter(Properties properties) throws MojoFailureException {
        Map<String, Boolean> takesValueByOption = Cairn.takesValueByOption(goalName);
        for (String propertyName : new TreeSet<>(properties.stringPropertyNames())) {
            Optional<String> argument = propertyName.startsWith(PROPERTY_PREFIX)
                    ? findArgument(
                            propertyName.substring(PROPERTY_PREFIX.length()),
                            properties.getProperty(propertyName),
                            takesValueByOption)
                    : Optional.empty();
            if (argument.isPresent()) {
                throw new MojoFailureException(propertyName + " is not a parameter of cairn:" + goalName
                        + "; pass it as -Dcairn.arguments=\"" + argument.get() + "\"");
            }
        }
    }

    /**
     * Returns the argument to pass instead of a property; empty if the property is a parameter of the goal, or if the
     * command has no such option or argument.
     */
    private Optional<String> findArgument(String name, String value, Map<String, Boolean> takesValueByOption) {
        String optionName = CAPITAL_LETTER_PATTERN
                .matcher(name)
                .replaceAll(match -> "-" + match.group().toLowerCase(Locale.ROOT));
        if (parameterNames.contains(name) || HELP_OPTIONS.contains(optionName)) {
            return Optional.empty();
        }
        if (takesValueByOption.containsKey(optionName)) {
            return Optional.of(
                    takesValueByOption.get(optionName) ? "--" + optionName + "=" + value : "--" + optionName);
        }
        return FORMER_ARGUMENTS_BY_GOAL.getOrDefault(goalName, Set.of()).contains(name)
                ? Optional.of(value)
                : Optional.empty();
    }

    /**
     * Returns a message of the command for users of Maven. An option that is a parameter of the goal is replaced by its
     * property, and a last line says how to pass the other options of the command. The options of other commands and of
     * tasks of Gradle remain as they are.
     */
    String translateMessage(String message) {
        Set<String> commandOptions = Cairn.takesValueByOption(goalName).keySet();
        Set<String> argumentOptions = new TreeSet<>();
        StringBuilder translatedMessage = new StringBuilder();
        Matcher optionMatcher = Pattern.compile(
                        OTHER_INVOCATION_REGEX.formatted(Pattern.quote(goalName)) + "|" + OPTION_REGEX)
                .matcher(message);
        while (optionMatcher.find()) {
            if (optionMatcher.group(1) == null) {
                continue;
            }
            String parameterName = HYPHENATED_LETTER_PATTERN
                    .matcher(optionMatcher.group(1))
                    .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
            if (parameterNames.contains(parameterName)) {
                optionMatcher.appendReplacement(
                        translatedMessage,
                        "-Dcairn." + parameterName + (optionMatcher.group().endsWith(" ") ? "=" : ""));
            } else if (commandOptions.contains(optionMatcher.group(1))
                    && !HELP_OPTIONS.contains(optionMatcher.group(1))) {
                argumentOptions.add("--" + optionMatcher.group(1));
            }
        }
        optionMatcher.appendTail(translatedMessage);
        if (!argumentOptions.isEmpty()) {
            translatedMessage
                    .append("\nMaven passes ")
                    .append(String.join(", ", argumentOptions))
                    .append(" to the command in -Dcairn.arguments=\"…\".");
        }
        return translatedMessage.toString();
    }
}
