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

/** The completion of a command with subcommands for the fish shell, for which picocli has no generator. */
public final class FishCompletion {
    private final CommandSpec command;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(CommandSpec command) {
        this.command = command;
    }

    /** Returns the script that completes the subcommands, their options, and the known values of the options. */
    public static String render(CommandSpec command) {
        FishCompletion completion = new FishCompletion(command);
        completion.addCompletions();
        return String.join("\n", completion.lines) + "\n";
    }

    private void addCompletions() {
        lines.add("# Completion of " + command.name() + " for fish.");
        lines.add("complete -c " + command.name() + " -f");
        addOptions(command, "__fish_use_subcommand");
        for (CommandSpec spec : CommandTexts.listSubcommands(command)) {
            lines.add(renderCommandStart("__fish_use_subcommand") + " -a " + spec.name() + " -d "
                    + quote(CommandTexts.extractFirstSentence(
                            spec.usageMessage().description())));
        }
        for (CommandSpec spec : CommandTexts.listSubcommands(command)) {
            String condition = "__fish_seen_subcommand_from " + spec.name();
            addOptions(spec, condition);
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                String values = renderValues(parameter);
                if (!values.isEmpty()) {
                    lines.add(renderCommandStart(condition) + values);
                }
            }
        }
    }

    private void addOptions(CommandSpec spec, String condition) {
        for (OptionSpec option : spec.options()) {
            if (option.hidden()) {
                continue;
            }
            StringBuilder line = new StringBuilder(renderCommandStart(condition));
            for (String name : option.names()) {
                String letters = name.replaceFirst("^--?", "");
                line.append(name.startsWith("--") ? " -l " : letters.length() == 1 ? " -s " : " -o ")
                        .append(letters);
            }
            if (option.arity().max() > 0) {
                String values = renderValues(option);
                line.append(values.isEmpty() ? " -x" : " -r" + values);
            }
            lines.add(line.append(" -d ")
                    .append(quote(CommandTexts.extractFirstSentence(option.description())))
                    .toString());
        }
    }

    /**
     * Returns the arguments that complete the values of an option or a parameter; empty if the values are not known.
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

    private String renderCommandStart(String condition) {
        return "complete -c " + command.name() + " -n " + quote(condition);
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
