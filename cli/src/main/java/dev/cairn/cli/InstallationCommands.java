package dev.cairn.cli;

import dev.cairn.internal.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that write what an installation puts beside the command. */
final class InstallationCommands {
    private InstallationCommands() {}

    /** {@code cairn completion bash}. */
    @Command(
            name = "completion",
            mixinStandardHelpOptions = true,
            description = "Prints the script that completes commands and options in a shell: bash, zsh or fish.")
    static final class CompletionCommand implements Callable<Integer> {
        /** The shells that have a script. */
        enum Shell {
            BASH,
            ZSH,
            FISH
        }

        @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
        private Shell shell = Shell.BASH;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            spec.commandLine().getOut().print(script());
            spec.commandLine().getOut().flush();
            return ExitCode.DONE.number();
        }

        private String script() {
            CommandSpec root = spec.root();
            return switch (shell) {
                case BASH -> AutoComplete.bash(root.name(), root.commandLine());
                // zsh has functions for the scripts of bash; as the function of compdef, the file has to complete at
                // once.
                case ZSH ->
                    "#compdef " + root.name() + "\n"
                            + AutoComplete.bash(root.name(), root.commandLine())
                            + "\n_bash_complete -o default -F _complete_" + root.name() + "\n";
                case FISH -> FishCompletion.of(root);
            };
        }
    }

    /** {@code cairn man-pages share/man/man1}, for {@code bin/install} and packagers. */
    @Command(
            name = "man-pages",
            hidden = true,
            mixinStandardHelpOptions = true,
            description = "Writes the manual pages of the command into a folder.")
    static final class ManPagesCommand implements Callable<Integer> {
        @Parameters(paramLabel = "FOLDER", description = "The folder, which is created if necessary.")
        private Path folder = Path.of(".");

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> page :
                    ManualPages.of(spec.root(), "cairn " + Cairn.version()).entrySet()) {
                Files.writeString(folder.resolve(page.getKey()), page.getValue());
                spec.commandLine().getOut().println("Wrote " + folder.resolve(page.getKey()));
            }
            return ExitCode.DONE.number();
        }
    }

    /** The completion of a command with subcommands for the fish shell, for which picocli has no generator. */
    private static final class FishCompletion {
        private final CommandSpec command;
        private final List<String> lines = new ArrayList<>();

        private FishCompletion(CommandSpec command) {
            this.command = command;
        }

        /** Returns the script. */
        static String of(CommandSpec command) {
            FishCompletion completion = new FishCompletion(command);
            completion.write();
            return String.join("\n", completion.lines) + "\n";
        }

        private void write() {
            lines.add("# Completion of " + command.name() + " for fish.");
            lines.add("complete -c " + command.name() + " -f");
            options(command, "__fish_use_subcommand");
            for (CommandSpec spec : CommandTexts.subcommands(command)) {
                lines.add(start("__fish_use_subcommand") + " -a " + spec.name() + " -d "
                        + quoted(CommandTexts.sentence(spec.usageMessage().description())));
            }
            for (CommandSpec spec : CommandTexts.subcommands(command)) {
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
                return " -f -a "
                        + quoted(Stream.of(type.getEnumConstants())
                                .map(constant -> CommandTexts.word((Enum<?>) constant))
                                .collect(Collectors.joining(" ")));
            }
            if (argument.completionCandidates() != null) {
                return " -f -a " + quoted(String.join(" ", argument.completionCandidates()));
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

    /**
     * The manual pages of a command and its subcommands, in the language of {@code man}. picocli's generator writes AsciiDoc, for
     * which a build would need another converter.
     */
    private static final class ManualPages {
        private static final Map<String, String> ENVIRONMENT = Map.of(
                "CAIRN_PASSWORD", "The password of the user. It can't be passed as an argument.",
                "CAIRN_URL", "The URL of the server, if --url is absent.",
                "CAIRN_USER", "The user, if --user is absent.");

        private final CommandSpec root;
        private final String version;

        private ManualPages(CommandSpec root, String version) {
            this.root = root;
            this.version = version;
        }

        /** Returns the pages by the names of their files, such as {@code cairn-record.1}. */
        static Map<String, String> of(CommandSpec root, String version) {
            ManualPages pages = new ManualPages(root, version);
            Map<String, String> files = new LinkedHashMap<>();
            files.put(root.name() + ".1", pages.page(root, root.name()));
            for (CommandSpec spec : CommandTexts.subcommands(root)) {
                String name = root.name() + "-" + spec.name();
                files.put(name + ".1", pages.page(spec, name));
            }
            return files;
        }

        private String page(CommandSpec spec, String name) {
            Roff page = new Roff();
            page.line(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" 1 \"\" \"" + version + "\"");
            page.section("NAME");
            page.text(name + " - "
                    + lowerFirst(CommandTexts.sentence(spec.usageMessage().description())));
            page.section("SYNOPSIS");
            page.bold(spec.qualifiedName());
            page.text(synopsis(spec));
            page.section("DESCRIPTION");
            page.text(CommandTexts.text(spec.usageMessage().description()));
            if (!spec.positionalParameters().isEmpty()) {
                page.section("ARGUMENTS");
                for (PositionalParamSpec parameter : spec.positionalParameters()) {
                    if (!parameter.hidden()) {
                        page.item(parameter.paramLabel(), CommandTexts.text(parameter.description()));
                    }
                }
            }
            page.section("OPTIONS");
            for (OptionSpec option : spec.options()) {
                if (!option.hidden()) {
                    page.item(names(option), CommandTexts.text(option.description()));
                }
            }
            if (spec == root) {
                commands(page);
            }
            page.section("EXIT STATUS");
            root.usageMessage().exitCodeList().forEach(page::item);
            page.section("ENVIRONMENT");
            new TreeMap<>(ENVIRONMENT).forEach(page::item);
            page.section("FILES");
            page.item(
                    "cairn.properties",
                    "Settings of the project, read from the current folder unless --config names another file.");
            page.section("SEE ALSO");
            page.text(spec == root ? "The documentation in the folder docs of the project." : root.name() + "(1)");
            return page.toString();
        }

        private void commands(Roff page) {
            page.section("COMMANDS");
            for (CommandSpec spec : CommandTexts.subcommands(root)) {
                page.item(
                        root.name() + "-" + spec.name() + "(1)",
                        CommandTexts.sentence(spec.usageMessage().description()) + ".");
            }
        }

        private static String synopsis(CommandSpec spec) {
            StringJoiner words = new StringJoiner(" ");
            words.add("[OPTIONS]");
            if (!spec.subcommands().isEmpty()) {
                words.add(spec.usageMessage().synopsisSubcommandLabel());
            }
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                if (!parameter.hidden()) {
                    String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
                    words.add(parameter.arity().min() > 0 ? label : "[" + label + "]");
                }
            }
            return words.toString();
        }

        private static String names(OptionSpec option) {
            String names = String.join(", ", List.of(option.names()));
            return option.arity().max() > 0 ? names + "=" + option.paramLabel() : names;
        }

        private static String lowerFirst(String text) {
            return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        }

        /** Writes the macros of the package man. */
        private static final class Roff {
            private final StringBuilder text = new StringBuilder();

            void line(String line) {
                text.append(line).append('\n');
            }

            void section(String name) {
                line(".SH " + name);
            }

            void bold(String words) {
                line(".B " + escaped(words));
            }

            void text(String words) {
                line(escaped(words));
            }

            void item(String head, String body) {
                line(".TP");
                bold(head);
                text(body);
            }

            /** A point or an apostrophe at the start of a line would begin a macro. */
            private static String escaped(String words) {
                String plain = words.replace("\\", "\\e").replace("-", "\\-");
                return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
            }

            @Override
            public String toString() {
                return text.toString();
            }
        }
    }

    /** Texts of picocli's model, as completions and manual pages show them. */
    private static final class CommandTexts {
        private static final Pattern END_OF_SENTENCE = Pattern.compile("[.:;](?=\\s|$)");

        private CommandTexts() {}

        /** Returns the subcommands that are documented. */
        static List<CommandSpec> subcommands(CommandSpec command) {
            return command.subcommands().values().stream()
                    .map(CommandLine::getCommandSpec)
                    .filter(spec -> !spec.usageMessage().hidden())
                    .toList();
        }

        /** Returns a description as one text, without the formatting of picocli. */
        static String text(String[] description) {
            return String.join(" ", description)
                    .replace("%n", " ")
                    .replace("%%", "%")
                    .strip();
        }

        /** Returns the first sentence of a description, without its full stop. */
        static String sentence(String[] description) {
            String text = text(description);
            Matcher end = END_OF_SENTENCE.matcher(text);
            return end.find() ? text.substring(0, end.start()) : text;
        }

        /** Returns a constant as the command line accepts and documents it. */
        static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }
}
