package dev.cairn.cli.manual;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine;
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

    /** Returns the script. */
    public static String of(CommandSpec command) {
        FishCompletion completion = new FishCompletion(command);
        completion.write();
        return String.join("\n", completion.lines) + "\n";
    }

    private void write() {
        lines.add("# Completion of " + command.name() + " for fish.");
        lines.add("complete -c " + command.name() + " -f");
        options(command, "__fish_use_subcommand");
        for (CommandLine subcommand : command.subcommands().values()) {
            CommandSpec spec = subcommand.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                lines.add(start("__fish_use_subcommand") + " -a " + spec.name() + " -d "
                        + quoted(CommandTexts.sentence(spec.usageMessage().description())));
            }
        }
        for (CommandLine subcommand : command.subcommands().values()) {
            CommandSpec spec = subcommand.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                String condition = "__fish_seen_subcommand_from " + spec.name();
                options(spec, condition);
                for (PositionalParamSpec parameter : spec.positionalParameters()) {
                    String values = values(parameter);
                    if (!values.isEmpty()) {
                        lines.add(start(condition) + values);
                    }
                }
            }
        }
    }

    private void options(CommandSpec spec, String condition) {
        for (OptionSpec option : spec.options()) {
            if (option.hidden()) {
                continue;
            }
            StringBuilder line = new StringBuilder(start(condition));
            for (String name : option.names()) {
                String letters = name.replaceFirst("^--?", "");
                line.append(name.startsWith("--") ? " -l " : letters.length() == 1 ? " -s " : " -o ")
                        .append(letters);
            }
            if (option.arity().max() > 0) {
                String values = values(option);
                line.append(values.isEmpty() ? " -x" : " -r" + values);
            }
            lines.add(line.append(" -d ")
                    .append(quoted(CommandTexts.sentence(option.description())))
                    .toString());
        }
    }

    /** Returns the arguments that complete the values of an option or a parameter; empty if nothing is known of them. */
    private static String values(ArgSpec argument) {
        Class<?> type = argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.type();
        if (type.isEnum()) {
            StringJoiner words = new StringJoiner(" ");
            for (Object constant : type.getEnumConstants()) {
                words.add(CommandTexts.word((Enum<?>) constant));
            }
            return " -f -a " + quoted(words.toString());
        }
        if (argument.completionCandidates() != null) {
            StringJoiner words = new StringJoiner(" ");
            Iterator<String> candidates = argument.completionCandidates().iterator();
            candidates.forEachRemaining(words::add);
            return " -f -a " + quoted(words.toString());
        }
        return Path.class.isAssignableFrom(type) || File.class.isAssignableFrom(type) ? " -F" : "";
    }

    private String start(String condition) {
        return "complete -c " + command.name() + " -n " + quoted(condition);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
