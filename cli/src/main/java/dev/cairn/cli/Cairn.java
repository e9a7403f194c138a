package dev.cairn.cli;

import dev.cairn.cli.installation.CompletionCommand;
import dev.cairn.cli.installation.ManPagesCommand;
import dev.cairn.cli.option.FailureHandler;
import dev.cairn.cli.option.MigratorArguments;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandRoot;
import dev.cairn.cli.output.LogWarningPrinter;
import dev.cairn.cli.output.WrappingWriter;
import dev.cairn.internal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn}: it selects a subcommand, and runs it with the settings that all of them share. An
 * application that contains it in its archive calls it from its own main class. The schemas on the class path are then
 * found without options:
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *     Cairn.main(arguments);
 * }
 * }</pre>
 */
@Command(
        name = "cairn",
        description = "A schema tool for StarRocks.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done, or nothing to do.",
            "1:Failed.",
            "2:Invalid usage.",
            "3:There are pending changes, drift, findings of lint, or failing rows.",
            "4:A confirmation is required.",
            "5:Another migrator holds the ledger.",
            "6:An older release has to upgrade the database first."
        })
public final class Cairn implements Runnable, CommandRoot {
    /** The number of commands at the beginning of the list that a new user needs. */
    private static final int FIRST_COMMAND_COUNT = 5;

    /** All commands by their names, in the order of the help. */
    private static final Map<String, Supplier<Object>> COMMAND_FACTORY_BY_NAME = createCommandFactories();

    /** The commands that read the options of all others, which must therefore be created. */
    private static final List<String> COMMANDS_THAT_READ_ALL_OPTIONS = List.of("completion", "man-pages");

    /** The only option that may also stand before the name of the command. */
    private static final String NO_COLOR_OPTION = "--no-color";

    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Cairn(CommandEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Removes the colours from the command and its subcommands. This happens when the option is read, because help is
     * printed before a command runs.
     */
    @Option(
            names = NO_COLOR_OPTION,
            scope = ScopeType.INHERIT,
            description = "Print without colours, as with the variable NO_COLOR.")
    void disableColours(boolean isRequested) {
        if (isRequested) {
            spec.commandLine().setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
    }

    @Override
    public CommandEnvironment environment() {
        return environment;
    }

    /** Reports a missing command; picocli calls this method only without a command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command. Example: cairn status");
    }

    /** Runs one command, and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, CommandEnvironment.ofProcess(), arguments));
    }

    /**
     * Runs one command, and returns its exit code. While the command runs, the warnings of Cairn's log are printed to
     * {@code err}, and the handlers of the parent loggers do not receive them.
     */
    public static int run(PrintWriter out, PrintWriter err, CommandEnvironment environment, String... arguments) {
        String version = "cairn " + readVersion();
        if (arguments.length == 1 && List.of("-V", "--version").contains(arguments[0])) {
            out.println(version);
            return ExitCode.DONE.number();
        }
        CommandLine commandLine = createCommandLine(selectNeededCommands(arguments), environment);
        PrintWriter errorOutput = environment.isTerminal()
                ? new PrintWriter(new WrappingWriter(err, environment::textColumns), true)
                : err;
        // A setting applies only to the subcommands that have been added before.
        commandLine
                .setOut(out)
                .setErr(errorOutput)
                .setHelpFactory((commandSpec, colours) -> createHelp(environment, commandSpec, colours))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(FailureHandler::reportUsage)
                .setExecutionStrategy(FailureHandler::run)
                .setExecutionExceptionHandler(FailureHandler::reportFailure);
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(environment.ansi()));
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Cairn::renderCommandLists);
        commandLine.getCommandSpec().version(version);
        commandLine
                .getSubcommands()
                .values()
                .forEach(subcommand -> subcommand.getCommandSpec().version(version));
        // A relative version such as -1 is not an option.
        Optional.ofNullable(commandLine.getSubcommands().get("downgrade"))
                .ifPresent(downgrade -> downgrade.setUnmatchedOptionsArePositionalParams(true));
        // An option of javac may have the name of an option of the command: --javac=--release.
        Optional.ofNullable(commandLine.getSubcommands().get("checkpoint"))
                .ifPresent(checkpoint -> checkpoint.setAllowOptionsAsOptionParameters(true));
        try (LogWarningPrinter warningPrinter = LogWarningPrinter.start(errorOutput)) {
            int exitCode = commandLine.execute(arguments);
            warningPrinter.flush();
            return exitCode;
        }
    }

