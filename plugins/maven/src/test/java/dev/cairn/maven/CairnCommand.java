package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Cairn;
import dev.cairn.cli.output.CommandEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the commands of {@code cairn} and their options from the help that it prints. */
final class CairnCommand {
    private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]+(?:-[a-z]+)*) +\\S");
    private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-(\\w+), )?--([a-z]+(?:-[a-z]+)*)");

    private CairnCommand() {}

    /** Returns the names of all commands. */
    static Set<String> names() {
        String help = printHelp("--help");
        return COMMAND.matcher(help.substring(help.indexOf("First steps:")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the options of a command, without their dashes. */
    static Set<String> optionsOf(String command) {
        Set<String> options = new TreeSet<>();
        OPTION.matcher(printHelp(command, "--help")).results().forEach(match -> {
            options.add(match.group(2));
            if (match.group(1) != null) {
                options.add(match.group(1));
            }
        });
        assertThat(options).contains("help", "h");
        return options;
    }

    private static String printHelp(String... arguments) {
        StringWriter help = new StringWriter();
        PrintWriter writer = new PrintWriter(help, true);
        assertThat(Cairn.run(writer, writer, CommandEnvironment.withoutTerminal(Map.of()), arguments))
                .as(help::toString)
                .isZero();
        return help.toString();
    }
}
