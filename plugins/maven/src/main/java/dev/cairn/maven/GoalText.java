package dev.cairn.maven;

import dev.cairn.internal.option.MigratorOption;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Converts messages of commands for users of Maven: an option that is a property of a goal is replaced by the property.
 */
final class GoalText {
    /** The options that are properties of goals: {@code --password-file} is {@code cairn.passwordFile}. */
    private static final Set<String> PROPERTIES = Set.of(
            "abandon",
            "config",
            "destructive",
            "exact-downgrade",
            "exclude",
            "fill",
            "include",
            "password-file",
            "placeholder",
            "queries",
            "rebuild",
            "schema",
            "skip-unreadable",
            "url",
            "yes");

    /** An option. A value after a space belongs to the option if it is a URL or has the form NAME=VALUE. */
    private static final Pattern OPTION = Pattern.compile("--([a-z]+(?:-[a-z]+)*)(?: (?=starrocks:|\\S+=))?");

    private static final Pattern WORD = Pattern.compile("-([a-z])");

    private GoalText() {}

    static String of(String message) {
        return OPTION.matcher(message)
                .replaceAll(option -> isProperty(option.group(1))
                        ? property(option.group(1)) + (option.group().endsWith(" ") ? "=" : "")
                        : option.group());
    }

    private static boolean isProperty(String option) {
        return PROPERTIES.contains(option) || MigratorOption.find(option).isPresent();
    }

    private static String property(String option) {
        return "-Dcairn."
                + WORD.matcher(option).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