    /**
     * Returns the names of the commands whose options are needed: the command that the arguments name, or all commands
     * for help, for a wrong name, and for a command that reads the options of the others. Reading the options of a
     * command takes milliseconds.
     */
    private static List<String> selectNeededCommands(String... arguments) {
        return Stream.of(arguments)
                .dropWhile(NO_COLOR_OPTION::equals)
                .limit(1)
                .filter(name ->
                        COMMAND_FACTORY_BY_NAME.containsKey(name) && !COMMANDS_THAT_READ_ALL_OPTIONS.contains(name))
                .findFirst()
                .map(List::of)
                .orElseGet(() -> List.copyOf(COMMAND_FACTORY_BY_NAME.keySet()));
    }

    private static CommandLine createCommandLine(List<String> commandNames, CommandEnvironment environment) {
        CommandLine commandLine = new CommandLine(new Cairn(environment));
        commandNames.forEach(name -> commandLine.addSubcommand(
                name,
                Objects.requireNonNull(COMMAND_FACTORY_BY_NAME.get(name), name).get()));
        commandLine
                .getSubcommands()
                .values()
                .forEach(subcommand -> MigratorArguments.addAllOptions(subcommand.getCommandSpec()));
        return commandLine;
    }

    /** Creates the specification of the command, with all subcommands and their options. */
    static CommandSpec createFullSpec() {
        return createCommandLine(
                        List.copyOf(COMMAND_FACTORY_BY_NAME.keySet()), CommandEnvironment.withoutTerminal(Map.of()))
                .getCommandSpec();
    }

    private static CommandSpec createSpec(String commandName) {
        CommandLine commandLine = createCommandLine(List.of(commandName), CommandEnvironment.withoutTerminal(Map.of()));
        return Objects.requireNonNull(commandLine.getSubcommands().get(commandName), commandName)
                .getCommandSpec();
    }

    /**
     * Returns whether each option of a command takes a value, for tools that run commands. The keys are the longest
     * names of the options, without the hyphens at the start.
     *
     * @throws NullPointerException if there is no such command
     */
    public static Map<String, Boolean> takesValueByOption(String commandName) {
        Map<String, Boolean> takesValueByOption = new TreeMap<>();
        createSpec(commandName)
                .options()
                .forEach(option -> takesValueByOption.put(
                        option.longestName().replaceFirst("^-+", ""),
                        option.arity().max() > 0));
        return takesValueByOption;
    }

    /**
     * Returns the arguments of a command that are neither options nor values of options, for tools that run commands.
     *
     * @throws NullPointerException if there is no such command
     */
    public static List<String> selectPositionalArguments(String commandName, List<String> arguments) {
        CommandSpec commandSpec = createSpec(commandName);
        List<String> positionalArguments = new ArrayList<>();
        boolean isOptionValue = false;
        for (Iterator<String> remainingArguments = arguments.iterator(); remainingArguments.hasNext(); ) {
            String argument = remainingArguments.next();
            if (argument.equals(commandSpec.parser().endOfOptionsDelimiter())) {
                remainingArguments.forEachRemaining(positionalArguments::add);
            } else if (argument.startsWith("-")) {
                OptionSpec option = commandSpec.findOption(argument);
                isOptionValue = option != null && option.arity().max() > 0;
            } else if (isOptionValue) {
                isOptionValue = false;
            } else {
                positionalArguments.add(argument);
            }
        }
        return positionalArguments;
    }

