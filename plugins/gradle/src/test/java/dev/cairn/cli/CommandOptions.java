package dev.cairn.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives tests the options of commands, which are not public. */
public final class CommandOptions {
    /** Read once, because the options of all commands are many. */
    private static final CommandSpec ALL = Cairn.allOptions();

    private CommandOptions() {}

    /** Returns the options that the help of a command shows. */
    public static List<OptionSpec> of(String command) {
        CommandLine line = ALL.subcommands().get(command);
        return line.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
    }
}
