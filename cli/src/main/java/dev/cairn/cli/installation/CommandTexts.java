package dev.cairn.cli.installation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Texts of picocli's model, as completions and manual pages show them. */
final class CommandTexts {
    private static final Pattern END_OF_CLAUSE_PATTERN = Pattern.compile("[.:;](?=\\s|$)");

    private CommandTexts() {}

    /** Returns the subcommands that are documented. */
    static List<CommandSpec> findVisibleSubcommands(CommandSpec commandSpec) {
        return commandSpec.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(spec -> !spec.usageMessage().hidden())
                .toList();
    }

    /** Returns a description as one string, without the formatting of picocli. */
    static String joinText(String[] description) {
        return String.join(" ", description)
                .replace("%n", " ")
                .replace("%%", "%")
                .strip();
    }

    /** Returns a description up to its first full stop, colon or semicolon; the whole description if it has none. */
    static String extractFirstClause(String[] description) {
        String joinedText = joinText(description);
        Matcher endMatcher = END_OF_CLAUSE_PATTERN.matcher(joinedText);
        return endMatcher.find() ? joinedText.substring(0, endMatcher.start()) : joinedText;
    }

    /** Returns the word for a constant that the command line accepts and that its help contains. */
    static String toWord(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
