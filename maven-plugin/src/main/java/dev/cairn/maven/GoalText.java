package dev.cairn.maven;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Messages of commands as a user of Maven needs them: an option that a goal has is named by its property. */
final class GoalText {
    /** Options that are properties of goals, {@code --password-file} as {@code cairn.passwordFile}. */
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
            "rebuild",
            "schema",
            "skip-unreadable",
            "url",
            "yes");

    /** A value behind a space belongs to the option, where it is an example or a name in capitals. */
    private static final Pattern OPTION = Pattern.compile("--([a-z]+(?:-[a-z]+)*)(?: (?=starrocks:|\\S+=))?");

    private static final Pattern WORD = Pattern.compile("-([a-z])");

    private GoalText() {}

    static String of(String message) {
        return OPTION.matcher(message)
                .replaceAll(option -> PROPERTIES.contains(option.group(1))
                        ? property(option.group(1)) + (option.group().endsWith(" ") ? "=" : "")
                        : option.group());
    }

    private static String property(String option) {
        return "-Dcairn."
                + WORD.matcher(option).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
