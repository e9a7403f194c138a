package dev.cairn.cli.installation;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The completion of a command with subcommands for the fish shell, for which picocli has no generator.
 *
 * <p>Arguments of fish's {@code complete}: {@code -n} is the condition under which a completion applies; {@code -l},
 * {@code -s} and {@code -o} name an option after two hyphens, a letter after one hyphen, and a word after one hyphen;
 * {@code -r} requires an argument; {@code -a} lists arguments; {@code -F} allows files, {@code -f} does not, and {@code
 * -x} stands for {@code -r -f}.
 */
public final class FishCompletion {
    private final CommandSpec rootSpec;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(CommandSpec rootSpec) {
        this.rootSpec = rootSpec;
    }

    /** Returns the script that completes the subcommands, their options, and the known values of the options. */
    public static String render(CommandSpec rootSpec) {
        FishCompletion completion = new FishCompletion(rootSpec);
        completion.addCompletions();
        return String.join("\n", completion.lines) + "\n";
    }

    private void addCompletions() {
        lines.add("# Completion of " + rootSpec.name() + " for fish.");
        lines.add("complete -c " + rootSpec.name() + " -f");
        addOptions(rootSpec, "__fish_use_subcommand");
        for (CommandSpec subcommandSpec : CommandTexts.findVisibleSubcommands(rootSpec)) {
            lines.add(renderConditionalComplete("__fish_use_subcommand") + " -a " + subcommandSpec.name() + " -d "
                    + quote(CommandTexts.extractFirstClause(
                            subcommandSpec.usageMessage().description())));
        }
        for (CommandSpec subcommandSpec : CommandTexts.findVisibleSubcommands(rootSpec)) {
            String condition = "__fish_seen_subcommand_from " + subcommandSpec.name();
            addOptions(subcommandSpec, condition);
            for (PositionalParamSpec parameter : subcommandSpec.positionalParameters()) {
                String values = renderValues(parameter);
                if (!values.isEmpty()) {
                    lines.add(renderConditionalComplete(condition) + values);
                }
            }
        }
    }

    /**
     * Adds the completions of the options of a command.
     *
     * @param condition the test, in the language of fish, that the command line has reached this command
     */
    private void addOptions(CommandSpec commandSpec, String condition) {
        for (OptionSpec option : commandSpec.options()) {
            if (option.hidden()) {
                continue;
            }
            StringBuilder line = new StringBuilder(renderConditionalComplete(condition));
            for (String name : option.names()) {
                String bareName = name.replaceFirst("^--?", "");
                line.append(name.startsWith("--") ? " -l " : bareName.length() == 1 ? " -s " : " -o ")
                        .append(bareName);
            }
            if (option.arity().max() > 0) {
                String values = renderValues(option);
                line.append(values.isEmpty() ? " -x" : " -r" + values);
            }
            lines.add(line.append(" -d ")
                    .append(quote(CommandTexts.extractFirstClause(option.description())))
                    .toString());
        }
    }

    /**
     * Returns the arguments of {@code complete} for the values of an option or a parameter: its known values, or files.
     * Empty if nothing is known about the values.
     */
    private static String renderValues(ArgSpec argument) {
        Class<?> type = argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.type();
        if (type.isEnum()) {
            return " -f -a "
                    + quote(Stream.of(type.getEnumConstants())
                            .map(constant -> CommandTexts.toWord((Enum<?>) constant))
                            .collect(Collectors.joining(" ")));
        }
        if (argument.completionCandidates() != null) {
            return " -f -a " + quote(String.join(" ", argument.completionCandidates()));
        }
        return Path.class.isAssignableFrom(type) || File.class.isAssignableFrom(type) ? " -F" : "";
    }

    private String renderConditionalComplete(String condition) {
        return "complete -c " + rootSpec.name() + " -n " + quote(condition);
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