    /**
     * Returns the factories of the commands, in the order of the help. They are lambdas, because a method reference to
     * a constructor would load the class of each command.
     */
    private static Map<String, Supplier<Object>> createCommandFactories() {
        Map<String, Supplier<Object>> commandFactoryByName = new LinkedHashMap<>();
        commandFactoryByName.put("init", () -> new InitCommand());
        commandFactoryByName.put("record", () -> new RecordCommand());
        commandFactoryByName.put("plan", () -> new PlanCommand());
        commandFactoryByName.put("upgrade", () -> new UpgradeCommand());
        commandFactoryByName.put("status", () -> new StatusCommand());
        commandFactoryByName.put("check", () -> new CheckCommand());
        commandFactoryByName.put("test", () -> new TestCommand());
        commandFactoryByName.put("lint", () -> new LintCommand());
        commandFactoryByName.put("rebase", () -> new RebaseCommand());
        commandFactoryByName.put("evolve", () -> new EvolveCommand());
        commandFactoryByName.put("checkpoint", () -> new CheckpointCommand());
        commandFactoryByName.put("downgrade", () -> new DowngradeCommand());
        commandFactoryByName.put("sql", () -> new SqlCommand());
        commandFactoryByName.put("run-sql", () -> new RunSqlCommand());
        commandFactoryByName.put("current", () -> new CurrentCommand());
        commandFactoryByName.put("history", () -> new HistoryCommand());
        commandFactoryByName.put("heads", () -> new HeadsCommand());
        commandFactoryByName.put("show", () -> new ShowCommand());
        commandFactoryByName.put("query", () -> new QueryCommand());
        commandFactoryByName.put("queries", () -> new QueriesCommand());
        commandFactoryByName.put("explain", () -> new ExplainCommand());
        commandFactoryByName.put("grants", () -> new GrantsCommand());
        commandFactoryByName.put("stamp", () -> new StampCommand());
        commandFactoryByName.put("baseline", () -> new BaselineCommand());
        commandFactoryByName.put("repair", () -> new RepairCommand());
        commandFactoryByName.put("unlock", () -> new UnlockCommand());
        commandFactoryByName.put("cleanup", () -> new CleanupCommand());
        commandFactoryByName.put("diff", () -> new DiffCommand());
        commandFactoryByName.put("lineage", () -> new LineageCommand());
        commandFactoryByName.put("docs", () -> new DocsCommand());
        commandFactoryByName.put("pull", () -> new PullCommand());
        commandFactoryByName.put("fmt", () -> new FmtCommand());
        commandFactoryByName.put("completion", () -> new CompletionCommand());
        commandFactoryByName.put("man-pages", () -> new ManPagesCommand());
        return Collections.unmodifiableMap(commandFactoryByName);
    }

    private static CommandLine.Help createHelp(
            CommandEnvironment environment, CommandSpec commandSpec, CommandLine.Help.ColorScheme colours) {
        commandSpec.usageMessage().width(environment.helpColumns());
        return new CommandHelp(commandSpec, colours);
    }

    /** Returns two lists of commands for the help: those of the first steps, and all others. */
    private static String renderCommandLists(CommandLine.Help help) {
        Map<String, CommandLine.Help> firstCommands = new LinkedHashMap<>();
        Map<String, CommandLine.Help> otherCommands = new LinkedHashMap<>();
        help.subcommands()
                .forEach((name, command) -> (firstCommands.size() < FIRST_COMMAND_COUNT ? firstCommands : otherCommands)
                        .put(name, command));
        return String.format(
                Locale.ROOT,
                "%nFirst steps:%n%s%nAll other commands:%n%s",
                help.commandList(firstCommands),
                help.commandList(otherCommands));
    }

    /** Returns the version of Cairn, which the build wrote into the archive. */
    static String readVersion() {
        try (InputStream inputStream = Objects.requireNonNull(Cairn.class.getResourceAsStream("version.txt"))) {
            return new String(inputStream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("The command's own archive can't be read", failure);
        }
    }
}
